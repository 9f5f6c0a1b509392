// Samples of accounts, of their tokens, and of the audit.
#pragma once

#include "tests/support/api.h"
#include "tests/support/world.h"
#include "tutorat/v1/account.pb.h"

namespace tutorat::tests {

// Not stored yet.
v1::Account SampleAccount(World& world);
// Another value in each field that does not name another resource.
void ChangeAccount(v1::Account* account);

// False when it is a request of another kind, or one that any account's resource has.
bool FillAccountRequest(const Api& api, World& world, google::protobuf::Message* request);

}  // namespace tutorat::tests
