#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/files/issue_cells.h"
#include "client/files/session_csv.h"
#include "client/text/cells.h"
#include "client/text/words.h"

namespace tutorat::format {
namespace {

// Where spaces alone are words too.
bool IsVerbatim(SessionColumn column) {
  return column == SessionColumn::kThemes || column == SessionColumn::kAsked || column == SessionColumn::kNote ||
         column == SessionColumn::kReason || column == SessionColumn::kIssueNote;
}

// What a spreadsheet or an editor makes of line feeds within a cell is undone.
std::string WithLineFeeds(absl::string_view cell) { return absl::StrReplaceAll(cell, {{"\r\n", "\n"}, {"\r", "\n"}}); }

// Runs `set` with what `parsed` holds, unless it is a failure.
template <typename Value, typename Set>
absl::Status Assign(absl::StatusOr<Value> parsed, Set set) {
  if (!parsed.ok()) return parsed.status();
  set(*std::move(parsed));
  return absl::OkStatus();
}

absl::Status SetPeople(absl::string_view cell, Language language, v1::People* (*field)(v1::SessionRecord&),
                       v1::SessionRecord& record) {
  return Assign(ParsePeople(cell, language), [&](v1::People people) { *field(record) = std::move(people); });
}

template <typename Enum>
absl::StatusOr<Enum> ReadWord(absl::string_view cell, Language language) {
  if (const std::optional<Enum> value = ParseWord<Enum>(cell)) return *value;
  return absl::InvalidArgumentError(Say(language, "n'est pas un mot connu ; écrire l'un de $0",
                                        "is no known word; write one of $0", WordChoices<Enum>(language)));
}

// Sets what a cell that is not empty says. The four cells of issues, which belong together, are kept in `issues`.
absl::Status SetCell(SessionColumn column, const std::string& cell, Language language, v1::ImportRow& row,
                     IssueCells& issues) {
  v1::SessionRecord& record = *row.mutable_record();
  switch (column) {
    case SessionColumn::kWave:
      record.set_wave(Trim(cell));
      break;
    case SessionColumn::kGroup:
      record.set_group(Trim(cell));
      break;
    case SessionColumn::kTutor:
      record.set_tutor(Trim(cell));
      break;
    case SessionColumn::kDate:
      return Assign(ParseDate(cell, language), [&](std::string date) { record.set_date(std::move(date)); });
    case SessionColumn::kStart:
      return Assign(ParseClock(cell, language), [&](std::string clock) { record.set_start(std::move(clock)); });
    case SessionColumn::kZone:
      record.set_time_zone(Trim(cell));
      break;
    case SessionColumn::kDuration:
      return Assign(ParseDuration(cell, language), [&](int minutes) { record.set_duration_minutes(minutes); });
    case SessionColumn::kStatus:
      return Assign(ReadWord<v1::SessionState>(cell, language),
                    [&](v1::SessionState state) { record.set_state(state); });
    case SessionColumn::kReason:
      record.set_cancel_reason(cell);
      break;
    case SessionColumn::kThemes:
      record.set_themes(WithLineFeeds(cell));
      break;
    case SessionColumn::kAsked:
      record.set_requested_themes(WithLineFeeds(cell));
      break;
    case SessionColumn::kPresent:
      return SetPeople(
          cell, language, [](v1::SessionRecord& r) { return r.mutable_present(); }, record);
    case SessionColumn::kLate:
      return SetPeople(
          cell, language, [](v1::SessionRecord& r) { return r.mutable_late(); }, record);
    case SessionColumn::kExcused:
      return SetPeople(
          cell, language, [](v1::SessionRecord& r) { return r.mutable_excused(); }, record);
    case SessionColumn::kAbsent:
      return SetPeople(
          cell, language, [](v1::SessionRecord& r) { return r.mutable_absent(); }, record);
    case SessionColumn::kOthers:
      return Assign(ReadWord<v1::SessionRecord::Unlisted>(cell, language),
                    [&](v1::SessionRecord::Unlisted others) { record.set_unlisted_members(others); });
    case SessionColumn::kExpected:
      return Assign(ParseCount(cell, language), [&](int count) { record.set_expected(count); });
    case SessionColumn::kGuests:
      for (std::string& name : ParseNames(cell)) record.add_guests(std::move(name));
      break;
    case SessionColumn::kIssue:
      issues.issue = cell;
      break;
    case SessionColumn::kAffected:
      issues.affected = cell;
      break;
    case SessionColumn::kImpact:
      issues.impact = cell;
      break;
    case SessionColumn::kIssueNote:
      issues.issue_note = WithLineFeeds(cell);
      break;
    case SessionColumn::kAppreciation:
      return Assign(ReadWord<v1::Appreciation>(cell, language),
                    [&](v1::Appreciation appreciation) { record.set_appreciation(appreciation); });
    case SessionColumn::kNote:
      record.set_notes(WithLineFeeds(cell));
      break;
    case SessionColumn::kLink:
      record.set_external_link(Trim(cell));
      break;
    case SessionColumn::kRequestId:
      row.set_request_id(Trim(cell));
      break;
  }
  return absl::OkStatus();
}

class SessionReader {
 public:
  explicit SessionReader(Language language) : language_(language) {}

  SessionFile Read(absl::string_view bytes) {
    CsvDocument document = ReadCsv(bytes, language_);
    file_.problems = std::move(document.problems);
    if (document.header.cells.empty()) return std::move(file_);
    ReadHeader(document.header);
    const bool header_is_right = header_problems_ == 0;
    for (const CsvRecord& record : document.records) ReadRecord(record);
    if (!header_is_right) file_.rows.clear();
    std::stable_sort(file_.problems.begin(), file_.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    return std::move(file_);
  }

 private:
  void RefuseHeader(Problem problem) {
    ++header_problems_;
    file_.problems.push_back(std::move(problem));
  }

  void ReadHeader(const CsvRecord& header) {
    for (const std::string& cell : header.cells) {
      const std::string name = Trim(cell);
      const std::optional<SessionColumn> column = FindSessionColumn(name);
      // A spreadsheet leaves columns without a name behind.
      columns_.push_back(column);
      if (name.empty()) continue;
      if (!column) {
        RefuseHeader({.line = header.line, .value = name, .message = UnknownColumn(name)});
      } else if (!file_.names.emplace(*column, name).second) {
        RefuseHeader({.line = header.line,
                      .value = name,
                      .message = Say(language_, "répète la colonne « $0 » ; n'en garder qu'une",
                                     "repeats the column \"$0\"; keep one of them", file_.names[*column])});
      }
    }
    for (const SessionColumnInfo& info : SessionColumns()) {
      if (!info.required || file_.names.contains(info.column)) continue;
      RefuseHeader(
          {.line = header.line,
           .message = Say(language_, "la colonne « $0 » manque ; l'ajouter à l'en-tête",
                          "the column \"$0\" is missing; add it to the header", NameOf(info.column, language_))});
    }
  }

  std::string UnknownColumn(absl::string_view name) const {
    const std::string nearest = NearestColumnName(name);
    if (!nearest.empty()) {
      return Say(language_, "n'est pas une colonne connue ; peut-être « $0 » ?", "is no known column; perhaps \"$0\"?",
                 nearest);
    }
    std::vector<std::string> names;
    for (const SessionColumnInfo& info : SessionColumns()) names.push_back(NameOf(info.column, language_));
    return Say(language_, "n'est pas une colonne connue ; les colonnes sont $0",
               "is no known column; the columns are $0", absl::StrJoin(names, ", "));
  }

  void ReadRecord(const CsvRecord& record) {
    // A spreadsheet leaves lines of separators alone behind.
    if (std::all_of(record.cells.begin(), record.cells.end(), [](const auto& cell) { return Trim(cell).empty(); }))
      return;
    const size_t problems = file_.problems.size();
    v1::ImportRow row;
    row.set_line(record.line);
    IssueCells issues;
    for (size_t i = 0; i < record.cells.size(); ++i) ReadCell(i, record, row, issues);
    for (const IssueProblem& problem : ReadIssues(issues, language_, *row.mutable_record())) {
      Refuse(record, problem.column, problem.message);
    }
    if (file_.problems.size() == problems) file_.rows.push_back(std::move(row));
  }

  void ReadCell(size_t index, const CsvRecord& record, v1::ImportRow& row, IssueCells& issues) {
    const std::string& cell = record.cells[index];
    const std::optional<SessionColumn> column = columns_[index];
    if (Trim(cell).empty()) {
      // Whether themes may be missing depends on the session's state, which the server judges.
      if (column == SessionColumn::kGroup || column == SessionColumn::kDate) {
        Refuse(record, *column, Say(language_, "la cellule est vide ; la remplir", "the cell is empty; fill it in"));
      }
      if (!column || !IsVerbatim(*column)) return;
    }
    if (!column) {
      const bool unnamed = header_problems_ == 0;
      if (unnamed) {
        file_.problems.push_back(
            {.line = record.line,
             .value = cell,
             .message = Say(language_, "est dans une colonne sans nom ; la nommer dans l'en-tête ou la vider",
                            "stands in a column without a name; name it in the header or empty it")});
      }
      return;
    }
    const absl::Status status = SetCell(*column, cell, language_, row, issues);
    if (!status.ok()) Refuse(record, *column, std::string(status.message()));
  }

  void Refuse(const CsvRecord& record, SessionColumn column, std::string message) {
    std::string value;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i] == column) value = record.cells[i];
    }
    if (Trim(value).empty()) value.clear();
    const auto name = file_.names.find(column);
    file_.problems.push_back({.line = record.line,
                              .column = name != file_.names.end() ? name->second : NameOf(column, language_),
                              .value = std::move(value),
                              .message = std::move(message)});
  }

  const Language language_;
  SessionFile file_;
  std::vector<std::optional<SessionColumn>> columns_;
  int header_problems_ = 0;
};

}  // namespace

SessionFile ReadSessions(absl::string_view bytes, Language language) { return SessionReader(language).Read(bytes); }

std::string ColumnName(const SessionFile& file, absl::string_view field, Language language) {
  const std::optional<SessionColumn> column = ColumnOfField(field);
  if (!column) return "";
  const auto name = file.names.find(*column);
  return name != file.names.end() ? name->second : NameOf(*column, language);
}

}  // namespace tutorat::format
