#include "server/storage/mysql/store.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/domain/base/resource_names.h"
#include "server/storage/errors.h"
#include "server/storage/mysql/connection.h"
#include "server/storage/mysql/migrations.h"
#include "server/storage/sql/migrator.h"
#include "server/storage/sql/store.h"

namespace tutorat::storage::mysql {
namespace {

constexpr char kTableExists[] =
    "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'schema_migrations'";

// How long the server may be silent: the service reads or writes some rows, a migration may rebuild a table.
constexpr absl::Duration kReadTimeout = absl::Seconds(30);
constexpr absl::Duration kCheckTimeout = absl::Seconds(2);
constexpr absl::Duration kMigrationTimeout = absl::Hours(2);
constexpr int kMigrationLockSeconds = 600;

constexpr std::chrono::milliseconds kCheckAnswersWithin(500);

absl::Status CheckSchema(Connection& connection) {
  ASSIGN_OR_RETURN(const auto version, sql::SchemaVersion(connection, kTableExists));
  const int known = sql::NewestVersion(Migrations());
  return version == known ? absl::OkStatus() : SchemaNotReady(version, known);
}

class MysqlStore final : public sql::SqlStore {
 public:
  explicit MysqlStore(const Options& options)
      // Of all connections one writes.
      : SqlStore(
            std::max(1, options.connections - 1),
            [this]() -> absl::StatusOr<std::unique_ptr<sql::Connection>> { return OpenReady(); }, nullptr),
        options_(options) {}

  absl::StatusOr<std::vector<std::string>> Migrate() override {
    ASSIGN_OR_RETURN(auto opened, Connection::Open(options_, kMigrationTimeout));
    Connection& connection = *opened;
    // Names of locks are the server's, not the database's, and at most 64 characters.
    const std::string lock = absl::StrCat("tutorat-migrate-", domain::Digest(options_.database));
    bool locked = false;
    RETURN_IF_ERROR(connection.Query("SELECT GET_LOCK(?, ?)", {lock, int64_t{kMigrationLockSeconds}},
                                     [&](sql::Row row) { locked = row[0] == sql::Value(int64_t{1}); }));
    if (!locked) return Unavailable();
    const int target = options_.target_version > 0 ? options_.target_version : sql::NewestVersion(Migrations());
    auto made = sql::Migrate(connection, Migrations(), kTableExists, target);
    // The end of the session would do it too, some time later.
    connection.Query("SELECT RELEASE_LOCK(?)", {lock}, [](sql::Row) {}).IgnoreError();
    return made;
  }

  // On a thread of its own: the driver's shortest time-out is a second.
  absl::Status Check() override {
    std::shared_future<absl::Status> probe;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!probe_.valid() || probe_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        probe_ = std::async(std::launch::async, [this] { return Probe(); }).share();
      }
      probe = probe_;
    }
    return probe.wait_for(kCheckAnswersWithin) == std::future_status::ready ? probe.get() : Unavailable();
  }

  std::string Description() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return absl::StrCat(server_, ", ", options_.database, " at ", options_.host, ":", options_.port);
  }

 private:
  absl::StatusOr<std::unique_ptr<sql::Connection>> OpenReady() {
    ASSIGN_OR_RETURN(auto connection, Connection::Open(options_, kReadTimeout));
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      server_ = connection->server();
    }
    RETURN_IF_ERROR(CheckSchema(*connection));
    return connection;
  }

  // One at a time: probe_ sees to it.
  absl::Status Probe() {
    const bool fresh = check_connection_ == nullptr;
    if (fresh) {
      ASSIGN_OR_RETURN(check_connection_, Connection::Open(options_, kCheckTimeout));
    }
    absl::Status status = CheckSchema(*check_connection_);
    if (!check_connection_->lost()) return status;
    check_connection_.reset();
    return fresh ? status : Probe();
  }

  const Options options_;
  std::mutex mutex_;
  std::string server_ = "MySQL";                  // until it was reached
  std::unique_ptr<Connection> check_connection_;  // apart, so that a busy pool does not look like a broken database
  std::shared_future<absl::Status> probe_;        // last: its end is waited for before the rest goes
};

}  // namespace

std::unique_ptr<Store> Open(const Options& options) { return std::make_unique<MysqlStore>(options); }

}  // namespace tutorat::storage::mysql
