// Periodic maintenance: purges what was deleted long ago and responses kept for repeated requests.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/storage/store.h"

namespace tutorat::api {

// How long the audit is kept unless the server is told otherwise: three years.
inline constexpr int kAuditDays = 1095;

// Erases for good what was deleted 30 days ago, and answers that are past their time. How many rows.
absl::StatusOr<int64_t> PurgeDeleted(storage::Store& store, absl::Time now, absl::Time deadline);

// Drops the audit's entries of more than `days` days ago, from the beginning of the chain up to the first that is
// younger, and notes where the chain begins now. How many entries.
absl::StatusOr<int64_t> DropOldAudit(storage::Store& store, int days, absl::Time now, absl::Time deadline);

}  // namespace tutorat::api
