#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::cli {

bool IsUtf8(absl::string_view text);

// `text` on one line, without what a terminal would obey; what is no UTF-8 becomes U+FFFD.
std::string OneLine(absl::string_view text);

// A word of a command line as a shell takes it: in quotes when it needs them.
std::string ShellQuoted(const std::string& word);

}  // namespace tutorat::cli
