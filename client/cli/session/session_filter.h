#pragma once

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

// All that the filter lets through, by start, then wave and group number, then themes: in the same order whichever
// server they come from.
absl::StatusOr<std::vector<v1::NamedRecord>> ListRecords(Context& context, const SessionFilter& filter,
                                                         bool show_deleted = false);

}  // namespace tutorat::cli
