#include "server/handlers/resources/issue_linker.h"

#include <set>
#include <vector>

#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/session/issue_register.h"
#include "server/handlers/resources/standard_methods.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/issue.pb.h"

namespace tutorat::api {
namespace {

storage::Filter OfGroup(const std::string& group) { return storage::Filter().Is("group", group); }

absl::StatusOr<std::string> MakeIssue(storage::WriteTransaction& transaction, const std::string& group,
                                      v1::ParticipationIssue::Kind kind, absl::Time now,
                                      std::vector<v1::Issue>* issues) {
  v1::Issue issue;
  issue.set_group(group);
  issue.set_kind(kind);
  issue.set_name(domain::MakeName(issue, now));
  *issue.mutable_create_time() = domain::ToTimestamp(now);
  *issue.mutable_update_time() = domain::ToTimestamp(now);
  RETURN_IF_ERROR(transaction.Insert(issue));
  issues->push_back(issue);
  return issue.name();
}

// `issues`: of the group; those that are made are added. Whether a link changed.
absl::StatusOr<bool> Link(storage::WriteTransaction& transaction, v1::Session* session, std::vector<v1::Issue>* issues,
                          absl::Time now) {
  bool changed = false;
  for (v1::ParticipationIssue& sighting : *session->mutable_participation_issues()) {
    std::string name;
    if (session->state() == v1::SESSION_STATE_HELD) {
      const v1::Issue* issue = domain::IssueSeenOn(*issues, session->group(), sighting.kind(), session->local_date());
      if (issue != nullptr) {
        name = issue->name();
      } else {
        ASSIGN_OR_RETURN(name, MakeIssue(transaction, session->group(), sighting.kind(), now, issues));
      }
    }
    changed |= sighting.issue() != name;
    sighting.set_issue(name);
  }
  return changed;
}

}  // namespace

absl::Status LinkSightings(storage::WriteTransaction& transaction, v1::Session* session, absl::Time now) {
  if (session->participation_issues().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto issues, transaction.List<v1::Issue>(OfGroup(session->group())));
  return Link(transaction, session, &issues, now).status();
}

absl::Status RelinkGroup(storage::WriteTransaction& transaction, const std::string& group, absl::Time now) {
  ASSIGN_OR_RETURN(auto issues, transaction.List<v1::Issue>(OfGroup(group)));
  ASSIGN_OR_RETURN(auto sessions, transaction.List<v1::Session>(OfGroup(group)));
  for (v1::Session& session : sessions) {
    ASSIGN_OR_RETURN(const auto changed, Link(transaction, &session, &issues, now));
    if (!changed) continue;
    RETURN_IF_ERROR(transaction.Update(session));
  }
  return absl::OkStatus();
}

absl::Status LinkOldSightings(storage::Store& store, absl::Time now, absl::Time deadline) {
  std::set<std::string> groups;
  storage::Filter unlinked;
  unlinked.In("state", {v1::SESSION_STATE_HELD}).Empty("participation_issues.issue").items.emplace();
  absl::Status status = store.Read(deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
    groups.clear();
    ASSIGN_OR_RETURN(const auto sessions, transaction.List<v1::Session>(unlinked));
    for (const v1::Session& session : sessions) groups.insert(session.group());
    return absl::OkStatus();
  });
  for (const std::string& group : groups) {
    if (!status.ok()) break;
    status = store.Write(deadline,
                         [&](storage::WriteTransaction& transaction) { return RelinkGroup(transaction, group, now); });
  }
  return status;
}

absl::Status DeleteUnseenIssues(storage::WriteTransaction& transaction, const std::string& group, absl::Time now) {
  ASSIGN_OR_RETURN(auto issues, transaction.List<v1::Issue>(OfGroup(group)));
  for (v1::Issue& issue : issues) {
    ASSIGN_OR_RETURN(const auto seen, transaction.IsReferenced(issue.name()));
    if (seen) continue;
    *issue.mutable_update_time() = domain::ToTimestamp(now);
    *issue.mutable_delete_time() = domain::ToTimestamp(now);
    *issue.mutable_purge_time() = domain::ToTimestamp(now + kDeletedKept);
    RETURN_IF_ERROR(transaction.Update(issue));
  }
  return absl::OkStatus();
}

absl::Status RestoreIssues(storage::WriteTransaction& transaction, const std::string& group) {
  storage::Filter filter = OfGroup(group);
  filter.deleted = true;
  ASSIGN_OR_RETURN(auto issues, transaction.List<v1::Issue>(filter));
  for (v1::Issue& issue : issues) {
    issue.clear_delete_time();
    issue.clear_purge_time();
    RETURN_IF_ERROR(transaction.Update(issue));
  }
  return absl::OkStatus();
}

}  // namespace tutorat::api
