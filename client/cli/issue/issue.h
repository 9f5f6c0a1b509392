#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/resolve.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::cli {

// The verbs of `issue`, by file.
void AddIssueList(CLI::App* noun, Context& context);
void AddIssueShow(CLI::App* noun, Context& context);
void AddIssueChange(CLI::App* noun, Context& context);

// How one issue is told: by its name or by the beginning or end of its id, or by its group and kind.
struct IssueTarget {
  std::string id;
  GroupOptions where;
  std::string kind;
};
void AddIssueTarget(CLI::App* verb, Context& context, IssueTarget& target);

// Which of the issues of a group and kind may be meant, where there are several.
enum class Meant { kAny, kActive, kClosed };
// As it stands today. NOT_FOUND, or INVALID_ARGUMENT with those that may be meant.
absl::StatusOr<v1::IssueEntry> FindIssue(Context& context, const IssueTarget& target, Meant meant);

// From `date` on it is in that state. The issue as it is then.
absl::StatusOr<v1::Issue> ChangeIssue(Context& context, const std::string& name, v1::TransitionIssueRequest change);

// `micro, groupe V6/7`.
std::string DescribeIssue(const Context& context, const v1::IssueEntry& entry);

bool IsActive(v1::IssueState state);

}  // namespace tutorat::cli
