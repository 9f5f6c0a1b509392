// The databases that the storage tests run on: SQLite, the server at $TUTORAT_TEST_MYSQL, and each one in
// $TUTORAT_TEST_MYSQL_EXTRA. A server that is not there fails the test. Its user must be allowed to create databases: a
// test program makes one for itself, and drops it at its end.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "server/storage/mysql/options.h"
#include "server/storage/sql/connection.h"
#include "server/storage/sql/migrator.h"
#include "server/storage/store.h"

namespace tutorat::tests {

struct Kind {
  std::string name;      // of the test's instance
  std::string variable;  // that holds the server's address; empty: SQLite
  std::string url;       // empty: the variable is not set

  bool server() const { return !variable.empty(); }
  friend std::ostream& operator<<(std::ostream& out, const Kind& kind) { return out << kind.name; }
};

// Of a suite's instance on that kind.
inline std::string InstanceName(const ::testing::TestParamInfo<Kind>& instance) { return instance.param.name; }

std::vector<Kind> AllKinds();
std::vector<Kind> Servers();

enum class Schema { kNone, kNewest };

// One database, for one test.
class Database {
 public:
  virtual ~Database() = default;

  // `target_version` as in the stores' options.
  virtual absl::StatusOr<std::unique_ptr<storage::Store>> Open(int target_version) = 0;
  absl::StatusOr<std::unique_ptr<storage::Store>> Open() { return Open(0); }

  // Behind the store's back.
  virtual absl::StatusOr<std::unique_ptr<storage::sql::Connection>> Connect() = 0;

  virtual absl::Span<const storage::sql::Migration> Migrations() const = 0;

  // Where the server is; of SQLite nothing.
  virtual storage::mysql::Options Address() const = 0;

  // Ends every session of the stores, as an operator would. Connections of Connect() too.
  virtual absl::Status KillSessions() = 0;
};

// Empty of rows; with Schema::kNone, of tables.
absl::StatusOr<std::unique_ptr<Database>> MakeDatabase(const Kind& kind, Schema schema);

}  // namespace tutorat::tests
