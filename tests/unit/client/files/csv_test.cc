#include "client/files/csv.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/unit/client/text/helpers.h"
#include "tests/unit/client/text/random_text.h"

namespace tutorat::format {
namespace {

using Cells = std::vector<std::string>;

std::vector<Cells> AllCells(const CsvDocument& document) {
  std::vector<Cells> lines;
  for (const CsvRecord& record : document.records) lines.push_back(record.cells);
  return lines;
}

std::vector<Cells> ReadLines(absl::string_view bytes) {
  const CsvDocument document = ReadCsv(bytes, kEnglish);
  for (const Problem& problem : document.problems) ADD_FAILURE() << Describe(problem, kEnglish);
  return AllCells(document);
}

std::string FirstProblem(absl::string_view bytes) {
  const CsvDocument document = ReadCsv(bytes, kEnglish);
  return document.problems.empty() ? "none" : Describe(document.problems.front(), kEnglish);
}

void ExpectProblem(absl::string_view bytes, absl::string_view line, absl::string_view words) {
  const std::string problem = FirstProblem(bytes);
  EXPECT_EQ(problem.substr(0, line.size()), std::string(line)) << problem;
  EXPECT_NE(problem.find(std::string(words)), std::string::npos) << problem;
}

TEST(ReadCsvTest, TellsSeparatorsAndLineEndsApart) {
  const std::vector<Cells> expected = {{"a", "b"}, {"1", "x y"}, {"2", ""}};
  for (const char* separator : {",", ";", "\t"}) {
    for (const char* end : {"\n", "\r\n", "\r"}) {
      const std::string text = absl::StrReplaceAll("a,b\n1,x y\n2,\n", {{",", separator}, {"\n", end}});
      EXPECT_EQ(ReadLines(text), expected) << text;
    }
  }
  EXPECT_EQ(ReadLines("a,b\n1,x y\n2,"), expected) << "without a last line end";
  EXPECT_EQ(ReadLines("\r\n\r\na,b\r\n\r\n1,x y\r\n2,\r\n\r\n"), expected) << "with empty lines";
}

TEST(ReadCsvTest, FindsTheSeparatorOutsideQuotesInTheHeader) {
  EXPECT_EQ(ReadLines("\"a,,,\";b;c\n1,5;2;3\n"), (std::vector<Cells>{{"a,,,", "b", "c"}, {"1,5", "2", "3"}}));
  EXPECT_EQ(ReadLines("a,b\n\"1;2;3\",x\n"), (std::vector<Cells>{{"a", "b"}, {"1;2;3", "x"}}));
  EXPECT_EQ(ReadLines("a\tb\n\"1;2,3\"\tx\n"), (std::vector<Cells>{{"a", "b"}, {"1;2,3", "x"}}));
}

TEST(ReadCsvTest, TheLineThatTellsExcelTheSeparatorIsNoneOfTheTable) {
  EXPECT_EQ(ReadLines("sep=;\r\na;b\r\n1,5;2\r\n"), (std::vector<Cells>{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(ReadLines("\xEF\xBB\xBFsep=,\na,b\n1,2\n"), (std::vector<Cells>{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(ReadCsv("sep=;\na;b\n1;2\n", kEnglish).records[1].line, 2) << "as Excel numbers the rows";
}

TEST(ReadCsvTest, ReadsQuotedCells) {
  EXPECT_EQ(ReadLines("a,b\n\"x,\"\"y\"\"\r\nz\",\"\"\n"), (std::vector<Cells>{{"a", "b"}, {"x,\"y\"\r\nz", ""}}));
}

TEST(ReadCsvTest, NumbersLinesAsASpreadsheetDoesItsRows) {
  const CsvDocument document = ReadCsv("a,b\r\n\"1\r\n2\n3\r4\",x\r\n\r\n5,y\r\n", kEnglish);
  ASSERT_EQ(document.records.size(), 3U);
  EXPECT_EQ(document.records[0].line, 1);
  EXPECT_EQ(document.records[1].line, 2);
  EXPECT_EQ(document.records[2].line, 4);
}

TEST(ReadCsvTest, FindsTheSeparatorBelowATitle) {
  EXPECT_EQ(ReadLines("Registre, vague V6\n\ngroupe;date\n4;a, b\n5;c\n").back(), (Cells{"5", "c"}));
  EXPECT_EQ(ReadLines("Bilan ; registre\na,b,c\n1,2,3\n").back(), (Cells{"1", "2", "3"}));
}

TEST(ReadCsvTest, TellsEncodingsApart) {
  const std::vector<Cells> expected = {{"thèmes", "b"}, {"« évolue » 12 €", "œ’"}};
  EXPECT_EQ(ReadLines("thèmes,b\n« évolue » 12 €,œ’\n"), expected);
  EXPECT_EQ(ReadLines("\xEF\xBB\xBFthèmes,b\n« évolue » 12 €,œ’\n"), expected);
  EXPECT_EQ(ReadLines("th\xE8mes,b\n\xAB \xE9volue \xBB 12 \x80,\x9C\x92\n"), expected) << "Windows-1252";
  EXPECT_EQ(ReadLines("th\xE8mes;b\r\n\xAB \xE9volue \xBB 12 \x80;\x9C\x92\r\n"), expected) << "as Excel writes it";
}

TEST(ReadCsvTest, RefusesWhatIsNoText) {
  ExpectProblem(absl::string_view("\xFF\xFE"
                                  "a\0,",
                                  5),
                "the file begins in UTF-16", "save it as \"CSV UTF-8\"");
  ExpectProblem("\xFE\xFF", "the file is empty", "");
  ExpectProblem(absl::string_view("a,b\n1,\0\n", 8), "line 2: ", "NUL");
  ExpectProblem("a,b\n1,x\x81\n", "line 2: byte 81", "UTF-8");
  ExpectProblem(
      "\xEF\xBB\xBF"
      "a,b\n1,\xE9t\xE9\n",
      "line 2: byte E9", "CSV UTF-8");
}

TEST(ReadCsvTest, RefusesDamagedUtf8WithinQuotes) {
  ExpectProblem("a,b\nété,\"thème\nabord\xE9\"\n", "line 3: byte E9 is no text in UTF-8",
                "save the file as \"CSV UTF-8\"");
  ExpectProblem("a,b\r\nété,\"thème\r\nabord\xE9\"\r\n", "line 3: ", "");
  ExpectProblem("a,b\rété,\"thème\rabord\xC3\"\r", "line 3: byte C3", "");
}

TEST(ReadCsvTest, RefusesATruncatedFile) {
  ExpectProblem("a,b\n1,x\n2,\"y\n3,z\n", "line 3: ", "never closed");
  ExpectProblem("a,b\n1,x\n2,\"y\"\"", "line 3: ", "never closed");
}

TEST(ReadCsvTest, RefusesMisplacedQuotes) {
  ExpectProblem("a,b\n1,\"x\"y\n", "line 2: ", "follows a closing quote");
  ExpectProblem("a,b\n1, \"x, y\"\n", "line 2: ", "within a cell that has none around it");
  ExpectProblem("a,b\n1,5\" de large\n", "line 2: ", "within a cell that has none around it");
  const CsvDocument document = ReadCsv("a,b\n1,\"x\"y\n2,z\n3\n", kEnglish);
  EXPECT_EQ(document.problems.size(), 1U);
  EXPECT_EQ(document.records.size(), 1U) << "nothing is read after it";
}

TEST(ReadCsvTest, TellsAnEmptyFileFromAHeaderAlone) {
  ExpectProblem("", "the file is empty", "names the columns");
  ExpectProblem("\n\r\n", "the file is empty", "");
  ExpectProblem("\xEF\xBB\xBF", "the file is empty", "");
  const CsvDocument document = ReadCsv("a,b", kEnglish);
  EXPECT_TRUE(document.problems.empty());
  EXPECT_EQ(AllCells(document), (std::vector<Cells>{{"a", "b"}}));
}

TEST(ReadCsvTest, ReadsACellOfOneMebibyte) {
  std::string large;
  while (large.size() < (1U << 20)) large += "thème \"EJ\",\n";
  EXPECT_EQ(ReadLines(WriteCsv({{"a", "b"}, {"1", large}}, CsvStyle::kPlain)),
            (std::vector<Cells>{{"a", "b"}, {"1", large}}));
}

TEST(WriteCsvTest, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(WriteCsv({{"a", "b c"}, {"x,y", "1;2"}, {"say \"a\"", "1\n2"}, {"=1", ""}}, CsvStyle::kPlain),
            "a,b c\n\"x,y\",1;2\n\"say \"\"a\"\"\",\"1\n2\"\n=1,\n");
  EXPECT_EQ(WriteCsv({{""}}, CsvStyle::kPlain), "\"\"\n");
  EXPECT_EQ(WriteCsv({}, CsvStyle::kPlain), "");
}

TEST(WriteCsvTest, NeutralisesFormulasForASpreadsheet) {
  EXPECT_EQ(WriteCsv({{"a", "b"}, {"=1+1", "+33"}, {"-2", "@x"}, {"\t=1", "\r=1"}, {"'=1", "'a"}, {"x;y", "a=1"}},
                     CsvStyle::kSpreadsheet),
            "\xEF\xBB\xBF"
            "a;b\r\n'=1+1;'+33\r\n-2;'@x\r\n'\t=1;\"'\r=1\"\r\n''=1;'a\r\n\"x;y\";a=1\r\n");
}

TEST(WriteCsvTest, ANegativeNumberIsNoFormula) {
  for (const std::string number : {"-1", "-2,5", "-2.5", "-10"}) {
    EXPECT_EQ(WriteCsv({{number}}, CsvStyle::kSpreadsheet), absl::StrCat("\xEF\xBB\xBF", number, "\r\n"));
  }
  for (const std::string formula : {"-", "-1+1", "-A1", "--1", "-1,", "-,5", "-1,2,3", "- 1", "+1", "'-1"}) {
    EXPECT_EQ(WriteCsv({{formula}}, CsvStyle::kSpreadsheet), absl::StrCat("\xEF\xBB\xBF'", formula, "\r\n"));
  }
}

TEST(WriteCsvTest, AnApostropheIsTakenOffInASpreadsheetsFileOnly) {
  EXPECT_EQ(ReadLines("a;b\n'=1;''=1\n'a;'\n"), (std::vector<Cells>{{"a", "b"}, {"=1", "'=1"}, {"'a", "'"}}));
  EXPECT_EQ(ReadLines("\xEF\xBB\xBF"
                      "a,b\n'=1,''=1\n"),
            (std::vector<Cells>{{"a", "b"}, {"=1", "'=1"}}));
  EXPECT_EQ(ReadLines("a,b\n'=1,''=1\n"), (std::vector<Cells>{{"a", "b"}, {"'=1", "''=1"}}));
}

TEST(WriteCsvTest, EveryCellComesBackInEachStyle) {
  RandomText random;
  for (int round = 0; round < 2000; ++round) {
    std::vector<Cells> lines = {{"a", "b", "c"}};
    for (int i = random.Number(0, 4); i > 0; --i) lines.push_back({random.Cell(), random.Cell(), random.Cell()});
    for (const CsvStyle style : {CsvStyle::kPlain, CsvStyle::kSpreadsheet}) {
      const std::string text = WriteCsv(lines, style);
      ASSERT_EQ(ReadLines(text), lines) << "seed " << kSeed << ", round " << round << "\n" << text;
    }
  }
}

TEST(ReadCsvTest, AnyBytesAreReadOrRefusedWithoutHarm) {
  RandomText random;
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = "a,b\n";
    for (int i = random.Number(0, 30); i > 0; --i) {
      bytes += random.Chance(2) ? random.Cell() : std::string(1, static_cast<char>(random.Number(0, 255)));
    }
    const CsvDocument document = ReadCsv(bytes, kEnglish);
    for (const Problem& problem : document.problems) ASSERT_FALSE(problem.message.empty()) << kSeed << "/" << round;
  }
}

}  // namespace
}  // namespace tutorat::format
