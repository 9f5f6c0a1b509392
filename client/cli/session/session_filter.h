#ifndef TUTORAT_CLIENT_CLI_SESSION_FILTER_H_
#define TUTORAT_CLIENT_CLI_SESSION_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/resolve.h"
#include "tutorat/v1/session_record.pb.h"

namespace CLI {
class App;
}  // namespace CLI

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

absl::StatusOr<v1::ListSessionRecordsRequest> MakeListRequest(Context& context, const SessionFilter& filter);

// All of them, by start, then wave and group number, then themes: in the same order whichever server they come from.
absl::StatusOr<std::vector<v1::NamedRecord>> ListRecords(Context& context, v1::ListSessionRecordsRequest request);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_SESSION_FILTER_H_
