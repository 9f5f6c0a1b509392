#ifndef TUTORAT_CLIENT_CLI_PERIOD_OPTIONS_H_
#define TUTORAT_CLIENT_CLI_PERIOD_OPTIONS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/context.h"

namespace CLI {
class App;
}  // namespace CLI

namespace tutorat::cli {

// Of which days and groups a report is, as it was typed.
struct PeriodOptions {
  std::string from;
  std::string months;
  std::string to;
  std::string wave;
  std::vector<std::string> groups;
};
void AddPeriodOptions(CLI::App* verb, Context& context, PeriodOptions& options);

// As a report's request takes it: either `months` or `to_date`.
struct ReadPeriod {
  std::string from_date;
  int months = 0;
  std::string to_date;
  std::vector<int> group_numbers;
};
// INVALID_ARGUMENT names the flag. `command`: as it is typed, for an example.
absl::StatusOr<ReadPeriod> Read(const Context& context, const PeriodOptions& options, const std::string& command);

// Any report's request: they have these fields.
template <typename Request>
absl::Status SetPeriod(const Context& context, const PeriodOptions& options, const std::string& command,
                       Request& request) {
  absl::StatusOr<ReadPeriod> period = Read(context, options, command);
  if (!period.ok()) return period.status();
  request.set_from_date(std::move(period->from_date));
  request.set_months(period->months);
  request.set_to_date(std::move(period->to_date));
  request.set_wave(options.wave);
  for (const int number : period->group_numbers) request.add_group_numbers(number);
  return absl::OkStatus();
}

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_PERIOD_OPTIONS_H_
