#include "absl/strings/str_cat.h"
#include "server/report/render/render.h"

namespace tutorat::report {
namespace {

constexpr char kStyle[] = R"(
    body { font: 11pt/1.4 "Marianne", "Liberation Sans", Arial, sans-serif; color: #161616; margin: 2rem auto;
      max-width: 70rem; padding: 0 1rem; }
    h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; margin: 1rem 0; }
    th, td { border: 1px solid #929292; padding: .25rem .5rem; text-align: left; vertical-align: top; }
    th { background: #eee; }
    th.number, td.number { text-align: right; }
    tr.marked td { background: #fff3cd; }
    td p { margin: 0; white-space: pre-line; } td p + p { margin-top: .25rem; }
    @media print { body { margin: 0; max-width: none; padding: 0; } .wide { overflow: visible; }
      thead { display: table-header-group; } tr { break-inside: avoid; } }
)";

// HTML has none of them but line feeds and tabs; those from U+0080 to U+009F are two bytes.
size_t ControlBytes(absl::string_view text) {
  if (text[0] == '\xC2') return text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0 ? 2 : 0;
  return (text[0] >= 0 && text[0] < ' ' && text[0] != '\n' && text[0] != '\t') || text[0] == '\x7f' ? 1 : 0;
}

std::string HtmlText(absl::string_view text) {
  std::string escaped;
  for (size_t i = 0; i < text.size(); ++i) {
    if (const size_t control = ControlBytes(text.substr(i)); control > 0) {
      i += control - 1;
      continue;
    }
    switch (const char c = text[i]) {
      case '&':
        escaped.append("&amp;");
        break;
      case '<':
        escaped.append("&lt;");
        break;
      case '>':
        escaped.append("&gt;");
        break;
      case '"':
        escaped.append("&quot;");
        break;
      default:
        escaped.push_back(c);
    }
  }
  return escaped;
}

absl::string_view ClassOf(const v1::DocumentColumn& column) {
  return column.kind() == v1::DocumentColumn::KIND_NUMBER ? " class=\"number\"" : "";
}

void AppendHtmlCell(const v1::DocumentColumn& column, const v1::DocumentCell& cell, int level, std::string* text) {
  absl::StrAppend(text, "<td", ClassOf(column));
  if (level > 0) absl::StrAppend(text, " style=\"padding-left:", level + 1, "em\"");
  text->push_back('>');
  if (cell.items().empty()) {
    absl::StrAppend(text, HtmlText(ShownText(cell)));
  } else {
    for (const std::string& item : cell.items()) absl::StrAppend(text, "<p>", HtmlText(item), "</p>");
  }
  text->append("</td>");
}

void AppendHtmlTable(const v1::DocumentTable& table, std::string* text) {
  // Reached by the keyboard where it is scrolled.
  absl::StrAppend(text, "<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>");
  for (const v1::DocumentColumn& column : table.columns()) {
    absl::StrAppend(text, "<th scope=\"col\"", ClassOf(column), ">", HtmlText(column.title()), "</th>");
  }
  text->append("</tr></thead>\n<tbody>\n");
  for (const v1::DocumentRow& row : table.rows()) {
    text->append(row.marked() ? "<tr class=\"marked\">" : "<tr>");
    for (int i = 0; i < row.cells_size(); ++i) {
      AppendHtmlCell(table.columns(i), row.cells(i), i == 0 ? row.level() : 0, text);
    }
    text->append("</tr>\n");
  }
  text->append("</tbody>\n</table></div>\n");
}

}  // namespace

std::string RenderHtml(const v1::Document& document) {
  const std::string title = HtmlText(document.title());
  std::string text =
      absl::StrCat("<!DOCTYPE html>\n<html lang=\"", HtmlText(document.language()),
                   "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                   "content=\"width=device-width, initial-scale=1\">\n<title>",
                   title, "</title>\n<style>", kStyle, "</style>\n</head>\n<body>\n<h1>", title, "</h1>\n");
  bool in_list = false;
  const auto end_list = [&] {
    if (in_list) text.append("</ul>\n");
    in_list = false;
  };
  for (const v1::Block& block : document.blocks()) {
    if (block.has_sentence()) {
      absl::StrAppend(&text, in_list ? "" : "<ul>\n", "<li>", HtmlText(block.sentence().text()), "</li>\n");
      in_list = true;
      continue;
    }
    end_list();
    if (block.has_heading()) absl::StrAppend(&text, "<h2>", HtmlText(block.heading()), "</h2>\n");
    if (block.has_table()) AppendHtmlTable(block.table(), &text);
  }
  end_list();
  text.append("</body>\n</html>\n");
  return text;
}

}  // namespace tutorat::report
