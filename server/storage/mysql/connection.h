#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "server/storage/mysql/errors.h"
#include "server/storage/mysql/options.h"
#include "server/storage/sql/connection.h"

// The driver's, which stay in this folder.
namespace sql {
class Connection;
class PreparedStatement;
}  // namespace sql

namespace tutorat::storage::mysql {

// A session on a MySQL or MariaDB server: UTC, strict, utf8mb4. Used by one thread at a time.
class Connection final : public sql::Connection {
 public:
  // Connects and settles the session. `read_timeout`: the longest silence of the server in the middle of a statement,
  // in whole seconds. UNAVAILABLE (STORE_UNAVAILABLE, STORE_LOGIN_REFUSED, STORE_TLS_FAILED) with the reason logged.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Options& options, absl::Duration read_timeout);
  ~Connection() override;

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  absl::StatusOr<int64_t> Execute(const std::string& statement, absl::Span<const sql::Value> parameters) override;
  absl::StatusOr<std::unique_ptr<sql::Cursor>> Select(const std::string& statement,
                                                      absl::Span<const sql::Value> parameters) override;
  absl::Status Run(const std::string& statement) override;
  absl::Status Begin(sql::Access access) override;
  absl::Status Commit() override;
  void Rollback() override;
  bool savepoints_nest() const override { return false; }
  const char* lock_suffix() const override { return " FOR UPDATE"; }
  bool must_run_again() const override { return must_run_again_; }
  bool lost() const override { return lost_; }
  bool idle() const override { return !lost_ && !in_transaction_; }

  // "MariaDB 10.11.6"
  const std::string& server() const { return server_; }

 private:
  class Rows;

  explicit Connection(std::unique_ptr<::sql::Connection> driver);

  absl::Status Settle(const Options& options);
  // Runs `f`, in which the driver may throw, on behalf of `statement`.
  absl::Status Guard(const std::string& statement, absl::FunctionRef<void()> f);
  absl::Status Fail(int error_number, const std::string& state, const char* text, const std::string& statement);
  // May throw.
  ::sql::PreparedStatement& Prepare(const std::string& statement, absl::Span<const sql::Value> parameters);

  std::unique_ptr<::sql::Connection> driver_;
  // After the connection, because it must go first.
  std::map<std::string, std::unique_ptr<::sql::PreparedStatement>> prepared_;
  std::string server_;
  std::optional<sql::Access> isolated_for_;  // as the session's isolation level is
  bool in_transaction_ = false;
  bool must_run_again_ = false;
  bool lost_ = false;
};

}  // namespace tutorat::storage::mysql
