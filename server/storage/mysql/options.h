// Parses the address and options of the database. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tutorat::storage::mysql {

struct Options {
  std::string host;
  int port = 3306;
  std::string user;
  std::string password;
  std::string database;  // exists already, with rights to make tables in it
  // A file of PEM certificates. Not empty: the connection is encrypted and the server's certificate and name are
  // verified against it, or there is no connection.
  std::string ssl_ca;
  int connections = 16;  // at most; opened as they are needed
  // For tests of older schemas: how far Migrate goes. 0: the newest.
  int target_version = 0;
};

// mysql://USER[:PASSWORD]@HOST[:PORT]/DATABASE[?ssl-ca=PATH], each part percent-encoded where it holds a separator; an
// IPv6 address in square brackets. INVALID_ARGUMENT says which part is wrong, and never shows the password.
absl::StatusOr<Options> ParseUrl(absl::string_view url);

}  // namespace tutorat::storage::mysql
