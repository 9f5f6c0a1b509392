#include <algorithm>

#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/validate.h"
#include "server/domain/session/issue_register.h"
#include "server/handlers/resources/issue_linker.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "server/handlers/resources/standard_methods.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

std::string DayOrToday(const std::string& day, absl::Time now) {
  return domain::FormatDate(domain::DateOrToday(day, now));
}

// Live groups of the wave, or the one group if it is of that wave.
absl::StatusOr<std::vector<v1::Group>> FindGroups(storage::ReadTransaction& transaction, const std::string& wave,
                                                  const std::string& group) {
  RETURN_IF_ERROR(CheckLive<v1::Wave>(transaction, wave));
  if (group.empty()) {
    return transaction.List<v1::Group>(storage::Filter().Is("wave", wave));
  }
  ASSIGN_OR_RETURN(auto found, GetLive<v1::Group>(transaction, group));
  std::vector<v1::Group> groups;
  if (wave.empty() || found.wave() == wave) groups.push_back(std::move(found));
  return groups;
}

void KeepAskedFor(const v1::GetIssueRegisterRequest& request, v1::IssueRegister* issue_register) {
  const auto wanted = [](const auto& values, int value) {
    return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
  };
  auto* entries = issue_register->mutable_entries();
  entries->erase(std::remove_if(entries->begin(), entries->end(),
                                [&](const v1::IssueEntry& entry) {
                                  return !wanted(request.states(), entry.state()) ||
                                         !wanted(request.kinds(), entry.kind());
                                }),
                 entries->end());
}

// The day of the first held session that sees it; empty: none does.
absl::StatusOr<std::string> FirstSeen(storage::ReadTransaction& transaction, const v1::Issue& issue) {
  ASSIGN_OR_RETURN(const auto sessions,
                   transaction.List<v1::Session>(
                       storage::Filter().Is("group", issue.group()).In("state", {v1::SESSION_STATE_HELD})));
  std::string first;
  for (const v1::Session& session : sessions) {
    const auto& sightings = session.participation_issues();
    const bool sees = std::any_of(sightings.begin(), sightings.end(),
                                  [&](const auto& sighting) { return sighting.issue() == issue.name(); });
    if (sees && (first.empty() || session.local_date() < first)) first = session.local_date();
  }
  return first;
}

absl::Status Change(storage::WriteTransaction& transaction, const v1::TransitionIssueRequest& request, absl::Time now,
                    v1::Issue* issue) {
  ASSIGN_OR_RETURN(*issue, GetLive<v1::Issue>(transaction, request.name()));
  RETURN_IF_ERROR(CheckEtag(request.etag(), *issue));
  ASSIGN_OR_RETURN(const auto first_seen, FirstSeen(transaction, *issue));
  v1::IssueTransition transition;
  transition.set_date(DayOrToday(request.date(), now));
  transition.set_state(request.state());
  transition.set_actor(request.actor());
  transition.set_reason(request.reason());
  RETURN_IF_ERROR(domain::AddTransition(transition, first_seen, issue));
  if (const auto broken = domain::Validate(*issue, "issue"); !broken.empty()) return domain::InvalidFields(broken);
  *issue->mutable_update_time() = domain::ToTimestamp(now);
  RETURN_IF_ERROR(transaction.Update(*issue));
  issue->set_etag(domain::Etag(*issue));
  return RelinkGroup(transaction, issue->group(), now);
}

absl::StatusOr<v1::GetIssueRegisterResponse> GetIssueRegister(CallContext& context,
                                                              const v1::GetIssueRegisterRequest& request) {
  domain::RegisterInput input;
  input.wave = WaveName(request.wave());
  input.snapshot_time = context.now;
  const std::string as_of = DayOrToday(request.as_of_date(), context.now);
  std::string group;
  absl::Status status =
      context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(group, CanonicalName(transaction, request.group()));
        ASSIGN_OR_RETURN(auto groups, FindGroups(transaction, input.wave, group));
        storage::Filter filter;
        filter.Is("wave", input.wave).Is("group", group).etags = true;
        ASSIGN_OR_RETURN(auto issues, transaction.List<v1::Issue>(filter));
        filter.etags = false;
        filter.In("state", {v1::SESSION_STATE_HELD});
        filter.Below("local_date", domain::FormatDate(*domain::ParseDate(as_of) + 1));
        ASSIGN_OR_RETURN(auto sessions, transaction.List<v1::Session>(filter));
        input.groups = std::move(groups);
        input.issues = std::move(issues);
        input.sessions = std::move(sessions);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  v1::GetIssueRegisterResponse response;
  *response.mutable_issue_register() = domain::ComputeRegister(input, as_of);
  response.mutable_issue_register()->set_group(group);
  KeepAskedFor(request, response.mutable_issue_register());
  return response;
}

absl::StatusOr<v1::TransitionIssueResponse> TransitionIssue(CallContext& context,
                                                            const v1::TransitionIssueRequest& request) {
  v1::TransitionIssueResponse response;
  absl::Status status = IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) {
    return Change(transaction, request, context.now, response.mutable_issue());
  });
  if (!status.ok()) return status;
  return response;
}

const Registered<&GetIssueRegister> kGetIssueRegister;
const Registered<&TransitionIssue> kTransitionIssue;

}  // namespace
}  // namespace tutorat::api
