#ifndef TUTORAT_CLIENT_CLI_INPUT_FILE_H_
#define TUTORAT_CLIENT_CLI_INPUT_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/cli/context.h"

namespace tutorat::cli {

// All of the file that a command was given, or of standard input for `-`. NOT_FOUND, or UNKNOWN with what the system
// says; both name the path.
absl::StatusOr<std::string> ReadInputFile(const Context& context, const std::string& path);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_INPUT_FILE_H_
