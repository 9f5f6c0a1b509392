#include "client/report/document_print.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/text/width.h"

namespace tutorat::format {
namespace {

using DocumentColumn = v1::DocumentColumn;

// Columns of a terminal, of a table that is split: what its first column needs to be read, and what other texts are
// left.
constexpr int kNarrowestFirst = 20;
constexpr int kWidestText = 12;
// Of a rendered table: `│ ` and ` ` around each cell, `│` at the end.
constexpr int kFramePerColumn = 3;
constexpr int kFrameEnd = 1;
constexpr int kIndentPerLevel = 2;

// Items as a line for each, whose further lines stand back, so that they are not taken for other items.
std::string CellText(const v1::DocumentCell& cell) {
  if (!cell.items().empty()) {
    return absl::StrJoin(cell.items(), "\n", [](std::string* text, const std::string& item) {
      absl::StrAppend(text, absl::StrReplaceAll(item, {{"\n", "\n  "}}));
    });
  }
  if (!cell.text().empty()) return cell.text();
  switch (cell.value_case()) {
    case v1::DocumentCell::kNumber:
      return absl::StrCat(cell.number());
    case v1::DocumentCell::kDecimal:
      return cell.decimal();
    case v1::DocumentCell::kDate:
      return cell.date();
    case v1::DocumentCell::kCode:
      return cell.code();
    case v1::DocumentCell::VALUE_NOT_SET:
      break;
  }
  return "";
}

// Line by line.
std::string Wrapped(absl::string_view text, int width, int indent) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    for (std::string& part : Wrap(line, width, indent)) lines.push_back(std::move(part));
  }
  return absl::StrJoin(lines, "\n");
}

// What a narrow terminal does without: as TableColumn::expendable.
int Expendable(absl::string_view table, absl::string_view column) {
  struct Known {
    absl::string_view table, column;
    int expendable;
  };
  constexpr Known kKnown[] = {{"cadence", "weeks", 2},     {"cadence", "median", 1},  {"issues", "last_seen", 3},
                              {"issues", "impact", 2},     {"issues", "affected", 1}, {"suggestions", "rank", 2},
                              {"suggestions", "points", 1}};
  for (const Known& known : kKnown) {
    if (known.table == table && known.column == column) return known.expendable;
  }
  return 0;
}

// A document's table as tables of a terminal.
class TableMaker {
 public:
  explicit TableMaker(const v1::DocumentTable& table) : table_(table) {
    for (const v1::DocumentRow& row : table.rows()) {
      std::vector<std::string>& cells = cells_.emplace_back();
      for (const v1::DocumentCell& cell : row.cells()) cells.push_back(CellText(cell));
    }
    for (int i = 0; i < table.columns_size(); ++i) (table.columns(i).splits() ? splitting_ : fixed_).push_back(i);
  }

  // Each fits into `width`, if a single splitting column does; 0: there is no limit.
  std::vector<Table> MakeAll(int width) const {
    if (width <= 0 || splitting_.empty()) return {Make(splitting_, 0)};
    std::vector<Table> tables;
    for (size_t first = 0; first < splitting_.size();) {
      std::vector<int> columns = {splitting_[first]};
      int used = FixedWidth() + ColumnWidth(splitting_[first]);
      size_t next = first + 1;
      for (; next < splitting_.size(); ++next) {
        const int more = ColumnWidth(splitting_[next]);
        if (used + more + kNarrowestFirst > width) break;
        used += more;
        columns.push_back(splitting_[next]);
      }
      tables.push_back(Make(columns, std::max(width - used, kNarrowestFirst)));
      first = next;
    }
    return tables;
  }

 private:
  bool IsText(int column) const { return table_.columns(column).kind() == DocumentColumn::KIND_TEXT; }

  int ColumnWidth(int column) const {
    const int title = DisplayWidth(table_.columns(column).title());
    int width = title;
    for (const std::vector<std::string>& row : cells_) {
      for (absl::string_view line : absl::StrSplit(row[static_cast<size_t>(column)], '\n')) {
        width = std::max(width, DisplayWidth(line));
      }
    }
    return (IsText(column) ? TextWidth(column, width) : width) + kFramePerColumn;
  }

  // Of a text that would take `width`: no less than its title and each of its words.
  int TextWidth(int column, int width) const {
    int least = std::max(DisplayWidth(table_.columns(column).title()), std::min(width, kWidestText));
    for (const std::vector<std::string>& row : cells_) {
      least = std::max(least, LongestWord(row[static_cast<size_t>(column)]));
    }
    return least;
  }

  // Of what is in each table, the texts of the first column apart.
  int FixedWidth() const {
    int width = kFramePerColumn + kFrameEnd;
    for (size_t i = 1; i < fixed_.size(); ++i) width += ColumnWidth(fixed_[i]);
    return width;
  }

  // With these of the columns that split. `first_width`: of the first column; 0: as it needs.
  Table Make(const std::vector<int>& splitting, int first_width) const {
    std::vector<int> columns = fixed_;
    columns.insert(columns.end(), splitting.begin(), splitting.end());
    std::sort(columns.begin(), columns.end());
    Table table;
    table.ruled = table_.ruled();
    for (const int column : columns) {
      const bool number = table_.columns(column).kind() == DocumentColumn::KIND_NUMBER;
      table.columns.push_back({table_.columns(column).title(), number ? Align::kRight : Align::kLeft,
                               Expendable(table_.key(), table_.columns(column).key())});
    }
    for (int i = 0; i < table_.rows_size(); ++i) {
      if (table_.rows(i).marked()) table.marked.push_back(static_cast<size_t>(i));
      std::vector<std::string>& row = table.rows.emplace_back();
      for (const int column : columns) row.push_back(Cell(i, column, first_width));
    }
    return table;
  }

  std::string Cell(int row, int column, int first_width) const {
    const std::string& text = cells_[static_cast<size_t>(row)][static_cast<size_t>(column)];
    if (column > 0)
      return first_width > 0 && IsText(column) ? Wrapped(text, ColumnWidth(column) - kFramePerColumn, 0) : text;
    const int indent = kIndentPerLevel * table_.rows(row).level();
    const std::string lines =
        first_width > 0 ? Wrapped(text, std::max(first_width - indent, 1), kIndentPerLevel) : text;
    const std::string spaces(static_cast<size_t>(indent), ' ');
    return absl::StrCat(spaces, absl::StrReplaceAll(lines, {{"\n", absl::StrCat("\n", spaces)}}));
  }

  const v1::DocumentTable& table_;
  std::vector<std::vector<std::string>> cells_;  // by row
  std::vector<int> fixed_;                       // columns of each table, the first one first
  std::vector<int> splitting_;                   // columns of which each table has some
};

}  // namespace

std::string PrintDocument(const v1::Document& document, const TableStyle& screen) {
  TableStyle style = screen;
  style.language = document.language() == "en" ? Language::kEnglish : Language::kFrench;
  std::string text;
  bool after_sentence = false;
  for (const v1::Block& block : document.blocks()) {
    if (!text.empty() && !(after_sentence && block.has_sentence())) text.push_back('\n');
    after_sentence = block.has_sentence();
    if (block.has_heading()) absl::StrAppend(&text, Printable(block.heading()), "\n");
    if (block.has_sentence()) {
      absl::StrAppend(&text, Wrapped(absl::StrCat("- ", Printable(block.sentence().text())), style.width, 2), "\n");
    }
    if (!block.has_table()) continue;
    std::vector<std::string> tables;
    for (const Table& table : TableMaker(block.table()).MakeAll(style.width)) {
      tables.push_back(RenderTable(table, style));
    }
    absl::StrAppend(&text, absl::StrJoin(tables, "\n"));
  }
  return text;
}

}  // namespace tutorat::format
