#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/resolve.h"
#include "proto/status_macros.h"

namespace tutorat::cli {

// The period and group flags of reports, as typed.
struct PeriodOptions {
  std::string from;
  std::string months;
  std::string to;
  std::string wave;
  std::vector<std::string> groups;
};
void AddPeriodOptions(CLI::App* verb, const Context& context, PeriodOptions& options);

// Errors are as in parse.h.

// WrongUse where a flag is missing, or two say the same. `command`: as it is typed, for an example.
absl::Status CheckPeriod(const Context& context, const PeriodOptions& options, const std::string& command);
// --months, which is 3 where it is empty.
absl::StatusOr<int> ParseMonths(const Context& context, const std::string& text);
absl::StatusOr<int> ParseGroupNumber(const Context& context, const std::string& text);

// Sets the first day and either the end, the day after the last one, or the months of a message that has these fields.
template <typename Period>
absl::Status SetDays(const Context& context, absl::string_view from_flag, const std::string& from,
                     absl::string_view to_flag, const std::string& to, const std::string& months, Period& period) {
  RETURN_IF_ERROR(SetPeriodDays(context, {from_flag, from, to_flag, to}, period));
  if (!to.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int length, ParseMonths(context, months));
  period.set_months(length);
  return absl::OkStatus();
}

// Checks the flags, and sets what they say in any report's request: they have these fields.
template <typename Request>
absl::Status SetPeriod(Context& context, const PeriodOptions& options, const std::string& command, Request& request) {
  RETURN_IF_ERROR(CheckPeriod(context, options, command));
  RETURN_IF_ERROR(SetDays(context, "--from", options.from, "--to", options.to, options.months, request));
  for (const std::string& group : options.groups) {
    ASSIGN_OR_RETURN(const int number, ParseGroupNumber(context, group));
    request.add_group_numbers(number);
  }
  ASSIGN_OR_RETURN(*request.mutable_wave(), WaveAsTyped(context, options.wave));
  return absl::OkStatus();
}

}  // namespace tutorat::cli
