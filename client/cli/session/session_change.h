#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/session/session_input.h"
#include "client/cli/shell/context.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::cli {

// The flags of `session edit`, as typed.
struct SessionChange {
  SessionInput input;
  std::string state;
  // Words for what is to be emptied.
  std::vector<std::string> clear;
};
void AddChangeFlags(CLI::App* verb, Context& context, SessionChange& change);

// The correction of `session`, as it was read, that was typed. Its record has what was given and nothing else.
absl::StatusOr<v1::RecordSessionRequest> ReadChange(const Context& context, const SessionChange& change,
                                                    const v1::Session& session);

}  // namespace tutorat::cli
