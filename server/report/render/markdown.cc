#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "server/report/render/render.h"

namespace tutorat::report {
namespace {

bool IsControl(char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }

// Whether an entity may begin there, which Markdown would read as another character.
bool MayBeginEntity(absl::string_view text, size_t at) {
  return text[at] == '&' && at + 1 < text.size() && (absl::ascii_isalpha(text[at + 1]) || text[at + 1] == '#');
}

// One line: what Markdown would obey is escaped, line feeds are <br>, other control characters are left out.
std::string MarkdownText(absl::string_view text) {
  std::string escaped;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      escaped.append("<br>");
    } else if (!IsControl(c)) {
      if (absl::string_view("\\|<*_`[]~").find(c) != absl::string_view::npos || MayBeginEntity(text, i)) {
        escaped.push_back('\\');
      }
      escaped.push_back(c);
    }
  }
  return escaped;
}

// Items as a line for each, whose further lines stand back: a plain space at the beginning of a line would not be kept.
std::string MarkdownCell(const v1::DocumentCell& cell, int level) {
  std::string indent;
  for (int i = 0; i < level; ++i) indent.append("\u00a0\u00a0");
  if (cell.items().empty()) return absl::StrCat(indent, MarkdownText(ShownText(cell)));
  return absl::StrJoin(cell.items(), "<br>", [](std::string* text, const std::string& item) {
    absl::StrAppend(text, MarkdownText(absl::StrReplaceAll(item, {{"\n", "\n\u00a0\u00a0"}})));
  });
}

void AppendMarkdownTable(const v1::DocumentTable& table, std::string* text) {
  text->push_back('|');
  for (const v1::DocumentColumn& column : table.columns())
    absl::StrAppend(text, " ", MarkdownText(column.title()), " |");
  text->append("\n|");
  for (const v1::DocumentColumn& column : table.columns()) {
    text->append(column.kind() == v1::DocumentColumn::KIND_NUMBER ? " ---: |" : " --- |");
  }
  text->push_back('\n');
  for (const v1::DocumentRow& row : table.rows()) {
    text->push_back('|');
    for (int i = 0; i < row.cells_size(); ++i) {
      absl::StrAppend(text, " ", MarkdownCell(row.cells(i), i == 0 ? row.level() : 0), " |");
    }
    text->push_back('\n');
  }
}

}  // namespace

std::string RenderMarkdown(const v1::Document& document) {
  std::string text;
  bool in_list = false;
  for (const v1::Block& block : document.blocks()) {
    if (in_list && !block.has_sentence()) text.push_back('\n');
    in_list = block.has_sentence();
    if (block.has_heading()) absl::StrAppend(&text, "## ", MarkdownText(block.heading()), "\n\n");
    if (block.has_sentence()) absl::StrAppend(&text, "- ", MarkdownText(block.sentence().text()), "\n");
    if (!block.has_table()) continue;
    AppendMarkdownTable(block.table(), &text);
    text.push_back('\n');
  }
  while (text.size() > 1 && text[text.size() - 2] == '\n') text.pop_back();
  return text;
}

}  // namespace tutorat::report
