#include "client/files/workbook.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tests/unit/client/files/workbook_builder.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

// Each sheet's name, then its rows: `[Feuille]`, `2: a | b`; or what is wrong.
Lines ReadSheets(const std::string& bytes, Language language = kFrench) {
  const auto read = ReadWorkbook(bytes, language);
  if (const auto* problem = std::get_if<Problem>(&read)) return {Describe(*problem, language)};
  Lines lines;
  for (const Worksheet& sheet : std::get<std::vector<Worksheet>>(read)) {
    lines.push_back(absl::StrCat("[", sheet.name, "]"));
    for (const CsvRecord& row : sheet.rows) {
      lines.push_back(absl::StrCat(row.line, ": ", absl::StrJoin(row.cells, " | ")));
    }
  }
  return lines;
}

// Those of the only sheet.
Lines ReadRows(const std::string& bytes, Language language = kFrench) {
  Lines lines = ReadSheets(bytes, language);
  if (lines.size() > 1 || lines.front() == "[Feuille]") lines.erase(lines.begin());
  return lines;
}

TEST(IsWorkbookTest, KnowsAWorkbookByItsFirstBytes) {
  EXPECT_TRUE(IsWorkbook(XlsxOf("")));
  EXPECT_TRUE(IsWorkbook("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..."));
  for (const char* other : {"", "PK", "PK;date\n", "groupe;date\n"}) EXPECT_FALSE(IsWorkbook(other)) << other;
}

TEST(XlsxTest, ReadsVisibleSheetsInTheirOrder) {
  const std::string row = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
  EXPECT_EQ(ReadSheets(Xlsx({.sheets = {{"Séances", row},
                                        {"Cachée", row, "hidden"},
                                        {"Macros", row, "veryHidden"},
                                        {"Vide", ""},
                                        {"A &amp; B", row, "visible"}}})),
            (Lines{"[Séances]", "1: 1", "[Vide]", "[A & B]", "1: 1"}));
}

TEST(XlsxTest, ReadsEachTypeOfCell) {
  const std::string rows =
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c>"
      "<c r=\"C2\" t=\"inlineStr\"><is><r><t>en </t></r><r><t xml:space=\"preserve\">ligne </t></r></is></c>"
      "<c r=\"D2\" t=\"str\"><f>A2&amp;B2</f><v>calculé</v></c><c r=\"E2\"><f>1+1</f><v>2.5</v></c>"
      "<c r=\"F2\" t=\"b\"><v>1</v></c><c r=\"G2\" t=\"b\"><v>0</v></c><c r=\"H2\" t=\"e\"><v>#REF!</v></c>"
      "<c r=\"I2\" t=\"d\"><v>2024-02-20T14:00:00</v></c><c r=\"J2\" t=\"n\"><v>4.0</v></c></row>";
  const std::string bytes =
      Xlsx({.sheets = {{"Feuille", "<sheetData>" + rows + "</sheetData>"}},
            .strings = "<si><t>Zoé</t><phoneticPr fontId=\"1\"/></si>"
                       "<si><r><rPr><b/></rPr><t>Le</t></r><r><t xml:space=\"preserve\">fèvre_x000D_\n"
                       "A_x005F_x</t></r><rPh sb=\"0\" eb=\"1\"><t>lu</t></rPh></si>"});
  EXPECT_EQ(ReadRows(bytes), (Lines{"2: Zoé | Lefèvre\nA_x | en ligne  | calculé | 2.5 | oui | non | #REF! | "
                                    "2024-02-20 14:00 | 4"}));
  EXPECT_TRUE(absl::StrContains(ReadRows(bytes, kEnglish).front(), "| yes | no |"));
}

TEST(XlsxTest, PutsCellsWhereTheyAre) {
  EXPECT_EQ(
      ReadRows(XlsxOf("<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c r=\"C3\"><v>3</v></c><c><v>4</v></c>"
                      "</row>")),
      (Lines{"1: 1 | 2", "3:  |  | 3 | 4"}))
      << "without references";
  EXPECT_EQ(ReadRows(XlsxOf("<row r=\"9\"><c r=\"B9\"><v>2</v></c><c r=\"A9\"><v>1</v></c></row>"
                            "<row r=\"4\"><c r=\"AA4\"><v>3</v></c></row>")),
            (Lines{absl::StrCat("4: ", absl::StrJoin(std::vector<std::string>(26), " | "), " | 3"), "9: 1 | 2"}))
      << "out of order";
  EXPECT_EQ(ReadRows(XlsxOf("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row>"
                            "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t> </t></is></c></row>")),
            (Lines{"1: 1"}))
      << "blank ones are left out";
}

TEST(XlsxTest, ReadsDaysAndTimesByTheirFormat) {
  const std::string styles =
      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/>"
      "<numFmt numFmtId=\"166\" formatCode=\"0.0&quot; jours&quot;\"/></numFmts>"
      "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/><xf "
      "numFmtId=\"165\"/>"
      "<xf numFmtId=\"166\"/></cellXfs><dxfs><dxf><numFmt numFmtId=\"0\" formatCode=\"yyyy\"/></dxf></dxfs>";
  std::string cells;
  const std::pair<int, const char*> values[] = {{0, "45342"},  {1, "45342"},  {2, "45342.604166666664"},
                                                {3, "0.4375"}, {4, "1.0625"}, {5, "1.5"}};
  for (const auto& [style, value] : values) absl::StrAppend(&cells, "<c s=\"", style, "\"><v>", value, "</v></c>");
  XlsxParts parts = {.sheets = {{"Feuille", "<sheetData><row>" + cells + "</row></sheetData>"}}, .styles = styles};
  EXPECT_EQ(ReadRows(Xlsx(parts)), (Lines{"1: 45342 | 2024-02-20 | 2024-02-20 14:30 | 10:30 | 25:30 | 1.5"}));
  parts.workbook_properties = "<workbookPr date1904=\"1\"/>";
  EXPECT_EQ(ReadRows(Xlsx(parts)), (Lines{"1: 45342 | 2028-02-21 | 2028-02-21 14:30 | 10:30 | 25:30 | 1.5"}));
}

TEST(XlsxTest, AMergedCellStandsInEachOfItsRows) {
  const std::string sheet =
      "<sheetData><row r=\"1\"><c r=\"A1\"><v>4</v></c><c r=\"B1\"><v>1</v></c></row>"
      "<row r=\"2\"><c r=\"A2\"><v>99</v></c><c r=\"B2\"><v>2</v></c></row><row r=\"3\"><c r=\"C3\"><v>3</v></c></row>"
      "<row r=\"6\"><c r=\"A6\"><v>6</v></c><c r=\"D6\"><v>7</v></c></row></sheetData>"
      "<mergeCells><mergeCell ref=\"A1:A5\"/><mergeCell ref=\"D6:F1048576\"/></mergeCells>";
  EXPECT_EQ(ReadRows(Xlsx({.sheets = {{"Feuille", sheet}}})),
            (Lines{"1: 4 | 1", "2: 4 | 2", "3: 4 |  | 3", "6: 6 |  |  | 7"}));
  const std::string title =
      "<sheetData><row r=\"1\"><c r=\"B1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>2</v></c></row></sheetData>"
      "<mergeCells><mergeCell ref=\"B1:C2\"/></mergeCells>";
  EXPECT_EQ(ReadRows(Xlsx({.sheets = {{"Feuille", title}}})), (Lines{"1:  | 1", "2: 2 | 1"}))
      << "in the first of its columns, which the row below has not";
}

TEST(XlsxTest, ReadsStrictNamespacesPrefixesAndAbsoluteTargets) {
  Entries entries = XlsxEntries(
      {.sheets = {{"Feuille", "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>"}},
       .strings = "<si><t>été</t></si>"});
  Entries strict = entries;
  for (auto& [name, content] : strict) {
    content = absl::StrReplaceAll(content, {{kMain, "http://purl.oclc.org/ooxml/spreadsheetml/main"},
                                            {kOffice, "http://purl.oclc.org/ooxml/officeDocument/relationships"}});
  }
  EXPECT_EQ(ReadRows(ZipOf(strict)), (Lines{"1: été"}));
  Entries prefixed = entries;
  for (auto& [name, content] : prefixed) {
    if (name != "xl/worksheets/sheet1.xml") continue;
    content = absl::StrReplaceAll(content, {{"xmlns=", "xmlns:x="}, {"</", "</x:"}});
    content = absl::StrReplaceAll(content,
                                  {{"<w", "<x:w"}, {"<s", "<x:s"}, {"<row", "<x:row"}, {"<c", "<x:c"}, {"<v", "<x:v"}});
  }
  EXPECT_EQ(ReadRows(ZipOf(prefixed)), (Lines{"1: été"}));
  Entries elsewhere = entries;
  for (auto& [name, content] : elsewhere) {
    if (name == "xl/worksheets/sheet1.xml") name = "feuilles/une.xml";
    content = absl::StrReplaceAll(content, {{"\"worksheets/sheet1.xml\"", "\"../xl/.././feuilles/une.xml\""},
                                            {"\"xl/workbook.xml\"", "\"/xl/workbook.xml\""}});
  }
  EXPECT_EQ(ReadRows(ZipOf(elsewhere)), (Lines{"1: été"}));
}

TEST(XlsxTest, SheetsOfChartsAreNone) {
  Entries entries = XlsxEntries({.sheets = {{"Graphique", ""}, {"Feuille", ""}}});
  for (auto& [name, content] : entries) {
    content =
        absl::StrReplaceAll(content, {{"/worksheet\" Target=\"worksheets/sheet1", "/chartsheet\" Target=\"charts/1"}});
  }
  EXPECT_EQ(ReadSheets(ZipOf(entries)), (Lines{"[Feuille]"}));
}

TEST(OdsTest, ReadsEachTypeOfCell) {
  const struct {
    const char* cell;
    const char* text;
  } cases[] = {
      {"office:value-type=\"float\" office:value=\"4.0\"><text:p>4,00</text:p>", "4"},
      {"office:value-type=\"float\" office:value=\"0.30000000000000004\"><text:p>0,3</text:p>", "0.3"},
      {"office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50 %</text:p>", "0.5"},
      {"office:value-type=\"currency\" office:value=\"12.5\"><text:p>12,50 €</text:p>", "12.5"},
      {"office:value-type=\"date\" office:date-value=\"2024-02-20\"><text:p>20/02/24</text:p>", "2024-02-20"},
      {"office:value-type=\"date\" office:date-value=\"2024-02-20T14:29:59.999999\"><text:p>x</text:p>",
       "2024-02-20 14:30"},
      {"office:value-type=\"time\" office:time-value=\"PT01H30M00S\"><text:p>x</text:p>", "01:30"},
      {"office:value-type=\"time\" office:time-value=\"PT26H05M00S\"><text:p>x</text:p>", "26:05"},
      {"office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>VRAI</text:p>", "oui"},
      {"office:value-type=\"boolean\" office:boolean-value=\"false\"><text:p>FAUX</text:p>", "non"},
      {"office:value-type=\"string\"><text:p>Zoé <text:span>Jacin</text:span><text:a>the</text:a></text:p>",
       "Zoé Jacinthe"},
      {"office:value-type=\"string\"><text:p>\n  a\n  b<text:s text:c=\"3\"/>c<text:line-break/>d</text:p><text:p/>"
       "<text:p>e<text:tab/>f</text:p>",
       "a b   c\nd\n\ne\tf"},
      {"office:value-type=\"string\"><office:annotation><text:p>une note</text:p></office:annotation><text:p>a</text:p>"
       "<draw:frame><text:p>un dessin</text:p></draw:frame>",
       "a"},
      {"office:value-type=\"float\" office:value=\"0\" calcext:value-type=\"error\"><text:p>#REF!</text:p>", "#REF!"},
      {"><text:p>sans type</text:p>", "sans type"},
  };
  for (const auto& each : cases) {
    const std::string row =
        absl::StrCat("<table:table-row><table:table-cell ", each.cell, "</table:table-cell></table:table-row>");
    EXPECT_EQ(ReadRows(OdsOf(row)), Lines{absl::StrCat("1: ", each.text)}) << each.cell;
  }
}

TEST(OdsTest, RepeatsWhatHasTextOnly) {
  const std::string row =
      "<table:table-column table:number-columns-repeated=\"16384\"/>"
      "<table:table-header-rows><table:table-row table:number-rows-repeated=\"2\">"
      "<table:table-cell table:number-columns-repeated=\"2\"><text:p>a</text:p></table:table-cell>"
      "<table:table-cell table:number-columns-repeated=\"16382\"/></table:table-row></table:table-header-rows>"
      "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>"
      "<table:table-row-group><table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>"
      "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table-row-group>"
      "<table:table-row table:number-rows-repeated=\"99999999999\"><table:table-cell "
      "table:number-columns-repeated=\"99999999999\"/></table:table-row>";
  EXPECT_EQ(ReadRows(OdsOf(row)), (Lines{"1: a | a", "2: a | a", "6:  |  | b"}));
}

TEST(OdsTest, AMergedCellStandsInEachOfItsRows) {
  const std::string rows =
      "<table:table-row><table:table-cell table:number-rows-spanned=\"3\" table:number-columns-spanned=\"2\"><text:p>4"
      "</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>1</text:p></table:table-cell>"
      "</table:table-row><table:table-row><table:covered-table-cell table:number-columns-repeated=\"2\"><text:p>caché"
      "</text:p></table:covered-table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row>"
      "<table:table-row><table:covered-table-cell table:number-columns-repeated=\"2\"/></table:table-row>";
  EXPECT_EQ(ReadRows(OdsOf(rows)), (Lines{"1: 4 |  | 1", "2: 4 |  | 2"}));
}

TEST(OdsTest, ReadsVisibleSheetsInTheirOrder) {
  const std::string row = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>";
  const auto sheet = [&](const char* name, const char* style) {
    return absl::StrCat("<table:table table:name=\"", name, "\" table:style-name=\"", style, "\">", row,
                        "</table:table>");
  };
  const std::string styles =
      "<style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties "
      "table:display=\"true\"/></style:style>"
      "<style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/>"
      "</style:style>";
  EXPECT_EQ(
      ReadSheets(OdsFile(OdsContent(sheet("Séances", "ta1") + sheet("Cachée", "ta2") + sheet("B", "ta1"), styles))),
      (Lines{"[Séances]", "1: a", "[B]", "1: a"}));
}

}  // namespace
}  // namespace tutorat::format
