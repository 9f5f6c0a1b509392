#include "client/files/session_csv.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/files/issue_cells.h"
#include "client/text/cells.h"
#include "client/text/local_hours.h"

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

// How sessions are read: with a column that is none of a record's, since their length says the same.
const std::vector<FileColumn>& ReadTable() {
  static const auto& table = *[] {
    auto* columns = new std::vector<FileColumn>(SessionTable());
    columns->push_back({"fin", "end", false, {"heure fin", "heure de fin", "end time", "until"}});
    return columns;
  }();
  return table;
}

class RowReader {
 public:
  RowReader(const TableFile::Row& cells, Language language, TableFile& table)
      : cells_(cells), language_(language), table_(table) {}

  v1::ImportRow Read() && {
    row_.set_line(cells_.line);
    for (size_t i = 0; i < SessionColumns().size(); ++i) ReadCell(i);
    ReadEnd();
    if (row_.record().unlisted_members() == v1::SessionRecord::UNLISTED_PRESENT) ClearNobody();
    for (const IssueProblem& problem : ReadIssues(issues_, language_, *row_.mutable_record())) {
      table_.Refuse(cells_, IndexOf(problem.column), problem.message);
    }
    return std::move(row_);
  }

 private:
  void ReadCell(size_t i) {
    SessionColumn column = SessionColumns()[i];
    const std::string& cell = cells_.cells[i];
    if (Trim(cell).empty() && !IsVerbatim(column)) {
      // Whether themes may be missing depends on the session's state, which the server judges.
      if (table_.named[i] && SessionTable()[i].required) {
        table_.Refuse(cells_, i, Say(language_, "la cellule est vide ; la remplir", "the cell is empty; fill it in"));
      }
    } else if (IsOfIssue(column)) {
      issues_[column->number()] = cell;
    } else if (column->number() != v1::SessionRecord::kPresentFieldNumber || IsOfRow(column) || !ReadPresent(cell)) {
      google::protobuf::Message* message = &row_;
      if (!IsOfRow(column)) message = row_.mutable_record();
      const absl::Status status = SetField(column, cell, language_, *message);
      if (!status.ok()) table_.Refuse(cells_, i, std::string(status.message()));
    }
  }

  // What the cell says of all the members at once; false: nothing.
  bool ReadPresent(const std::string& cell) {
    if (IsEverybody(cell)) {
      row_.mutable_record()->set_unlisted_members(v1::SessionRecord::UNLISTED_PRESENT);
      return true;
    }
    const auto share = ParseShare(cell);
    const std::string& expected = cells_.cells[IndexOf(ColumnOfField("expected"))];
    if (!share || !(Trim(expected).empty() || Trim(expected) == absl::StrCat(share->second))) return false;
    row_.mutable_record()->mutable_present()->set_count(share->first);
    row_.mutable_record()->set_expected(share->second);
    return true;
  }

  // Beside everybody, that nobody was absent says nothing more.
  void ClearNobody() {
    v1::SessionRecord& record = *row_.mutable_record();
    if (record.late().has_count() && record.late().count() == 0) record.clear_late();
    if (record.excused().has_count() && record.excused().count() == 0) record.clear_excused();
    if (record.absent().has_count() && record.absent().count() == 0) record.clear_absent();
  }

  void ReadEnd() {
    const size_t i = SessionColumns().size();
    if (Trim(cells_.cells[i]).empty() || row_.record().has_duration_minutes()) return;
    const auto end = ParseClock(cells_.cells[i], language_);
    if (!end.ok()) return table_.Refuse(cells_, i, std::string(end.status().message()));
    const auto start = ParseClock(cells_.cells[IndexOf(ColumnOfField("start"))], language_);
    const std::optional<int> minutes =
        start.ok() ? MinutesBetween(row_.record().date(), *start, *end, row_.record().time_zone()) : std::nullopt;
    if (!minutes) {
      return table_.Refuse(cells_, i,
                           Say(language_, "ne vient pas après un début ; écrire le début, ou la durée",
                               "does not come after a start; write the start, or the length"));
    }
    row_.mutable_record()->set_duration_minutes(*minutes);
  }

  const TableFile::Row& cells_;
  const Language language_;
  TableFile& table_;
  v1::ImportRow row_;
  IssueCells issues_;
};

}  // namespace

SessionFile ReadSessions(absl::string_view bytes, Language language) {
  SessionFile file;
  TableFile table = ReadTableFile(bytes, ReadTable(), language);
  for (const TableFile::Row& cells : table.rows) {
    const size_t before = table.problems.size();
    v1::ImportRow row = RowReader(cells, language, table).Read();
    if (table.header_is_right && table.problems.size() == before) file.rows.push_back(std::move(row));
  }
  table.SortProblems();
  file.problems = std::move(table.problems);
  file.notes = std::move(table.notes);
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
