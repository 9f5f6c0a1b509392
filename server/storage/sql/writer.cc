#include "server/storage/sql/writer.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/storage/errors.h"

namespace tutorat::storage::sql {
namespace {

// Bounds how long the first of a batch waits for the last.
constexpr size_t kBatch = 256;

// Of deadlocks, which are found at once. Who waited for a lock in vain waits again while there is time: whoever holds
// it is at work, and an import may hold one for a minute.
constexpr absl::Duration kWaitedForALock = absl::Seconds(1);
constexpr absl::Duration kFirstPause = absl::Milliseconds(5);
constexpr absl::Duration kLongestPause = absl::Milliseconds(200);

}  // namespace

absl::Duration PauseBefore(int attempt) {
  absl::Duration longest = kFirstPause;
  for (int i = 1; i < attempt && longest < kLongestPause; ++i) longest *= 2;
  thread_local absl::BitGen random;
  return std::min(longest, kLongestPause) * absl::Uniform(random, 0.5, 1.0);
}

Writer::Writer(Pool::Opener open, Memo& memo, EraseTraces erase_traces)
    : pool_(1, std::move(open)), memo_(memo), erase_traces_(std::move(erase_traces)), thread_([this] { Loop(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  waiting_.notify_one();
  thread_.join();
}

absl::Status Writer::Write(absl::Time deadline, Store::WriteFunction f) {
  Job job{deadline, f, absl::OkStatus()};
  std::unique_lock<std::mutex> lock(mutex_);
  jobs_.push_back(&job);
  waiting_.notify_one();
  finished_.wait_until(lock, absl::ToChronoTime(deadline), [&] { return job.begun; });
  if (!job.begun) {
    jobs_.erase(std::find(jobs_.begin(), jobs_.end(), &job));
    return DeadlineExceeded();
  }
  finished_.wait(lock, [&] { return job.done; });
  return job.result;
}

void Writer::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    waiting_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const auto end = jobs_.begin() + static_cast<std::ptrdiff_t>(std::min(jobs_.size(), kBatch));
    const Batch batch(jobs_.begin(), end);
    jobs_.erase(jobs_.begin(), end);
    for (Job* job : batch) job->begun = true;
    lock.unlock();
    RunBatch(batch);
    lock.lock();
    for (Job* job : batch) job->done = true;
    finished_.notify_all();
  }
}

void Writer::RunBatch(const Batch& batch) {
  absl::Status ended = RunAgain();
  for (int attempt = 1; attempt <= kMostAttempts;) {
    const absl::Time begun = absl::Now();
    for (Job* job : batch) job->result = absl::OkStatus();
    ended = Attempt(batch);
    if (!IsRunAgain(ended)) break;
    if (absl::Now() - begun < kWaitedForALock) ++attempt;
    const absl::Time next = absl::Now() + PauseBefore(attempt);
    if (std::all_of(batch.begin(), batch.end(), [&](const Job* job) { return job->deadline <= next; })) break;
    absl::SleepFor(next - absl::Now());
  }
  if (ended.ok()) return;
  // What was refused, too: perhaps for what another job had done, and which is not stored.
  for (Job* job : batch) job->result = IsRunAgain(ended) ? TransactionConflict() : ended;
}

absl::StatusOr<Pool::Lease> Writer::Begin(TransactionState* state, absl::Status* locked) {
  while (true) {
    ASSIGN_OR_RETURN(auto lease, pool_.Begin(absl::InfiniteFuture(), Access::kWrite));
    *locked = LockHead(*lease, state);
    // One that died while nobody used it is replaced: nothing was asked of it yet.
    if (!lease->lost() || lease.fresh()) return lease;
  }
}

absl::Status Writer::Attempt(const Batch& batch) {
  TransactionState state(memo_);
  absl::Status status;
  ASSIGN_OR_RETURN(const auto lease, Begin(&state, &status));
  Connection& connection = *lease;
  bool redacted = false;
  if (status.ok()) {
    for (Job* job : batch) {
      job->result = RunOne(*job, batch.size() == 1, connection, state);
      // Whatever the function made of it: after a deadlock the server has undone what came before.
      if (connection.lost() || connection.must_run_again()) break;
    }
    redacted = state.redacted;
  }
  if (connection.lost()) return Unavailable();
  if (connection.must_run_again()) status = RunAgain();
  if (status.ok() && std::any_of(batch.begin(), batch.end(), [](const Job* job) { return job->result.ok(); })) {
    RETURN_IF_ERROR(Commit(connection, state));
    traces_ |= redacted;
    if (traces_) traces_ = erase_traces_ != nullptr && !erase_traces_(connection);
    return absl::OkStatus();
  }
  connection.Rollback();
  return status;
}

absl::Status Writer::RunOne(Job& job, bool alone, Connection& connection, TransactionState& state) {
  if (job.deadline <= absl::Now()) return DeadlineExceeded();
  if (!alone) RETURN_IF_ERROR(connection.Run("SAVEPOINT one"));
  state.changed = false;
  const TransactionState before = state;
  SqlTransaction transaction(connection, Access::kWrite, state);
  absl::Status result = job.function(transaction);
  // With one writer nothing changes between a look and a write: a write that must run again is a broken promise of
  // the function.
  if (IsRunAgain(result)) result = TransactionConflict();
  if (result.ok() && state.changed) ++state.changes;
  if (alone) return result;
  if (result.ok() && connection.savepoints_nest()) result = connection.Run("RELEASE SAVEPOINT one");
  if (result.ok()) return result;
  state.Undo(before);
  // A disk error may have rolled everything back; then there is no savepoint, and the commit will fail for all.
  connection.Run("ROLLBACK TO SAVEPOINT one").IgnoreError();
  if (connection.savepoints_nest()) connection.Run("RELEASE SAVEPOINT one").IgnoreError();
  return result;
}

absl::Status Writer::Commit(Connection& connection, TransactionState& state) {
  const int64_t before = state.revision;
  if (absl::Status status = StoreHead(connection, &state); !status.ok()) {
    connection.Rollback();
    return connection.must_run_again() ? RunAgain() : status;
  }
  memo_.Announce(state.head.revision());
  absl::Status committed = connection.Commit();
  if (committed.ok()) {
    memo_.Advance(before, state.head.revision(), state.written);
  } else {
    memo_.Clear();
  }
  return committed;
}

}  // namespace tutorat::storage::sql
