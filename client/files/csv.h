#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "client/text/problem.h"

namespace tutorat::format {

// A line of a table.
struct CsvRecord {
  // Its row's number, from 1, as a spreadsheet shows it: a quoted cell may go on for several lines of the file.
  int line = 0;
  std::vector<std::string> cells;
};

struct CsvDocument {
  // Without empty lines.
  std::vector<CsvRecord> records;
  // As of DecodedText.
  std::string charset;
  // As of DecodedText, where it was guessed.
  std::string guessed_charset;
  // With the form of the file; after a problem with quotes nothing more is read.
  std::vector<Problem> problems;
};

// Reads RFC 4180, and what spreadsheets write for it:
// - `,`, `;` or tab as separator: the one that the first lines have most of, outside quotes;
// - lines that end in LF, CRLF or CR; empty lines do not count;
// - a first line `sep=;`, which is none of the table's rows;
// - the character sets of Decode();
// - in a spreadsheet's file (`;`, or a byte order mark), the apostrophe that CsvStyle::kSpreadsheet puts is taken off.
// An empty file is a problem.
CsvDocument ReadCsv(absl::string_view bytes, Language language);

enum class CsvStyle {
  // For programs: `,`, LF, words as they are.
  kPlain,
  // `;`, byte order mark, CRLF, and an apostrophe before a cell that a spreadsheet would compute: one that begins with
  // = + - @ tab or CR, be it after apostrophes of its own, and is no negative number. ReadCsv gives back every cell as
  // it was.
  kSpreadsheet,
};

// RFC 4180 in UTF-8, quotes only where they are needed.
std::string WriteCsv(const std::vector<std::vector<std::string>>& records, CsvStyle style);

}  // namespace tutorat::format
