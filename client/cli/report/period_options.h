#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
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

// The error in the use of the flags (one is missing, or two say the same); empty when there is none.
// `command`: as it is typed, for an example.
std::string PeriodUsage(const Context& context, const PeriodOptions& options, const std::string& command);

// --months, which is 3 where it is empty. INVALID_ARGUMENT as in parse.h.
absl::StatusOr<int> ParseMonths(const Context& context, const std::string& text);

// As a report's request takes it: either `months` or `to_date`.
struct Period {
  std::string from_date;
  int months = 0;
  std::string to_date;
  std::vector<int> group_numbers;
};
// Of options without a problem of usage. INVALID_ARGUMENT as in parse.h.
absl::StatusOr<Period> ParsePeriod(const Context& context, const PeriodOptions& options);

// Any report's request: they have these fields.
template <typename Request>
absl::Status SetPeriod(Context& context, const PeriodOptions& options, Request& request) {
  ASSIGN_OR_RETURN(Period period, ParsePeriod(context, options));
  request.set_from_date(std::move(period.from_date));
  request.set_months(period.months);
  request.set_to_date(std::move(period.to_date));
  ASSIGN_OR_RETURN(*request.mutable_wave(), WaveAsTyped(context, options.wave));
  for (const int number : period.group_numbers) request.add_group_numbers(number);
  return absl::OkStatus();
}

}  // namespace tutorat::cli
