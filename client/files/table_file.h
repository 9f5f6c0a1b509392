#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/problem.h"

namespace tutorat::format {

// A column of a table that people write, by its name in either language.
struct FileColumn {
  std::string french;
  std::string english;
  // The header must name it.
  bool required = false;
  // What else people call it, in either language.
  std::vector<std::string> also = {};
  // An empty cell says the same as the one above: in a spreadsheet they were one.
  bool filled_down = false;
};

// A table of which one of the first lines, its header, names some of `columns`, in either language and any order. What
// people write around it is left aside: titles above the header, columns that nobody knows, totals, headers repeated.
struct TableFile {
  struct Row {
    int line = 0;
    // As they stand in the file, one for each of the columns; empty where the table has no such column.
    std::vector<std::string> cells;
  };

  // Without blank lines and totals. Those of a wrong header are read too: what is wrong with them is told at once.
  std::vector<Row> rows;
  bool header_is_right = false;
  // What is wrong with the header and the form of the file.
  std::vector<Problem> problems;
  // What was left aside or filled in, for people to see.
  std::vector<Problem> notes;
  // One for each of the columns: as the header calls it, else its usual name.
  std::vector<std::string> names;
  // Whether the header names it.
  std::vector<bool> named;

  void Refuse(const Row& row, size_t column, std::string message);
  // The day in that cell, AAAA-MM-JJ; empty where it is none, which is refused.
  std::string ReadDay(const Row& row, size_t column, Language language);
  // By line.
  void SortProblems();
};

// `bytes` as ReadCsv or ReadWorkbook takes them; of a workbook, the sheet of which a line names most columns.
TableFile ReadTableFile(absl::string_view bytes, absl::Span<const FileColumn> columns, Language language);

// By a name of either language, whatever its case and accents, with spaces, hyphens or apostrophes for underscores.
std::optional<size_t> FindColumn(absl::Span<const FileColumn> columns, absl::string_view name);
// The column whose name `name` was probably meant to be: one letter of three may be wrong.
std::optional<size_t> NearestColumn(absl::Span<const FileColumn> columns, absl::string_view name);

// `rows` under the columns' names.
std::string WriteTableFile(absl::Span<const FileColumn> columns, std::vector<std::vector<std::string>> rows,
                           CsvStyle style, Language language);

}  // namespace tutorat::format
