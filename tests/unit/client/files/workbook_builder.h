// Small workbooks, made in memory.
#pragma once

#include <zip.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tutorat::format {

// Name and content of each.
using Entries = std::vector<std::pair<std::string, std::string>>;

// The archive that `add` fills.
template <class Add>
std::string ZipFilledBy(const Add& add) {
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  add(archive);
  zip_close(archive);
  std::string bytes;
  zip_source_open(source);
  char chunk[4096];
  for (zip_int64_t got = 0; (got = zip_source_read(source, chunk, sizeof chunk)) > 0;) {
    bytes.append(chunk, static_cast<size_t>(got));
  }
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

inline std::string ZipOf(const Entries& entries) {
  return ZipFilledBy([&](zip_t* archive) {
    for (const auto& [name, content] : entries) {
      zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0),
                   ZIP_FL_ENC_UTF_8);
    }
  });
}

inline constexpr absl::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
inline constexpr absl::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
inline constexpr absl::string_view kPackage = "http://schemas.openxmlformats.org/package/2006/relationships";

struct XlsxSheet {
  std::string name;
  // Within its element `worksheet`.
  std::string body;
  std::string state = {};
};

// What the parts of an .xlsx hold; each is as Excel writes it where it is not said.
struct XlsxParts {
  std::vector<XlsxSheet> sheets;
  // Within `sst` and `styleSheet`.
  std::string strings = {};
  std::string styles = {};
  std::string workbook_properties = {};
};

inline std::string RelationshipTo(absl::string_view id, absl::string_view type, absl::string_view target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kOffice, "/", type, "\" Target=\"", target, "\"/>");
}

inline std::string Relationships(absl::string_view within) {
  return absl::StrCat("<?xml version=\"1.0\"?><Relationships xmlns=\"", kPackage, "\">", within, "</Relationships>");
}

inline std::string InMain(absl::string_view element, absl::string_view within) {
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<", element, " xmlns=\"", kMain, "\" xmlns:r=\"",
                      kOffice, "\">", within, "</", element, ">");
}

inline Entries XlsxEntries(const XlsxParts& parts) {
  std::string list;
  std::string relationships =
      RelationshipTo("s", "styles", "styles.xml") + RelationshipTo("t", "sharedStrings", "/xl/sharedStrings.xml");
  Entries entries = {{"[Content_Types].xml", "<Types/>"},
                     {"_rels/.rels", Relationships(RelationshipTo("a", "officeDocument", "xl/workbook.xml"))}};
  int number = 0;
  for (const XlsxSheet& sheet : parts.sheets) {
    const std::string id = absl::StrCat("rId", ++number);
    const std::string file = absl::StrCat("worksheets/sheet", number, ".xml");
    const std::string state = sheet.state.empty() ? "" : absl::StrCat(" state=\"", sheet.state, "\"");
    absl::StrAppend(&list, "<sheet name=\"", sheet.name, "\" sheetId=\"", number, "\"", state, " r:id=\"", id, "\"/>");
    relationships += RelationshipTo(id, "worksheet", file);
    entries.emplace_back("xl/" + file, InMain("worksheet", sheet.body));
  }
  entries.emplace_back("xl/workbook.xml",
                       InMain("workbook", absl::StrCat(parts.workbook_properties, "<sheets>", list, "</sheets>")));
  entries.emplace_back("xl/_rels/workbook.xml.rels", Relationships(relationships));
  entries.emplace_back("xl/sharedStrings.xml", InMain("sst", parts.strings));
  entries.emplace_back("xl/styles.xml", InMain("styleSheet", parts.styles));
  return entries;
}

inline std::string Xlsx(const XlsxParts& parts) { return ZipOf(XlsxEntries(parts)); }

// One sheet, of these rows.
inline std::string XlsxOf(const std::string& rows) {
  return Xlsx({.sheets = {{"Feuille", "<sheetData>" + rows + "</sheetData>"}}});
}

// `spreadsheet` and `styles` within their elements.
inline std::string OdsContent(absl::string_view spreadsheet, absl::string_view styles = "") {
  const std::string kUrn = "urn:oasis:names:tc:opendocument:xmlns:";
  return absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"", kUrn,
                      "office:1.0\" xmlns:table=\"", kUrn, "table:1.0\" xmlns:text=\"", kUrn,
                      "text:1.0\" xmlns:style=\"", kUrn, "style:1.0\" xmlns:draw=\"", kUrn,
                      "drawing:1.0\" "
                      "xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\">"
                      "<office:automatic-styles>",
                      styles, "</office:automatic-styles><office:body><office:spreadsheet>", spreadsheet,
                      "</office:spreadsheet></office:body></office:document-content>");
}

inline std::string OdsFile(const std::string& content) {
  return ZipOf({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", content}});
}

// One sheet, of these rows.
inline std::string OdsOf(const std::string& rows) {
  return OdsFile(OdsContent("<table:table table:name=\"Feuille\">" + rows + "</table:table>"));
}

}  // namespace tutorat::format
