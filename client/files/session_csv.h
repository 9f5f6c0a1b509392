#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/files/csv.h"
#include "client/files/session_columns.h"
#include "client/text/language.h"
#include "client/text/problem.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::format {

// The CSV format in which sessions are imported and exported. A header names the columns, in French or English and in
// any order; see session_columns.h. Words are taken as they are: only themes, wishes and notes have their line ends
// made line feeds.
//
// Several issues of a session are separated by `|`, as are their impacts and notes; in a note `\|` is a bar and `\\` a
// backslash. What is affected by each is separated by ` / `, since `|` separates people. One impact, note or affected
// value stands for all the issues.

struct SessionFile {
  // Lines without a problem, in the order of the file. None when the header has a problem.
  std::vector<v1::ImportRow> rows;
  // All of them, by line.
  std::vector<Problem> problems;
  // What was left aside or filled in, for people to see.
  std::vector<Problem> notes;
  // Of each of SessionColumns, as the header calls it, else its usual name.
  std::vector<std::string> names;
};

// `bytes` as ReadCsv takes them.
SessionFile ReadSessions(absl::string_view bytes, Language language);

// The name of the column that holds `field`, as RowError names it. Empty when none does.
std::string ColumnName(const SessionFile& file, absl::string_view field);

// The file of `records`, header and words in `language`. ReadSessions gives them back equal, except people and issues
// that say nothing.
std::string WriteSessions(absl::Span<const v1::SessionRecord> records, CsvStyle style, Language language);

}  // namespace tutorat::format
