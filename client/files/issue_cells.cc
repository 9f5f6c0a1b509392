#include "client/files/issue_cells.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/text/cells.h"
#include "client/text/words.h"

namespace tutorat::format {
namespace {

using Kind = v1::ParticipationIssue::Kind;
using Impact = v1::ParticipationIssue::Impact;

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

// A cell's parts, one for each issue.
class Parts {
 public:
  Parts(std::vector<std::string> parts, int issues) : parts_(std::move(parts)), issues_(static_cast<size_t>(issues)) {}

  bool Match() const { return parts_.size() == issues_ || parts_.size() == 1; }
  size_t size() const { return parts_.size(); }
  const std::string& Of(int issue) const { return parts_.size() == 1 ? parts_[0] : parts_[static_cast<size_t>(issue)]; }

 private:
  const std::vector<std::string> parts_;
  const size_t issues_;
};

// One part where all are the same.
std::string JoinParts(const std::vector<std::string>& parts, absl::string_view separator) {
  const bool same = std::all_of(parts.begin(), parts.end(), [&](const std::string& part) { return part == parts[0]; });
  return same && !parts.empty() ? parts[0] : absl::StrJoin(parts, separator);
}

class IssueReader {
 public:
  IssueReader(Language language, v1::SessionRecord& record) : language_(language), record_(record) {}

  std::vector<IssueProblem> Read(const IssueCells& cells) {
    ReadKinds(cells.issue);
    if (!problems_.empty()) return std::move(problems_);
    const int issues = record_.issues_size();
    for (const auto& [column, cell] :
         {std::pair(SessionColumn::kAffected, &cells.affected), std::pair(SessionColumn::kImpact, &cells.impact),
          std::pair(SessionColumn::kIssueNote, &cells.issue_note)}) {
      if (issues == 0 && !absl::StripAsciiWhitespace(*cell).empty()) {
        Refuse(column,
               Say(language_, "se rapporte à un problème, et la ligne n'en nomme aucun ; écrire lequel : $0",
                   "is about an issue, and the line names none; write which: $0", WordChoices<Kind>(language_)));
      }
    }
    if (issues == 0) return std::move(problems_);
    ReadAffected(Parts(absl::StrSplit(cells.affected, '/'), issues));
    ReadImpacts(Parts(absl::StrSplit(cells.impact, '|'), issues));
    ReadNotes(Parts(SplitNotes(cells.issue_note), issues));
    return std::move(problems_);
  }

 private:
  void Refuse(SessionColumn column, std::string message) { problems_.push_back({column, std::move(message)}); }

  bool Match(const Parts& parts, SessionColumn column, absl::string_view separator) {
    if (parts.Match()) return true;
    Refuse(
        column,
        Say(language_,
            "donne $0 valeurs pour $1 problème(s) ; en écrire une pour tous, ou une pour chacun, séparées par « $2 »",
            "gives $0 values for $1 issue(s); write one for all, or one for each, separated by \"$2\"", parts.size(),
            record_.issues_size(), separator));
    return false;
  }

  void ReadKinds(absl::string_view cell) {
    for (const std::string& word : ParseNames(cell)) {
      const std::optional<Kind> kind = ParseWord<Kind>(word);
      if (kind) {
        record_.add_issues()->set_kind(*kind);
      } else {
        Refuse(SessionColumn::kIssue,
               Say(language_, "n'est pas un problème connu ; écrire un ou plusieurs de $0",
                   "is no known issue; write one or several of $0", WordChoices<Kind>(language_)));
        return;
      }
    }
  }

  void ReadAffected(const Parts& parts) {
    if (!Match(parts, SessionColumn::kAffected, "/")) return;
    for (int i = 0; i < record_.issues_size(); ++i) {
      const absl::StatusOr<v1::People> people = ParsePeople(parts.Of(i), language_);
      if (!people.ok()) return Refuse(SessionColumn::kAffected, std::string(people.status().message()));
      if (people->has_count() || people->names_size() > 0) *record_.mutable_issues(i)->mutable_affected() = *people;
    }
  }

  void ReadImpacts(const Parts& parts) {
    if (!Match(parts, SessionColumn::kImpact, "|")) return;
    for (int i = 0; i < record_.issues_size(); ++i) {
      if (absl::StripAsciiWhitespace(parts.Of(i)).empty()) continue;
      const std::optional<Impact> impact = ParseWord<Impact>(parts.Of(i));
      if (!impact) {
        return Refuse(SessionColumn::kImpact, Say(language_, "n'est pas un impact connu ; écrire $0",
                                                  "is no known impact; write $0", WordChoices<Impact>(language_)));
      }
      record_.mutable_issues(i)->set_impact(*impact);
    }
  }

  void ReadNotes(const Parts& parts) {
    if (!Match(parts, SessionColumn::kIssueNote, "|")) return;
    for (int i = 0; i < record_.issues_size(); ++i) record_.mutable_issues(i)->set_note(parts.Of(i));
  }

  const Language language_;
  v1::SessionRecord& record_;
  std::vector<IssueProblem> problems_;
};

}  // namespace

std::vector<IssueProblem> ReadIssues(const IssueCells& cells, Language language, v1::SessionRecord& record) {
  return IssueReader(language, record).Read(cells);
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
  return {.issue = absl::StrJoin(kinds, "|"),
          .affected = JoinParts(affected, " / "),
          .impact = JoinParts(impacts, "|"),
          .issue_note = JoinParts(notes, "|")};
}

}  // namespace tutorat::format
