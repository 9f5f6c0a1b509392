#ifndef TUTORAT_CLIENT_CLI_TEXT_H_
#define TUTORAT_CLIENT_CLI_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::cli {

bool IsUtf8(absl::string_view text);

// `text` on one line: runs of control characters, line feeds among them, become a space.
std::string OneLine(absl::string_view text);

}  // namespace tutorat::cli

#endif  // TUTORAT_CLIENT_CLI_TEXT_H_
