#pragma once

#include <string>

#include "absl/status/status.h"
#include "client/cli/shell/context.h"

namespace tutorat::cli {

// Writes what a command gives to the file of --output or, when `path` is empty, to the context's output. A file is
// there whole or stays as it was; a new one has the permissions of the umask. A device or a pipe is written to
// directly. Says what goes wrong, with the path. Returns an exit code.
int WriteOutput(Context& context, const std::string& path, const std::string& content);

// Writes a secret, or what is held on a person: a file that is there whole and that only its owner can read, whatever
// was there before; its folders are made. Errors name the path and what the system said.
absl::Status WriteSecretFile(const std::string& path, const std::string& content);

}  // namespace tutorat::cli
