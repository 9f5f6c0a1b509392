#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"

namespace tutorat::cli {

// The bytes of a file that a command is given; `-` is standard input. What goes wrong is said with the path: NOT_FOUND,
// else UNKNOWN.
absl::StatusOr<std::string> ReadInput(const Context& context, const std::string& path);

// INVALID_ARGUMENT that says that so many of a file's lines have errors, and so nothing of it is stored.
absl::Status LinesRefused(const Context& context, int count);

}  // namespace tutorat::cli
