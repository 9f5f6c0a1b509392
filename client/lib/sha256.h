#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::client {

// 64 hexadecimal digits in lower case, as `sha256sum` prints.
std::string Sha256(absl::string_view bytes);

}  // namespace tutorat::client
