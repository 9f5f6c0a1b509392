#pragma once

#include "absl/strings/string_view.h"

namespace tutorat::client {

// Whether `server`, HOST:PORT, is a loopback address (localhost, 127.0.0.0/8 or [::1]), which no name service or proxy
// can redirect.
bool IsLoopback(absl::string_view server);

// The same HOST:PORT, or two names of this machine with the same port.
bool SameServer(absl::string_view one, absl::string_view other);

}  // namespace tutorat::client
