#pragma once

#include "absl/types/span.h"
#include "server/storage/sql/migrator.h"

namespace tutorat::storage::mysql {

// The files of migrations/, embedded by the build, oldest first.
absl::Span<const sql::Migration> Migrations();

}  // namespace tutorat::storage::mysql
