#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "client/text/problem.h"

namespace tutorat::format {

// A line of a table.
struct CsvRecord {
  // Where it begins in the file, from 1: a quoted cell may go on for several lines.
  int line = 0;
  std::vector<std::string> cells;
};

struct CsvDocument {
  CsvRecord header;
  // Each with as many cells as the header.
  std::vector<CsvRecord> records;
  // By line. A record with a problem is not in `records`; after a problem with quotes nothing more is read.
  std::vector<Problem> problems;
};

// Reads RFC 4180, and what spreadsheets write for it:
// - `,`, `;` or tab as separator: the one that the first line has most of, outside quotes;
// - lines that end in LF, CRLF or CR; empty lines do not count;
// - a first line `sep=;`, which is none of the table's;
// - UTF-8 with or without a byte order mark, or Windows-1252: what is no UTF-8 is the latter. A text that is mostly
// UTF-8
//   is a damaged one, and refused, as are UTF-16 and NUL;
// - in a spreadsheet's file (`;`, or a byte order mark), the apostrophe that CsvStyle::kSpreadsheet puts is taken off.
// An empty file is a problem; a header alone is none.
CsvDocument ReadCsv(absl::string_view bytes, Language language);

enum class CsvStyle {
  // For programs: `,`, LF, words as they are.
  kPlain,
  // `;`, byte order mark, CRLF, and an apostrophe before a cell that a spreadsheet would compute: one that begins with
  // = + - @ tab or CR, be it after apostrophes of its own, so that ReadCsv gives back every cell as it was.
  kSpreadsheet,
};

// RFC 4180 in UTF-8, quotes only where they are needed.
std::string WriteCsv(const std::vector<std::vector<std::string>>& records, CsvStyle style);

}  // namespace tutorat::format
