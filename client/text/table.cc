#include "client/text/table.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "client/text/width.h"

namespace tutorat::format {
namespace {

// Narrower columns are no longer read as text.
constexpr int kNarrowest = 8;
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

std::vector<int> NaturalWidths(const Table& table) {
  std::vector<int> widths(table.columns.size(), 0);
  const auto widen = [&widths](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < widths.size(); ++i) {
      for (absl::string_view line : absl::StrSplit(Printable(cells[i]), '\n')) {
        widths[i] = std::max(widths[i], DisplayWidth(line));
      }
    }
  };
  widen(Titles(table));
  for (const std::vector<std::string>& row : table.rows) widen(row);
  return widths;
}

// Narrows the widest columns until all of them together take `available`.
void Fit(int available, std::vector<int>& widths) {
  while (std::accumulate(widths.begin(), widths.end(), 0) > available) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) return;
    --*widest;
  }
}

std::string Spaces(int count) { return std::string(static_cast<size_t>(std::max(count, 0)), ' '); }

class Renderer {
 public:
  Renderer(const Table& table, const TableStyle& style)
      : table_(table), strokes_(style.box ? kBox : kAscii), colour_(style.colour), widths_(NaturalWidths(table)) {
    const int frame = 3 * static_cast<int>(widths_.size()) + 1;
    if (style.width > 0) Fit(style.width - frame, widths_);
  }

  std::string Render() {
    AddRule(strokes_.top);
    AddRow(Titles(table_), false);
    AddRule(strokes_.between);
    for (size_t i = 0; i < table_.rows.size(); ++i) {
      if (i > 0 && table_.ruled) AddRule(strokes_.between);
      AddRow(table_.rows[i],
             colour_ && std::find(table_.marked.begin(), table_.marked.end(), i) != table_.marked.end());
    }
    AddRule(strokes_.bottom);
    return std::move(text_);
  }

 private:
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
      for (absl::string_view line : absl::StrSplit(Printable(cells[i]), '\n')) {
        const int indent = widths_[i] >= kWideEnoughToIndent ? kIndent : 0;
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
      const bool right = table_.columns[i].align == Align::kRight;
      absl::StrAppend(&text_, strokes_.vertical, " ", right ? padding : "", mark ? kMark : "", part,
                      mark ? kUnmark : "");
      absl::StrAppend(&text_, right ? "" : padding, " ");
    }
    absl::StrAppend(&text_, strokes_.vertical, "\n");
  }

  const Table& table_;
  const Strokes& strokes_;
  const bool colour_;
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
