#ifndef TUTORAT_CLIENT_CLI_SESSION_QUESTIONS_H_
#define TUTORAT_CLIENT_CLI_SESSION_QUESTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/context.h"
#include "client/cli/prompter.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// How a session went, asked on the terminal: each sets in `record` what it asks for, whatever was there. CANCELLED when
// the user gives up.
absl::Status AskThemes(const Context& context, Prompter& prompter, v1::SessionRecord& record);
// Who of `members` was there; how many were, where there are none. Without a list, which only the server has, who was
// not there is asked by name.
absl::Status AskAttendance(Context& context, Prompter& prompter, const std::optional<std::vector<std::string>>& members,
                           v1::SessionRecord& record);
absl::Status AskIssues(const Context& context, Prompter& prompter, v1::SessionRecord& record);
absl::Status AskAppreciation(const Context& context, Prompter& prompter, v1::SessionRecord& record);
// What members want next time, in their words.
absl::Status AskRequests(const Context& context, Prompter& prompter, v1::SessionRecord& record);
// Shows the record, and asks for a yes.
absl::Status AskConsent(Context& context, Prompter& prompter, const v1::SessionRecord& record);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_SESSION_QUESTIONS_H_
