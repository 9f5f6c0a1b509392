// Rules of accounts beyond their fields' own.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/storage/store.h"
#include "tutorat/v1/account.pb.h"

namespace tutorat::api {

// Before it is stored. INVALID_FIELDS: a tutor's account names its tutor, no other does; TUTOR_NOT_FOUND;
// LAST_ADMINISTRATOR when nobody would be left who may make accounts.
absl::Status PrepareAccount(storage::WriteTransaction& transaction, const v1::Account& account);

// Deletes its tokens with it: they are not had back with the account. LAST_ADMINISTRATOR.
absl::Status PrepareAccountDeletion(storage::WriteTransaction& transaction, const v1::Account& account, absl::Time now);

// Before people who are these resources are erased, which disables their accounts. LAST_ADMINISTRATOR.
absl::Status PrepareAccountErasure(storage::WriteTransaction& transaction, const std::vector<std::string>& resources);

}  // namespace tutorat::api
