#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/files/csv.h"

namespace tutorat::format {
namespace {

// `-1`, `-2,5`: a spreadsheet takes it for what it is.
bool IsNegativeNumber(absl::string_view cell) {
  if (!absl::ConsumePrefix(&cell, "-")) return false;
  const size_t point = cell.find_first_of(",.");
  const auto is_digits = [](absl::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  };
  return is_digits(cell.substr(0, point)) && (point == absl::string_view::npos || is_digits(cell.substr(point + 1)));
}

bool WouldBeComputed(absl::string_view cell) {
  if (IsNegativeNumber(cell)) return false;
  const size_t first = cell.find_first_not_of('\'');
  return first != absl::string_view::npos && absl::string_view("=+-@\t\r").find(cell[first]) != absl::string_view::npos;
}

void AppendCell(absl::string_view cell, absl::string_view special, std::string& text) {
  if (cell.find_first_of(special) == absl::string_view::npos) {
    absl::StrAppend(&text, cell);
    return;
  }
  text.push_back('"');
  for (const char c : cell) {
    if (c == '"') text.push_back('"');
    text.push_back(c);
  }
  text.push_back('"');
}

}  // namespace

std::string WriteCsv(const std::vector<std::vector<std::string>>& records, CsvStyle style) {
  const bool spreadsheet = style == CsvStyle::kSpreadsheet;
  const absl::string_view special = spreadsheet ? ";\"\r\n" : ",\"\r\n";
  std::string text = spreadsheet ? "\xEF\xBB\xBF" : "";
  for (const std::vector<std::string>& record : records) {
    for (size_t i = 0; i < record.size(); ++i) {
      if (i > 0) text.push_back(special[0]);
      const bool guard = spreadsheet && WouldBeComputed(record[i]);
      AppendCell(guard ? absl::StrCat("'", record[i]) : record[i], special, text);
    }
    // Alone on its line, an empty cell would be an empty line, which is no record.
    if (record.size() == 1 && record[0].empty()) text.append("\"\"");
    text.append(spreadsheet ? "\r\n" : "\n");
  }
  return text;
}

}  // namespace tutorat::format
