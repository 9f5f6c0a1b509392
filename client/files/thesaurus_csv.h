#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/problem.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::format {

// The CSV format in which a thesaurus is imported and exported: a line a theme, columns in any order, named in English
// or French: code, parent, rank/rang, label/libelle, label_en/libelle_en, aliases/alias, with_parent/avec_parent,
// ask/demander, valid_from/valide_du, valid_to/valide_jusqu_a. Required: code and label.
//
// The words of a theme are separated by `|`: sure ones in `aliases`, those that need the parent beside them in
// `with_parent`, those that a person decides in `ask`, where `DP>sf+ej` is sure once one of these codes is recognised.
// `\|`, `\>`, `\+` and `\\` are these characters themselves. A line whose code is `*` holds, as aliases, terms that
// mean no theme.

struct ThesaurusFile {
  // Lines without a problem, in the order of the file. None when the header has a problem.
  std::vector<v1::ThemeRow> rows;
  std::vector<std::string> ignored_terms;
  // All of them, by line.
  std::vector<Problem> problems;
  // What was left aside, for people to see.
  std::vector<Problem> notes;
};

// `bytes` as ReadCsv takes them.
ThesaurusFile ReadThesaurus(absl::string_view bytes, Language language);

// The column that holds a field of Theme as RowError names it: `aliases[3].text` is `aliases`. The field itself where
// no column does.
std::string ThesaurusColumn(absl::string_view field, Language language);

// The words of one cell, as aliases of that certainty; and of a theme, as one cell.
std::vector<v1::ThemeAlias> ReadAliases(absl::string_view cell, v1::ThemeAlias::Certainty certainty);
std::string WriteAliases(const v1::Theme& theme, v1::ThemeAlias::Certainty certainty);

// The themes in the order of their tree: each before what is below it, those of one parent by rank and code. Themes
// whose parents are not among them come last.
std::vector<v1::Theme> InTreeOrder(absl::Span<const v1::Theme> themes);

// The file of the themes, parents before what is below them, and of the terms. ReadThesaurus gives them back equal.
std::string WriteThesaurus(absl::Span<const v1::Theme> themes, absl::Span<const std::string> ignored_terms,
                           CsvStyle style, Language language);

}  // namespace tutorat::format
