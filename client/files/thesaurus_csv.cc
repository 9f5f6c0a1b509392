#include "client/files/thesaurus_csv.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "client/text/cells.h"
#include "client/text/fold.h"

namespace tutorat::format {
namespace {

using v1::ThemeAlias;

constexpr char kIgnoredCode[] = "*";
constexpr char kCollection[] = "themes/";

enum class ThemeColumn { kCode, kParent, kRank, kLabel, kLabelEn, kAliases, kWithParent, kAsk, kValidFrom, kValidTo };

struct ColumnInfo {
  ThemeColumn column;
  const char* english;
  const char* french;
  const char* field;  // of Theme
};

constexpr std::array<ColumnInfo, 10> kThesaurusColumns = {{
    {ThemeColumn::kCode, "code", "code", "code"},
    {ThemeColumn::kParent, "parent", "parent", "parent"},
    {ThemeColumn::kRank, "rank", "rang", "rank"},
    {ThemeColumn::kLabel, "label", "libelle", "label"},
    {ThemeColumn::kLabelEn, "label_en", "libelle_en", "label_en"},
    {ThemeColumn::kAliases, "aliases", "alias", "aliases"},
    {ThemeColumn::kWithParent, "with_parent", "avec_parent", ""},
    {ThemeColumn::kAsk, "ask", "demander", ""},
    {ThemeColumn::kValidFrom, "valid_from", "valide_du", "valid_from"},
    {ThemeColumn::kValidTo, "valid_to", "valide_jusqu_a", "valid_to"},
}};

std::string NameOf(const ColumnInfo& info, Language language) {
  return std::string(Choose(language, info.french, info.english));
}

std::optional<ThemeColumn> FindColumn(absl::string_view name) {
  const std::string normal = absl::StrReplaceAll(Fold(name), {{" ", "_"}, {"-", "_"}, {"'", "_"}, {"\u2019", "_"}});
  for (const ColumnInfo& info : kThesaurusColumns) {
    if (normal == info.english || normal == info.french) return info.column;
  }
  return std::nullopt;
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

class ThesaurusReader {
 public:
  explicit ThesaurusReader(Language language) : language_(language) {}

  ThesaurusFile Read(absl::string_view bytes) && {
    CsvDocument document = ReadCsv(bytes, language_);
    file_.problems = std::move(document.problems);
    if (document.header.cells.empty()) return std::move(file_);
    if (ReadHeader(document.header)) {
      for (const CsvRecord& record : document.records) ReadRecord(record);
    }
    std::stable_sort(file_.problems.begin(), file_.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    return std::move(file_);
  }

 private:
  bool ReadHeader(const CsvRecord& header) {
    const size_t before = file_.problems.size();
    for (const std::string& cell : header.cells) {
      const std::string name = Trim(cell);
      const std::optional<ThemeColumn> column = FindColumn(name);
      const bool known = column && std::find(columns_.begin(), columns_.end(), column) == columns_.end();
      columns_.push_back(column);
      if (name.empty() || known) continue;
      const std::string names =
          absl::StrJoin(kThesaurusColumns, ", ",
                        [this](std::string* out, const ColumnInfo& info) { out->append(NameOf(info, language_)); });
      file_.problems.push_back(
          {.line = header.line,
           .value = name,
           .message =
               column ? Say(language_, "répète une colonne ; n'en garder qu'une", "repeats a column; keep one of them")
                      : Say(language_, "n'est pas une colonne connue ; les colonnes sont $0",
                            "is no known column; the columns are $0", names)});
    }
    for (const ThemeColumn needed : {ThemeColumn::kCode, ThemeColumn::kLabel}) {
      if (std::find(columns_.begin(), columns_.end(), needed) != columns_.end()) continue;
      file_.problems.push_back(
          {.line = header.line,
           .message = Say(language_, "la colonne « $0 » manque ; l'ajouter à l'en-tête",
                          "the column \"$0\" is missing; add it to the header", NameOf(InfoOf(needed), language_))});
    }
    return file_.problems.size() == before;
  }

  static const ColumnInfo& InfoOf(ThemeColumn column) { return kThesaurusColumns[static_cast<size_t>(column)]; }

  void ReadRecord(const CsvRecord& record) {
    std::map<ThemeColumn, std::string> cells;
    for (size_t i = 0; i < record.cells.size(); ++i) {
      if (std::string cell = Trim(record.cells[i]); columns_[i] && !cell.empty()) cells[*columns_[i]] = std::move(cell);
    }
    if (cells.empty()) return;
    if (cells[ThemeColumn::kCode] == kIgnoredCode) {
      for (std::string& term : Terms(cells[ThemeColumn::kAliases])) {
        if (std::find(file_.ignored_terms.begin(), file_.ignored_terms.end(), term) == file_.ignored_terms.end()) {
          file_.ignored_terms.push_back(std::move(term));
        }
      }
      return;
    }
    const size_t problems = file_.problems.size();
    v1::ThemeRow row;
    row.set_line(record.line);
    v1::Theme& theme = *row.mutable_theme();
    theme.set_code(cells[ThemeColumn::kCode]);
    theme.set_label(cells[ThemeColumn::kLabel]);
    theme.set_label_en(cells[ThemeColumn::kLabelEn]);
    if (const std::string& parent = cells[ThemeColumn::kParent]; !parent.empty()) {
      theme.set_parent(absl::StrCat(kCollection, parent));
    }
    AddAliases(cells[ThemeColumn::kAliases], ThemeAlias::CERTAINTY_SURE, theme);
    AddAliases(cells[ThemeColumn::kWithParent], ThemeAlias::CERTAINTY_WITH_PARENT, theme);
    AddAliases(cells[ThemeColumn::kAsk], ThemeAlias::CERTAINTY_ASK, theme);
    ReadRank(record, cells[ThemeColumn::kRank], theme);
    theme.set_valid_from(ReadDay(record, ThemeColumn::kValidFrom, cells[ThemeColumn::kValidFrom]));
    theme.set_valid_to(ReadDay(record, ThemeColumn::kValidTo, cells[ThemeColumn::kValidTo]));
    if (file_.problems.size() == problems) file_.rows.push_back(std::move(row));
  }

  void ReadRank(const CsvRecord& record, const std::string& cell, v1::Theme& theme) {
    int32_t rank = 0;
    if (!cell.empty() && !absl::SimpleAtoi(cell, &rank)) {
      Refuse(record, ThemeColumn::kRank, cell,
             Say(language_, "n'est pas un nombre ; écrire par exemple 3", "is no number; write for example 3"));
    }
    theme.set_rank(rank);
  }

  std::string ReadDay(const CsvRecord& record, ThemeColumn column, const std::string& cell) {
    if (cell.empty()) return "";
    absl::StatusOr<std::string> day = ParseDate(cell, language_);
    if (day.ok()) return *std::move(day);
    Refuse(record, column, cell, std::string(day.status().message()));
    return "";
  }

  void Refuse(const CsvRecord& record, ThemeColumn column, const std::string& value, std::string message) {
    file_.problems.push_back({.line = record.line,
                              .column = NameOf(InfoOf(column), language_),
                              .value = value,
                              .message = std::move(message)});
  }

  const Language language_;
  ThesaurusFile file_;
  std::vector<std::optional<ThemeColumn>> columns_;
};

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
  return ThesaurusReader(language).Read(bytes);
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
  for (const ColumnInfo& info : kThesaurusColumns) {
    if (whole == info.field) return NameOf(info, language);
  }
  return std::string(field);
}

std::string WriteThesaurus(absl::Span<const v1::Theme> themes, absl::Span<const std::string> ignored_terms,
                           CsvStyle style, Language language) {
  std::vector<std::vector<std::string>> records(1);
  for (const ColumnInfo& info : kThesaurusColumns) records[0].push_back(NameOf(info, language));
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
  return WriteCsv(records, style);
}

}  // namespace tutorat::format
