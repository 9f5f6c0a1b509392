#pragma once

#include "tests/support/api.h"
#include "tests/support/world.h"

namespace tutorat::tests {

// Fills a request of PersonalDataService with every field set that a caller may set, and stores whom it is about; false
// for any other.
bool FillPersonalDataRequest(const Api& api, World& world, google::protobuf::Message* request);

}  // namespace tutorat::tests
