#ifndef TUTORAT_CLIENT_CLI_SESSION_PEOPLE_H_
#define TUTORAT_CLIENT_CLI_SESSION_PEOPLE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// The members of a session's group, to turn names that people typed into resource names. An unknown name is NOT_FOUND.
class GroupMembers {
 public:
  // Asks the server. `group` is a resource name.
  static absl::StatusOr<GroupMembers> Fetch(Context& context, const std::string& group);

  // Who came, by member where names are given, else in numbers: changes what `record` says and leaves the rest as it
  // was. A part of which `session` has both would count people twice: INVALID_ARGUMENT.
  absl::Status SetAttendance(const Context& context, const v1::SessionRecord& record, v1::Session& session) const;
  // Issues of the kinds that `record` has take the place of those of the same kind.
  absl::Status SetIssues(const Context& context, const v1::SessionRecord& record, v1::Session& session) const;
  absl::StatusOr<v1::ParticipationIssue> ToIssue(const Context& context, const v1::RecordedIssue& recorded) const;

 private:
  explicit GroupMembers(v1::ListMembersResponse members) : members_(std::move(members)) {}

  absl::StatusOr<std::string> Find(const Context& context, const std::string& text) const;

  v1::ListMembersResponse members_;
};

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_SESSION_PEOPLE_H_
