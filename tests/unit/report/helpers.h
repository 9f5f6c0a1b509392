// Shorthands of the tests of documents.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/error.h"
#include "server/report/render/render.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/document.pb.h"

namespace tutorat::report {

using tests::Make;
using Lines = std::vector<std::string>;

inline constexpr auto kFrench = domain::Language::kFrench;
inline constexpr auto kEnglish = domain::Language::kEnglish;

// The text of each sentence.
inline Lines Sentences(const v1::Document& document) {
  Lines lines;
  for (const v1::Block& block : document.blocks()) {
    if (block.has_sentence()) lines.push_back(block.sentence().text());
  }
  return lines;
}

// The document's first table of data, or the one of that key.
inline std::string CsvOf(const v1::Document& document, const std::string& key = "", CsvStyle style = CsvStyle::kPlain) {
  const v1::DocumentTable* table = DataTable(document, key);
  return table == nullptr ? "no such table" : RenderCsv(*table, style);
}

// The table of that key among the blocks; an empty one where there is none.
inline v1::DocumentTable TableOf(const v1::Document& document, const std::string& key) {
  for (const v1::Block& block : document.blocks()) {
    if (block.table().key() == key) return block.table();
  }
  return {};
}

// `| a | b |`, first of the titles, then of each row, as people read them.
inline Lines RowsOf(const v1::Document& document, const std::string& key) {
  const v1::DocumentTable table = TableOf(document, key);
  if (table.columns().empty()) return {};
  Lines lines(1, "|");
  for (const v1::DocumentColumn& column : table.columns()) absl::StrAppend(&lines[0], " ", column.title(), " |");
  for (const v1::DocumentRow& row : table.rows()) {
    std::string& line = lines.emplace_back("|");
    for (const v1::DocumentCell& cell : row.cells()) absl::StrAppend(&line, " ", ShownText(cell), " |");
  }
  return lines;
}

// `1/3: 4 7` of each figure of a sentence: numerator, denominator and groups.
inline Lines FiguresOf(const v1::Sentence& sentence) {
  Lines lines;
  for (const v1::FigureValue& figure : sentence.figures()) {
    std::string& line = lines.emplace_back(absl::StrCat(figure.numerator(), "/", figure.denominator()));
    if (!figure.groups().empty()) line.push_back(':');
    for (const v1::GroupReference& group : figure.groups()) absl::StrAppend(&line, " ", group.number());
  }
  return lines;
}

// The same of the sentence that begins with those words.
inline Lines FiguresOf(const v1::Document& document, const std::string& beginning) {
  for (const v1::Block& block : document.blocks()) {
    if (block.sentence().text().rfind(beginning, 0) == 0 && block.has_sentence()) return FiguresOf(block.sentence());
  }
  return {absl::StrCat("no sentence begins with ", beginning)};
}

}  // namespace tutorat::report
