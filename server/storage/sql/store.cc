#include "server/storage/sql/store.h"

#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/storage/errors.h"
#include "server/storage/sql/draft.h"
#include "server/storage/sql/transaction.h"

namespace tutorat::storage::sql {

absl::Status SqlStore::Read(absl::Time deadline, ReadFunction f) {
  for (int attempt = 1; attempt <= kMostAttempts; ++attempt) {
    if (deadline <= absl::Now()) return DeadlineExceeded();
    absl::Status result = ReadOnce(deadline, f);
    if (!IsRunAgain(result)) return result;
    absl::SleepFor(PauseBefore(attempt));
  }
  return TransactionConflict();
}

absl::Status SqlStore::ReadRemembered(absl::Time deadline, ReadFunction f) {
  const auto look = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const auto lease, readers_.Acquire(deadline));
    TransactionState state(memo_);
    state.remembered_only = true;
    SqlTransaction transaction(*lease, Access::kRead, state);
    // Without a transaction: of what is remembered there is one revision.
    if (!transaction.Revision().ok()) return RunAgain();
    return f(transaction);
  };
  if (deadline <= absl::Now()) return DeadlineExceeded();
  absl::Status result = look();
  return IsRunAgain(result) ? Read(deadline, f) : result;
}

absl::Status SqlStore::Write(absl::Time deadline, WriteFunction f) {
  return deadline <= absl::Now() ? DeadlineExceeded() : writer_.Write(deadline, f);
}

absl::Status SqlStore::Draft(absl::Time deadline, WriteFunction f) {
  return Read(deadline, [&](ReadTransaction& snapshot) {
    DraftTransaction draft(snapshot);
    return f(draft);
  });
}

absl::Status SqlStore::ReadOnce(absl::Time deadline, ReadFunction f) {
  ASSIGN_OR_RETURN(const auto lease, readers_.Begin(deadline, Access::kRead));
  TransactionState state(memo_);
  SqlTransaction transaction(*lease, Access::kRead, state);
  absl::Status result = f(transaction);
  if (lease->lost()) return Unavailable();
  if (lease->must_run_again()) result = RunAgain();
  lease->Rollback();
  return result;
}

}  // namespace tutorat::storage::sql
