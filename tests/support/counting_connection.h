// A connection that counts what it is asked.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/storage/sql/connection.h"

namespace tutorat::tests {

// Passes everything on, and notes each statement but BEGIN. `statements` outlives it.
class CountingConnection final : public storage::sql::Connection {
 public:
  CountingConnection(std::unique_ptr<storage::sql::Connection> connection, std::vector<std::string>& statements)
      : connection_(std::move(connection)), statements_(statements) {}

  absl::StatusOr<int64_t> Execute(const std::string& statement,
                                  absl::Span<const storage::sql::Value> parameters) override {
    statements_.push_back(statement);
    return connection_->Execute(statement, parameters);
  }
  absl::StatusOr<std::unique_ptr<storage::sql::Cursor>> Select(
      const std::string& statement, absl::Span<const storage::sql::Value> parameters) override {
    statements_.push_back(statement);
    return connection_->Select(statement, parameters);
  }
  absl::Status Run(const std::string& statement) override {
    statements_.push_back(statement);
    return connection_->Run(statement);
  }
  absl::Status Begin(storage::sql::Access access) override { return connection_->Begin(access); }
  absl::Status Commit() override {
    statements_.emplace_back("COMMIT");
    return connection_->Commit();
  }
  void Rollback() override {
    statements_.emplace_back("ROLLBACK");
    connection_->Rollback();
  }
  bool savepoints_nest() const override { return connection_->savepoints_nest(); }
  const char* lock_suffix() const override { return connection_->lock_suffix(); }
  bool must_run_again() const override { return connection_->must_run_again(); }
  bool lost() const override { return connection_->lost(); }
  bool idle() const override { return connection_->idle(); }

 private:
  const std::unique_ptr<storage::sql::Connection> connection_;
  std::vector<std::string>& statements_;
};

}  // namespace tutorat::tests
