// The storage's named errors, in one place. Driver text never goes into them: it is logged where it arises.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace tutorat::storage {

// GROUP_NOT_FOUND. `name` is what the caller asked for.
absl::Status NotFound(const google::protobuf::Descriptor* resource, absl::string_view name);
absl::Status AlreadyExists(const google::protobuf::Descriptor* resource, absl::string_view name);
absl::Status Unavailable();
// No connection to the database that is encrypted and to whom it should be: STORE_TLS_FAILED.
absl::Status TlsFailed();
// The database answers, and lets this user, with this password, not in or not at this database: STORE_LOGIN_REFUSED.
absl::Status LoginRefused();
absl::Status TransactionConflict();
absl::Status DeadlineExceeded();
// `found` and `known` are schema versions.
absl::Status SchemaNotReady(int found, int known);

// For the store's own loop: the transaction must be run again from the start. Never reaches a caller of Store.
absl::Status RunAgain();
bool IsRunAgain(const absl::Status& status);

// What the SQL layer learns from a driver, before it knows which resource is concerned.
absl::Status UniqueViolation();
bool IsUniqueViolation(const absl::Status& status);

}  // namespace tutorat::storage
