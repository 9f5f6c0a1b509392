#include "client/cli/session/session_people.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/shell/parse.h"
#include "client/lib/list.h"
#include "client/text/fold.h"
#include "client/text/language.h"

namespace tutorat::cli {
namespace {

using format::Fold;
using format::Say;

struct Part {
  const char* flag;
  v1::Attendance::Status status;
  const v1::People& people;
  int32_t (v1::HeadCount::*get)() const;
  void (v1::HeadCount::*set)(int32_t);
};

std::vector<Part> Parts(const v1::SessionRecord& record) {
  return {
      {"--present", v1::Attendance::STATUS_PRESENT, record.present(), &v1::HeadCount::present,
       &v1::HeadCount::set_present},
      {"--late", v1::Attendance::STATUS_LATE, record.late(), &v1::HeadCount::late, &v1::HeadCount::set_late},
      {"--excused", v1::Attendance::STATUS_EXCUSED, record.excused(), &v1::HeadCount::excused,
       &v1::HeadCount::set_excused},
      {"--absent", v1::Attendance::STATUS_ABSENT, record.absent(), &v1::HeadCount::absent, &v1::HeadCount::set_absent}};
}

// The status of one member; whoever is told twice in one command is in doubt.
absl::Status SetStatus(const Context& context, const std::string& member, const std::string& typed, const Part& part,
                       absl::flat_hash_set<std::string>& told, v1::Session& session) {
  if (!told.insert(member).second) {
    return WrongValue(context, part.flag, typed,
                      context.Text("est donné deux fois ; le garder une fois", "is given twice; keep it once"));
  }
  auto& all = *session.mutable_attendances();
  auto known = std::find_if(all.begin(), all.end(),
                            [&member](const v1::Attendance& attendance) { return attendance.member() == member; });
  v1::Attendance& attendance = known == all.end() ? *all.Add() : *known;
  attendance.set_member(member);
  attendance.set_status(part.status);
  return absl::OkStatus();
}

// A number is of those whose names nobody noted, so that names and a number of the same people count them twice.
absl::Status CheckNamedOnce(const Context& context, const Part& part, const v1::Session& session) {
  const bool named =
      std::any_of(session.attendances().begin(), session.attendances().end(),
                  [&part](const v1::Attendance& attendance) { return attendance.status() == part.status; });
  const bool counted = part.people.has_count() || (session.head_count().*part.get)() > 0;
  if (!named || !counted) return absl::OkStatus();
  const std::string typed =
      part.people.has_count() ? absl::StrCat(part.people.count()) : absl::StrJoin(part.people.names(), "|");
  return WrongValue(
      context, part.flag, typed,
      context.Text("compterait des personnes deux fois, par leur nom et en nombre ; « tutorat session edit "
                   "SÉANCE --clear presences », puis noter de nouveau",
                   "would count people twice, by name and in number; \"tutorat session edit SESSION "
                   "--clear attendance\", then note anew"));
}

}  // namespace

absl::StatusOr<GroupMembers> GroupMembers::Fetch(Context& context, const std::string& group) {
  v1::ListMembersRequest request;
  request.set_group(group);
  absl::StatusOr<v1::ListMembersResponse> members = client::ListAll<v1::ListMembersResponse>(context.Server(), request);
  if (!members.ok()) return members.status();
  return GroupMembers(*std::move(members));
}

absl::Status GroupMembers::SetAttendance(const Context& context, const v1::SessionRecord& record,
                                         v1::Session& session) const {
  absl::flat_hash_set<std::string> told;
  const std::vector<Part> parts = Parts(record);
  for (const Part& part : parts) {
    if (part.people.has_count()) (session.mutable_head_count()->*part.set)(part.people.count());
    for (const std::string& name : part.people.names()) {
      const absl::StatusOr<std::string> member = Find(context, name);
      if (!member.ok()) return member.status();
      if (absl::Status status = SetStatus(context, *member, name, part, told, session); !status.ok()) return status;
    }
  }
  for (const Part& part : parts) {
    if (!part.people.has_count() && part.people.names().empty()) continue;
    if (absl::Status status = CheckNamedOnce(context, part, session); !status.ok()) return status;
  }
  if (record.has_expected()) session.mutable_head_count()->set_expected(record.expected());
  return absl::OkStatus();
}

absl::Status GroupMembers::SetIssues(const Context& context, const v1::SessionRecord& record,
                                     v1::Session& session) const {
  auto& issues = *session.mutable_participation_issues();
  issues.erase(std::remove_if(issues.begin(), issues.end(),
                              [&record](const v1::ParticipationIssue& known) {
                                return std::any_of(
                                    record.issues().begin(), record.issues().end(),
                                    [&known](const v1::RecordedIssue& told) { return told.kind() == known.kind(); });
                              }),
               issues.end());
  for (const v1::RecordedIssue& recorded : record.issues()) {
    absl::StatusOr<v1::ParticipationIssue> issue = ToIssue(context, recorded);
    if (!issue.ok()) return issue.status();
    *issues.Add() = *std::move(issue);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ParticipationIssue> GroupMembers::ToIssue(const Context& context,
                                                             const v1::RecordedIssue& recorded) const {
  v1::ParticipationIssue issue;
  issue.set_kind(recorded.kind());
  issue.set_impact(recorded.impact());
  issue.set_note(recorded.note());
  if (recorded.affected().has_count()) issue.set_affected_count(recorded.affected().count());
  for (const std::string& name : recorded.affected().names()) {
    absl::StatusOr<std::string> member = Find(context, name);
    if (!member.ok()) return member.status();
    issue.add_members(*std::move(member));
  }
  return issue;
}

absl::StatusOr<std::string> GroupMembers::Find(const Context& context, const std::string& text) const {
  const std::string wanted = Fold(text);
  for (const v1::Member& member : members_.members()) {
    if (Fold(member.display_name()) == wanted || (!member.email().empty() && Fold(member.email()) == wanted)) {
      return member.name();
    }
  }
  return absl::NotFoundError(Say(context.language, "le groupe n'a pas d'auditeur « $0 » ; voir « tutorat member list »",
                                 "the group has no member \"$0\"; see \"tutorat member list\"", text));
}

}  // namespace tutorat::cli
