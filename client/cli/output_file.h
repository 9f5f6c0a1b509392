#ifndef TUTORAT_CLIENT_CLI_OUTPUT_FILE_H_
#define TUTORAT_CLIENT_CLI_OUTPUT_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace tutorat::cli {

// Writes what --output asks for. A file is there whole or stays as it was; a new one has the permissions of the umask.
// A device or a pipe is written to directly. Errors name the path.
absl::Status WriteOutputFile(const std::string& path, const std::string& content);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_OUTPUT_FILE_H_
