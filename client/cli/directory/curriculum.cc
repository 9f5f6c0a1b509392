#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/directory/curriculum_import.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/standard_verbs.h"
#include "client/lib/list.h"
#include "client/text/words.h"
#include "proto/status_macros.h"
#include "tutorat/v1/programme.pb.h"

namespace tutorat::cli {
namespace {

Exit ListProgrammes(Context& context, const ListOptions& options) {
  v1::ListProgrammesRequest request;
  request.set_show_deleted(options.show_deleted);
  ASSIGN_OR_RETURN(const auto programmes, client::ListAll<v1::ListProgrammesResponse>(context.Server(), request));
  std::vector<std::vector<std::string>> rows;
  for (const v1::Programme& programme : programmes.programmes()) {
    int core = 0;
    int months = 0;
    for (const v1::ProgrammeItem& item : programme.items()) {
      core += item.weight() == v1::ProgrammeItem::WEIGHT_CORE ? 1 : 0;
      months = std::max(months, item.month());
    }
    rows.push_back({programme.code(), programme.label(), absl::StrCat(programme.items_size()), absl::StrCat(core),
                    absl::StrCat(months)});
  }
  return PrintList(context, options,
                   {{"code", "PROGRAMME"},
                    {"label", context.Text("NOM", "NAME")},
                    {"themes", context.Text("THÈMES", "THEMES"), format::Align::kRight},
                    {"core", context.Text("SOCLE", "CORE"), format::Align::kRight},
                    {"months", context.Text("MOIS", "MONTHS"), format::Align::kRight}},
                   std::move(rows), programmes);
}

// Its items, by month; in csv as `programme export` writes them, with labels.
Exit ShowProgramme(Context& context, const v1::Programme& programme) {
  ASSIGN_OR_RETURN(const Labels labels, ListThemeLabels(context));
  std::vector<const v1::ProgrammeItem*> items;
  for (const v1::ProgrammeItem& item : programme.items()) items.push_back(&item);
  std::stable_sort(items.begin(), items.end(), [](const auto* a, const auto* b) { return a->month() < b->month(); });
  const format::Language language =
      context.format == OutputFormat::kCsv ? format::Language::kEnglish : context.language;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(items.size());
  for (const v1::ProgrammeItem* item : items) {
    rows.push_back({absl::StrCat(item->month()), std::string(absl::StripPrefix(item->theme(), "themes/")),
                    labels.Of(item->theme()), format::Word(item->weight(), language)});
  }
  return PrintList(context, {},
                   {{"month", context.Text("MOIS", "MONTH"), format::Align::kRight},
                    {"theme", "CODE"},
                    {"label", context.Text("THÈME", "THEME")},
                    {"weight", context.Text("POIDS", "WEIGHT")}},
                   std::move(rows), programme);
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
