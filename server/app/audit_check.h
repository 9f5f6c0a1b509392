#pragma once

#include <ostream>

#include "absl/status/statusor.h"
#include "server/storage/store.h"

namespace tutorat::app {

// Follows the audit's chain from its beginning to its head, and names each entry that was altered, removed or inserted.
// How many things are wrong.
absl::StatusOr<int> CheckAudit(storage::ReadTransaction& transaction, std::ostream& out);

}  // namespace tutorat::app
