#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "server/storage/sql/connection.h"

namespace tutorat::storage::sql {

// A bounded number of connections, opened as they are needed. Thread-safe; outlives its leases.
class Pool {
 public:
  using Opener = std::function<absl::StatusOr<std::unique_ptr<Connection>>()>;

  // A connection on loan. On its end the connection goes back, or is closed when it cannot serve another transaction.
  class Lease {
   public:
    ~Lease();
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    Connection* operator->() const { return connection_.get(); }
    Connection& operator*() const { return *connection_; }
    // Opened for this lease.
    bool fresh() const { return fresh_; }

   private:
    friend class Pool;
    Lease(Pool* pool, std::unique_ptr<Connection> connection, bool fresh)
        : pool_(pool), connection_(std::move(connection)), fresh_(fresh) {}

    Pool* pool_;
    std::unique_ptr<Connection> connection_;  // null: moved from
    bool fresh_;
  };

  // `open` is called on the thread that leases.
  Pool(int size, Opener open) : size_(size), open_(std::move(open)) {}

  // Waits for a connection until `deadline`: DEADLINE_EXCEEDED. An error of `open` as it is.
  absl::StatusOr<Lease> Acquire(absl::Time deadline);

  // The same, in a transaction. One that died while nobody used it is replaced: nothing was sent on it yet.
  absl::StatusOr<Lease> Begin(absl::Time deadline, Access access);

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    absl::Time since;
  };

  void Return(std::unique_ptr<Connection> connection);

  const int size_;
  const Opener open_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Idle> idle_;
  int leased_ = 0;  // being opened included
};

}  // namespace tutorat::storage::sql
