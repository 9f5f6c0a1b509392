#pragma once

#include <ostream>

#include "absl/status/statusor.h"
#include "server/storage/store.h"

namespace tutorat::app {

// Follows the audit's chain from its beginning to its head, and names each entry that was altered, removed or inserted,
// or emptied. Nor may it be empty where there are resources. How many things are wrong.
absl::StatusOr<int> CheckAudit(storage::ReadTransaction& transaction, bool has_resources, std::ostream& out);

}  // namespace tutorat::app
