// The embedded store: one file, one writing process.
#pragma once

#include <memory>
#include <string>

#include "server/storage/store.h"

namespace tutorat::storage::sqlite {

struct Options {
  std::string path;
  int readers = 4;  // connections for reading, at most
  // For tests of older schemas; 0: the newest.
  int target_version = 0;
};

// Opens the file, creating and migrating it: the embedded store looks after itself. Fails with SCHEMA_NOT_READY on a
// file of a newer version, with STORE_UNAVAILABLE when the file cannot be used.
absl::StatusOr<std::unique_ptr<Store>> Open(const Options& options);

}  // namespace tutorat::storage::sqlite
