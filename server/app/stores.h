#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "server/app/config.h"
#include "server/storage/store.h"

namespace tutorat::app {

// Opens what config.store names. INVALID_ARGUMENT, with what to write instead, when that is no store; NOT_FOUND when it
// is an SQLite file that is not there, and config.command is none that makes one. A database server on another machine
// that does not have to prove who it is is warned of.
absl::StatusOr<std::unique_ptr<storage::Store>> OpenStore(const Config& config);

}  // namespace tutorat::app
