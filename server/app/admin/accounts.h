// Manages accounts directly in the store, for an operator who has no account yet, or lost it.
#pragma once

#include <ostream>

#include "server/app/config.h"
#include "server/storage/store.h"

namespace tutorat::app {

// `tutoratd account ...`. Results go to `out`, a token's text alone on its line; what else is to be said to `err`.
// Returns the exit code: 0, or 1.
int RunAccountCommand(const AccountCommand& command, storage::Store& store, std::ostream& out, std::ostream& err);

}  // namespace tutorat::app
