#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/resolve.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// The filter flags of session lists, as typed.
struct SessionFilter {
  GroupOptions where;
  std::string tutor;
  std::string from;
  std::string to;
  std::vector<std::string> states;
};
void AddSessionFilter(CLI::App* verb, Context& context, SessionFilter& filter);

// Hands on all that the filter lets through, in the order in which the server gives them. Stops at the first error, of
// the server's or of `use`.
absl::Status ForEachRecord(Context& context, const SessionFilter& filter, bool show_deleted,
                           const std::function<absl::Status(v1::NamedRecord record)>& use);

// All of them, sorted (record_sorter.h).
absl::StatusOr<std::vector<v1::NamedRecord>> ListRecords(Context& context, const SessionFilter& filter,
                                                         bool show_deleted = false);

}  // namespace tutorat::cli
