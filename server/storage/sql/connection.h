// One database connection, as the SQL layer sees it. sqlite/ and mysql/ implement it; driver exceptions and codes stop
// there. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace tutorat::storage::sql {

using Value = std::variant<std::monostate, int64_t, std::string>;  // NULL, integers, texts and bytes
using Row = absl::Span<const Value>;

// What the two families of databases say differently.
struct Dialect {
  const char* lock_suffix;  // after a SELECT of a write transaction: " FOR UPDATE"
  const char* hold_suffix;  // after a SELECT whose row may not change, but may be read so by others too
};

class Connection {
 public:
  virtual ~Connection() = default;

  // Runs a prepared statement (kept prepared for the next time) and returns the number of rows it changed. Parameters
  // are bound, never spliced. Errors: UniqueViolation, RunAgain (deadlock, lock wait), Unavailable (connection lost),
  // else INTERNAL, with the driver's text logged and not in the status.
  virtual absl::StatusOr<int64_t> Execute(const std::string& statement, absl::Span<const Value> parameters) = 0;

  // The same for a SELECT: `each` sees every row; the row is valid during the call only.
  virtual absl::Status Query(const std::string& statement, absl::Span<const Value> parameters,
                             absl::FunctionRef<void(Row)> each) = 0;

  // Runs one statement as it is, unprepared: BEGIN, COMMIT, SAVEPOINT, DDL. Same errors.
  virtual absl::Status Run(const std::string& statement) = 0;

  virtual const Dialect& dialect() const = 0;
};

}  // namespace tutorat::storage::sql
