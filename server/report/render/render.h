// A document as bytes, a file a format. All functions are pure; texts are UTF-8.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "tutorat/v1/document.pb.h"

namespace tutorat::report {

enum class CsvStyle {
  // For programs: `,`, LF, keys for titles, values that are the same in every language.
  kPlain,
  // For people's spreadsheets: `;`, byte order mark, CRLF, titles and words as they read them, and an apostrophe before
  // a cell that a spreadsheet would compute: one that begins with = + - @ tab or CR, be it after apostrophes of its
  // own.
  kSpreadsheet,
};

// RFC 4180, of one table, quotes only where they are needed.
std::string RenderCsv(const v1::DocumentTable& table, CsvStyle style);
// The table that a document gives to programs and spreadsheets: the one of that key, or with an empty key the first;
// null: there is none.
const v1::DocumentTable* DataTable(const v1::Document& document, absl::string_view key);

// GitHub's Markdown, in which texts read as they are: what Markdown would obey is escaped. Without the title, which is
// up to the page it goes into.
std::string RenderMarkdown(const v1::Document& document);

// A page that stands alone: no script, no address of another file; it prints well.
std::string RenderHtml(const v1::Document& document);

// A cell as people read it, lines separated by line feeds; and its value as programs do.
std::string ShownText(const v1::DocumentCell& cell);
std::string ValueText(const v1::DocumentCell& cell);

}  // namespace tutorat::report
