#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "server/storage/sql/memo.h"
#include "server/storage/sql/pool.h"
#include "server/storage/sql/transaction.h"
#include "server/storage/store.h"

namespace tutorat::storage::sql {

// The single writer thread: takes whatever waits, runs each write in a savepoint of its own and commits them
// together: many durable writes for one flush. Nobody is answered before the commit returned. Of several servers on one
// database one writes at a time: each batch begins with the lock of the audit's head. Thread-safe.
class Writer {
 public:
  // Makes good, on the connection that wrote, that something was redacted; false: it is to be tried again after the
  // next commit.
  using EraseTraces = std::function<bool(Connection&)>;

  Writer(Pool::Opener open, Memo& memo, EraseTraces erase_traces);
  // Finishes what waits, then stops.
  ~Writer();

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Waits until the write is on disk, or has failed. DEADLINE_EXCEEDED: it did not begin in time.
  absl::Status Write(absl::Time deadline, Store::WriteFunction f);

 private:
  struct Job {
    absl::Time deadline;
    Store::WriteFunction function;
    absl::Status result;
    bool begun = false;
    bool done = false;
  };
  using Batch = std::vector<Job*>;

  void Loop();
  // Ends with the jobs' results.
  void RunBatch(const Batch& batch);
  // A transaction, and what became of locking the audit's head in it.
  absl::StatusOr<Pool::Lease> Begin(TransactionState* state, absl::Status* locked);
  // One transaction. RunAgain; or why what the jobs did was not stored.
  absl::Status Attempt(const Batch& batch);
  absl::Status RunOne(Job& job, bool alone, Connection& connection, TransactionState& state);
  absl::Status Commit(Connection& connection, TransactionState& state);

  Pool pool_;  // of one
  Memo& memo_;
  const EraseTraces erase_traces_;
  std::mutex mutex_;
  std::condition_variable waiting_;   // for the writer: a job, or the end
  std::condition_variable finished_;  // for callers
  std::deque<Job*> jobs_;
  bool stopping_ = false;
  bool traces_ = false;  // of what was redacted are still in the files
  std::thread thread_;
};

// How long to wait before the next attempt of a transaction that met a conflict, longer with each; random, so that
// those who collided do not collide again.
absl::Duration PauseBefore(int attempt);
inline constexpr int kMostAttempts = 10;

}  // namespace tutorat::storage::sql
