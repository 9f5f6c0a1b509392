// Requests of the register of issues, which no resource's standard methods make: a session makes its issue.
#pragma once

#include "tests/support/api.h"
#include "tests/support/world.h"

namespace tutorat::tests {

// Fills a request of a method of IssueService that looks at one issue, at the register, or changes an issue, which is
// stored. False, and nothing done, for any other.
bool FillIssueRequest(const Api& api, World& world, google::protobuf::Message* request);

}  // namespace tutorat::tests
