#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/prompter.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// Questions on the terminal about how a session went. Each sets its fields of `record`, whatever was there. CANCELLED
// when the user gives up.

// One field, which an empty answer empties. `usual` is what Enter stands for; `name` is what errors call it.
absl::Status AskField(const Context& context, Prompter& prompter, absl::string_view question, const std::string& usual,
                      absl::string_view name, const std::string& field, v1::SessionRecord& record);
absl::Status AskThemes(const Context& context, Prompter& prompter, v1::SessionRecord& record);
// Asks which of `members` attended, or how many people, where the list is empty. Without a list, which only the server
// has, asks for the names of those who did not.
absl::Status AskAttendance(Context& context, Prompter& prompter, const std::optional<std::vector<std::string>>& members,
                           v1::SessionRecord& record);
absl::Status AskIssues(const Context& context, Prompter& prompter, v1::SessionRecord& record);
absl::Status AskAppreciation(const Context& context, Prompter& prompter, v1::SessionRecord& record);
// What members want next time, in their words.
absl::Status AskRequests(const Context& context, Prompter& prompter, v1::SessionRecord& record);
// Shows the record, and asks for a yes.
absl::Status AskConsent(Context& context, Prompter& prompter, const v1::SessionRecord& record);

}  // namespace tutorat::cli
