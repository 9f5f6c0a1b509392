#include "tests/support/database.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/storage/mysql/connection.h"
#include "server/storage/mysql/migrations.h"
#include "server/storage/mysql/store.h"
#include "server/storage/sql/schema.h"
#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/migrations.h"
#include "server/storage/sqlite/store.h"
#include "tests/support/temp_dir.h"

namespace tutorat::tests {
namespace {

namespace mysql = storage::mysql;
namespace sql = storage::sql;
namespace sqlite = storage::sqlite;

constexpr char kServerVariable[] = "TUTORAT_TEST_MYSQL";
constexpr char kExtraVariable[] = "TUTORAT_TEST_MYSQL_EXTRA";
constexpr char kPasswordVariable[] = "TUTORAT_TEST_MYSQL_PASSWORD";

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

class SqliteDatabase final : public Database {
 public:
  absl::StatusOr<std::unique_ptr<storage::Store>> Open(int target_version) override {
    sqlite::Options options;
    options.path = Path();
    options.target_version = target_version;
    return sqlite::Open(options);
  }
  absl::StatusOr<std::unique_ptr<sql::Connection>> Connect() override { return sqlite::Connection::Open(Path()); }
  absl::Span<const sql::Migration> Migrations() const override { return sqlite::Migrations(); }
  mysql::Options Address() const override { return {}; }
  absl::Status KillSessions() override { return absl::UnimplementedError("SQLite has no sessions"); }

 private:
  std::string Path() const { return directory_.File("data.db"); }

  TempDir directory_;
};

// One server, for as long as the program runs.
struct Server {
  std::unique_ptr<mysql::Connection> administrator;  // on the database of the address
  mysql::Options address;                            // of the program's own database
  bool migrated = false;
};

std::map<std::string, Server>& ServersInUse() {
  static auto& servers = *new std::map<std::string, Server>;
  return servers;
}

// Drops what the program made, even when tests failed.
class DropDatabases final : public ::testing::Environment {
 public:
  void TearDown() override {
    for (auto& [url, server] : ServersInUse()) {
      EXPECT_EQ(server.administrator->Run(absl::StrCat("DROP DATABASE `", server.address.database, "`")),
                absl::OkStatus());
    }
    ServersInUse().clear();
  }
};
const ::testing::Environment* const kDropDatabases = ::testing::AddGlobalTestEnvironment(new DropDatabases);

absl::Status MakeEmpty(Server& server) {
  for (const char* verb : {"DROP DATABASE IF EXISTS `", "CREATE DATABASE `"}) {
    if (absl::Status status = server.administrator->Run(absl::StrCat(verb, server.address.database, "`"));
        !status.ok()) {
      return absl::FailedPreconditionError("the test's user must be allowed to create and drop databases");
    }
  }
  server.migrated = false;
  return absl::OkStatus();
}

absl::Status DeleteRows(const mysql::Options& address) {
  auto connection = mysql::Connection::Open(address, absl::Seconds(30));
  if (!connection.ok()) return connection.status();
  std::vector<std::string> tables{"stored_responses"};
  for (const sql::Table& table : sql::Tables()) {
    tables.push_back(table.name);
    for (const sql::ChildTable& child : table.children) {
      tables.push_back(child.name);
      for (const sql::ChildTable& texts : child.children) tables.push_back(texts.name);
    }
  }
  // Themes name themes: no order of rows would do.
  if (absl::Status status = (*connection)->Run("SET FOREIGN_KEY_CHECKS = 0"); !status.ok()) return status;
  for (const std::string& table : tables) {
    if (absl::Status status = (*connection)->Run(absl::StrCat("DELETE FROM `", table, "`")); !status.ok()) {
      return status;
    }
  }
  // As the migration leaves them.
  for (const char* statement :
       {"DELETE FROM audit_marks WHERE name <> 'head'", "UPDATE audit_marks SET number = 0, hash = NULL"}) {
    if (absl::Status status = (*connection)->Run(statement); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<Server*> ServerAt(const Kind& kind) {
  if (kind.url.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "$", kind.variable, " is not set: give the address of a server, mysql://USER:PASSWORD@HOST:PORT/", "DATABASE"));
  }
  const auto found = ServersInUse().find(kind.url);
  if (found != ServersInUse().end()) return &found->second;
  auto address = mysql::ParseUrl(kind.url);
  if (!address.ok()) return address.status();
  if (address->password.empty()) address->password = Variable(kPasswordVariable);
  auto administrator = mysql::Connection::Open(*address, absl::Seconds(30));
  if (!administrator.ok()) return administrator.status();
  // Programs run at the same time: each has a database of its own.
  absl::StrAppend(&address->database, "_", getpid());
  Server server{*std::move(administrator), *address};
  if (absl::Status status = MakeEmpty(server); !status.ok()) return status;
  return &ServersInUse().emplace(kind.url, std::move(server)).first->second;
}

class ServerDatabase final : public Database {
 public:
  explicit ServerDatabase(Server& server) : server_(server) {}

  absl::StatusOr<std::unique_ptr<storage::Store>> Open(int target_version) override {
    mysql::Options options = server_.address;
    options.target_version = target_version;
    return mysql::Open(options);
  }
  absl::StatusOr<std::unique_ptr<sql::Connection>> Connect() override {
    return mysql::Connection::Open(server_.address, absl::Seconds(30));
  }
  absl::Span<const sql::Migration> Migrations() const override { return mysql::Migrations(); }
  mysql::Options Address() const override { return server_.address; }

  absl::Status KillSessions() override {
    std::vector<int64_t> sessions;
    absl::Status status = server_.administrator->Query(
        "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = ?", {server_.address.database},
        [&](sql::Row row) { sessions.push_back(std::get<int64_t>(row[0])); });
    if (!status.ok()) return status;
    // One may have ended meanwhile.
    for (const int64_t session : sessions) server_.administrator->Run(absl::StrCat("KILL ", session)).IgnoreError();
    return absl::OkStatus();
  }

 private:
  Server& server_;
};

}  // namespace

std::vector<Kind> AllKinds() {
  std::vector<Kind> kinds{{"SQLite", "", ""}};
  for (Kind& server : Servers()) kinds.push_back(std::move(server));
  return kinds;
}

std::vector<Kind> Servers() {
  std::vector<Kind> kinds{{"MariaDB", kServerVariable, Variable(kServerVariable)}};
  for (const absl::string_view url : absl::StrSplit(Variable(kExtraVariable), ' ', absl::SkipEmpty())) {
    kinds.push_back({absl::StrCat("Extra", kinds.size()), kExtraVariable, std::string(url)});
  }
  return kinds;
}

absl::StatusOr<std::unique_ptr<Database>> MakeDatabase(const Kind& kind, Schema schema) {
  if (!kind.server()) return std::make_unique<SqliteDatabase>();
  const auto found = ServerAt(kind);
  if (!found.ok()) return found.status();
  Server& server = **found;
  auto database = std::make_unique<ServerDatabase>(server);
  if (schema == Schema::kNewest && server.migrated) {
    if (absl::Status status = DeleteRows(server.address); !status.ok()) return status;
    return database;
  }
  if (absl::Status status = MakeEmpty(server); !status.ok()) return status;
  if (schema == Schema::kNone) return database;
  if (const auto made = mysql::Open(server.address)->Migrate(); !made.ok()) return made.status();
  server.migrated = true;
  return database;
}

}  // namespace tutorat::tests
