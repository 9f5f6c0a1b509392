#include "client/files/issue_cells.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/text/cells.h"
#include "client/text/words.h"

namespace tutorat::format {
namespace {

using Issue = v1::RecordedIssue;
using Kind = v1::ParticipationIssue::Kind;

// At each bar that no backslash precedes; `\|` is a bar then, and `\\` a backslash.
std::vector<std::string> SplitNotes(absl::string_view cell) {
  std::vector<std::string> notes(1);
  for (size_t i = 0; i < cell.size(); ++i) {
    const bool escapes = cell[i] == '\\' && i + 1 < cell.size() && (cell[i + 1] == '\\' || cell[i + 1] == '|');
    if (cell[i] == '|') {
      notes.emplace_back();
    } else {
      if (escapes) ++i;
      notes.back().push_back(cell[i]);
    }
  }
  return notes;
}

// One part where all are the same.
std::string JoinParts(const std::vector<std::string>& parts, absl::string_view separator) {
  const bool same = std::all_of(parts.begin(), parts.end(), [&](const std::string& part) { return part == parts[0]; });
  return same && !parts.empty() ? parts[0] : absl::StrJoin(parts, separator);
}

class IssueReader {
 public:
  IssueReader(Language language, v1::SessionRecord& record) : language_(language), record_(record) {}

  std::vector<IssueProblem> Read(IssueCells cells) {
    ReadKinds(cells[Issue::kKindFieldNumber]);
    if (!problems_.empty()) return std::move(problems_);
    const int issues = record_.issues_size();
    for (const auto& [field, cell] : cells) {
      if (issues == 0 && !Trim(cell).empty()) {
        Refuse(field, Say(language_, "se rapporte à un problème, et la ligne n'en nomme aucun ; écrire lequel : $0",
                          "is about an issue, and the line names none; write which: $0", WordChoices<Kind>(language_)));
      }
    }
    if (issues == 0) return std::move(problems_);
    ReadParts(Issue::kAffectedFieldNumber, absl::StrSplit(cells[Issue::kAffectedFieldNumber], '/'), "/");
    ReadParts(Issue::kImpactFieldNumber, absl::StrSplit(cells[Issue::kImpactFieldNumber], '|'), "|");
    ReadParts(Issue::kNoteFieldNumber, SplitNotes(cells[Issue::kNoteFieldNumber]), "|");
    return std::move(problems_);
  }

 private:
  void Refuse(int field, std::string message) {
    problems_.push_back({Issue::descriptor()->FindFieldByNumber(field), std::move(message)});
  }

  void ReadKinds(absl::string_view cell) {
    for (const std::string& word : ParseNames(cell)) {
      const std::optional<Kind> kind = ParseWord<Kind>(word);
      if (!kind) {
        return Refuse(Issue::kKindFieldNumber,
                      Say(language_, "n'est pas un problème connu ; écrire un ou plusieurs de $0",
                          "is no known issue; write one or several of $0", WordChoices<Kind>(language_)));
      }
      record_.add_issues()->set_kind(*kind);
    }
  }

  // A part of the cell for each issue, or one for all.
  void ReadParts(int field, const std::vector<std::string>& parts, absl::string_view separator) {
    if (parts.size() != 1 && parts.size() != static_cast<size_t>(record_.issues_size())) {
      return Refuse(field,
                    Say(language_,
                        "donne $0 valeurs pour $1 problème(s) ; en écrire une pour tous, ou une pour chacun, séparées "
                        "par « $2 »",
                        "gives $0 values for $1 issue(s); write one for all, or one for each, separated by \"$2\"",
                        parts.size(), record_.issues_size(), separator));
    }
    for (int i = 0; i < record_.issues_size(); ++i) {
      if (!Set(field, parts[parts.size() == 1 ? 0 : static_cast<size_t>(i)], record_.mutable_issues(i))) return;
    }
  }

  bool Set(int field, const std::string& text, Issue* issue) {
    const SessionColumn column = Issue::descriptor()->FindFieldByNumber(field);
    if (Trim(text).empty() && !IsVerbatim(column)) return true;
    const absl::Status status = SetField(column, text, language_, *issue);
    if (!status.ok()) Refuse(field, std::string(status.message()));
    return status.ok();
  }

  const Language language_;
  v1::SessionRecord& record_;
  std::vector<IssueProblem> problems_;
};

}  // namespace

std::vector<IssueProblem> ReadIssues(IssueCells cells, Language language, v1::SessionRecord& record) {
  return IssueReader(language, record).Read(std::move(cells));
}

IssueCells WriteIssues(const v1::SessionRecord& record, Language language) {
  std::vector<std::string> kinds;
  std::vector<std::string> affected;
  std::vector<std::string> impacts;
  std::vector<std::string> notes;
  for (const v1::RecordedIssue& issue : record.issues()) {
    kinds.push_back(Word(issue.kind(), language));
    affected.push_back(WritePeople(issue.affected()));
    impacts.push_back(Word(issue.impact(), language));
    notes.push_back(absl::StrReplaceAll(issue.note(), {{"\\", "\\\\"}, {"|", "\\|"}}));
  }
  return {{Issue::kKindFieldNumber, absl::StrJoin(kinds, "|")},
          {Issue::kAffectedFieldNumber, JoinParts(affected, " / ")},
          {Issue::kImpactFieldNumber, JoinParts(impacts, "|")},
          {Issue::kNoteFieldNumber, JoinParts(notes, "|")}};
}

}  // namespace tutorat::format
