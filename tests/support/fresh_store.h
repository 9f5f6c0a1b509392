// An empty store for a server under test, gone at the end of its scope.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tutorat::tests {

// Where $TUTORAT_TEST_STORE says: `sqlite` (the default) is a file in a new directory; `mysql` a new database on the
// server at $TUTORAT_TEST_MYSQL, mysql://USER[:PASSWORD]@HOST:PORT/DATABASE, whose user must be allowed to create one
// named DATABASE_conformance_..., and whose password is else in $TUTORAT_TEST_MYSQL_PASSWORD.
class FreshStore {
 public:
  // FAILED_PRECONDITION when the server is not named, or does not let a database be made.
  static absl::StatusOr<std::unique_ptr<FreshStore>> Make();
  virtual ~FreshStore() = default;

  // What `tutoratd` gets as --store, and as further variables.
  virtual std::string Address() const = 0;
  virtual std::vector<std::string> Environment() const = 0;
};

}  // namespace tutorat::tests
