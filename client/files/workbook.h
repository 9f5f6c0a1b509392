#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/problem.h"

namespace tutorat::format {

// Whether the bytes begin as a workbook does: as a zip archive, or as the compound file of an .xls or of a workbook
// with a password, which ReadWorkbook refuses by name.
bool IsWorkbook(absl::string_view bytes);

struct Worksheet {
  std::string name;
  // `line` is the row's number as the spreadsheet shows it. Blank rows are left out, empty cells at a row's end cut.
  std::vector<CsvRecord> rows;
};

// Reads the visible sheets of an .xlsx (transitional or strict) or .ods, in their order. Cells are as people write
// them:
// - numbers without needless decimals nor exponents, in the 15 digits that a spreadsheet keeps;
// - days as AAAA-MM-JJ, followed by HH:MM where there is a time of day, times as HH:MM, durations as H:MM;
// - booleans as oui/non, yes/no in English; a formula by its last value; errors as they are (#REF!).
// A cell merged over several rows stands in each of these that has any other text, in the first of its columns.
// Refuses by name: a file over 32 MiB, over 128 MiB once inflated, with over 4096 entries, with text beyond row
// 1,000,000 or column 16,384, with more text than 256 MiB hold; XML deeper than 64 elements or with a DOCTYPE; a
// damaged archive; a password; .xls, .xlsb, Numbers' files and what is no workbook. Safe from any thread.
std::variant<std::vector<Worksheet>, Problem> ReadWorkbook(absl::string_view bytes, Language language);

}  // namespace tutorat::format
