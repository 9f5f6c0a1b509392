// The store on a MySQL 8 or later, or MariaDB 10.6 or later, server.
#pragma once

#include <memory>

#include "server/storage/mysql/options.h"
#include "server/storage/store.h"

namespace tutorat::storage::mysql {

// Connects when it is used, not here: a server starts while its database is away or not migrated, and says so
// (STORE_UNAVAILABLE, SCHEMA_NOT_READY) on each call until it is there.
//
// Nothing is repeated when a connection is lost in the middle of a transaction: STORE_UNAVAILABLE, and the caller's
// request id finds out.
std::unique_ptr<Store> Open(const Options& options);

}  // namespace tutorat::storage::mysql
