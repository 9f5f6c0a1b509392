#ifndef TUTORAT_CLIENT_CLI_SESSION_FILTER_H_
#define TUTORAT_CLIENT_CLI_SESSION_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/resolve.h"
#include "tutorat/v1/session.pb.h"

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

absl::StatusOr<v1::ListSessionsRequest> MakeListRequest(Context& context, const SessionFilter& filter);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_SESSION_FILTER_H_
