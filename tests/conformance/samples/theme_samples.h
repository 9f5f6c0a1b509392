// Requests that look at themes and at how often groups meet.
#pragma once

#include "tests/support/api.h"
#include "tests/support/world.h"

namespace tutorat::tests {

// Fills a request for coverage, suggestions, cadence, recognition or the queue of terms. False, and nothing done, for
// any other.
bool FillThemeRequest(const Api& api, World& world, google::protobuf::Message* request);

}  // namespace tutorat::tests
