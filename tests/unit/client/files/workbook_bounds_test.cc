// What ReadWorkbook refuses, and that no file harms it.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/files/workbook.h"
#include "tests/unit/client/files/workbook_builder.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

// What is wrong with the file, or "read".
std::string Refusal(const std::string& bytes, Language language = kEnglish) {
  const auto read = ReadWorkbook(bytes, language);
  const auto* problem = std::get_if<Problem>(&read);
  return problem == nullptr ? "read" : Describe(*problem, language);
}

// Once, for what takes its time.
void ExpectRefusedInEnglish(const std::string& bytes, absl::string_view words) {
  const std::string refusal = Refusal(bytes);
  EXPECT_TRUE(absl::StrContains(refusal, words)) << refusal;
  EXPECT_TRUE(absl::StrContains(refusal, "try again")) << refusal;
}

void ExpectRefused(const std::string& bytes, absl::string_view words) {
  ExpectRefusedInEnglish(bytes, words);
  EXPECT_TRUE(absl::StrContains(Refusal(bytes, kFrench), "recommencer")) << Refusal(bytes, kFrench);
}

// The file with another content of one part.
std::string With(const Entries& entries, absl::string_view part, const std::string& content) {
  Entries changed = entries;
  for (auto& [name, old] : changed) {
    if (name == part) old = content;
  }
  return ZipOf(changed);
}

const XlsxParts kSmall = {
    .sheets = {{"Feuille",
                "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45342.5</v></c></row>"
                "<row r=\"2\"><c r=\"B2\"><v>1.5</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:A2\"/>"
                "</mergeCells>"}},
    .strings = "<si><t>Zoé</t></si>",
    .styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs>"};

TEST(WorkbookBoundsTest, RefusesPasswordsAndOldFormats) {
  ExpectRefused("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more", "save it as .xlsx without a password");
  ExpectRefused(ZipOf({{"mimetype", "x"},
                       {"content.xml", "\x01\x02"},
                       {"META-INF/manifest.xml",
                        "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><m:file-entry>"
                        "<m:encryption-data/></m:file-entry></m:manifest>"}}),
                "protected by a password");
  const std::string secret = ZipFilledBy([](zip_t* archive) {
    const zip_int64_t at =
        zip_file_add(archive, "content.xml", zip_source_buffer(archive, "<a/>", 4, 0), ZIP_FL_ENC_UTF_8);
    zip_file_set_encryption(archive, static_cast<zip_uint64_t>(at), ZIP_EM_AES_256, "secret");
  });
  ExpectRefused(secret, "protected by a password");
}

TEST(WorkbookBoundsTest, SaysWhatAnotherFileIs) {
  const auto package = [](const char* part) {
    return ZipOf({{"[Content_Types].xml", "<Types/>"},
                  {"_rels/.rels", Relationships(RelationshipTo("a", "officeDocument", part))},
                  {part, "<document/>"}});
  };
  ExpectRefused(package("word/document.xml"), "is a Word document");
  ExpectRefused(package("xl/workbook.bin"), "is an .xlsb");
  ExpectRefused(package("ppt/presentation.xml"), "is no workbook");
  ExpectRefused(ZipOf({{"Index/Document.iwa", "x"}}), "one of Numbers");
  ExpectRefused(ZipOf({{"photo.jpg", "x"}}), "a zip archive and no workbook");
  ExpectRefused(ZipOf({}), "");
  ExpectRefused(OdsFile(absl::StrReplaceAll(OdsContent(""), {{"office:spreadsheet", "office:text"}})),
                "no spreadsheet");
}

TEST(WorkbookBoundsTest, RefusesALargeFile) {
  std::string bytes = Xlsx(kSmall);
  bytes.resize((size_t{32} << 20) + 1);
  ExpectRefused(bytes, "larger than 32 MiB;");
}

TEST(WorkbookBoundsTest, RefusesManyEntries) {
  Entries entries = XlsxEntries(kSmall);
  while (entries.size() < 4096) entries.emplace_back(absl::StrCat("x", entries.size()), "");
  EXPECT_EQ(Refusal(ZipOf(entries)), "read");
  entries.emplace_back("y", "");
  ExpectRefused(ZipOf(entries), "more than 4096 files");
}

TEST(WorkbookBoundsTest, CountsWhatAllPartsInflateTo) {
  Entries entries = XlsxEntries(kSmall);
  const std::string spaces(size_t{65} << 20, ' ');
  for (auto& [name, content] : entries) {
    if (name == "xl/sharedStrings.xml" || name == "xl/worksheets/sheet1.xml") content += spaces;
  }
  ExpectRefusedInEnglish(ZipOf(entries), "larger than 128 MiB once inflated");
}

// Of 10^9 zeros; the archive says that they inflate to `said`.
std::string Bomb(uint32_t said) {
  constexpr zip_uint64_t kZeros = 1'000'000'000;
  zip_uint64_t left = kZeros;
  const auto give = [](void* left_zeros, void* data, zip_uint64_t size, zip_source_cmd_t command) -> zip_int64_t {
    auto& zeros = *static_cast<zip_uint64_t*>(left_zeros);
    switch (command) {
      case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                              ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
      case ZIP_SOURCE_READ:
        size = std::min(size, zeros);
        std::memset(data, 0, size);
        zeros -= size;
        return static_cast<zip_int64_t>(size);
      case ZIP_SOURCE_STAT:
        zip_stat_init(static_cast<zip_stat_t*>(data));
        return sizeof(zip_stat_t);
      default:
        return 0;
    }
  };
  std::string bytes = ZipFilledBy([&](zip_t* archive) {
    const zip_int64_t at =
        zip_file_add(archive, "content.xml", zip_source_function(archive, give, &left), ZIP_FL_ENC_UTF_8);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(at), ZIP_CM_DEFLATE, 1);
  });
  // The size of the entry, in each header that tells it, in the archive's byte order.
  const auto in_file = [](zip_uint64_t size) {
    std::string text;
    for (int i = 0; i < 4; ++i) text += static_cast<char>(size >> (8 * i));
    return text;
  };
  return absl::StrReplaceAll(bytes, {{in_file(kZeros), in_file(said)}});
}

int64_t MostMemoryInKibibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(WorkbookBoundsTest, RefusesABombAtOnce) {
  for (const uint32_t said : {1'000'000'000U, 1000U}) {
    const std::string bytes = Bomb(said);
    ASSERT_LT(bytes.size(), size_t{8} << 20);
    const int64_t memory = MostMemoryInKibibytes();
    const absl::Time start = absl::Now();
    ExpectRefused(bytes, said > 1000 ? "larger than 128 MiB once inflated" : "damaged");
    EXPECT_LT(absl::Now() - start, absl::Seconds(2)) << said;
    EXPECT_LT(MostMemoryInKibibytes() - memory, 16 << 10) << said;
  }
}

TEST(WorkbookBoundsTest, RefusesRowsAndColumnsBeyondTheBounds) {
  EXPECT_EQ(Refusal(XlsxOf("<row r=\"1000000\"><c r=\"XFD1000000\"><v>1</v></c></row>")), "read");
  EXPECT_EQ(Refusal(XlsxOf("<row r=\"1048576\"><c r=\"A1048576\" s=\"0\"/></row>")), "read") << "no text";
  ExpectRefused(XlsxOf("<row r=\"1000001\"><c r=\"A1000001\"><v>1</v></c></row>"), "text beyond row 1000000");
  ExpectRefused(XlsxOf("<row r=\"99999999999999\"><c><v>1</v></c></row>"), "text beyond row 1000000");
  ExpectRefused(XlsxOf("<row r=\"7\"><c r=\"XFE7\"><v>1</v></c></row>"), "line 7: text beyond column 16384");
  ExpectRefused(XlsxOf("<row r=\"7\"><c r=\"ZZZZZZZZZZZZZZ7\"><v>1</v></c></row>"), "text beyond column 16384");
  const auto ods = [](const char* rows, const char* columns) {
    return OdsOf(absl::StrCat("<table:table-row table:number-rows-repeated=\"", rows,
                              "\"><table:table-cell table:number-columns-repeated=\"", columns,
                              "\"><text:p>a</text:p></table:table-cell></table:table-row>"));
  };
  EXPECT_EQ(Refusal(ods("1000000", "1")), "read");
  ExpectRefusedInEnglish(ods("1000001", "1"), "text beyond row 1000000");
  ExpectRefused(ods("1", "16385"), "text beyond column 16384");
  ExpectRefused(ods("99999999999", "99999999999"), "");
}

TEST(WorkbookBoundsTest, RefusesMoreTextThanMemoryIsFor) {
  const std::string text(30000, 'x');
  std::string cells;
  for (int i = 0; i < 10'000; ++i) cells += "<c t=\"s\"><v>0</v></c>";
  ExpectRefusedInEnglish(Xlsx({.sheets = {{"Feuille", "<sheetData><row>" + cells + "</row></sheetData>"}},
                               .strings = "<si><t>" + text + "</t></si>"}),
                         "too much text");
  std::string far;
  for (int i = 1; i <= 1000; ++i) absl::StrAppend(&far, "<row><c r=\"XFD", i, "\"><v>1</v></c></row>");
  ExpectRefusedInEnglish(XlsxOf(far), "without its empty columns");
  std::string strings;
  for (int i = 0; i < 9'000'000; ++i) strings += "<si/>";
  ExpectRefusedInEnglish(Xlsx({.sheets = {{"Feuille", ""}}, .strings = strings}), "too much text");
  ExpectRefusedInEnglish(OdsOf("<table:table-row table:number-rows-repeated=\"10000\"><table:table-cell><text:p>" +
                               text + "</text:p></table:table-cell></table:table-row>"),
                         "too much text");
  std::string spaces;
  for (int i = 0; i < 300'000; ++i) spaces += "<text:s text:c=\"999999\"/>";
  ExpectRefusedInEnglish(
      OdsOf("<table:table-row><table:table-cell><text:p>" + spaces + "</text:p></table:table-cell></table:table-row>"),
      "too much text");
}

TEST(WorkbookBoundsTest, MergedRangesThatOverlapEndToo) {
  std::string rows;
  for (int i = 1; i <= 20'000; ++i) absl::StrAppend(&rows, "<row><c><v>1</v></c><c><v>2</v></c></row>");
  std::string merged;
  for (int i = 0; i < 20'000; ++i) merged += "<mergeCell ref=\"A1:A1048576\"/>";
  ExpectRefusedInEnglish(Xlsx({.sheets = {{"Feuille", "<sheetData>" + rows + "</sheetData>" + merged}}}),
                         "too much text");
}

TEST(WorkbookBoundsTest, RefusesXmlThatNoSpreadsheetWrites) {
  const Entries entries = XlsxEntries(kSmall);
  const std::string sheet = "xl/worksheets/sheet1.xml";
  const auto nested = [](int depth) {
    std::string elements;
    for (int i = 0; i < depth; ++i) elements += "<a>";
    for (int i = 0; i < depth; ++i) elements += "</a>";
    return elements;
  };
  EXPECT_EQ(Refusal(With(entries, sheet, nested(64))), "read");
  ExpectRefused(With(entries, sheet, nested(65)), "more than 64 XML elements");
  ExpectRefused(With(entries, sheet, "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), "a DOCTYPE");
  ExpectRefused(With(entries, "_rels/.rels", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), "a DOCTYPE");
  ExpectRefused(OdsFile("<!DOCTYPE a><a/>"), "a DOCTYPE");
}

TEST(WorkbookBoundsTest, RefusesDamagedParts) {
  const Entries entries = XlsxEntries(kSmall);
  EXPECT_EQ(Refusal(ZipOf(entries)), "read");
  for (const auto& [name, content] : entries) {
    if (name == "[Content_Types].xml") continue;
    ExpectRefused(With(entries, name, content.substr(0, content.size() - 4)), "damaged or cut short");
    Entries without = entries;
    without.erase(std::find(without.begin(), without.end(), std::pair(name, content)));
    ExpectRefused(ZipOf(without), "damaged or cut short");
  }
  ExpectRefused(With(entries, "xl/sharedStrings.xml", InMain("sst", "")), "damaged or cut short");
  EXPECT_EQ(Refusal(With(entries, "xl/styles.xml", InMain("styleSheet", ""))), "read") << "a style that is not there";
}

TEST(WorkbookBoundsTest, ADamagedFileIsRefusedOrReadWithoutHarm) {
  for (const std::string& whole :
       {Xlsx(kSmall),
        OdsOf("<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"date\" "
              "office:date-value=\"2024-02-20\" table:number-rows-spanned=\"2\"><text:p>a</text:p>"
              "</table:table-cell></table:table-row>")}) {
    ASSERT_EQ(Refusal(whole), "read");
    for (size_t at = 0; at < whole.size(); at += 7) {
      EXPECT_NE(Refusal(whole.substr(0, at)), "read") << at;
      for (const int flip : {0x01, 0x80, 0xFF}) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ flip);
        EXPECT_FALSE(Refusal(bytes).empty());
      }
    }
  }
  // The same within the parts, where no checksum stands before them.
  for (const auto& [name, content] : XlsxEntries(kSmall)) {
    for (size_t at = 0; at < content.size(); at += 7) {
      std::string bytes = content;
      bytes[at] = static_cast<char>(bytes[at] ^ 0x01);
      EXPECT_FALSE(Refusal(With(XlsxEntries(kSmall), name, bytes)).empty());
    }
  }
}

}  // namespace
}  // namespace tutorat::format
