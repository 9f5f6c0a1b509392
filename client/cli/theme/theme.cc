#include "client/cli/theme/theme.h"

#include <algorithm>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/standard_verbs.h"
#include "client/files/thesaurus_csv.h"
#include "client/lib/list.h"
#include "proto/fold.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;
using v1::ThemeAlias;

// What the flags of create and edit say.
struct ThemeChange {
  Target target;
  FieldOptions texts;
  std::string rank;
  const CLI::Option* rank_option = nullptr;
  std::vector<std::string> sure;
  std::vector<std::string> with_parent;
  std::vector<std::string> ask;
  std::vector<std::string> drop;
};

void AddChange(CLI::App* verb, const Context& context, ThemeChange& change) {
  const absl::string_view text = context.Text("TEXTE", "TEXT");
  FieldOptions& texts = change.texts;
  texts.Add(verb, "--label", "label", text, context.Text("Libellé", "Label"));
  texts.Add(verb, "--label-en", "label_en", text, context.Text("Libellé en anglais", "Label in English"));
  texts.Add(verb, "--parent", "parent", "CODE", context.Text("Thème dont il fait partie", "Theme that it is a part of"),
            FieldOptions::Kind::kTheme);
  change.rank_option =
      AddText(verb, "--rank", change.rank, "N", context.Text("Rang sous son parent", "Rank below its parent"));
  const absl::string_view words = context.Text("MOTS", "WORDS");
  AddTexts(verb, "--alias", change.sure, words,
           context.Text("Mots qui le désignent ; répéter pour plusieurs", "Words that mean it; repeat for more"));
  AddTexts(verb, "--with-parent", change.with_parent, words,
           context.Text("Mots qui le désignent à côté de son parent", "Words that mean it beside its parent"));
  AddTexts(verb, "--ask", change.ask, words,
           context.Text("Mots à décider ; « DP>sf+ej » : sûrs avec sf ou ej",
                        "Words to decide; \"DP>sf+ej\": sure beside sf or ej"));
  AddTexts(verb, "--drop", change.drop, words, context.Text("Mots à retirer", "Words to take away"));
  texts.Add(verb, "--from", "valid_from", "DATE", context.Text("Premier jour où il vaut", "First day of its validity"),
            FieldOptions::Kind::kDate);
  texts.Add(verb, "--to", "valid_to", "DATE",
            context.Text("Dernier jour où il vaut, inclus", "Last day of its validity, included"),
            FieldOptions::Kind::kLastDay);
}

// True when an alias was added or taken away.
bool ApplyAliases(const ThemeChange& change, v1::Theme& theme) {
  const auto before = theme.aliases();
  const auto drop = [&theme](const std::string& text) {
    auto& aliases = *theme.mutable_aliases();
    aliases.erase(
        std::remove_if(aliases.begin(), aliases.end(),
                       [&](const ThemeAlias& a) { return contract::FoldName(a.text()) == contract::FoldName(text); }),
        aliases.end());
  };
  for (const std::string& text : change.drop) drop(text);
  const auto add = [&](const std::vector<std::string>& cells, ThemeAlias::Certainty certainty) {
    for (const std::string& cell : cells) {
      for (ThemeAlias& alias : format::ReadAliases(cell, certainty)) {
        drop(alias.text());
        *theme.add_aliases() = std::move(alias);
      }
    }
  };
  add(change.sure, ThemeAlias::CERTAINTY_SURE);
  add(change.with_parent, ThemeAlias::CERTAINTY_WITH_PARENT);
  add(change.ask, ThemeAlias::CERTAINTY_ASK);
  return !std::equal(before.begin(), before.end(), theme.aliases().begin(), theme.aliases().end(),
                     [](const auto& a, const auto& b) { return a.SerializeAsString() == b.SerializeAsString(); });
}

// The fields that it sets.
absl::StatusOr<std::vector<std::string>> Apply(const Context& context, const ThemeChange& change, v1::Theme& theme) {
  ASSIGN_OR_RETURN(std::vector<std::string> fields, change.texts.Apply(context, theme));
  if (IsGiven(*change.rank_option)) {
    ASSIGN_OR_RETURN(const int rank, ParseNumber(context, "--rank", change.rank));
    theme.set_rank(rank);
    fields.emplace_back("rank");
  }
  if (ApplyAliases(change, theme)) fields.emplace_back("aliases");
  return fields;
}

std::string AliasWords(const v1::Theme& theme, ThemeAlias::Certainty certainty, const Context& context) {
  std::string words = format::WriteAliases(theme, certainty);
  return context.format == OutputFormat::kCsv ? words : absl::StrReplaceAll(words, {{"|", ", "}});
}

std::string AllWords(const v1::Theme& theme, const Context& context) {
  const bool csv = context.format == OutputFormat::kCsv;
  return absl::StrJoin(theme.aliases(), csv ? "|" : ", ", [&](std::string* out, const ThemeAlias& alias) {
    absl::StrAppend(out, alias.text(), alias.certainty() == ThemeAlias::CERTAINTY_ASK ? " ?" : "",
                    alias.certainty() == ThemeAlias::CERTAINTY_WITH_PARENT ? " +" : "");
  });
}

Exit ListThemes(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(auto themes, FetchThemes(context, options.show_deleted));
  const std::vector<v1::Theme> all(themes.themes().begin(), themes.themes().end());
  const std::vector<v1::Theme> ordered = format::InTreeOrder(all);
  *themes.mutable_themes() = {ordered.begin(), ordered.end()};
  const bool csv = context.format == OutputFormat::kCsv;
  std::map<std::string, int> depths;
  std::vector<std::vector<std::string>> rows;
  for (const v1::Theme& theme : ordered) {
    const int depth = theme.parent().empty() ? 0 : depths[theme.parent()] + 1;
    depths[theme.name()] = depth;
    const bool english = context.language == format::Language::kEnglish && !theme.label_en().empty() && !csv;
    const std::string label = english ? theme.label_en() : theme.label();
    rows.push_back({theme.code(), format::ThemeCode(theme.parent()),
                    csv ? label : absl::StrCat(std::string(2 * static_cast<size_t>(depth), ' '), label),
                    AllWords(theme, context)});
  }
  return PrintList(
      context, options,
      {{"code", "CODE"},
       {"parent", "PARENT"},
       {"label", context.Text("THÈME", "THEME")},
       {"words", context.Text("MOTS (+ avec le parent, ? à décider)", "WORDS (+ beside the parent, ? to decide)")}},
      std::move(rows), themes);
}

Exit ShowTheme(Context& context, const v1::Theme& theme) {
  return PrintDetails(
      context,
      {{{"code", "CODE"}, theme.code()},
       {{"parent", "PARENT"}, format::ThemeCode(theme.parent())},
       {{"label", context.Text("LIBELLÉ", "LABEL")}, theme.label()},
       {{"label_en", context.Text("EN ANGLAIS", "IN ENGLISH")}, theme.label_en()},
       {{"rank", context.Text("RANG", "RANK")}, absl::StrCat(theme.rank())},
       {{"aliases", context.Text("MOTS SÛRS", "SURE WORDS")}, AliasWords(theme, ThemeAlias::CERTAINTY_SURE, context)},
       {{"with_parent", context.Text("AVEC LE PARENT", "WITH THE PARENT")},
        AliasWords(theme, ThemeAlias::CERTAINTY_WITH_PARENT, context)},
       {{"ask", context.Text("À DÉCIDER", "TO DECIDE")}, AliasWords(theme, ThemeAlias::CERTAINTY_ASK, context)},
       {{"valid_from", context.Text("VAUT DU", "VALID FROM")}, ShownDay(context, theme.valid_from())},
       {{"valid_to", context.Text("JUSQU'AU", "UNTIL")},
        context.format == OutputFormat::kCsv ? theme.valid_to()
                                             : DayForPeople(context, ShiftDay(theme.valid_to(), -1))}},
      theme);
}

Exit Create(Context& context, const ThemeChange& change) {
  v1::Theme theme;
  theme.set_code(change.target.text);
  if (auto fields = Apply(context, change, theme); !fields.ok()) return context.Fail(fields.status());
  RETURN_IF_ERROR(CallCreate(context, theme));
  return PrintDone(context, Say(context.language, "Créé : thème $0", "Created: theme $0", theme.code()), theme);
}

Exit EditTheme(Context& context, const ThemeChange& change) {
  ASSIGN_OR_RETURN(auto theme, Get<v1::Theme>(context, ThemeName(change.target.text)));
  ASSIGN_OR_RETURN(const auto fields, Apply(context, change, theme));
  if (fields.empty()) {
    return context.FailUsage(
        context.Text("rien à modifier ; donner au moins une option", "nothing to change; give at least one option"));
  }
  RETURN_IF_ERROR(CallUpdate(context, fields, theme));
  return PrintDone(context, Say(context.language, "Modifié : thème $0", "Changed: theme $0", theme.code()), theme);
}

void AddEditing(CLI::App* noun, Context& context, const std::shared_ptr<Noun<v1::Theme>>& rules) {
  auto created = std::make_shared<ThemeChange>();
  CLI::App* create = AddVerb(noun, "create", context.Text("Créer", "Create"));
  rules->add(create, created->target);
  AddChange(create, context, *created);
  OnRun(create, context, [&context, created] { return Create(context, *created); });
  auto edited = std::make_shared<ThemeChange>();
  CLI::App* edit = AddVerb(noun, "edit", context.Text("Modifier", "Change"));
  rules->add(edit, edited->target);
  AddChange(edit, context, *edited);
  OnRun(edit, context, [&context, edited] { return EditTheme(context, *edited); });
}

}  // namespace

absl::StatusOr<v1::ListThemesResponse> FetchThemes(Context& context, bool show_deleted) {
  return ListResources<v1::ListThemesResponse, v1::ListThemesRequest>(context, show_deleted);
}

absl::StatusOr<format::ThemeLabels> FetchThemeLabels(Context& context) {
  ASSIGN_OR_RETURN(const auto themes, FetchThemes(context, /*show_deleted=*/true));
  format::ThemeLabels labels;
  for (const v1::Theme& theme : themes.themes()) {
    v1::ThemeLabel& label = labels[theme.name()];
    label.set_theme(theme.name());
    label.set_label(theme.label());
    label.set_label_en(theme.label_en());
  }
  return labels;
}

void AddTheme(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "theme",
                           context.Text("Thèmes : le thésaurus, et ce que les mots des tuteurs désignent",
                                        "Themes: the thesaurus, and what tutors' words mean"));
  auto rules = std::make_shared<Noun<v1::Theme>>();
  rules->add = [&context](CLI::App* verb, Target& target) {
    Require(AddText(verb, "code", target.text, "CODE", context.Text("Par exemple budget", "For example budget")));
  };
  rules->find = [&context](const Target& target, Deleted deleted) {
    return Named<v1::Theme>(context, ThemeName(target.text), deleted);
  };
  rules->label = [&context](const v1::Theme& theme) {
    return absl::StrCat(context.Text("thème ", "theme "), theme.code());
  };
  rules->show = [&context](const v1::Theme& theme) { return ShowTheme(context, theme); };

  auto options = std::make_shared<ListOptions>();
  CLI::App* list = AddVerb(noun, "list", context.Text("Lister, en arbre", "List, as a tree"));
  AddListOptions(list, context, *options);
  OnRun(list, context, [&context, options] { return ListThemes(context, *options); });
  AddEditing(noun, context, rules);
  AddStandardVerbs<v1::Theme>(noun, context, rules);
  AddThemeFiles(noun, context);
  AddThemeTerms(noun, context);
}

const RegisteredNoun kThemeNoun(160, &AddTheme);

}  // namespace tutorat::cli
