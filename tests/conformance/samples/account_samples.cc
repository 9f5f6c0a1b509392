#include "tests/conformance/samples/account_samples.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::tests {
namespace {

constexpr int64_t kFarAway = 4'000'000'000;

// Of an account whose tokens are taken.
v1::CreateTokenRequest SampleTokenRequest(const Api& api, World& world) {
  v1::CreateAccountRequest account;
  *account.mutable_account() = SampleAccount(world);
  account.mutable_account()->set_disabled(false);
  v1::CreateTokenRequest request;
  request.mutable_token()->set_account(api.Get<v1::CreateAccountResponse>(account).account().name());
  request.mutable_token()->set_label("portable de Zoé");
  request.mutable_token()->mutable_expire_time()->set_seconds(kFarAway);
  return request;
}

std::string StoredToken(const Api& api, World& world) {
  return api.Get<v1::CreateTokenResponse>(SampleTokenRequest(api, world)).token().name();
}

// What was done last: there is always something.
std::string SomeAuditEntry(const Api& api) {
  v1::ListAuditEntriesRequest request;
  request.set_page_size(1);
  const auto page = api.Get<v1::ListAuditEntriesResponse>(request);
  EXPECT_EQ(page.audit_entries_size(), 1) << "nothing was ever done here";
  return page.audit_entries_size() == 0 ? "" : page.audit_entries(0).name();
}

}  // namespace

v1::Account SampleAccount(World& world) {
  v1::Account account;
  const std::string id = RandomId();
  account.set_display_name(absl::StrCat("Zoé N’Guyễn ", id));
  account.set_email(absl::StrCat(id, "@ac-exemple.fr"));
  account.add_roles(v1::ROLE_TUTOR);
  account.add_roles(v1::ROLE_COORDINATOR);
  account.set_tutor(world.AddTutor().name());
  account.set_disabled(true);
  return account;
}

void ChangeAccount(v1::Account* account) {
  account->set_roles(1, v1::ROLE_READER);
  account->set_disabled(false);
}

bool FillAccountRequest(const Api& api, World& world, google::protobuf::Message* request) {
  if (auto* get = dynamic_cast<v1::GetTokenRequest*>(request)) {
    get->set_name(StoredToken(api, world));
  } else if (auto* tokens = dynamic_cast<v1::ListTokensRequest*>(request)) {
    tokens->set_page_size(10);
    tokens->set_account(SampleTokenRequest(api, world).token().account());
  } else if (auto* create = dynamic_cast<v1::CreateTokenRequest*>(request)) {
    *create = SampleTokenRequest(api, world);
    create->set_request_id(RandomId());
  } else if (auto* revoke = dynamic_cast<v1::RevokeTokenRequest*>(request)) {
    revoke->set_name(StoredToken(api, world));
    revoke->set_request_id(RandomId());
  } else if (auto* entry = dynamic_cast<v1::GetAuditEntryRequest*>(request)) {
    entry->set_name(SomeAuditEntry(api));
  } else if (auto* entries = dynamic_cast<v1::ListAuditEntriesRequest*>(request)) {
    entries->set_page_size(10);
    entries->set_resource(world.wave());
    entries->set_account("tutoratd");
    entries->set_from_date("2023-11-10");
    entries->set_to_date("2199-02-10");
  } else {
    return dynamic_cast<v1::WhoAmIRequest*>(request) != nullptr;
  }
  return true;
}

}  // namespace tutorat::tests
