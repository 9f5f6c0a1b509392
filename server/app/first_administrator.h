// Creates the first administrator account and writes its token to a file.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "server/storage/store.h"

namespace tutorat::app {

// Where the token of the first administrator is: in this file of the data folder.
inline constexpr char kAdministratorToken[] = "administrator.token";

// In a store without any account, makes an administrator, and FOLDER/administrator.token, which only its owner reads.
// Servers that start together make one.
absl::Status MakeFirstAdministrator(storage::Store& store, const std::string& folder);

}  // namespace tutorat::app
