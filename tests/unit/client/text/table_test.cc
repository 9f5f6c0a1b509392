#include "client/text/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/text/width.h"
#include "tests/unit/client/text/helpers.h"
#include "tests/unit/client/text/random_text.h"

namespace tutorat::format {
namespace {

TEST(DisplayWidthTest, CountsWhatATerminalShows) {
  for (const auto& [text, width] : {std::pair("", 0),
                                    {"abc", 3},
                                    {"Prélèvements", 12},
                                    {"e\u0301te\u0301", 3},
                                    {"王芳", 4},
                                    {"💾", 2},
                                    {"👩‍💻", 2},
                                    {"🇫🇷", 2},
                                    {"❤️", 2},
                                    {"ﾊﾝ", 2},
                                    {"한국", 4},
                                    {"a\u200Bb", 2},
                                    {"12\u00a0€", 4},
                                    {"\u0301", 0}}) {
    EXPECT_EQ(DisplayWidth(text), width) << text;
  }
}

TEST(WrapTest, BreaksBetweenWords) {
  EXPECT_EQ(Wrap("Kit de bascule et TIERS", 10, 0), (Lines{"Kit de", "bascule et", "TIERS"}));
  EXPECT_EQ(Wrap("Kit de bascule et TIERS", 10, 2), (Lines{"Kit de", "  bascule", "  et TIERS"}));
  EXPECT_EQ(Wrap("Kit de bascule", 0, 2), (Lines{"Kit de bascule"}));
  EXPECT_EQ(Wrap("Kit de bascule", 14, 2), (Lines{"Kit de bascule"}));
  EXPECT_EQ(Wrap("", 5, 0), (Lines{""}));
  EXPECT_EQ(Wrap("séances : 4 et 6", 8, 0), (Lines{"séances", ": 4 et 6"})) << "no line begins with a lonely colon";
}

TEST(WrapTest, BreaksALongWordBetweenGraphemes) {
  EXPECT_EQ(Wrap("abcdefgh", 3, 0), (Lines{"abc", "def", "gh"}));
  EXPECT_EQ(Wrap("e\u0301e\u0301e\u0301", 2, 0), (Lines{"e\u0301e\u0301", "e\u0301"}));
  EXPECT_EQ(Wrap("👩‍💻👩‍💻", 3, 0), (Lines{"👩‍💻", "👩‍💻"}));
  EXPECT_EQ(Wrap("王芳", 1, 0), (Lines{"王", "芳"})) << "wider than a line, each has its own";
}

TEST(WrapTest, BreaksNoWordThatALineHolds) {
  for (const absl::string_view word :
       {"24/11/2023", "2023-11-24", "10:30", "siecle-bee", "SDE/SDR", "O’Connor", "(+60)"}) {
    const int width = DisplayWidth(word);
    EXPECT_EQ(Wrap(absl::StrCat("a ", word, " b"), width, 0), (Lines{"a", std::string(word), "b"}));
    EXPECT_EQ(LongestWord(absl::StrCat("a\nb ", word, "\nc")), width);
  }
}

TEST(WrapTest, FrenchPunctuationStaysWithItsWord) {
  EXPECT_EQ(Wrap("Titres (TR) ; Bourses", 11, 0), (Lines{"Titres", "(TR) ;", "Bourses"}));
  EXPECT_EQ(Wrap("mois 1 : 2 et 3", 7, 0), (Lines{"mois", "1 : 2", "et 3"}));
}

TEST(WrapTest, NothingIsLostAndNothingIsTooWide) {
  RandomText random;
  const auto without_spaces = [](const std::string& text) {
    return absl::StrJoin(absl::StrSplit(text, ' ', absl::SkipEmpty()), "");
  };
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random.Line() + random.Line() + random.Line();
    const int width = random.Number(2, 20);
    const Lines lines = Wrap(text, width, random.Number(0, 3));
    for (const std::string& line : lines) {
      ASSERT_LE(DisplayWidth(line), width) << "seed " << kSeed << ", round " << round << ": " << line;
    }
    ASSERT_EQ(without_spaces(absl::StrJoin(lines, "")), without_spaces(text))
        << "seed " << kSeed << ", round " << round;
  }
}

TEST(PrintableTest, CommandsNoTerminal) {
  EXPECT_EQ(Printable("a\x1b[31mb\tc\nd\r\u0085\u2028"), "a\uFFFD[31mb c\nd\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Printable("\xFF"), "\uFFFD");
}

Table SampleTable() {
  return {.columns = {{"N", Align::kRight}, {"THÈMES"}}, .rows = {{"1", "TIERS\nEJ"}, {"10", "王芳 e\u0301"}}};
}

TEST(RenderTableTest, AlignsAccentsAndWideCharacters) {
  EXPECT_EQ(RenderTable(SampleTable(), {}),
            "┌────┬────────┐\n"
            "│  N │ THÈMES │\n"
            "├────┼────────┤\n"
            "│  1 │ TIERS  │\n"
            "│    │ EJ     │\n"
            "│ 10 │ 王芳 e\u0301 │\n"
            "└────┴────────┘\n");
}

TEST(RenderTableTest, DrawsRulesAndAscii) {
  Table table = SampleTable();
  table.ruled = true;
  EXPECT_EQ(RenderTable(table, {.box = false}),
            "+----+--------+\n"
            "|  N | THÈMES |\n"
            "+----+--------+\n"
            "|  1 | TIERS  |\n"
            "|    | EJ     |\n"
            "+----+--------+\n"
            "| 10 | 王芳 e\u0301 |\n"
            "+----+--------+\n");
}

TEST(RenderTableTest, WrapsToTheTerminal) {
  const Table table = {.columns = {{"GROUPE"}, {"THÈMES"}},
                       .rows = {{"4", "Kit de bascule (Priorités), Création de TIERS\nRestitutions"}}};
  EXPECT_EQ(RenderTable(table, {.width = 40}),
            "┌────────┬─────────────────────────────┐\n"
            "│ GROUPE │ THÈMES                      │\n"
            "├────────┼─────────────────────────────┤\n"
            "│ 4      │ Kit de bascule (Priorités), │\n"
            "│        │   Création de TIERS         │\n"
            "│        │ Restitutions                │\n"
            "└────────┴─────────────────────────────┘\n");
}

// What sessions are listed in: dates, hours and numbers whole, the less important columns hidden.
TEST(RenderTableTest, HidesColumnsBeforeItBreaksWords) {
  const Table table = {.columns = {{"DATE"}, {"DURÉE", Align::kRight, 2}, {"TUTEUR", Align::kLeft, 1}, {"THÈMES"}},
                       .rows = {{"24/11/2023", "1 h 30", "Denis Pinson", "Kit de bascule, Restitutions (SDE/SDR)"}}};
  EXPECT_EQ(RenderTable(table, {.width = 54}),
            "┌────────────┬────────┬──────────────┬───────────────┐\n"
            "│ DATE       │  DURÉE │ TUTEUR       │ THÈMES        │\n"
            "├────────────┼────────┼──────────────┼───────────────┤\n"
            "│ 24/11/2023 │ 1 h 30 │ Denis Pinson │ Kit de        │\n"
            "│            │        │              │ bascule,      │\n"
            "│            │        │              │ Restitutions  │\n"
            "│            │        │              │ (SDE/SDR)     │\n"
            "└────────────┴────────┴──────────────┴───────────────┘\n");
  EXPECT_EQ(RenderTable(table, {.width = 30, .language = Language::kEnglish}),
            "┌────────────┬───────────────┐\n"
            "│ DATE       │ THÈMES        │\n"
            "├────────────┼───────────────┤\n"
            "│ 24/11/2023 │ Kit de        │\n"
            "│            │ bascule,      │\n"
            "│            │ Restitutions  │\n"
            "│            │ (SDE/SDR)     │\n"
            "└────────────┴───────────────┘\n"
            "Hidden columns: DURÉE, TUTEUR\n"
            "  (a wider window, or --format\n"
            "  csv)\n");
}

// Whatever the cells, and however narrow: no line is wider than the terminal, and no word is in two where the columns
// that are always shown have room for theirs.
TEST(RenderTableTest, KeepsWordsWholeWhereItCan) {
  RandomText random;
  for (int round = 0; round < 500; ++round) {
    Table table = {.columns = {{"DATE"}, {"N", Align::kRight, 2}, {"QUI", Align::kLeft, 1}, {"THÈMES"}}, .rows = {}};
    for (int row = random.Number(1, 4); row > 0; --row) {
      std::string text;
      for (int word = random.Number(1, 9); word > 0; --word)
        absl::StrAppend(&text, std::string(random.Number(1, 12), 'x'), " ");
      table.rows.push_back({"24/11/2023", "1 h 30", "Zoé Jacinthe-Martin", text});
    }
    const int width = random.Number(32, 100);
    const std::string shown = RenderTable(table, {.width = width});
    std::vector<std::string> expected;
    for (const auto& row : table.rows) {
      for (const absl::string_view word : absl::StrSplit(row[3], ' ', absl::SkipEmpty())) expected.emplace_back(word);
      expected.push_back(row[0]);
    }
    std::vector<std::string> found;
    for (const absl::string_view line : absl::StrSplit(shown, '\n')) {
      ASSERT_LE(DisplayWidth(line), width) << "seed " << kSeed << ", round " << round << "\n" << shown;
      for (const absl::string_view word : absl::StrSplit(line, ' ', absl::SkipEmpty())) found.emplace_back(word);
    }
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_TRUE(std::includes(found.begin(), found.end(), expected.begin(), expected.end()))
        << "seed " << kSeed << ", round " << round << "\n"
        << shown;
  }
}

TEST(RenderTableTest, EveryLineHasTheSameWidth) {
  RandomText random;
  for (int round = 0; round < 300; ++round) {
    Table table = {.columns = {{"A"}, {"Thème"}, {"王"}}, .rows = {}, .ruled = random.Chance(2)};
    for (int i = random.Number(0, 3); i > 0; --i) table.rows.push_back({random.Cell(), random.Text(), random.Line()});
    const int width = random.Number(0, 80);
    const Lines lines = absl::StrSplit(RenderTable(table, {.width = width}), '\n', absl::SkipEmpty());
    for (const std::string& line : lines) {
      ASSERT_EQ(DisplayWidth(line), DisplayWidth(lines[0])) << "seed " << kSeed << ", round " << round << "\n"
                                                            << absl::StrJoin(lines, "\n");
      if (width >= 40) {
        ASSERT_LE(DisplayWidth(line), width) << "seed " << kSeed << ", round " << round;
      }
    }
  }
}

TEST(RenderMarkdownTest, EscapesWhatMarkdownWouldObey) {
  const Table table = {.columns = {{"N", Align::kRight}, {"THÈMES"}}, .rows = {{"1", "a|b\nc\\d <i> *e* _f_ EJ & SF"}}};
  EXPECT_EQ(RenderMarkdown(table),
            "| N | THÈMES |\n"
            "| ---: | --- |\n"
            "| 1 | a\\|b<br>c\\\\d \\<i> \\*e\\* \\_f\\_ EJ & SF |\n");
}

TEST(LocaleIsUtf8Test, TheFirstVariableThatIsSetDecides) {
  setenv("LC_ALL", "", 1);
  unsetenv("LC_CTYPE");
  setenv("LANG", "fr_FR.UTF-8", 1);
  EXPECT_TRUE(LocaleIsUtf8());
  setenv("LC_CTYPE", "C", 1);
  EXPECT_FALSE(LocaleIsUtf8());
  setenv("LC_ALL", "C.utf8", 1);
  EXPECT_TRUE(LocaleIsUtf8());
  unsetenv("LC_ALL");
  unsetenv("LC_CTYPE");
  unsetenv("LANG");
  EXPECT_FALSE(LocaleIsUtf8());
}

}  // namespace
}  // namespace tutorat::format
