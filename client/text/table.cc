#include "client/text/table.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "client/text/width.h"

namespace tutorat::format {
namespace {

// Narrower columns are no longer read as text.
constexpr int kNarrowest = 8;
// To here a text is not wrapped to make room.
constexpr int kReadable = 12;
// Sets the lines of a wrapped text apart from those of the next one.
constexpr int kIndent = 2;
constexpr int kWideEnoughToIndent = 20;
constexpr char kMark[] = "\x1b[33m";
constexpr char kUnmark[] = "\x1b[0m";

struct Rule {
  absl::string_view left, middle, right;
};

struct Strokes {
  absl::string_view vertical, horizontal;
  Rule top, between, bottom;
};

constexpr Strokes kBox = {"│", "─", {"┌", "┬", "┐"}, {"├", "┼", "┤"}, {"└", "┴", "┘"}};
constexpr Strokes kAscii = {"|", "-", {"+", "+", "+"}, {"+", "+", "+"}, {"+", "+", "+"}};

std::vector<std::string> Titles(const Table& table) {
  std::vector<std::string> titles;
  for (const TableColumn& column : table.columns) titles.push_back(column.title);
  return titles;
}

struct ColumnWidths {
  // With every line as it is.
  int natural = 0;
  // With words whole; numbers are not wrapped at all.
  int least = 0;
};

std::vector<ColumnWidths> MeasureColumns(const Table& table) {
  std::vector<ColumnWidths> widths(table.columns.size());
  for (size_t i = 0; i < widths.size(); ++i) {
    ColumnWidths& column = widths[i];
    const auto widen = [&column](const std::string& cell, bool wraps) {
      const std::string text = Printable(cell);
      for (const absl::string_view line : absl::StrSplit(text, '\n')) {
        const int width = DisplayWidth(line);
        column.natural = std::max(column.natural, width);
        column.least = std::max(column.least, wraps ? std::min(width, kReadable) : width);
      }
      if (column.least < column.natural) column.least = std::max(column.least, LongestWord(text));
    };
    widen(table.columns[i].title, true);
    for (const std::vector<std::string>& row : table.rows) widen(row[i], table.columns[i].align == Align::kLeft);
  }
  return widths;
}

std::string Spaces(int count) { return std::string(static_cast<size_t>(std::max(count, 0)), ' '); }

class Renderer {
 public:
  Renderer(const Table& table, const TableStyle& style)
      : table_(table), strokes_(style.box ? kBox : kAscii), style_(style), measured_(MeasureColumns(table)) {
    for (size_t i = 0; i < table.columns.size(); ++i) shown_.push_back(i);
    if (style.width > 0) HideColumns();
    for (const size_t column : shown_) widths_.push_back(measured_[column].natural);
    if (style.width > 0) Fit();
  }

  std::string Render() {
    AddRule(strokes_.top);
    AddRow(Titles(table_), false);
    AddRule(strokes_.between);
    for (size_t i = 0; i < table_.rows.size(); ++i) {
      if (i > 0 && table_.ruled) AddRule(strokes_.between);
      AddRow(table_.rows[i],
             style_.colour && std::find(table_.marked.begin(), table_.marked.end(), i) != table_.marked.end());
    }
    AddRule(strokes_.bottom);
    AddHidden();
    return std::move(text_);
  }

 private:
  int Available() const { return style_.width - 3 * static_cast<int>(shown_.size()) - 1; }

  void HideColumns() {
    const auto least = [this](int sum, size_t column) { return sum + measured_[column].least; };
    while (std::accumulate(shown_.begin(), shown_.end(), 0, least) > Available()) {
      const auto next = std::max_element(shown_.begin(), shown_.end(), [this](size_t a, size_t b) {
        return table_.columns[a].expendable < table_.columns[b].expendable;
      });
      if (next == shown_.end() || table_.columns[*next].expendable == 0) return;
      hidden_.push_back(*next);
      shown_.erase(next);
    }
  }

  // Narrows the widest columns until all of them together fit: first those that keep their words whole.
  void Fit() {
    for (const bool whole : {true, false}) {
      while (std::accumulate(widths_.begin(), widths_.end(), 0) > Available()) {
        int* widest = nullptr;
        for (size_t i = 0; i < widths_.size(); ++i) {
          if (widths_[i] <= (whole ? measured_[shown_[i]].least : kNarrowest)) continue;
          if (widest == nullptr || widths_[i] > *widest) widest = &widths_[i];
        }
        if (widest == nullptr) break;
        --*widest;
      }
    }
  }

  void AddHidden() {
    if (hidden_.empty()) return;
    const std::string titles = absl::StrJoin(hidden_, ", ", [this](std::string* list, size_t column) {
      absl::StrAppend(list, Printable(table_.columns[column].title));
    });
    const std::string line = Say(style_.language, "Colonnes masquées : $0 (fenêtre plus large, ou --format csv)",
                                 "Hidden columns: $0 (a wider window, or --format csv)", titles);
    for (const std::string& part : Wrap(line, style_.width, kIndent)) absl::StrAppend(&text_, part, "\n");
  }

  void AddRule(const Rule& rule) {
    text_.append(rule.left.data(), rule.left.size());
    for (size_t i = 0; i < widths_.size(); ++i) {
      for (int column = 0; column < widths_[i] + 2; ++column) absl::StrAppend(&text_, strokes_.horizontal);
      absl::StrAppend(&text_, i + 1 < widths_.size() ? rule.middle : rule.right);
    }
    text_.push_back('\n');
  }

  void AddRow(const std::vector<std::string>& cells, bool mark) {
    std::vector<std::vector<std::string>> wrapped(widths_.size());
    size_t height = 1;
    for (size_t i = 0; i < widths_.size(); ++i) {
      const size_t column = shown_[i];
      const bool indents = widths_[i] >= kWideEnoughToIndent && measured_[column].least + kIndent <= widths_[i];
      for (absl::string_view line : absl::StrSplit(Printable(cells[column]), '\n')) {
        const int indent = indents ? kIndent : 0;
        for (std::string& part : Wrap(line, widths_[i], indent)) wrapped[i].push_back(std::move(part));
      }
      height = std::max(height, wrapped[i].size());
    }
    for (size_t line = 0; line < height; ++line) AddLine(wrapped, line, mark);
  }

  void AddLine(const std::vector<std::vector<std::string>>& cells, size_t line, bool mark) {
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string part = line < cells[i].size() ? cells[i][line] : "";
      const std::string padding = Spaces(widths_[i] - DisplayWidth(part));
      const bool right = table_.columns[shown_[i]].align == Align::kRight;
      absl::StrAppend(&text_, strokes_.vertical, " ", right ? padding : "", mark ? kMark : "", part,
                      mark ? kUnmark : "");
      absl::StrAppend(&text_, right ? "" : padding, " ");
    }
    absl::StrAppend(&text_, strokes_.vertical, "\n");
  }

  const Table& table_;
  const Strokes& strokes_;
  const TableStyle& style_;
  const std::vector<ColumnWidths> measured_;
  // Indexes of columns, in order; of those that are hidden, in the order in which they were.
  std::vector<size_t> shown_;
  std::vector<size_t> hidden_;
  // Of what is shown.
  std::vector<int> widths_;
  std::string text_;
};

std::string MarkdownCell(absl::string_view cell) {
  std::string escaped;
  for (const char c : Printable(cell)) {
    if (c == '\n') {
      escaped.append("<br>");
    } else {
      if (absl::string_view("\\|<*_`[]~").find(c) != absl::string_view::npos) escaped.push_back('\\');
      escaped.push_back(c);
    }
  }
  return escaped;
}

std::string MarkdownRow(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) absl::StrAppend(&row, " ", MarkdownCell(cell), " |");
  return absl::StrCat(row, "\n");
}

}  // namespace

bool LocaleIsUtf8() {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    const std::string locale = absl::AsciiStrToLower(value);
    return absl::StrContains(locale, "utf-8") || absl::StrContains(locale, "utf8");
  }
  return false;
}

std::string RenderTable(const Table& table, const TableStyle& style) { return Renderer(table, style).Render(); }

std::string RenderMarkdown(const Table& table) {
  std::string text = MarkdownRow(Titles(table));
  text.push_back('|');
  for (const TableColumn& column : table.columns) {
    text.append(column.align == Align::kRight ? " ---: |" : " --- |");
  }
  text.push_back('\n');
  for (const std::vector<std::string>& row : table.rows) absl::StrAppend(&text, MarkdownRow(row));
  return text;
}

}  // namespace tutorat::format
