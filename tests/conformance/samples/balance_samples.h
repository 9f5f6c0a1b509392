// Requests of the methods about frozen balances and comparisons.
#pragma once

#include "tests/support/api.h"
#include "tests/support/world.h"

namespace tutorat::tests {

// A request of this type that sets every field and succeeds; null where the type is none of theirs.
MessagePtr SampleOfBalances(const google::protobuf::Descriptor* type, const Api& api, World& world);

}  // namespace tutorat::tests
