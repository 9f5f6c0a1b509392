#include "client/files/session_csv.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "client/files/issue_cells.h"
#include "client/text/cells.h"

namespace tutorat::format {
namespace {

bool IsOfIssue(SessionColumn column) { return column->containing_type() == v1::RecordedIssue::descriptor(); }

// The id of a request is of one import, not of the session.
bool IsOfRow(SessionColumn column) { return column->containing_type() == v1::ImportRow::descriptor(); }

// Where `column` stands among all.
size_t IndexOf(SessionColumn column) {
  const auto& all = SessionColumns();
  return static_cast<size_t>(std::find(all.begin(), all.end(), column) - all.begin());
}

v1::ImportRow ReadRow(const TableFile::Row& cells, Language language, TableFile& table) {
  v1::ImportRow row;
  row.set_line(cells.line);
  IssueCells issues;
  for (size_t i = 0; i < cells.cells.size(); ++i) {
    SessionColumn column = SessionColumns()[i];
    const std::string& cell = cells.cells[i];
    if (Trim(cell).empty() && !IsVerbatim(column)) {
      // Whether themes may be missing depends on the session's state, which the server judges.
      if (table.named[i] && SessionTable()[i].required) {
        table.Refuse(cells, i, Say(language, "la cellule est vide ; la remplir", "the cell is empty; fill it in"));
      }
    } else if (IsOfIssue(column)) {
      issues[column->number()] = cell;
    } else {
      google::protobuf::Message* message = &row;
      if (!IsOfRow(column)) message = row.mutable_record();
      const absl::Status status = SetField(column, cell, language, *message);
      if (!status.ok()) table.Refuse(cells, i, std::string(status.message()));
    }
  }
  for (const IssueProblem& problem : ReadIssues(issues, language, *row.mutable_record())) {
    table.Refuse(cells, IndexOf(problem.column), problem.message);
  }
  return row;
}

}  // namespace

SessionFile ReadSessions(absl::string_view bytes, Language language) {
  SessionFile file;
  TableFile table = ReadTableFile(bytes, SessionTable(), language);
  for (const TableFile::Row& cells : table.rows) {
    const size_t before = table.problems.size();
    v1::ImportRow row = ReadRow(cells, language, table);
    if (table.header_is_right && table.problems.size() == before) file.rows.push_back(std::move(row));
  }
  table.SortProblems();
  file.problems = std::move(table.problems);
  file.names = std::move(table.names);
  return file;
}

std::string ColumnName(const SessionFile& file, absl::string_view field) {
  SessionColumn column = ColumnOfField(field);
  return column == nullptr ? "" : file.names[IndexOf(column)];
}

std::string WriteSessions(absl::Span<const v1::SessionRecord> records, CsvStyle style, Language language) {
  std::vector<FileColumn> columns;
  for (size_t i = 0; i < SessionColumns().size(); ++i) {
    if (!IsOfRow(SessionColumns()[i])) columns.push_back(SessionTable()[i]);
  }
  std::vector<std::vector<std::string>> lines;
  for (const v1::SessionRecord& record : records) {
    IssueCells issues = WriteIssues(record, language);
    std::vector<std::string>& line = lines.emplace_back();
    for (SessionColumn column : SessionColumns()) {
      if (IsOfRow(column)) continue;
      line.push_back(IsOfIssue(column) ? issues[column->number()] : FieldText(column, record, language));
    }
  }
  return WriteTableFile(columns, std::move(lines), style, language);
}

}  // namespace tutorat::format
