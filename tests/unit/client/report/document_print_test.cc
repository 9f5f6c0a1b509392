#include "client/report/document_print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/text/width.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

v1::Document PrintedBalance() {
  return Parse<v1::Document>(R"(
      title: 'Bilan'
      blocks { table { key: 'balance' ruled: true
        columns { key: 'group' title: 'GROUPE' kind: KIND_NUMBER }
        columns { key: 'sessions' title: 'NB SÉANCES' kind: KIND_NUMBER }
        columns { key: 'themes' title: 'THÈMES ABORDÉS' kind: KIND_TEXT }
        rows { cells { text: '3' } cells { number: 2 } cells { items: 'TIERS, EJ' items: 'Budget\n"SDE"' } }
        rows { cells { text: '7' } cells { number: 1 } cells { items: '=EJ|SF' } }
        rows { cells { text: '10' } cells { number: 0 } cells { } } } }
      blocks { sentence { text: 'Du 10/11/2023 au 09/02/2024, vague V6 : 3 séances tenues dans 3 groupes.' } }
      blocks { sentence { text: '1 groupe sur 3 n\'a réalisé aucune séance : 10.' } })");
}

v1::Document PrintedCoverage() {
  return Parse<v1::Document>(R"(
      blocks { table { key: 'coverage'
        columns { key: 'theme' title: 'THÈME' kind: KIND_TEXT }
        columns { key: 'groups' title: 'GROUPES' kind: KIND_NUMBER }
        columns { key: 'group_1' title: '1' kind: KIND_NUMBER splits: true }
        columns { key: 'group_2' title: '2' kind: KIND_NUMBER splits: true }
        columns { key: 'without' title: 'SANS' kind: KIND_TEXT }
        rows { cells { text: 'Domaine budget' } cells { text: '1/2' } cells { number: 3 } cells { number: 0 text: '·' }
               cells { text: '2' } }
        rows { level: 1 cells { text: 'Budget' } cells { text: '1/2' } cells { number: 3 }
               cells { number: 0 text: '!' } cells { text: '2' } }
        rows { level: 2 cells { text: 'Saisie, et "intégration"' } cells { text: '0/2' } cells { number: 0 text: '·' }
               cells { number: 0 text: '·' } cells { text: 'tous' } } } }
      data { key: 'coverage' columns { key: 'theme' title: 'CODE' } columns { key: 'weight' title: 'POIDS' }
             rows { cells { text: 'db' } cells { code: 'core' text: 'socle' } } }
      data { key: 'summary' columns { key: 'level' title: 'NIVEAU' } columns { key: 'difference' title: 'ÉCART' }
             rows { cells { number: 1 } cells { text: '=1+1;2' } } })");
}

// With so many columns that split, and a theme whose text does not fit.
v1::Document WideDocument(int count) {
  auto document = PrintedCoverage();
  v1::DocumentTable& table = *document.mutable_blocks(0)->mutable_table();
  table.clear_columns();
  table.clear_rows();
  const auto add = [&table](const std::string& title, v1::DocumentColumn::Kind kind, const std::string& text) {
    v1::DocumentColumn& column = *table.add_columns();
    column.set_title(title);
    column.set_kind(kind);
    for (auto& row : *table.mutable_rows()) row.add_cells()->set_text(text);
  };
  table.add_rows()->set_level(2);
  add("THÈME", v1::DocumentColumn::KIND_TEXT, "Habilitations, profils, délégations et tout ce qui leur ressemble");
  add("GROUPES", v1::DocumentColumn::KIND_NUMBER, absl::StrCat(count / 2, "/", count));
  add("SÉANCES", v1::DocumentColumn::KIND_NUMBER, "0");
  for (int number = 1; number <= count; ++number) {
    add(absl::StrCat(number), v1::DocumentColumn::KIND_NUMBER, number % 2 == 0 ? "1" : "·");
    table.mutable_columns(table.columns_size() - 1)->set_splits(true);
  }
  std::string odd;
  for (int number = 1; number <= count; number += 2) absl::StrAppend(&odd, odd.empty() ? "" : " ", number);
  add("SANS", v1::DocumentColumn::KIND_TEXT, odd);
  return document;
}

TEST(PrintDocumentTest, PrintsTheTableAndTheSentences) {
  EXPECT_EQ(PrintDocument(PrintedBalance(), {}),
            R"(┌────────┬────────────┬────────────────┐
│ GROUPE │ NB SÉANCES │ THÈMES ABORDÉS │
├────────┼────────────┼────────────────┤
│      3 │          2 │ TIERS, EJ      │
│        │            │ Budget         │
│        │            │   "SDE"        │
├────────┼────────────┼────────────────┤
│      7 │          1 │ =EJ|SF         │
├────────┼────────────┼────────────────┤
│     10 │          0 │                │
└────────┴────────────┴────────────────┘

- Du 10/11/2023 au 09/02/2024, vague V6 : 3 séances tenues dans 3 groupes.
- 1 groupe sur 3 n'a réalisé aucune séance : 10.
)");
}

TEST(PrintDocumentTest, WrapsSentencesUnderTheirText) {
  EXPECT_THAT(PrintDocument(PrintedBalance(), {.width = 60}),
              HasSubstr("\n- Du 10/11/2023 au 09/02/2024, vague V6 : 3 séances tenues\n  dans 3 groupes.\n- 1 groupe"));
}

TEST(PrintDocumentTest, IndentsLevels) {
  EXPECT_EQ(PrintDocument(PrintedCoverage(), {.box = false}),
            R"(+------------------------------+---------+---+---+------+
| THÈME                        | GROUPES | 1 | 2 | SANS |
+------------------------------+---------+---+---+------+
| Domaine budget               |     1/2 | 3 | · | 2    |
|   Budget                     |     1/2 | 3 | ! | 2    |
|     Saisie, et "intégration" |     0/2 | · | · | tous |
+------------------------------+---------+---+---+------+
)");
}

TEST(PrintDocumentTest, WrapsTheFirstColumnUnderItsLevel) {
  EXPECT_EQ(PrintDocument(PrintedCoverage(), {.width = 49, .box = false}),
            R"(+---------------------+---------+---+---+------+
| THÈME               | GROUPES | 1 | 2 | SANS |
+---------------------+---------+---+---+------+
| Domaine budget      |     1/2 | 3 | · | 2    |
|   Budget            |     1/2 | 3 | ! | 2    |
|     Saisie, et      |     0/2 | · | · | tous |
|       "intégration" |         |   |   |      |
+---------------------+---------+---+---+------+
)");
}

TEST(PrintDocumentTest, SplitsWhatDoesNotFitAndRepeatsTheOtherColumns) {
  EXPECT_EQ(PrintDocument(PrintedCoverage(), {.width = 48, .box = false}),
            R"(+---------------------+---------+---+------+
| THÈME               | GROUPES | 1 | SANS |
+---------------------+---------+---+------+
| Domaine budget      |     1/2 | 3 | 2    |
|   Budget            |     1/2 | 3 | 2    |
|     Saisie, et      |     0/2 | · | tous |
|       "intégration" |         |   |      |
+---------------------+---------+---+------+

+---------------------+---------+---+------+
| THÈME               | GROUPES | 2 | SANS |
+---------------------+---------+---+------+
| Domaine budget      |     1/2 | · | 2    |
|   Budget            |     1/2 | ! | 2    |
|     Saisie, et      |     0/2 | · | tous |
|       "intégration" |         |   |      |
+---------------------+---------+---+------+
)");
}

TEST(PrintDocumentTest, FitsAHundredColumnsForTenGroups) {
  for (const int count : {1, 10, 25, 60}) {
    for (const int width : {60, 80, 100, 200}) {
      const std::string text = PrintDocument(WideDocument(count), {.width = width});
      for (const absl::string_view line : absl::StrSplit(text, '\n')) {
        EXPECT_LE(DisplayWidth(line), width) << count << "\n" << text;
      }
    }
    const std::string text = PrintDocument(WideDocument(count), {.width = 100});
    const std::vector<std::string> lines = absl::StrSplit(text, '\n');
    const auto tables = std::count_if(
        lines.begin(), lines.end(), [](const std::string& line) { return line.find("GROUPES") != std::string::npos; });
    EXPECT_EQ(tables == 1, count <= 10) << text;
  }
}

TEST(PrintDocumentTest, PutsEachColumnThatSplitsIntoOneTable) {
  const std::string text = PrintDocument(WideDocument(25), {.width = 80});
  for (int number = 1; number <= 25; ++number) {
    int found = 0;
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      if (line.find("GROUPES") == absl::string_view::npos) continue;
      for (const absl::string_view title : absl::StrSplit(line, "│")) {
        if (absl::StripAsciiWhitespace(title) == absl::StrCat(number)) ++found;
      }
    }
    EXPECT_EQ(found, 1) << number << "\n" << text;
  }
  EXPECT_THAT(text, HasSubstr("┘\n\n┌")) << "a blank line between the parts";
  EXPECT_THAT(PrintDocument(WideDocument(25), {}), Not(HasSubstr("┘\n\n┌"))) << "no limit, no split";
}

TEST(PrintDocumentTest, ColoursMarkedRowsOnlyWhereAsked) {
  const auto document = Parse<v1::Document>(R"(
      blocks { table { columns { title: 'RETARD' } rows { marked: true cells { text: 'yes, by 1' } }
                       rows { cells { text: 'no' } } } })");
  EXPECT_THAT(PrintDocument(document, {.colour = false}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(PrintDocument(document, {.colour = true}),
              AllOf(HasSubstr("\x1b[33myes, by 1\x1b[0m"), Not(HasSubstr("\x1b[33mno"))));
}

TEST(PrintDocumentTest, PutsABlankLineBetweenTablesAndSentences) {
  const auto document = Parse<v1::Document>(R"(
      blocks { sentence { text: 'a' } } blocks { sentence { text: 'b' } }
      blocks { table { columns { title: 't' } } } blocks { table { columns { title: 'u' } } }
      blocks { sentence { text: 'c' } })");
  constexpr char kScreen[] = R"(- a
- b

+---+
| t |
+---+
+---+

+---+
| u |
+---+
+---+

- c
)";
  EXPECT_EQ(PrintDocument(document, {.box = false}), kScreen);
}

TEST(PrintDocumentTest, CommandsNoTerminal) {
  const auto document = Parse<v1::Document>(R"(
      blocks { heading: 'h\033[1m' } blocks { sentence { text: 's\033[2m' } }
      blocks { table { columns { title: 't\033[3m' } rows { cells { text: 'c\033[4m' } } rows { cells { items: 'i\033' } } } })");
  EXPECT_THAT(PrintDocument(document, {}), Not(HasSubstr("\x1b")));
}

TEST(PrintDocumentTest, OfNothingIsNothing) { EXPECT_EQ(PrintDocument(v1::Document(), {}), ""); }

}  // namespace
}  // namespace tutorat::format
