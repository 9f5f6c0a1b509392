#include "server/storage/sqlite/connection.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <utility>

#include "proto/status_macros.h"
#include "server/storage/errors.h"

namespace tutorat::storage::sqlite {
namespace {

// How long a statement waits for another process that holds the file: a second server, a backup.
constexpr int kBusyMillis = 5000;
// In KiB, for some twenty indexes, each of which a record changes at another place; the default is 2 MiB.
constexpr const char* kWritersCache = "PRAGMA cache_size = -16384";
// Multi-row inserts have as many texts as row counts; beyond this they are prepared anew.
constexpr size_t kPreparedStatements = 200;

}  // namespace

// Leaves a prepared statement ready for its next use, however the current one ends.
class Connection::ResetGuard {
 public:
  explicit ResetGuard(sqlite3_stmt* statement) : statement_(statement) {}
  ~ResetGuard() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  ResetGuard(const ResetGuard&) = delete;
  ResetGuard& operator=(const ResetGuard&) = delete;

 private:
  sqlite3_stmt* statement_;
};

class Connection::Rows final : public sql::Cursor {
 public:
  Rows(Connection& connection, std::string statement, sqlite3_stmt* prepared)
      : connection_(connection),
        statement_(std::move(statement)),
        prepared_(prepared),
        guard_(prepared),
        row_(static_cast<size_t>(sqlite3_column_count(prepared))) {}

  absl::StatusOr<sql::Row> Next() override {
    const int code = sqlite3_step(prepared_);
    if (code == SQLITE_DONE) return sql::Row();
    if (code != SQLITE_ROW) return connection_.Error(code, statement_);
    for (size_t i = 0; i < row_.size(); ++i) Read(static_cast<int>(i), &row_[i]);
    return sql::Row(row_);
  }

 private:
  void Read(int column, sql::Value* value) {
    switch (sqlite3_column_type(prepared_, column)) {
      case SQLITE_NULL:
        *value = std::monostate();
        return;
      case SQLITE_INTEGER:
        *value = int64_t{sqlite3_column_int64(prepared_, column)};
        return;
      default:
        break;
    }
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared_, column));
    // Where there was a text before, its memory serves again.
    if (!std::holds_alternative<std::string>(*value)) *value = std::string();
    std::get<std::string>(*value).assign(text, static_cast<size_t>(sqlite3_column_bytes(prepared_, column)));
  }

  Connection& connection_;
  const std::string statement_;
  sqlite3_stmt* prepared_;
  const ResetGuard guard_;
  std::vector<sql::Value> row_;
};

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (code != SQLITE_OK) {
    spdlog::error("event=store_open_failed path=\"{}\" error=\"{}\"", path, sqlite3_errmsg(handle));
    return Unavailable();
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMillis);
  for (const char* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                             "PRAGMA temp_store = MEMORY", "PRAGMA secure_delete = ON"}) {
    RETURN_IF_ERROR(connection->Run(pragma));
  }
  return connection;
}

Connection::~Connection() {
  for (auto& [text, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

absl::StatusOr<int64_t> Connection::Execute(const std::string& statement, absl::Span<const sql::Value> parameters) {
  ASSIGN_OR_RETURN(auto prepared, Prepare(statement, parameters));
  const ResetGuard guard(prepared);
  const int code = sqlite3_step(prepared);
  if (code != SQLITE_DONE && code != SQLITE_ROW) return Error(code, statement);
  return sqlite3_changes64(handle_);
}

absl::StatusOr<std::unique_ptr<sql::Cursor>> Connection::Select(const std::string& statement,
                                                                absl::Span<const sql::Value> parameters) {
  ASSIGN_OR_RETURN(auto* prepared, Prepare(statement, parameters));
  return std::unique_ptr<sql::Cursor>(new Rows(*this, statement, prepared));
}

absl::Status Connection::Run(const std::string& statement) {
  const int code = sqlite3_exec(handle_, statement.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error(code, statement);
}

absl::Status Connection::Begin(sql::Access access) {
  if (access == sql::Access::kRead) return Run("BEGIN");
  if (!writes_) RETURN_IF_ERROR(Run(kWritersCache));
  writes_ = true;
  return Run("BEGIN IMMEDIATE");
}

absl::Status Connection::Commit() {
  if (Run("COMMIT").ok()) return absl::OkStatus();
  Rollback();
  return Unavailable();
}

void Connection::Rollback() {
  // A disk error may have done it already.
  if (sqlite3_get_autocommit(handle_) == 0) Run("ROLLBACK").IgnoreError();
}

absl::StatusOr<sqlite3_stmt*> Connection::Prepare(const std::string& statement,
                                                  absl::Span<const sql::Value> parameters) {
  auto found = prepared_.find(statement);
  if (found == prepared_.end()) {
    if (prepared_.size() >= kPreparedStatements) {
      for (auto& [text, old] : prepared_) sqlite3_finalize(old);
      prepared_.clear();
    }
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(handle_, statement.c_str(), static_cast<int>(statement.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    if (code != SQLITE_OK) return Error(code, statement);
    found = prepared_.emplace(statement, prepared).first;
  }
  sqlite3_stmt* prepared = found->second;
  for (size_t i = 0; i < parameters.size(); ++i) {
    const int index = static_cast<int>(i) + 1;
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<int64_t>(&parameters[i])) {
      code = sqlite3_bind_int64(prepared, index, *number);
    } else if (const auto* text = std::get_if<std::string>(&parameters[i])) {
      // Static: parameters outlive the step, and the guard clears the bindings.
      code = sqlite3_bind_text64(prepared, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    if (code != SQLITE_OK) return Error(code, statement);
  }
  return prepared;
}

absl::Status Connection::Error(int code, const std::string& statement) {
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) return UniqueViolation();
  spdlog::error("event=sqlite_error code={} error=\"{}\" statement=\"{}\"", code, sqlite3_errmsg(handle_), statement);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return Unavailable();
    default:
      return absl::InternalError("the database refused a statement; the server's log says which and why");
  }
}

}  // namespace tutorat::storage::sqlite
