#include "server/storage/sqlite/store.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <mutex>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/storage/errors.h"
#include "server/storage/sql/migrator.h"
#include "server/storage/sql/store.h"
#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/migrations.h"

namespace tutorat::storage::sqlite {
namespace {

constexpr char kTableExists[] = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'";

absl::StatusOr<std::vector<std::string>> MigrateLocked(Connection& connection, int target) {
  // IMMEDIATE keeps a second server out from the look at the version on.
  RETURN_IF_ERROR(connection.Run("BEGIN IMMEDIATE"));
  auto made = sql::Migrate(connection, Migrations(), kTableExists, target);
  const absl::Status ended = connection.Run(made.ok() ? "COMMIT" : "ROLLBACK");
  if (made.ok() && !ended.ok()) return ended;
  return made;
}

// Freed cells are zeroed (secure_delete), but pages that were rebuilt, and those of before that was so, may hold
// copies: rewrites the file without what was deleted or replaced, and empties the write-ahead log. False where a reader
// kept it from that.
bool EraseTraces(sql::Connection& connection) {
  // The new file is made beside the old one: too large for the memory, perhaps.
  absl::Status status = connection.Run("PRAGMA temp_store = FILE");
  if (status.ok()) status = connection.Run("VACUUM");
  bool truncated = false;
  if (status.ok()) {
    status = connection.Query("PRAGMA wal_checkpoint(TRUNCATE)", {},
                              [&](sql::Row row) { truncated = row[0] == sql::Value(int64_t{0}); });
  }
  connection.Run("PRAGMA temp_store = MEMORY").IgnoreError();
  const bool erased = status.ok() && truncated;
  if (!erased) spdlog::error("event=erase_traces_failed why=\"{}\"", std::string(status.message()));
  return erased;
}

class SqliteStore final : public sql::SqlStore {
 public:
  SqliteStore(const Options& options, std::unique_ptr<Connection> checker)
      : SqlStore(
            options.readers, [path = options.path] { return Connection::Open(path); }, EraseTraces),
        options_(options),
        checker_(std::move(checker)) {}

  absl::StatusOr<std::vector<std::string>> Migrate() override {
    ASSIGN_OR_RETURN(auto connection, Connection::Open(options_.path));
    return MigrateLocked(*connection, sql::NewestVersion(Migrations()));
  }

  absl::Status Check() override {
    const std::lock_guard<std::mutex> lock(checker_mutex_);
    ASSIGN_OR_RETURN(const auto version, sql::SchemaVersion(*checker_, kTableExists));
    const int known = sql::NewestVersion(Migrations());
    return version == known ? absl::OkStatus() : SchemaNotReady(version, known);
  }

  std::string Description() override { return absl::StrCat("SQLite ", sqlite3_libversion(), ", ", options_.path); }

 private:
  const Options options_;
  std::mutex checker_mutex_;
  std::unique_ptr<Connection> checker_;  // apart, so that busy readers do not look like a broken database
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Open(const Options& options) {
  ASSIGN_OR_RETURN(auto connection, Connection::Open(options.path));
  const int target = options.target_version > 0 ? options.target_version : sql::NewestVersion(Migrations());
  RETURN_IF_ERROR(MigrateLocked(*connection, target).status());
  return std::unique_ptr<Store>(new SqliteStore(options, std::move(connection)));
}

}  // namespace tutorat::storage::sqlite
