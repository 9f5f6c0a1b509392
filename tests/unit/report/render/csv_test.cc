#include "tests/unit/report/helpers.h"

namespace tutorat::report {
namespace {

// A table of one column with those texts.
v1::DocumentTable TextsTable(const Lines& texts) {
  auto table = Make<v1::DocumentTable>("columns { key: 'k' title: 'T' }");
  for (const std::string& text : texts) table.add_rows()->add_cells()->set_text(text);
  return table;
}

v1::DocumentTable ValuesTable() {
  return Make<v1::DocumentTable>(R"(
      key: 'values'
      columns { key: 'number' title: 'NOMBRE' } columns { key: 'decimal' title: 'MÉDIANE' }
      columns { key: 'date' title: 'LE' } columns { key: 'code' title: 'ÉTAT' } columns { key: 'items' title: 'LIGNES' }
      rows { cells { number: 1 text: '1*' } cells { decimal: '2.5' text: '2,5' }
             cells { date: '2024-02-09' text: '09/02/2024' } cells { code: 'open' text: 'ouvert' }
             cells { items: 'a' items: 'b' } }
      rows { cells { number: 0 } cells { decimal: '0.5' } cells { date: '2024-02-10' } cells { code: 'x' } cells { } })");
}

TEST(RenderCsvTest, GivesProgramsKeysAndValues) {
  EXPECT_EQ(RenderCsv(ValuesTable(), CsvStyle::kPlain),
            "number,decimal,date,code,items\n1,2.5,2024-02-09,open,\"a\nb\"\n0,0.5,2024-02-10,x,\n");
}

TEST(RenderCsvTest, GivesPeopleTitlesAndWordsWithByteOrderMarkAndCrlf) {
  EXPECT_EQ(RenderCsv(ValuesTable(), CsvStyle::kSpreadsheet),
            "\xEF\xBB\xBFNOMBRE;MÉDIANE;LE;ÉTAT;LIGNES\r\n1*;2,5;09/02/2024;ouvert;\"a\nb\"\r\n"
            "0;0.5;2024-02-10;x;\r\n");
}

TEST(RenderCsvTest, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(RenderCsv(TextsTable({"a b", "a,b", "a;b", "a\"b", "a\nb", "a\rb", ""}), CsvStyle::kPlain),
            "k\na b\n\"a,b\"\na;b\n\"a\"\"b\"\n\"a\nb\"\n\"a\rb\"\n\n");
  EXPECT_EQ(RenderCsv(TextsTable({"a,b", "a;b", "\""}), CsvStyle::kSpreadsheet),
            "\xEF\xBB\xBFT\r\na,b\r\n\"a;b\"\r\n\"\"\"\"\r\n");
}

TEST(RenderCsvTest, KeepsASpreadsheetFromComputing) {
  EXPECT_EQ(RenderCsv(TextsTable({"=1+1", "+1", "-1", "@x", "\tx", "'=1", "''", "a=1", "=\"x\";2", "\r=1"}),
                      CsvStyle::kSpreadsheet),
            "\xEF\xBB\xBFT\r\n'=1+1\r\n'+1\r\n'-1\r\n'@x\r\n'\tx\r\n''=1\r\n''\r\na=1\r\n\"'=\"\"x\"\";2\"\r\n\"'\r=1\""
            "\r\n");
  EXPECT_EQ(RenderCsv(TextsTable({"=1+1", "'=1"}), CsvStyle::kPlain), "k\n=1+1\n'=1\n");
}

TEST(RenderCsvTest, NoRowsAreATitleLine) {
  EXPECT_EQ(RenderCsv(TextsTable({}), CsvStyle::kPlain), "k\n");
  EXPECT_EQ(RenderCsv(TextsTable({}), CsvStyle::kSpreadsheet), "\xEF\xBB\xBFT\r\n");
}

TEST(DataTableTest, IsTheOneOfTheKeyOrTheFirst) {
  const auto document = Make<v1::Document>(R"(
      blocks { sentence { text: 's' } }
      blocks { table { key: 'shown' } } blocks { table { key: 'both' ruled: true } } data { key: 'both' } data { key: 'd' })");
  EXPECT_EQ(DataTable(document, "")->key(), "both");
  EXPECT_EQ(DataTable(document, "d")->key(), "d");
  EXPECT_EQ(DataTable(document, "shown")->key(), "shown");
  EXPECT_FALSE(DataTable(document, "both")->ruled()) << "data comes before blocks";
  EXPECT_EQ(DataTable(document, "none"), nullptr);
  EXPECT_EQ(DataTable(v1::Document(), ""), nullptr);
  EXPECT_EQ(DataTable(Make<v1::Document>("blocks { table { key: 'shown' } }"), "")->key(), "shown");
}

TEST(CellTest, IsReadByPeopleAndByPrograms) {
  const auto shown = [](const char* cell) { return ShownText(Make<v1::DocumentCell>(cell)); };
  const auto value = [](const char* cell) { return ValueText(Make<v1::DocumentCell>(cell)); };
  EXPECT_EQ(shown("number: -7"), "-7");
  EXPECT_EQ(shown("number: 0 text: '·'"), "·");
  EXPECT_EQ(value("number: 0 text: '·'"), "0");
  EXPECT_EQ(shown("text: 'a'"), "a");
  EXPECT_EQ(value("text: 'a'"), "a");
  EXPECT_EQ(shown("items: 'a' items: 'b'"), "a\nb");
  EXPECT_EQ(value("items: 'a' items: 'b'"), "a\nb");
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(value(""), "");
}

}  // namespace
}  // namespace tutorat::report
