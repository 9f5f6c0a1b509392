#include "client/cli/session_people.h"

#include "client/format/fold.h"
#include "client/format/language.h"
#include "client/lib/list.h"

namespace tutorat::cli {
namespace {

using format::Fold;
using format::Say;

struct Part {
  v1::Attendance::Status status;
  const v1::People& people;
  void (v1::HeadCount::*set)(int32_t);
};

std::vector<Part> Parts(const v1::SessionRecord& record) {
  return {{v1::Attendance::STATUS_PRESENT, record.present(), &v1::HeadCount::set_present},
          {v1::Attendance::STATUS_LATE, record.late(), &v1::HeadCount::set_late},
          {v1::Attendance::STATUS_EXCUSED, record.excused(), &v1::HeadCount::set_excused},
          {v1::Attendance::STATUS_ABSENT, record.absent(), &v1::HeadCount::set_absent}};
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
  session.clear_attendances();
  session.clear_head_count();
  for (const Part& part : Parts(record)) {
    if (part.people.has_count()) (session.mutable_head_count()->*part.set)(part.people.count());
    for (const std::string& name : part.people.names()) {
      absl::StatusOr<std::string> member = Find(context, name);
      if (!member.ok()) return member.status();
      v1::Attendance& attendance = *session.add_attendances();
      attendance.set_member(*std::move(member));
      attendance.set_status(part.status);
    }
  }
  if (record.has_expected()) session.mutable_head_count()->set_expected(record.expected());
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
