#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/standard_verbs.h"
#include "client/lib/list.h"
#include "proto/status_macros.h"
#include "tutorat/v1/establishment.pb.h"

namespace tutorat::cli {
namespace {

std::vector<Column> EstablishmentColumns(const Context& context) {
  return {{"uai", "UAI"},
          {"display_name", context.Text("ÉTABLISSEMENT", "ESTABLISHMENT")},
          {"city", context.Text("VILLE", "CITY")}};
}

Exit ListEstablishments(Context& context, const ListOptions& options) {
  v1::ListEstablishmentsRequest request;
  request.set_show_deleted(options.show_deleted);
  ASSIGN_OR_RETURN(const auto establishments,
                   client::ListAll<v1::ListEstablishmentsResponse>(context.Server(), request));
  std::vector<std::vector<std::string>> rows;
  for (const v1::Establishment& one : establishments.establishments()) {
    rows.push_back({one.uai(), one.display_name(), one.city()});
  }
  return PrintList(context, options, EstablishmentColumns(context), std::move(rows), establishments);
}

Exit ShowEstablishment(Context& context, const v1::Establishment& one) {
  const std::vector<Column> columns = EstablishmentColumns(context);
  return PrintDetails(context,
                      {{columns[0], one.uai()},
                       {columns[1], one.display_name()},
                       {columns[2], one.city()},
                       {{"create_time", context.Text("CRÉÉ", "CREATED")}, ShownTime(context, one.create_time())}},
                      one);
}

}  // namespace

void AddEstablishment(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "establishment", context.Text("Établissements (EPLE)", "Establishments (EPLE)"));
  auto rules = std::make_shared<Noun<v1::Establishment>>();
  rules->add = [&context](CLI::App* verb, Target& target) {
    Require(AddText(verb, "uai", target.text, "UAI", context.Text("Par exemple 0750654D", "For example 0750654D")));
  };
  rules->find = [&context](const Target& target, Deleted deleted) {
    return Named<v1::Establishment>(context, ResolveEstablishment(target.text), deleted);
  };
  rules->label = [&context](const v1::Establishment& one) {
    return absl::StrCat(context.Text("établissement ", "establishment "), one.uai());
  };
  rules->show = [&context](const v1::Establishment& one) { return ShowEstablishment(context, one); };

  AddList(noun, context, [&context](const ListOptions& options) { return ListEstablishments(context, options); });

  const auto add_fields = [&context](CLI::App* verb, FieldOptions& fields) {
    fields.Add(verb, "--name", "display_name", context.Text("NOM", "NAME"),
               context.Text("Nom en clair", "Name in full"));
    fields.Add(verb, "--city", "city", context.Text("VILLE", "CITY"), context.Text("Ville", "City"));
  };
  AddCreate<v1::Establishment>(noun, context, rules, add_fields, [](const Target& target) {
    v1::Establishment establishment;
    establishment.set_uai(absl::AsciiStrToUpper(target.text));
    return establishment;
  });
  AddEdit<v1::Establishment>(noun, context, rules, add_fields);
  AddStandardVerbs<v1::Establishment>(noun, context, rules);
}

const RegisteredNoun kEstablishmentNoun(130, &AddEstablishment);

}  // namespace tutorat::cli
