#include "server/storage/sqlite/store.h"

#include <sqlite3.h>

#include <condition_variable>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/storage/errors.h"
#include "server/storage/sql/migrator.h"
#include "server/storage/sql/transaction.h"
#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/migrations.h"
#include "server/storage/sqlite/writer.h"

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

class SqliteStore final : public Store {
 public:
  SqliteStore(Options options, std::unique_ptr<Connection> writer, std::unique_ptr<Connection> checker,
              std::vector<std::unique_ptr<Connection>> readers)
      : options_(std::move(options)),
        checker_(std::move(checker)),
        readers_(std::move(readers)),
        writer_(std::move(writer)) {
    for (auto& reader : readers_) free_.push_back(reader.get());
  }

  absl::Status Read(absl::Time deadline, ReadFunction f) override {
    Connection* reader = deadline <= absl::Now() ? nullptr : Lease(deadline);
    if (reader == nullptr) return DeadlineExceeded();
    absl::Status result = reader->Run("BEGIN");
    if (result.ok()) {
      sql::SqlTransaction transaction(*reader, sql::Access::kRead);
      result = f(transaction);
      if (absl::Status ended = reader->Run("ROLLBACK"); result.ok()) result = ended;
    }
    Return(reader);
    return result;
  }

  absl::Status Write(absl::Time deadline, WriteFunction f) override { return writer_.Write(deadline, f); }

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
  // Null when the deadline passes first.
  Connection* Lease(absl::Time deadline) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!returned_.wait_until(lock, absl::ToChronoTime(deadline), [&] { return !free_.empty(); })) return nullptr;
    Connection* reader = free_.back();
    free_.pop_back();
    return reader;
  }

  void Return(Connection* reader) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      free_.push_back(reader);
    }
    returned_.notify_one();
  }

  const Options options_;
  std::mutex checker_mutex_;
  std::unique_ptr<Connection> checker_;  // apart, so that busy readers do not look like a broken database
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::vector<Connection*> free_;
  Writer writer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Open(const Options& options) {
  ASSIGN_OR_RETURN(auto writer, Connection::Open(options.path));
  const int target = options.target_version > 0 ? options.target_version : sql::NewestVersion(Migrations());
  RETURN_IF_ERROR(MigrateLocked(*writer, target).status());
  ASSIGN_OR_RETURN(auto checker, Connection::Open(options.path));
  std::vector<std::unique_ptr<Connection>> readers;
  for (int i = 0; i < options.readers; ++i) {
    ASSIGN_OR_RETURN(auto reader, Connection::Open(options.path));
    readers.push_back(std::move(reader));
  }
  return std::unique_ptr<Store>(new SqliteStore(options, std::move(writer), std::move(checker), std::move(readers)));
}

}  // namespace tutorat::storage::sqlite
