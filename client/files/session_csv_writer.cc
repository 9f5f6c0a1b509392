#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/files/issue_cells.h"
#include "client/files/session_csv.h"
#include "client/text/cells.h"
#include "client/text/words.h"

namespace tutorat::format {
namespace {

std::string Cell(SessionColumn column, const v1::SessionRecord& record, const IssueCells& issues, Language language) {
  switch (column) {
    case SessionColumn::kWave:
      return record.wave();
    case SessionColumn::kGroup:
      return record.group();
    case SessionColumn::kTutor:
      return record.tutor();
    case SessionColumn::kDate:
      return record.date();
    case SessionColumn::kStart:
      return record.start();
    case SessionColumn::kZone:
      return record.time_zone();
    case SessionColumn::kDuration:
      return record.has_duration_minutes() ? absl::StrCat(record.duration_minutes()) : "";
    case SessionColumn::kStatus:
      return Word(record.state(), language);
    case SessionColumn::kReason:
      return record.cancel_reason();
    case SessionColumn::kThemes:
      return record.themes();
    case SessionColumn::kAsked:
      return record.requested_themes();
    case SessionColumn::kPresent:
      return WritePeople(record.present());
    case SessionColumn::kLate:
      return WritePeople(record.late());
    case SessionColumn::kExcused:
      return WritePeople(record.excused());
    case SessionColumn::kAbsent:
      return WritePeople(record.absent());
    case SessionColumn::kOthers:
      return Word(record.unlisted_members(), language);
    case SessionColumn::kExpected:
      return record.has_expected() ? absl::StrCat(record.expected()) : "";
    case SessionColumn::kGuests:
      return absl::StrJoin(record.guests(), "|");
    case SessionColumn::kIssue:
      return issues.issue;
    case SessionColumn::kAffected:
      return issues.affected;
    case SessionColumn::kImpact:
      return issues.impact;
    case SessionColumn::kIssueNote:
      return issues.issue_note;
    case SessionColumn::kAppreciation:
      return Word(record.appreciation(), language);
    case SessionColumn::kNote:
      return record.notes();
    case SessionColumn::kLink:
      return record.external_link();
    case SessionColumn::kRequestId:
      break;
  }
  return "";
}

// The id of a request is of one import, not of the session.
bool IsExported(SessionColumn column) { return column != SessionColumn::kRequestId; }

}  // namespace

std::string WriteSessions(absl::Span<const v1::SessionRecord> records, CsvStyle style, Language language) {
  std::vector<std::vector<std::string>> lines(1);
  for (const SessionColumnInfo& info : SessionColumns()) {
    if (IsExported(info.column)) lines[0].push_back(NameOf(info.column, language));
  }
  for (const v1::SessionRecord& record : records) {
    const IssueCells issues = WriteIssues(record, language);
    std::vector<std::string>& line = lines.emplace_back();
    for (const SessionColumnInfo& info : SessionColumns()) {
      if (IsExported(info.column)) line.push_back(Cell(info.column, record, issues, language));
    }
  }
  return WriteCsv(lines, style);
}

}  // namespace tutorat::format
