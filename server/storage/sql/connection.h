// One database connection, as the SQL layer sees it. sqlite/ and mysql/ implement it; driver exceptions and codes stop
// there. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "proto/status_macros.h"

namespace tutorat::storage::sql {

using Value = std::variant<std::monostate, int64_t, std::string>;  // NULL, integers, texts and bytes
using Row = absl::Span<const Value>;

// The rows of a SELECT, one after the other. It ends before its connection's transaction does.
class Cursor {
 public:
  virtual ~Cursor() = default;

  // The next row, which is valid until the next call; without values: there is none. Errors as of Execute.
  virtual absl::StatusOr<Row> Next() = 0;
};

// Of a transaction.
enum class Access { kRead, kWrite };

class Connection {
 public:
  virtual ~Connection() = default;

  // Runs a prepared statement (kept prepared for the next time) and returns the number of rows it changed. Parameters
  // are bound, never spliced. Errors: UniqueViolation, RunAgain (deadlock, lock wait), Unavailable (connection lost),
  // else INTERNAL, with the driver's text logged and not in the status.
  virtual absl::StatusOr<int64_t> Execute(const std::string& statement, absl::Span<const Value> parameters) = 0;

  // The same for a SELECT. The parameters outlive the cursor; no statement is open twice at a time.
  virtual absl::StatusOr<std::unique_ptr<Cursor>> Select(const std::string& statement,
                                                         absl::Span<const Value> parameters) = 0;

  // Reads it to its end: `each` sees every row; the row is valid during the call only.
  absl::Status Query(const std::string& statement, absl::Span<const Value> parameters,
                     absl::FunctionRef<void(Row)> each) {
    ASSIGN_OR_RETURN(const auto cursor, Select(statement, parameters));
    while (true) {
      ASSIGN_OR_RETURN(const Row row, cursor->Next());
      if (row.empty()) return absl::OkStatus();
      each(row);
    }
  }

  // Runs one statement as it is, unprepared: BEGIN, COMMIT, SAVEPOINT, DDL. Same errors.
  virtual absl::Status Run(const std::string& statement) = 0;

  // A snapshot as of now, in which nothing can be written; or a transaction in which each statement sees what is
  // committed by then. The latter may begin with its first statement: only that one tells that the connection is lost.
  virtual absl::Status Begin(Access access) = 0;
  // OK: on disk. RunAgain: nothing was stored. UNAVAILABLE: not known, and the connection is of no more use.
  virtual absl::Status Commit() = 0;
  virtual void Rollback() = 0;

  // Whether a savepoint stays beside a later one of its name, until it is released; else the later one replaces it.
  virtual bool savepoints_nest() const = 0;

  // After a SELECT: keeps the row from every other transaction that asks for the same.
  virtual const char* lock_suffix() const = 0;

  // A statement of this transaction met a deadlock or the like: whatever came after it is worth nothing.
  virtual bool must_run_again() const = 0;
  // To be dropped: nothing that this connection says can be relied upon.
  virtual bool lost() const = 0;
  // Ready for the next transaction.
  virtual bool idle() const = 0;
};

}  // namespace tutorat::storage::sql
