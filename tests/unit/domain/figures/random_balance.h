// Random input of balances, for tests that count it again in plain loops.
#pragma once

#include <random>
#include <string>

#include "server/domain/figures/balance.h"

namespace tutorat::tests {

// A few groups of a wave or two, and sessions of any state, some of them outside the period.
domain::BalanceInput RandomInput(std::mt19937& random);

// `session` as another one of that input could be; its name stays.
void Redraw(const domain::BalanceInput& input, std::mt19937& random, v1::Session* session);

// Held, in the period, and of a group that is reported on.
bool Counts(const domain::BalanceInput& input, const v1::Session& session);

}  // namespace tutorat::tests
