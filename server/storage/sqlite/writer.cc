#include "server/storage/sqlite/writer.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/storage/errors.h"
#include "server/storage/sql/transaction.h"

namespace tutorat::storage::sqlite {
namespace {

// Bounds how long the first of a batch waits for the last.
constexpr size_t kBatch = 256;

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)), thread_([this] { Loop(); }) {}

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
  finished_.wait(lock, [&] { return job.done; });
  return job.result;
}

void Writer::Loop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    waiting_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const auto end = jobs_.begin() + static_cast<std::ptrdiff_t>(std::min(jobs_.size(), kBatch));
    const std::deque<Job*> batch(jobs_.begin(), end);
    jobs_.erase(jobs_.begin(), end);
    lock.unlock();
    RunBatch(batch);
    lock.lock();
    for (Job* job : batch) job->done = true;
    finished_.notify_all();
  }
}

void Writer::RunBatch(const std::deque<Job*>& batch) {
  if (absl::Status begun = connection_->Run("BEGIN IMMEDIATE"); !begun.ok()) {
    for (Job* job : batch) job->result = begun;
    return;
  }
  for (Job* job : batch) job->result = RunOne(*job);
  const bool any = std::any_of(batch.begin(), batch.end(), [](const Job* job) { return job->result.ok(); });
  const absl::Status ended = connection_->Run(any ? "COMMIT" : "ROLLBACK");
  if (ended.ok()) {
    traces_ |= std::any_of(batch.begin(), batch.end(), [](const Job* job) { return job->redacted; });
    if (traces_) EraseTraces();
    return;
  }
  if (any) connection_->Run("ROLLBACK").IgnoreError();  // SQLite may have done it already
  for (Job* job : batch) {
    if (job->result.ok()) job->result = Unavailable();
  }
}

absl::Status Writer::RunOne(Job& job) {
  if (job.deadline <= absl::Now()) return DeadlineExceeded();
  RETURN_IF_ERROR(connection_->Run("SAVEPOINT one"));
  sql::SqlTransaction transaction(*connection_, sql::Access::kWrite);
  absl::Status result = job.function(transaction);
  // With one writer nothing changes between a look and a write: a write that must run again is a broken promise of `f`.
  if (IsRunAgain(result)) result = TransactionConflict();
  if (result.ok()) {
    result = connection_->Run("RELEASE one");
    job.redacted = transaction.redacted();
    if (result.ok()) return result;
  }
  // A disk error may have rolled everything back; then there is no savepoint, and COMMIT will fail for all.
  connection_->Run("ROLLBACK TO one").IgnoreError();
  connection_->Run("RELEASE one").IgnoreError();
  return result;
}

// Freed cells are zeroed (secure_delete), but pages that were rebuilt, and those of before that was so, may hold
// copies.
void Writer::EraseTraces() {
  // The new file is made beside the old one: too large for the memory, perhaps.
  absl::Status status = connection_->Run("PRAGMA temp_store = FILE");
  if (status.ok()) status = connection_->Run("VACUUM");
  bool truncated = false;
  if (status.ok()) {
    status = connection_->Query("PRAGMA wal_checkpoint(TRUNCATE)", {}, [&](sql::Row row) {
      truncated = row[0] == sql::Value(int64_t{0});  // not kept from it by a reader
    });
  }
  connection_->Run("PRAGMA temp_store = MEMORY").IgnoreError();
  traces_ = !status.ok() || !truncated;
  if (traces_) spdlog::error("event=erase_traces_failed why=\"{}\"", std::string(status.message()));
}

}  // namespace tutorat::storage::sqlite
