#include "client/cli/session/session_issues.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "client/cli/issue/issue.h"
#include "client/cli/session/group_habits.h"
#include "client/cli/session/session.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resource.h"
#include "proto/fold.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

using format::Say;
using Kind = v1::ParticipationIssue::Kind;

// `Micro absent`, as it stands alone.
absl::string_view IssueTitle(const Context& context, Kind kind) {
  constexpr struct {
    Kind kind;
    const char* french;
    const char* english;
  } kTitles[] = {{v1::ParticipationIssue::KIND_MIC, "Micro absent", "No microphone"},
                 {v1::ParticipationIssue::KIND_CAMERA, "Caméra absente", "No camera"},
                 {v1::ParticipationIssue::KIND_CONNECTION, "Problème de connexion", "Connection problem"},
                 {v1::ParticipationIssue::KIND_ACCESS, "Problème d'accès", "Access problem"},
                 {v1::ParticipationIssue::KIND_ROOM, "Problème de salle", "Room problem"}};
  for (const auto& title : kTitles) {
    if (title.kind == kind) return context.Text(title.french, title.english);
  }
  return context.Text("Autre problème", "Other problem");
}

// `Micro absent (2 personnes, depuis le 05/12/2023)`.
std::string DescribeEntry(const Context& context, const v1::IssueEntry& entry) {
  const bool one =
      context.language == format::Language::kFrench ? entry.affected_count() < 2 : entry.affected_count() == 1;
  const std::string people = entry.has_affected_count()
                                 ? Say(context.language, one ? "$0 personne, " : "$0 personnes, ",
                                       one ? "$0 person, " : "$0 people, ", entry.affected_count())
                                 : "";
  return absl::StrCat(IssueTitle(context, entry.kind()), " (", people, context.Text("depuis le ", "since "),
                      DayForPeople(context, entry.first_date().empty() ? entry.state_date() : entry.first_date()), ")");
}

// The sighting of that kind in the issue's last session, as it would be recorded again on that day.
absl::StatusOr<v1::RecordedIssue> LastSighting(Context& context, const v1::IssueEntry& entry,
                                               const std::vector<std::string>& members) {
  v1::RecordedIssue last;
  last.set_kind(entry.kind());
  if (entry.last_session().empty()) return last;
  ASSIGN_OR_RETURN(const v1::GetSessionRecordResponse session, GetRecord(context, entry.last_session()));
  for (const v1::RecordedIssue& issue : session.record().issues()) {
    if (issue.kind() == entry.kind()) last = issue;
  }
  last.clear_note();
  auto* names = last.mutable_affected()->mutable_names();
  names->erase(std::remove_if(names->begin(), names->end(),
                              [&](const std::string& name) {
                                return std::find(members.begin(), members.end(), name) == members.end();
                              }),
               names->end());
  if (names->empty() && !last.affected().has_count()) last.clear_affected();
  return last;
}

}  // namespace

absl::StatusOr<std::vector<OpenIssue>> FetchOpenIssues(Context& context, const v1::SessionRecord& record) {
  ASSIGN_OR_RETURN(const std::string group, ResolveGroup(context, record.group(), record.wave()));
  v1::GetIssueRegisterRequest request;
  request.set_group(group);
  request.set_as_of_date(record.date());
  request.add_states(v1::ISSUE_STATE_OPEN);
  request.add_states(v1::ISSUE_STATE_EQUIPMENT_REQUESTED);
  ASSIGN_OR_RETURN(const auto response, context.Server().Call<v1::GetIssueRegisterResponse>(std::move(request)));
  std::vector<OpenIssue> open;
  if (response.issue_register().entries().empty()) return open;
  ASSIGN_OR_RETURN(const std::vector<std::string> members, MembersOn(context, group, record.date()));
  for (const v1::IssueEntry& entry : response.issue_register().entries()) {
    ASSIGN_OR_RETURN(v1::RecordedIssue last, LastSighting(context, entry, members));
    open.push_back({entry, std::move(last)});
  }
  return open;
}

absl::Status AskOpenIssues(Context& context, Prompter& prompter, const std::vector<OpenIssue>& open,
                           std::vector<v1::RecordedIssue>* still, std::vector<v1::IssueEntry>* resolved) {
  for (const OpenIssue& issue : open) {
    const std::string question = Say(context.language, "$0 : o toujours là, n pas vu, r résolu",
                                     "$0: y still there, n not seen, r resolved", DescribeEntry(context, issue.entry));
    RETURN_IF_ERROR(
        prompter.Ask(question, std::string(context.Text("o", "y")), [&](const std::string& answer) -> absl::Status {
          const std::string key = contract::FoldName(answer).substr(0, 1);
          if (key == "o" || key == "y") {
            still->push_back(issue.last);
          } else if (key == "r") {
            resolved->push_back(issue.entry);
          } else if (key != "n") {
            return absl::InvalidArgumentError(context.Text("répondre o, n ou r", "answer y, n or r"));
          }
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

void AddStill(const std::vector<v1::RecordedIssue>& still, v1::SessionRecord& record) {
  const v1::SessionRecord before = record;
  for (const v1::RecordedIssue& issue : still) {
    const bool told = std::any_of(before.issues().begin(), before.issues().end(),
                                  [&](const v1::RecordedIssue& other) { return other.kind() == issue.kind(); });
    if (!told) *record.add_issues() = issue;
  }
}

absl::Status ApplyIssueFlags(const Context& context, bool still_open, const std::vector<std::string>& resolved_kinds,
                             const std::vector<OpenIssue>& open, v1::SessionRecord& record,
                             std::vector<v1::IssueEntry>* resolved) {
  std::vector<Kind> kinds;
  for (const std::string& word : resolved_kinds) {
    ASSIGN_OR_RETURN(const Kind kind, ParseChoice<Kind>(context, "--resolved", word));
    const bool there =
        std::any_of(open.begin(), open.end(), [&](const OpenIssue& issue) { return issue.entry.kind() == kind; });
    if (!there) {
      return absl::NotFoundError(
          Say(context.language,
              "--resolved : le groupe n'a pas de problème ouvert « $0 » au $1 ; voir « tutorat issue list »",
              "--resolved: the group has no open issue \"$0\" on $1; see \"tutorat issue list\"", word,
              DayForPeople(context, record.date())));
    }
    kinds.push_back(kind);
  }
  std::vector<v1::RecordedIssue> still;
  for (const OpenIssue& issue : open) {
    if (std::find(kinds.begin(), kinds.end(), issue.entry.kind()) != kinds.end()) {
      resolved->push_back(issue.entry);
    } else if (still_open) {
      still.push_back(issue.last);
    }
  }
  AddStill(still, record);
  return absl::OkStatus();
}

int ResolveIssues(Context& context, const std::vector<v1::IssueEntry>& resolved, const std::string& date) {
  for (const v1::IssueEntry& entry : resolved) {
    v1::TransitionIssueRequest change;
    change.set_state(v1::ISSUE_STATE_RESOLVED);
    change.set_date(date);
    if (const auto issue = ChangeIssue(context, entry.issue(), std::move(change)); !issue.ok()) {
      WarnUnresolved(context, {entry}, date);
      return context.Fail(issue.status());
    }
    if (context.format == OutputFormat::kJson) continue;  // one document: the session's
    context.out << Say(context.language, "Résolu : $0, au $1\n", "Resolved: $0, on $1\n", DescribeIssue(context, entry),
                       DayForPeople(context, date));
  }
  return kExitDone;
}

void WarnUnresolved(Context& context, const std::vector<v1::IssueEntry>& resolved, const std::string& date) {
  for (const v1::IssueEntry& entry : resolved) {
    context.Warn(Say(context.language,
                     "$0 n'est pas encore noté résolu ; le faire par « tutorat issue resolve $1 --date $2 »",
                     "$0 is not noted as resolved yet; do it by \"tutorat issue resolve $1 --date $2\"",
                     DescribeIssue(context, entry), ShortId(entry.issue()), date));
  }
}

}  // namespace tutorat::cli
