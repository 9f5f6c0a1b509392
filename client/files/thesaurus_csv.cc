#include "client/files/thesaurus_csv.h"

#include <algorithm>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/files/table_file.h"
#include "client/text/cells.h"

namespace tutorat::format {
namespace {

using v1::ThemeAlias;

constexpr char kIgnoredCode[] = "*";
constexpr char kCollection[] = "themes/";

enum ThemeColumn : size_t {
  kCode,
  kParent,
  kRank,
  kLabel,
  kLabelEn,
  kAliases,
  kWithParent,
  kAsk,
  kValidFrom,
  kValidTo
};

// In the order of ThemeColumn.
const std::vector<FileColumn>& ThesaurusColumns() {
  static const auto& columns = *new std::vector<FileColumn>{
      {"code", "code", true},         {"parent", "parent"},       {"rang", "rank"},
      {"libelle", "label", true},     {"libelle_en", "label_en"}, {"alias", "aliases"},
      {"avec_parent", "with_parent"}, {"demander", "ask"},        {"valide_du", "valid_from"},
      {"valide_jusqu_a", "valid_to"}};
  return columns;
}

bool IsEscaped(char c) { return c == '|' || c == '>' || c == '+' || c == '\\'; }

// Parts between separators that no backslash stands before; the backslashes stay.
std::vector<std::string> Split(absl::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == separator) {
      parts.emplace_back();
      continue;
    }
    if (text[i] == '\\' && i + 1 < text.size()) parts.back().push_back(text[i++]);
    parts.back().push_back(text[i]);
  }
  return parts;
}

std::string Unescape(absl::string_view text) {
  std::string out;
  const std::string trimmed = Trim(text);
  for (size_t i = 0; i < trimmed.size(); ++i) {
    if (trimmed[i] == '\\' && i + 1 < trimmed.size() && IsEscaped(trimmed[i + 1])) ++i;
    out.push_back(trimmed[i]);
  }
  return out;
}

std::string Escape(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsEscaped(c)) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::vector<std::string> Terms(absl::string_view cell) {
  std::vector<std::string> terms;
  for (const std::string& part : Split(cell, '|')) {
    if (std::string term = Unescape(part); !term.empty()) terms.push_back(std::move(term));
  }
  return terms;
}

void AddAliases(absl::string_view cell, ThemeAlias::Certainty certainty, v1::Theme& theme) {
  for (ThemeAlias& alias : ReadAliases(cell, certainty)) *theme.add_aliases() = std::move(alias);
}

v1::Theme ReadTheme(const TableFile::Row& row, Language language, TableFile& table) {
  const auto cell = [&row](ThemeColumn column) { return Trim(row.cells[column]); };
  v1::Theme theme;
  theme.set_code(cell(kCode));
  theme.set_label(cell(kLabel));
  theme.set_label_en(cell(kLabelEn));
  if (!cell(kParent).empty()) theme.set_parent(absl::StrCat(kCollection, cell(kParent)));
  AddAliases(cell(kAliases), ThemeAlias::CERTAINTY_SURE, theme);
  AddAliases(cell(kWithParent), ThemeAlias::CERTAINTY_WITH_PARENT, theme);
  AddAliases(cell(kAsk), ThemeAlias::CERTAINTY_ASK, theme);
  int32_t rank = 0;
  if (!cell(kRank).empty() && !absl::SimpleAtoi(cell(kRank), &rank)) {
    table.Refuse(row, kRank,
                 Say(language, "n'est pas un nombre ; écrire par exemple 3", "is no number; write for example 3"));
  }
  theme.set_rank(rank);
  if (!cell(kValidFrom).empty()) theme.set_valid_from(table.ReadDay(row, kValidFrom, language));
  if (!cell(kValidTo).empty()) theme.set_valid_to(table.ReadDay(row, kValidTo, language));
  return theme;
}

using Children = std::map<std::string, std::vector<const v1::Theme*>>;

// Takes what is below `parent` out of `children`.
void AddBelow(const std::string& parent, Children& children, std::vector<v1::Theme>& ordered) {
  std::vector<const v1::Theme*> level = std::move(children[parent]);
  children.erase(parent);
  std::sort(level.begin(), level.end(), [](const v1::Theme* a, const v1::Theme* b) {
    return std::pair(a->rank(), a->code()) < std::pair(b->rank(), b->code());
  });
  for (const v1::Theme* theme : level) {
    ordered.push_back(*theme);
    AddBelow(theme->name(), children, ordered);
  }
}

}  // namespace

ThesaurusFile ReadThesaurus(absl::string_view bytes, Language language) {
  ThesaurusFile file;
  TableFile table = ReadTableFile(bytes, ThesaurusColumns(), language);
  for (const TableFile::Row& row : table.rows) {
    if (!table.header_is_right) break;
    if (Trim(row.cells[kCode]) == kIgnoredCode) {
      for (std::string& term : Terms(row.cells[kAliases])) {
        if (std::find(file.ignored_terms.begin(), file.ignored_terms.end(), term) == file.ignored_terms.end()) {
          file.ignored_terms.push_back(std::move(term));
        }
      }
      continue;
    }
    const size_t before = table.problems.size();
    v1::ThemeRow line;
    line.set_line(row.line);
    *line.mutable_theme() = ReadTheme(row, language, table);
    if (table.problems.size() == before) file.rows.push_back(std::move(line));
  }
  table.SortProblems();
  file.problems = std::move(table.problems);
  file.notes = std::move(table.notes);
  return file;
}

std::vector<ThemeAlias> ReadAliases(absl::string_view cell, ThemeAlias::Certainty certainty) {
  std::vector<ThemeAlias> aliases;
  for (const std::string& part : Split(cell, '|')) {
    const bool asks = certainty == ThemeAlias::CERTAINTY_ASK;
    const std::vector<std::string> sides = asks ? Split(part, '>') : std::vector<std::string>{part};
    std::string text = Unescape(sides[0]);
    if (text.empty()) continue;
    ThemeAlias& alias = aliases.emplace_back();
    alias.set_text(std::move(text));
    alias.set_certainty(certainty);
    for (size_t i = 1; i < sides.size(); ++i) {
      for (const std::string& code : Split(sides[i], '+')) {
        if (!Trim(code).empty()) alias.add_sure_with(absl::StrCat(kCollection, Trim(code)));
      }
    }
  }
  return aliases;
}

std::string WriteAliases(const v1::Theme& theme, ThemeAlias::Certainty certainty) {
  std::vector<std::string> terms;
  for (const ThemeAlias& alias : theme.aliases()) {
    if (alias.certainty() != certainty) continue;
    std::string term = Escape(alias.text());
    if (!alias.sure_with().empty()) {
      absl::StrAppend(&term, ">", absl::StrJoin(alias.sure_with(), "+", [](std::string* out, const std::string& name) {
        out->append(std::string(absl::StripPrefix(name, kCollection)));
      }));
    }
    terms.push_back(std::move(term));
  }
  return absl::StrJoin(terms, "|");
}

std::vector<v1::Theme> InTreeOrder(absl::Span<const v1::Theme> themes) {
  Children children;
  for (const v1::Theme& theme : themes) children[theme.parent()].push_back(&theme);
  std::vector<v1::Theme> ordered;
  AddBelow("", children, ordered);
  while (!children.empty()) AddBelow(std::string(children.begin()->first), children, ordered);
  return ordered;
}

std::string ThesaurusColumn(absl::string_view field, Language language) {
  absl::ConsumePrefix(&field, "theme.");
  const absl::string_view whole = field.substr(0, field.find_first_of("[."));
  for (const FileColumn& column : ThesaurusColumns()) {
    if (whole == column.english) return std::string(Choose(language, column.french, column.english));
  }
  return std::string(field);
}

std::string WriteThesaurus(absl::Span<const v1::Theme> themes, absl::Span<const std::string> ignored_terms,
                           CsvStyle style, Language language) {
  std::vector<std::vector<std::string>> records;
  for (const v1::Theme& theme : InTreeOrder(themes)) {
    records.push_back({theme.code(), std::string(absl::StripPrefix(theme.parent(), kCollection)),
                       absl::StrCat(theme.rank()), theme.label(), theme.label_en(),
                       WriteAliases(theme, ThemeAlias::CERTAINTY_SURE),
                       WriteAliases(theme, ThemeAlias::CERTAINTY_WITH_PARENT),
                       WriteAliases(theme, ThemeAlias::CERTAINTY_ASK), theme.valid_from(), theme.valid_to()});
  }
  if (!ignored_terms.empty()) {
    std::vector<std::string> escaped;
    for (const std::string& term : ignored_terms) escaped.push_back(Escape(term));
    records.push_back({kIgnoredCode, "", "", Say(language, "Ne désigne aucun thème", "Means no theme"), "",
                       absl::StrJoin(escaped, "|"), "", "", "", ""});
  }
  return WriteTableFile(ThesaurusColumns(), std::move(records), style, language);
}

}  // namespace tutorat::format
