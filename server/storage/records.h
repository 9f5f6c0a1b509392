// The records that the server keeps for itself, beside the resources: stored responses and the ends of the audit's
// chain. They are inserted, updated and redacted as resources are, and purged by their purge_time.
#pragma once

#include <optional>
#include <string>

#include "server/storage/store.h"
#include "tutorat/v1/stored_record.pb.h"

namespace tutorat::storage {

// Locks nothing, in a WriteTransaction neither. Whoever finds none, and then inserts one that came meanwhile, is run
// again by the store.
absl::StatusOr<std::optional<v1::StoredResponse>> FindStoredResponse(ReadTransaction& transaction,
                                                                     const std::string& request_id);

inline constexpr char kAuditHead[] = "head";
inline constexpr char kAuditAnchor[] = "anchor";

// Number 0 where there is none. In a WriteTransaction it is locked until the end: whoever adds to the audit takes the
// head last, and waits for others only there.
absl::StatusOr<v1::AuditMark> GetAuditMark(ReadTransaction& transaction, absl::string_view name);
absl::Status SetAuditMark(WriteTransaction& transaction, const v1::AuditMark& mark);

}  // namespace tutorat::storage
