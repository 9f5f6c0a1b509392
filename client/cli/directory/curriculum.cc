#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/directory/curriculum_import.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/standard_verbs.h"
#include "client/text/words.h"
#include "proto/status_macros.h"
#include "tutorat/v1/programme.pb.h"

namespace tutorat::cli {
namespace {

Exit ListProgrammes(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(const auto programmes,
                   ListResources<v1::ListProgrammesResponse, v1::ListProgrammesRequest>(context, options.show_deleted));
  return PrintResources<v1::Programme>(
      context, options, programmes, programmes.programmes(), [&context](const v1::Programme& programme) -> Details {
        int core = 0;
        int months = 0;
        for (const v1::ProgrammeItem& item : programme.items()) {
          core += item.weight() == v1::ProgrammeItem::WEIGHT_CORE ? 1 : 0;
          months = std::max(months, item.month());
        }
        constexpr format::Align kRight = format::Align::kRight;
        return {{{"code", "PROGRAMME"}, programme.code()},
                {{"label", context.Text("NOM", "NAME")}, programme.label()},
                {{"themes", context.Text("THÈMES", "THEMES"), kRight}, absl::StrCat(programme.items_size())},
                {{"core", context.Text("SOCLE", "CORE"), kRight}, absl::StrCat(core)},
                {{"months", context.Text("MOIS", "MONTHS"), kRight}, absl::StrCat(months)}};
      });
}

// Its items, by month; in csv as `programme export` writes them, with labels.
Exit ShowProgramme(Context& context, const v1::Programme& programme) {
  ASSIGN_OR_RETURN(const Labels labels, ListThemeLabels(context));
  std::vector<v1::ProgrammeItem> items(programme.items().begin(), programme.items().end());
  std::stable_sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.month() < b.month(); });
  const format::Language language =
      context.format == OutputFormat::kCsv ? format::Language::kEnglish : context.language;
  return PrintResources<v1::ProgrammeItem>(
      context, {}, programme, items, [&](const v1::ProgrammeItem& item) -> Details {
        return {{{"month", context.Text("MOIS", "MONTH"), format::Align::kRight}, absl::StrCat(item.month())},
                {{"theme", "CODE"}, std::string(absl::StripPrefix(item.theme(), "themes/"))},
                {{"label", context.Text("THÈME", "THEME")}, labels.Of(item.theme())},
                {{"weight", context.Text("POIDS", "WEIGHT")}, format::Word(item.weight(), language)}};
      });
}

}  // namespace

void AddProgramme(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "programme",
                           context.Text("Programmes cibles : quels thèmes, pour quel mois",
                                        "Target programmes: which themes, by which month"));
  auto rules = std::make_shared<Noun<v1::Programme>>();
  rules->add = [&context](CLI::App* verb, Target& target) {
    Require(AddText(verb, "code", target.text, "CODE", context.Text("Par exemple v6", "For example v6")));
  };
  rules->find = [&context](const Target& target, Deleted deleted) {
    return Named<v1::Programme>(context, ProgrammeName(target.text), deleted);
  };
  rules->label = [](const v1::Programme& programme) { return absl::StrCat("programme ", programme.code()); };
  rules->show = [&context](const v1::Programme& programme) { return ShowProgramme(context, programme); };

  AddList(noun, context, [&context](const ListOptions& options) { return ListProgrammes(context, options); });

  const auto add_fields = [&context](CLI::App* verb, FieldOptions& fields) {
    fields.Add(verb, "--label", "label", context.Text("NOM", "NAME"), context.Text("Nom en clair", "Name in full"));
  };
  AddCreate<v1::Programme>(noun, context, rules, add_fields, [](const Target& target) {
    v1::Programme programme;
    programme.set_code(target.text);
    return programme;
  });
  AddEdit<v1::Programme>(noun, context, rules, add_fields);
  AddStandardVerbs<v1::Programme>(noun, context, rules);
  AddProgrammeFiles(noun, context);
}

const RegisteredNoun kProgrammeNoun(90, &AddProgramme);

}  // namespace tutorat::cli
