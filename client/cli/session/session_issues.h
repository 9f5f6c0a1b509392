#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/prompter.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// The issues that a group had, while one more session of it is recorded: still there, not seen, or resolved.

struct OpenIssue {
  v1::IssueEntry entry;
  // What the last session saw of it, without those who are no members any more.
  v1::RecordedIssue last;
};

// Those of the record's group that are open, or wait for equipment, on its day. Asks the server.
absl::StatusOr<std::vector<OpenIssue>> FetchOpenIssues(Context& context, const v1::SessionRecord& record);

// Asks about each with one key: adds those that are still there to `still`, those that are resolved to `resolved`.
absl::Status AskOpenIssues(Context& context, Prompter& prompter, const std::vector<OpenIssue>& open,
                           std::vector<v1::RecordedIssue>* still, std::vector<v1::IssueEntry>* resolved);

// Adds each to the record, unless it says something of that kind already.
void AddStill(const std::vector<v1::RecordedIssue>& still, v1::SessionRecord& record);

// --still-open and --resolved KIND: what they say of `open`, to the record and to `resolved`. NOT_FOUND for a kind of
// which there is none.
absl::Status ApplyIssueFlags(const Context& context, bool still_open, const std::vector<std::string>& resolved_kinds,
                             const std::vector<OpenIssue>& open, v1::SessionRecord& record,
                             std::vector<v1::IssueEntry>* resolved);

// Once the session is stored: each is resolved as of its day. Says so, a line each. Returns the exit code.
int ResolveIssues(Context& context, const std::vector<v1::IssueEntry>& resolved, const std::string& date);
// Where the session could only be kept: says how to resolve them later.
void WarnUnresolved(Context& context, const std::vector<v1::IssueEntry>& resolved, const std::string& date);

}  // namespace tutorat::cli
