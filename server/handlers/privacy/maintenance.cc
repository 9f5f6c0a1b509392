#include "server/handlers/privacy/maintenance.h"

#include "proto/status_macros.h"
#include "server/domain/audit/audit.h"
#include "server/domain/base/local_time.h"
#include "server/layers/audit_log.h"
#include "server/storage/records.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::api {
namespace {

constexpr int kEntriesAtOnce = 1000;

// The last of the old entries at the beginning of the chain, among the next kEntriesAtOnce. Nothing when there is none.
absl::StatusOr<v1::AuditMark> LastOld(storage::ReadTransaction& transaction, absl::Time before) {
  storage::Filter filter;
  filter.limit = kEntriesAtOnce;
  filter.items.emplace();
  ASSIGN_OR_RETURN(const auto oldest, transaction.List<v1::AuditEntry>(filter));
  v1::AuditMark last;
  last.set_name(storage::kAuditAnchor);
  for (const v1::AuditEntry& entry : oldest) {
    const int64_t number = domain::AuditEntryNumber(entry.name());
    // One that is no part of the chain stays, for the check to find.
    if (number == 0 || domain::ToTime(entry.create_time()) >= before) break;
    last.set_number(number);
    last.set_hash(entry.hash());
  }
  return last;
}

}  // namespace

absl::StatusOr<int64_t> PurgeDeleted(storage::Store& store, absl::Time now, absl::Time deadline) {
  AuditLoggingStore audited(store, {kServerAccount, "purge", ""});
  int64_t purged = 0;
  RETURN_IF_ERROR(audited.Write(deadline, [&](storage::WriteTransaction& transaction) {
    const auto rows = transaction.Purge(now);
    purged = rows.value_or(0);
    return rows.status();
  }));
  return purged;
}

absl::StatusOr<int64_t> DropOldAudit(storage::Store& store, int days, absl::Time now, absl::Time deadline) {
  const absl::Time before = now - absl::Hours(24) * days;
  int64_t dropped = 0;
  bool more = true;
  while (more) {
    int64_t rows = 0;
    RETURN_IF_ERROR(store.Write(deadline, [&](storage::WriteTransaction& transaction) -> absl::Status {
      rows = 0;
      const auto last = LastOld(transaction, before);
      if (!last.ok() || last->number() == 0) return last.status();
      ASSIGN_OR_RETURN(rows, transaction.DropAuditEntries(domain::AuditEntryName(last->number())));
      return storage::SetAuditMark(transaction, *last);
    }));
    dropped += rows;
    more = rows == kEntriesAtOnce;
  }
  return dropped;
}

}  // namespace tutorat::api
