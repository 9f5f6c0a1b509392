#pragma once

#include <vector>

#include "absl/status/status.h"
#include "client/cli/shell/context.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// Asks on the terminal for what `record` does not hold yet, shows a summary and asks for a yes. What can be proposed
// is: today, the group's usual hour and length, everybody present. Works without a server too, with fewer proposals.
// The group's open issues are offered too: what is still there goes to the record, what is not any more to `resolved`,
// for when the session is stored; null: they are not offered. CANCELLED, with what to tell the user, when they give up.
absl::Status InterviewTutor(Context& context, v1::SessionRecord& record, std::vector<v1::IssueEntry>* resolved);

}  // namespace tutorat::cli
