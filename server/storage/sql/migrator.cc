#include "server/storage/sql/migrator.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/storage/errors.h"

namespace tutorat::storage::sql {
namespace {

absl::Status RunAll(Connection& connection, absl::string_view text) {
  std::string statement;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const absl::string_view trimmed = absl::StripAsciiWhitespace(line);
    if (trimmed.empty() || absl::StartsWith(trimmed, "--")) continue;
    absl::StrAppend(&statement, line, "\n");
    if (trimmed.back() != ';') continue;
    RETURN_IF_ERROR(connection.Run(statement));
    statement.clear();
  }
  return absl::OkStatus();
}

}  // namespace

int NewestVersion(absl::Span<const Migration> migrations) { return migrations.empty() ? 0 : migrations.back().version; }

absl::StatusOr<int> SchemaVersion(Connection& connection, const std::string& table_exists) {
  bool exists = false;
  absl::Status status = connection.Query(table_exists, {}, [&](Row) { exists = true; });
  if (!status.ok() || !exists) return status.ok() ? absl::StatusOr<int>(0) : status;
  int version = 0;
  status = connection.Query("SELECT version FROM schema_migrations ORDER BY version DESC LIMIT 1", {},
                            [&](Row row) { version = static_cast<int>(std::get<int64_t>(row[0])); });
  if (!status.ok()) return status;
  return version;
}

absl::StatusOr<std::vector<std::string>> Migrate(Connection& connection, absl::Span<const Migration> migrations,
                                                 const std::string& table_exists, int target) {
  ASSIGN_OR_RETURN(const auto version, SchemaVersion(connection, table_exists));
  if (version > NewestVersion(migrations)) return SchemaNotReady(version, NewestVersion(migrations));
  std::vector<std::string> made;
  for (const Migration& migration : migrations) {
    if (migration.version <= version || migration.version > target) continue;
    RETURN_IF_ERROR(RunAll(connection, migration.text));
    const auto written =
        connection.Execute("INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ?)",
                           {int64_t{migration.version}, std::string(migration.name), absl::ToUnixMicros(absl::Now())});
    // Where the lock does not reach (two nodes of a cluster), somebody else made the same step at the same time.
    if (IsUniqueViolation(written.status())) continue;
    if (!written.ok()) return written.status();
    made.emplace_back(migration.name);
  }
  return made;
}

}  // namespace tutorat::storage::sql
