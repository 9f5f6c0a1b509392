// Compares two balances, session by session and figure by figure. Pure.
#pragma once

#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/balance_diff.pb.h"

namespace tutorat::domain {

// Without `before` and `after`, which say which balances these are. Personal data, and when a snapshot was taken, are
// no change.
v1::BalanceDiff DiffBalances(v1::Balance before, v1::Balance after);

}  // namespace tutorat::domain
