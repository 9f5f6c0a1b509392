#pragma once

#include <ostream>

#include "server/storage/store.h"

namespace tutorat::app {

// Verifies the store: it answers, its schema is this program's, and every resource in it, deleted ones too, satisfies
// the contract's rules, every frozen balance is what was frozen, and the audit's chain is whole (audit_check.h). Writes
// what it counted, or each thing that is wrong, to `out`. Returns the exit code: 0, or 1.
int Check(storage::Store& store, std::ostream& out);

}  // namespace tutorat::app
