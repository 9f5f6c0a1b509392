// Accounts and tokens, made through the API by an administrator.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/unit/handlers/fixture.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/token.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::tests {

struct AccountWorld {
  explicit AccountWorld(LocalApi& on) : api(on) {}

  v1::Account Add(const std::string& name, const std::string& roles, const std::string& rest = "") const {
    return api
        .Do<v1::CreateAccountResponse, v1::CreateAccountRequest>(
            absl::StrCat("account { display_name: '", name, "' roles: [", roles, "] ", rest, " }"))
        .account();
  }
  v1::CreateTokenResponse AddToken(const std::string& account, const std::string& rest = "") const {
    return api.Do<v1::CreateTokenResponse, v1::CreateTokenRequest>(
        absl::StrCat("token { account: '", account, "' ", rest, " }"));
  }
  v1::Account Get(const std::string& account) const {
    return api.Do<v1::GetAccountResponse, v1::GetAccountRequest>(absl::StrCat("name: '", account, "'")).account();
  }
  // As it is kept, with its hash.
  v1::Token Stored(const std::string& token) const {
    v1::Token stored;
    const absl::Status status = api.store().Read(
        absl::InfiniteFuture(), [&](storage::ReadTransaction& transaction) { return transaction.Get(token, &stored); });
    EXPECT_TRUE(status.ok()) << status;
    return stored;
  }
  void Revoke(const std::string& token) const {
    api.Do<v1::RevokeTokenResponse, v1::RevokeTokenRequest>(absl::StrCat("name: '", token, "'"));
  }
  void SetDisabled(const std::string& account, bool disabled) const {
    api.Do<v1::UpdateAccountResponse, v1::UpdateAccountRequest>(
        absl::StrCat("account { name: '", account, "' etag: '", Get(account).etag(), "' disabled: ", disabled,
                     " } update_mask { paths: 'disabled' }"));
  }
  void Delete(const std::string& account) const {
    api.Do<v1::DeleteAccountResponse, v1::DeleteAccountRequest>(
        absl::StrCat("name: '", account, "' etag: '", Get(account).etag(), "'"));
  }

  LocalApi& api;
};

}  // namespace tutorat::tests
