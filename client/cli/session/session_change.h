#ifndef TUTORAT_CLIENT_CLI_SESSION_CHANGE_H_
#define TUTORAT_CLIENT_CLI_SESSION_CHANGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/session/session_input.h"
#include "client/cli/shell/context.h"
#include "tutorat/v1/session.pb.h"

namespace CLI {
class App;
}  // namespace CLI

namespace tutorat::cli {

// The flags of `session edit`, as typed.
struct SessionChange {
  SessionInput input;
  std::string state;
  // Words for what is to be emptied.
  std::vector<std::string> clear;
};
void AddChangeFlags(CLI::App* verb, Context& context, SessionChange& change);

// Changes `session`, as it was read, and returns the names of the fields that were given. Names of people are asked of
// the server.
absl::StatusOr<std::vector<std::string>> ApplyChange(Context& context, const SessionChange& change,
                                                     v1::Session& session);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_SESSION_CHANGE_H_
