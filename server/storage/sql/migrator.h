// Numbered migrations. Each is a list of statements that may be run again after an interruption, because MySQL commits
// DDL as it goes; the version row is written after the last one. Migrations are only ever added.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/storage/sql/connection.h"

namespace tutorat::storage::sql {

struct Migration {
  int version;             // 1, 2, 3 ... without gaps
  absl::string_view name;  // of its file
  absl::string_view text;  // statements, each ended by `;` at the end of a line
};

// The newest version in `migrations`.
int NewestVersion(absl::Span<const Migration> migrations);

// 0 when there is no schema yet. `table_exists` is the dialect's query for the table schema_migrations: one row when it
// is there.
absl::StatusOr<int> SchemaVersion(Connection& connection, const std::string& table_exists);

// Runs what is missing, up to `target`; the caller holds the lock that keeps other servers out. Returns the names.
// Refuses a database that is newer than `migrations`: SCHEMA_NOT_READY.
absl::StatusOr<std::vector<std::string>> Migrate(Connection& connection, absl::Span<const Migration> migrations,
                                                 const std::string& table_exists, int target);

}  // namespace tutorat::storage::sql
