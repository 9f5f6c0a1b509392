// Accounts and tokens through the API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/domain/base/local_time.h"
#include "server/domain/base/token.h"
#include "server/storage/records.h"
#include "tests/unit/handlers/account_world.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using tests::Make;
using tests::Refusal;

class AccountTest : public testing::Test {
 protected:
  std::string Created(const std::string& account) {
    return Refused<v1::CreateAccountResponse, v1::CreateAccountRequest>(
        absl::StrCat("account { display_name: 'Zoé' ", account, " }"));
  }
  template <class Response, class Request>
  std::string Refused(const std::string& text) {
    const auto response = api_.Send<Response>(Make<Request>(text));
    return response.ok() ? "OK" : Refusal(response.status());
  }
  std::string Updated(const std::string& account, const std::string& change, const std::string& path) {
    return Refused<v1::UpdateAccountResponse, v1::UpdateAccountRequest>(
        absl::StrCat("account { name: '", account, "' etag: '", world_.Get(account).etag(), "' ", change,
                     " } update_mask { paths: '", path, "' }"));
  }
  std::string Deleted(const std::string& account) {
    return Refused<v1::DeleteAccountResponse, v1::DeleteAccountRequest>(
        absl::StrCat("name: '", account, "' etag: '", world_.Get(account).etag(), "'"));
  }
  std::string AddTutor() {
    return api_.Do<v1::CreateTutorResponse, v1::CreateTutorRequest>("tutor { display_name: 'Anne Onyme' }")
        .tutor()
        .name();
  }

  tests::LocalApi api_;
  tests::AccountWorld world_{api_};
};

TEST_F(AccountTest, HasRolesThatExistEachOnce) {
  EXPECT_EQ(Created("roles: [ROLE_READER, ROLE_COORDINATOR]"), "OK");
  EXPECT_EQ(Created(""), "INVALID_ARGUMENT INVALID_FIELDS: account.roles TOO_FEW_ITEMS");
  EXPECT_EQ(Created("roles: [ROLE_UNSPECIFIED]"), "INVALID_ARGUMENT INVALID_FIELDS: account.roles[0] REQUIRED");
  EXPECT_EQ(Created("roles: [ROLE_READER, ROLE_READER]"),
            "INVALID_ARGUMENT INVALID_FIELDS: account.roles[1] DUPLICATE_ITEM");
}

TEST_F(AccountTest, NamesATutorWithThatRoleAndElseNone) {
  const std::string tutor = AddTutor();
  const std::string named = absl::StrCat("tutor: '", tutor, "'");
  EXPECT_EQ(Created("roles: [ROLE_TUTOR]"), "INVALID_ARGUMENT INVALID_FIELDS: account.tutor REQUIRED");
  EXPECT_EQ(Created(absl::StrCat("roles: [ROLE_READER] ", named)),
            "INVALID_ARGUMENT INVALID_FIELDS: account.tutor NOT_A_TUTOR");
  EXPECT_EQ(Created("roles: [ROLE_TUTOR] tutor: 'tutors/0'"), "NOT_FOUND TUTOR_NOT_FOUND");
  EXPECT_EQ(Created(absl::StrCat("roles: [ROLE_TUTOR, ROLE_COORDINATOR] ", named)), "OK");
  const v1::Account account = world_.Add("Anne", "ROLE_TUTOR", named);
  EXPECT_EQ(Updated(account.name(), "roles: [ROLE_READER]", "roles"),
            "INVALID_ARGUMENT INVALID_FIELDS: account.tutor NOT_A_TUTOR");
  // And the tutor cannot go while the account names it.
  const auto stored = api_.Do<v1::GetTutorResponse, v1::GetTutorRequest>(absl::StrCat("name: '", tutor, "'")).tutor();
  EXPECT_EQ((Refused<v1::DeleteTutorResponse, v1::DeleteTutorRequest>(
                absl::StrCat("name: '", tutor, "' etag: '", stored.etag(), "'"))),
            "FAILED_PRECONDITION RESOURCE_IN_USE");
}

TEST_F(AccountTest, TheLastEnabledAdministratorStays) {
  const std::string last = world_.Add("Ada", "ROLE_ADMINISTRATOR").name();
  const std::string refusal = "FAILED_PRECONDITION LAST_ADMINISTRATOR";
  world_.Add("Zoé", "ROLE_COORDINATOR");
  const std::string gone = world_.Add("Bo", "ROLE_ADMINISTRATOR").name();
  world_.Delete(gone);
  const std::string disabled = world_.Add("Cy", "ROLE_ADMINISTRATOR").name();
  world_.SetDisabled(disabled, true);
  EXPECT_EQ(Updated(last, "disabled: true", "disabled"), refusal);
  EXPECT_EQ(Updated(last, "roles: [ROLE_READER]", "roles"), refusal);
  EXPECT_EQ(Deleted(last), refusal);
  EXPECT_EQ(Updated(last, "display_name: 'Ada L.'", "display_name"), "OK");
  EXPECT_EQ(Updated(last, "roles: [ROLE_READER, ROLE_ADMINISTRATOR]", "roles"), "OK");
  // With another one it may go, and then that one may not.
  world_.SetDisabled(disabled, false);
  EXPECT_EQ(Updated(last, "disabled: true", "disabled"), "OK");
  EXPECT_EQ(Deleted(disabled), refusal);
  // Nor does one that is no administrator count as one lost.
  EXPECT_EQ(Deleted(last), "OK");
}

TEST_F(AccountTest, ATokensTextIsToldOnceAndKeptNowhere) {
  const std::string account = world_.Add("Zoé", "ROLE_READER").name();
  const std::string request = absl::StrCat("token { account: '", account, "' label: 'laptop' } request_id: 'once'");
  const auto made = api_.Do<v1::CreateTokenResponse, v1::CreateTokenRequest>(request);
  const auto parts = domain::SplitToken(made.text());
  ASSERT_TRUE(parts) << made.text();
  EXPECT_EQ(made.token().name(), absl::StrCat("tokens/", parts->id));
  EXPECT_EQ(made.token().label(), "laptop");
  EXPECT_EQ(made.token().secret_hash(), "");
  const v1::Token stored = world_.Stored(made.token().name());
  EXPECT_EQ(stored.secret_hash(), domain::HashSecret(parts->secret));
  EXPECT_EQ(stored.etag(), made.token().etag());
  const auto again = api_.Do<v1::CreateTokenResponse, v1::CreateTokenRequest>(request);
  EXPECT_EQ(again.text(), "");
  EXPECT_EQ(again.token().SerializeAsString(), made.token().SerializeAsString());
  api_.InTransaction([&](storage::WriteTransaction& transaction) {
    const auto answer = storage::FindStoredResponse(transaction, "once");
    ASSERT_TRUE(answer.ok() && answer->has_value());
    EXPECT_EQ((*answer)->response().find(parts->secret), std::string::npos);
    EXPECT_EQ((*answer)->response().find(stored.secret_hash()), std::string::npos);
  });
}

TEST_F(AccountTest, ATokenThatIsOnlyTriedHasNoText) {
  const std::string account = world_.Add("Zoé", "ROLE_READER").name();
  const auto tried = api_.Do<v1::CreateTokenResponse, v1::CreateTokenRequest>(
      absl::StrCat("token { account: '", account, "' } validate_only: true"));
  EXPECT_EQ(tried.text(), "");
  const auto tokens = api_.Do<v1::ListTokensResponse, v1::ListTokensRequest>("");
  EXPECT_EQ(tokens.tokens_size(), 0);
}

TEST_F(AccountTest, TokensAreForAccountsThatCanUseThem) {
  const std::string account = world_.Add("Zoé", "ROLE_READER").name();
  const auto create = [&](const std::string& token) {
    return Refused<v1::CreateTokenResponse, v1::CreateTokenRequest>(absl::StrCat("token { ", token, " }"));
  };
  const std::string of = absl::StrCat("account: '", account, "' ");
  EXPECT_EQ(create(""), "INVALID_ARGUMENT INVALID_FIELDS: token.account REQUIRED");
  EXPECT_EQ(create("account: 'accounts/0'"), "NOT_FOUND ACCOUNT_NOT_FOUND");
  EXPECT_EQ(create(absl::StrCat(of, "expire_time { seconds: 1700000000 }")),
            "INVALID_ARGUMENT INVALID_FIELDS: token.expire_time IN_THE_PAST");
  // What only the server sets is not taken from the caller.
  const auto made = world_.AddToken(account, "secret_hash: 'ab' name: 'tokens/mine' revoke_time { seconds: 5 }");
  EXPECT_NE(made.token().name(), "tokens/mine");
  EXPECT_FALSE(made.token().has_revoke_time());
  EXPECT_EQ(world_.Stored(made.token().name()).secret_hash().size(), 64U);
  world_.SetDisabled(account, true);
  EXPECT_EQ(create(of), "FAILED_PRECONDITION ACCOUNT_DISABLED");
  world_.Delete(account);
  EXPECT_EQ(create(of), "NOT_FOUND ACCOUNT_NOT_FOUND");
}

TEST_F(AccountTest, ATokenIsRevokedOnce) {
  const auto token = world_.AddToken(world_.Add("Zoé", "ROLE_READER").name()).token();
  const auto revoke = [&](const std::string& rest) {
    return Refused<v1::RevokeTokenResponse, v1::RevokeTokenRequest>(absl::StrCat("name: '", token.name(), "' ", rest));
  };
  EXPECT_EQ(revoke("validate_only: true"), "OK");
  EXPECT_FALSE(world_.Stored(token.name()).has_revoke_time());
  EXPECT_EQ(revoke("request_id: 'r'"), "OK");
  EXPECT_TRUE(world_.Stored(token.name()).has_revoke_time());
  EXPECT_EQ(revoke("request_id: 'r'"), "OK");
  EXPECT_EQ(revoke(""), "FAILED_PRECONDITION TOKEN_REVOKED");
  EXPECT_EQ((Refused<v1::RevokeTokenResponse, v1::RevokeTokenRequest>("name: 'tokens/0'")),
            "NOT_FOUND TOKEN_NOT_FOUND");
}

TEST_F(AccountTest, TokensAreListedByAccount) {
  const std::string zoe = world_.Add("Zoé", "ROLE_READER").name();
  const std::string ada = world_.Add("Ada", "ROLE_READER").name();
  const std::string first = world_.AddToken(zoe).token().name();
  const std::string other = world_.AddToken(ada).token().name();
  const std::string second = world_.AddToken(zoe).token().name();
  const auto list = [&](const std::string& account) {
    const auto response =
        api_.Do<v1::ListTokensResponse, v1::ListTokensRequest>(absl::StrCat("account: '", account, "'"));
    std::vector<std::string> names;
    for (const v1::Token& token : response.tokens()) names.push_back(token.name());
    return names;
  };
  EXPECT_THAT(list(zoe), ElementsAre(first, second));
  EXPECT_THAT(list(ada), ElementsAre(other));
  EXPECT_THAT(list(""), ElementsAre(first, other, second));
  world_.Delete(zoe);
  EXPECT_THAT(list(zoe), ElementsAre());
}

TEST_F(AccountTest, WhoAmISaysWhoCalls) {
  api_.caller().account = "accounts/zoe";
  api_.caller().display_name = "Zoé Martin";
  api_.caller().roles = {v1::ROLE_TUTOR};
  api_.caller().tutor = "tutors/t";
  auto answer = api_.Do<v1::WhoAmIResponse, v1::WhoAmIRequest>("");
  EXPECT_EQ(answer.account(), "accounts/zoe");
  EXPECT_EQ(answer.display_name(), "Zoé Martin");
  EXPECT_THAT(answer.roles(), ElementsAre(v1::ROLE_TUTOR));
  EXPECT_EQ(answer.tutor(), "tutors/t");
  EXPECT_FALSE(answer.has_expire_time());
  api_.caller().expire_time = absl::FromUnixSeconds(1'700'000'000);
  answer = api_.Do<v1::WhoAmIResponse, v1::WhoAmIRequest>("");
  EXPECT_EQ(answer.expire_time().seconds(), 1'700'000'000);
}

}  // namespace
}  // namespace tutorat::api
