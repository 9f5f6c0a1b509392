
#include "absl/strings/str_cat.h"
#include "server/report/render/render.h"

namespace tutorat::report {
namespace {

bool WouldBeComputed(absl::string_view cell) {
  const size_t first = cell.find_first_not_of('\'');
  return first != absl::string_view::npos && absl::string_view("=+-@\t\r").find(cell[first]) != absl::string_view::npos;
}

class CsvWriter {
 public:
  explicit CsvWriter(CsvStyle style) : spreadsheet_(style == CsvStyle::kSpreadsheet) {
    if (spreadsheet_) text_ = "\xEF\xBB\xBF";
  }

  // `is_number`: a spreadsheet may compute it.
  void AddCell(absl::string_view cell, bool is_number = false) {
    if (!first_) text_.push_back(spreadsheet_ ? ';' : ',');
    first_ = false;
    const bool guard = spreadsheet_ && !is_number && WouldBeComputed(cell);
    if (cell.find_first_of(spreadsheet_ ? ";\"\r\n" : ",\"\r\n") == absl::string_view::npos) {
      absl::StrAppend(&text_, guard ? "'" : "", cell);
      return;
    }
    text_.append(guard ? "\"'" : "\"");
    for (const char c : cell) text_.append(c == '"' ? 2 : 1, c);
    text_.push_back('"');
  }

  void EndRow() {
    text_.append(spreadsheet_ ? "\r\n" : "\n");
    first_ = true;
  }

  std::string Take() { return std::move(text_); }

 private:
  const bool spreadsheet_;
  bool first_ = true;
  std::string text_;
};

}  // namespace

std::string RenderCsv(const v1::DocumentTable& table, CsvStyle style) {
  CsvWriter writer(style);
  for (const v1::DocumentColumn& column : table.columns()) {
    writer.AddCell(style == CsvStyle::kPlain ? column.key() : column.title());
  }
  writer.EndRow();
  for (const v1::DocumentRow& row : table.rows()) {
    for (const v1::DocumentCell& cell : row.cells()) {
      writer.AddCell(style == CsvStyle::kPlain ? ValueText(cell) : ShownText(cell),
                     cell.has_number() || cell.has_decimal());
    }
    writer.EndRow();
  }
  return writer.Take();
}

const v1::DocumentTable* DataTable(const v1::Document& document, absl::string_view key) {
  const auto matches = [&](const v1::DocumentTable& table) { return key.empty() || table.key() == key; };
  for (const v1::DocumentTable& table : document.data()) {
    if (matches(table)) return &table;
  }
  for (const v1::Block& block : document.blocks()) {
    if (block.has_table() && matches(block.table())) return &block.table();
  }
  return nullptr;
}

}  // namespace tutorat::report
