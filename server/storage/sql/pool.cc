#include "server/storage/sql/pool.h"

#include <utility>

#include "absl/time/clock.h"
#include "server/storage/errors.h"

namespace tutorat::storage::sql {
namespace {

// Firewalls forget silent connections after five minutes or more, without a word: then a statement would wait for its
// whole timeout. A connection that the server closed itself is found out by the BEGIN of the next transaction.
constexpr absl::Duration kIdle = absl::Minutes(4);

}  // namespace

Pool::Lease::~Lease() {
  if (connection_ != nullptr) pool_->Return(std::move(connection_));
}

absl::StatusOr<Pool::Lease> Pool::Acquire(absl::Time deadline) {
  std::vector<Idle> stale;  // closed outside the lock
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!returned_.wait_until(lock, absl::ToChronoTime(deadline), [&] { return leased_ < size_; })) {
      return DeadlineExceeded();
    }
    ++leased_;
    if (!idle_.empty() && absl::Now() - idle_.back().since < kIdle) {
      Idle idle = std::move(idle_.back());
      idle_.pop_back();
      return Lease(this, std::move(idle.connection), false);
    }
    // The last one back is the freshest: if that is too old, all are.
    stale.swap(idle_);
  }
  stale.clear();
  auto opened = open_();
  if (opened.ok()) return Lease(this, std::move(*opened), true);
  Return(nullptr);
  return opened.status();
}

absl::StatusOr<Pool::Lease> Pool::Begin(absl::Time deadline, Access access) {
  while (true) {
    auto lease = Acquire(deadline);
    if (!lease.ok()) return lease;
    absl::Status begun = (*lease)->Begin(access);
    if (begun.ok()) return lease;
    if (!(*lease)->lost() || lease->fresh()) return begun;
  }
}

void Pool::Return(std::unique_ptr<Connection> connection) {
  if (connection != nullptr && !connection->idle()) connection.reset();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    --leased_;
    if (connection != nullptr) idle_.push_back({std::move(connection), absl::Now()});
  }
  returned_.notify_one();
}

}  // namespace tutorat::storage::sql
