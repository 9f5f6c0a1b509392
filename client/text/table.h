#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "client/text/language.h"

namespace tutorat::format {

enum class Align { kLeft, kRight };

struct TableColumn {
  std::string title;
  Align align = Align::kLeft;
  // 0: always shown. Else, where the table does not fit, the column with the greatest is hidden first.
  int expendable = 0;
};

struct Table {
  std::vector<TableColumn> columns;
  // As many cells as there are columns. A cell may hold several lines, separated by a line feed.
  std::vector<std::vector<std::string>> rows;
  // A rule between two rows: for rows of several lines.
  bool ruled = false;
  // Rows that stand out where the style has colours; what they mean is also said in words.
  std::vector<size_t> marked = {};
};

struct TableStyle {
  // Of the whole table, in columns of the terminal; 0: no limit. Texts are wrapped at spaces; then expendable columns
  // are hidden, which a line under the table says; only then are words broken. Where even that does not fit, the table
  // is wider.
  int width = 0;
  // Lines of box-drawing characters, else of + - |.
  bool box = true;
  bool colour = false;
  // Of the line that says what is hidden.
  Language language = Language::kFrench;
};

// Whether the locale of LC_ALL, LC_CTYPE or LANG, the first that is set, is a UTF-8 one.
bool LocaleIsUtf8();

// Every line ends in a line feed. Control characters are replaced, so that no text can command the terminal.
std::string RenderTable(const Table& table, const TableStyle& style);

// A table of GitHub's Markdown, in which cells read as they are: what Markdown would obey is escaped, line feeds are
// <br>.
std::string RenderMarkdown(const Table& table);

}  // namespace tutorat::format
