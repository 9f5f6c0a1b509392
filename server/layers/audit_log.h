// Writes the audit log: a decorator of Store. Whatever a transaction inserts or updates is recorded at its end, in the
// same transaction (domain/audit/audit.h says how). Handlers need not know.
#pragma once

#include <string>

#include "server/storage/forwarding.h"

namespace tutorat::api {

// On whose behalf something is written.
struct Actor {
  std::string account;     // accounts/{id} or subjects/{id}; kServerAccount, kOperatorAccount
  std::string method;      // tutorat.v1.SessionService.RecordSession; else what the server or its operator does
  std::string request_id;  // the caller's, where there was one
};

inline constexpr char kServerAccount[] = "server";
inline constexpr char kOperatorAccount[] = "tutoratd";

// Several writes of one resource in one transaction make one entry. What was rolled back leaves none, and what was run
// again one set only. Answers and last_use_time are not recorded. What a purge erases for good is recorded too, and
// leaves the personal values of its earlier entries. Where earlier entries of a resource lose
// personal values, one that says so is added, and from then on a change keeps none of
// those that it replaces: whoever takes a name out of a text after an erasure does not put it back here. Thread-safe as
// the store is.
class AuditLoggingStore final : public storage::ForwardingStore {
 public:
  // `base` outlives it.
  AuditLoggingStore(storage::Store& base, Actor author) : ForwardingStore(base), author_(std::move(author)) {}

  absl::Status Write(absl::Time deadline, WriteFunction f) override;

 private:
  const Actor author_;
};

}  // namespace tutorat::api
