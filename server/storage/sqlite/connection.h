#pragma once

#include <map>
#include <memory>
#include <string>

#include "server/storage/sql/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tutorat::storage::sqlite {

// A connection to one database file, in WAL mode with synchronous=FULL and foreign keys on: a commit that returned is
// on disk, and readers neither wait for the writer nor hold it up.
class Connection final : public sql::Connection {
 public:
  // Creates the file if needed. UNAVAILABLE with the reason logged when it cannot be opened.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path);
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
  bool savepoints_nest() const override { return true; }
  // BEGIN IMMEDIATE keeps other writers out.
  const char* lock_suffix() const override { return ""; }
  bool must_run_again() const override { return false; }
  bool lost() const override { return false; }
  bool idle() const override { return true; }

 private:
  class ResetGuard;
  class Rows;

  explicit Connection(sqlite3* handle) : handle_(handle) {}

  absl::StatusOr<sqlite3_stmt*> Prepare(const std::string& statement, absl::Span<const sql::Value> parameters);
  absl::Status Error(int code, const std::string& statement);

  sqlite3* handle_;
  bool writes_ = false;
  std::map<std::string, sqlite3_stmt*> prepared_;
};

}  // namespace tutorat::storage::sqlite
