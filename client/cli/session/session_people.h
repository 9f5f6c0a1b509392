#ifndef TUTORAT_CLIENT_CLI_SESSION_PEOPLE_H_
#define TUTORAT_CLIENT_CLI_SESSION_PEOPLE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// What the server makes of the people and the issues that `record` has, in the group and state of `session` on the
// record's day; nothing is stored. Whoever is not named is left out where `session` notes people already, else is as
// the record says, and a presumption is told as a warning. The server's refusal: an unknown name is NOT_FOUND.
absl::StatusOr<v1::Session> Understand(Context& context, const v1::Session& session, const v1::SessionRecord& record);

// Who came: changes in `session` what `understood` has, which the server made of `record`, and leaves the rest as it
// was. A part of which `session` then has names and a number would count people twice: INVALID_ARGUMENT.
absl::Status SetAttendance(const Context& context, const v1::SessionRecord& record, const v1::Session& understood,
                           v1::Session& session);
// Issues of the kinds that `understood` has take the place of those of the same kind.
void SetIssues(const v1::Session& understood, v1::Session& session);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_SESSION_PEOPLE_H_
