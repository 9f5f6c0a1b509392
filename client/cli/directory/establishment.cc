#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/standard_verbs.h"
#include "proto/status_macros.h"
#include "tutorat/v1/establishment.pb.h"

namespace tutorat::cli {
namespace {

Details DescribeEstablishment(const Context& context, const v1::Establishment& one) {
  return {{{"uai", "UAI"}, one.uai()},
          {{"display_name", context.Text("ÉTABLISSEMENT", "ESTABLISHMENT")}, one.display_name()},
          {{"city", context.Text("VILLE", "CITY")}, one.city()}};
}

Exit ListEstablishments(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(const auto all, ListResources<v1::ListEstablishmentsResponse, v1::ListEstablishmentsRequest>(
                                       context, options.show_deleted));
  return PrintResources<v1::Establishment>(
      context, options, all, all.establishments(),
      [&context](const v1::Establishment& one) { return DescribeEstablishment(context, one); });
}

Exit ShowEstablishment(Context& context, const v1::Establishment& one) {
  Details details = DescribeEstablishment(context, one);
  details.push_back({{"create_time", context.Text("CRÉÉ", "CREATED")}, ShownTime(context, one.create_time())});
  return PrintDetails(context, details, one);
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
