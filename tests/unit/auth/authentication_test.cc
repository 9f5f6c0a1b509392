// The door: tokens, what is refused and how that is told, and the limits.
#include "server/auth/authentication.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/auth/token_authenticator.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/token.h"
#include "server/storage/errors.h"
#include "server/transport/grpc/status.h"
#include "tests/unit/handlers/account_world.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Knows one word.
class OtherWay final : public Authenticator {
 public:
  absl::StatusOr<Principal> Authenticate(const Credentials& credentials, absl::Time /*deadline*/) override {
    ++asked;
    if (credentials.authorization != "Bearer good.j.wt") return NotSignedIn(credentials, "bad_signature");
    Principal principal;
    principal.account = "subjects/1";
    return principal;
  }
  int asked = 0;
};

class SignInTest : public testing::Test {
 protected:
  SignInTest() : previous_(spdlog::default_logger()) {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log_)));
    spdlog::set_level(spdlog::level::info);
    token_ = world_.AddToken(account_.name());
  }
  ~SignInTest() override { spdlog::set_default_logger(previous_); }

  absl::StatusOr<Principal> Present(const std::string& header, const std::string& peer = "ipv4:192.0.2.1") {
    return sign_in_.Authenticate({header, peer}, absl::InfiniteFuture());
  }
  absl::StatusOr<Principal> Enter(const std::string& text, const std::string& peer = "ipv4:192.0.2.1") {
    return Present(absl::StrCat("Bearer ", text), peer);
  }
  // UNAUTHENTICATED, always in the same words; the log has the reason, and nothing of the credentials.
  void ExpectRefused(const std::string& header, const std::string& why) {
    SCOPED_TRACE(why);
    log_.str("");
    const auto principal = Present(header, absl::StrCat("ipv4:198.51.100.", ++peers_));
    EXPECT_TRUE(absl::IsUnauthenticated(principal.status())) << principal.status();
    EXPECT_EQ(domain::Reason(principal.status()), "NOT_SIGNED_IN");
    EXPECT_EQ(principal.status(), NotSignedIn({}, "whatever"));
    EXPECT_THAT(log_.str(), HasSubstr(absl::StrCat("event=sign_in_failed why=", why, " peer=ipv4:198.51.100.")));
    if (header.size() > 40) {
      EXPECT_THAT(log_.str(), Not(HasSubstr(header.substr(header.size() - 40))));
    }
  }

  // As often as it takes, a second each.
  void Guess(const std::string& peer) {
    for (int i = 0; i < kFailedSignIns; ++i) {
      EXPECT_TRUE(absl::IsUnauthenticated(Enter("guess", peer).status())) << i;
      now_ += absl::Seconds(1);
    }
  }

  std::stringstream log_;
  std::shared_ptr<spdlog::logger> previous_;
  tests::LocalApi api_;
  tests::AccountWorld world_{api_};
  const v1::Account account_ = world_.Add("Zoé Martin", "ROLE_COORDINATOR, ROLE_READER");
  v1::CreateTokenResponse token_;
  absl::Time now_ = absl::Now();
  OtherWay jwts_;
  TokenAuthenticator tokens_{api_.store(), [this] { return now_; }};
  Authentication sign_in_{tokens_, &jwts_, 5, [this] { return now_; }};
  int peers_ = 0;
};

TEST_F(SignInTest, AGoodTokenStandsForItsAccount) {
  const auto principal = Enter(token_.text());
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->account, account_.name());
  EXPECT_EQ(principal->display_name, "Zoé Martin");
  EXPECT_THAT(principal->roles, ElementsAre(v1::ROLE_COORDINATOR, v1::ROLE_READER));
  EXPECT_EQ(principal->tutor, "");
  EXPECT_EQ(principal->expire_time, absl::InfiniteFuture());
  EXPECT_TRUE(Present(absl::StrCat("bearer ", token_.text())).ok());
  EXPECT_THAT(log_.str(), Not(HasSubstr(token_.text())));
}

TEST_F(SignInTest, ATutorsAccountSaysWhichTutor) {
  const std::string tutor =
      api_.Do<v1::CreateTutorResponse, v1::CreateTutorRequest>("tutor { display_name: 'Anne Onyme' }").tutor().name();
  const v1::Account account = world_.Add("Anne", "ROLE_TUTOR", absl::StrCat("tutor: '", tutor, "'"));
  const auto principal = Enter(world_.AddToken(account.name()).text());
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->tutor, tutor);
}

TEST_F(SignInTest, WhatIsNoCredentialIsRefused) {
  ExpectRefused("", "none");
  for (const std::string& header :
       {std::string("Bearer"), std::string("Bearer "), std::string("Basic QWxhZGRpbg=="), token_.text(),
        absl::StrCat("Token ", token_.text()), absl::StrCat("Bearer ", token_.text(), "x"),
        absl::StrCat("Bearer ", token_.text().substr(0, token_.text().size() - 1)), std::string("Bearer word"),
        std::string("Bearer two.parts"), std::string("Bearer tutorat_"),
        absl::StrCat("Bearer ", std::string(100'000, 'x')), std::string("Bearer \0\xff", 9)}) {
    ExpectRefused(header, "malformed");
  }
}

TEST_F(SignInTest, ATokenThatNobodyHasIsRefused) {
  const auto parts = domain::SplitToken(token_.text());
  ASSERT_TRUE(parts);
  ExpectRefused(absl::StrCat("Bearer ", domain::TokenText({std::string(26, '0'), parts->secret})), "unknown");
  ExpectRefused(absl::StrCat("Bearer ", domain::TokenText({parts->id, domain::MakeSecret()})), "wrong_secret");
  const v1::CreateTokenResponse other = world_.AddToken(account_.name());
  ExpectRefused(absl::StrCat("Bearer ", domain::TokenText({parts->id, domain::SplitToken(other.text())->secret})),
                "wrong_secret");
  // What the store keeps opens nothing.
  const std::string hash = world_.Stored(token_.token().name()).secret_hash();
  ExpectRefused(absl::StrCat("Bearer ", domain::TokenText({parts->id, hash.substr(0, 43)})), "wrong_secret");
}

TEST_F(SignInTest, AnExpiredTokenIsRefusedFromItsTimeOn) {
  const absl::Time end = absl::FromUnixSeconds(absl::ToUnixSeconds(now_) + 3600);
  const auto token =
      world_.AddToken(account_.name(), absl::StrCat("expire_time { seconds: ", absl::ToUnixSeconds(end), " }"));
  now_ = end - absl::Microseconds(1);
  const auto principal = Enter(token.text());
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->expire_time, end);
  now_ = end;
  ExpectRefused(absl::StrCat("Bearer ", token.text()), "expired");
}

TEST_F(SignInTest, ARevokedTokenIsRefusedAtOnceAndTheOthersAreNot) {
  const auto other = world_.AddToken(account_.name());
  ASSERT_TRUE(Enter(token_.text()).ok());
  world_.Revoke(token_.token().name());
  ExpectRefused(absl::StrCat("Bearer ", token_.text()), "revoked");
  EXPECT_TRUE(Enter(other.text()).ok());
}

TEST_F(SignInTest, ADisabledAccountsTokensAreRefusedWhileItIs) {
  ASSERT_TRUE(Enter(token_.text()).ok());
  world_.SetDisabled(account_.name(), true);
  ExpectRefused(absl::StrCat("Bearer ", token_.text()), "account_disabled");
  world_.SetDisabled(account_.name(), false);
  EXPECT_TRUE(Enter(token_.text()).ok());
}

TEST_F(SignInTest, ADeletedAccountsTokensAreRefusedEvenOnceItIsBack) {
  ASSERT_TRUE(Enter(token_.text()).ok());
  world_.Delete(account_.name());
  ExpectRefused(absl::StrCat("Bearer ", token_.text()), "deleted");
  api_.Do<v1::UndeleteAccountResponse, v1::UndeleteAccountRequest>(absl::StrCat("name: '", account_.name(), "'"));
  ExpectRefused(absl::StrCat("Bearer ", token_.text()), "deleted");
  EXPECT_TRUE(Enter(world_.AddToken(account_.name()).text()).ok());
}

TEST_F(SignInTest, JwtsGoTheOtherWayAndTokensDoNot) {
  ASSERT_TRUE(Enter("good.j.wt").ok());
  EXPECT_EQ(Enter("good.j.wt")->account, "subjects/1");
  ExpectRefused("Bearer bad.j.wt", "bad_signature");
  const int asked = jwts_.asked;
  EXPECT_TRUE(Enter(token_.text()).ok());
  ExpectRefused("Bearer tutorat_a.b.c", "malformed");
  EXPECT_EQ(jwts_.asked, asked);
  Authentication alone(tokens_, nullptr, 5, [this] { return now_; });
  EXPECT_TRUE(absl::IsUnauthenticated(alone.Authenticate({"Bearer good.j.wt", "p"}, absl::InfiniteFuture()).status()));
}

TEST_F(SignInTest, TenFailuresCloseTheDoorToAnAddressUntilTheyAgeOut) {
  const std::string peer = "ipv4:203.0.113.7";
  Guess(peer);
  // Whatever is new here: a good guess must not be told from the others.
  for (const std::string& text : {std::string("guess"), token_.text()}) {
    const absl::Status refused = Enter(text, peer).status();
    EXPECT_TRUE(absl::IsResourceExhausted(refused)) << refused;
    EXPECT_EQ(domain::Reason(refused), "TOO_MANY_FAILED_SIGN_INS");
    EXPECT_EQ(domain::RetryDelay(refused), absl::Seconds(290));
  }
  EXPECT_THAT(log_.str(), HasSubstr("event=sign_in_refused why=too_many_failures peer=ipv4:203.0.113.7"));
  now_ += absl::Seconds(289);
  EXPECT_FALSE(Enter(token_.text(), peer).ok());
  EXPECT_TRUE(Enter(token_.text(), "ipv4:203.0.113.8").ok());
  now_ += absl::Seconds(1);
  EXPECT_TRUE(Enter(token_.text(), peer).ok());
}

// One address may be a town hall's, or a proxy's.
TEST_F(SignInTest, AClosedDoorLetsThroughWhatItAcceptedWithinTheDay) {
  const std::string peer = "ipv4:203.0.113.7";
  const auto colleague = world_.AddToken(world_.Add("Collègue", "ROLE_READER").name());
  ASSERT_TRUE(Enter(token_.text(), "ipv4:203.0.113.8").ok());
  Guess(peer);
  EXPECT_TRUE(Enter(token_.text(), peer).ok());
  EXPECT_FALSE(Enter(colleague.text(), peer).ok());
  // It is still asked about: what was revoked since stays outside.
  world_.Revoke(token_.token().name());
  EXPECT_TRUE(absl::IsUnauthenticated(Enter(token_.text(), peer).status()));

  now_ += absl::Hours(1);
  ASSERT_TRUE(Enter(colleague.text(), peer).ok());
  now_ += kAcceptedPeriod - absl::Seconds(5);
  Guess(peer);
  EXPECT_FALSE(Enter(colleague.text(), peer).ok());
}

TEST_F(SignInTest, ACallWithoutCredentialsGuessesNothing) {
  for (int i = 0; i < 3 * kFailedSignIns; ++i) EXPECT_TRUE(absl::IsUnauthenticated(Present("").status()));
  EXPECT_TRUE(Enter(token_.text()).ok());
}

TEST_F(SignInTest, AnAccountMakesSoManyCallsAMinuteFromWherever) {
  const auto second = world_.AddToken(account_.name());
  const auto other = world_.AddToken(world_.Add("Autre", "ROLE_READER").name());
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(Enter(i % 2 == 0 ? token_.text() : second.text(), absl::StrCat("ipv4:192.0.2.", i)).ok());
    now_ += absl::Seconds(2);
  }
  const absl::Status refused = Enter(token_.text()).status();
  EXPECT_TRUE(absl::IsResourceExhausted(refused)) << refused;
  EXPECT_EQ(domain::Reason(refused), "TOO_MANY_CALLS");
  EXPECT_EQ(domain::RetryDelay(refused), absl::Seconds(50));
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(ToGrpc(refused, domain::Language::kEnglish).error_details()));
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(details.details(1).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 50);
  EXPECT_TRUE(Enter(other.text()).ok());
  now_ += absl::Seconds(50);
  EXPECT_TRUE(Enter(token_.text()).ok());
  EXPECT_FALSE(Enter(token_.text()).ok());
}

TEST_F(SignInTest, TheLastUseIsStoredToTheMinute) {
  now_ = absl::FromUnixSeconds(1'800'000'059);
  ASSERT_TRUE(Enter(token_.text()).ok());
  EXPECT_FALSE(world_.Stored(token_.token().name()).has_last_use_time());
  ASSERT_TRUE(tokens_.StoreLastUses(absl::InfiniteFuture()).ok());
  const v1::Token stored = world_.Stored(token_.token().name());
  EXPECT_EQ(stored.last_use_time().seconds(), 1'800'000'000 + 0);
  EXPECT_EQ(domain::ToTime(stored.update_time()), domain::ToTime(token_.token().update_time()));
  // An earlier one, which another server saw, does not take it back.
  now_ -= absl::Hours(1);
  ASSERT_TRUE(Enter(token_.text()).ok());
  ASSERT_TRUE(tokens_.StoreLastUses(absl::InfiniteFuture()).ok());
  EXPECT_EQ(world_.Stored(token_.token().name()).last_use_time().seconds(), stored.last_use_time().seconds());
}

TEST_F(SignInTest, ALastUseThatCouldNotBeStoredIsStoredLater) {
  ASSERT_TRUE(Enter(token_.text()).ok());
  EXPECT_FALSE(tokens_.StoreLastUses(absl::InfinitePast()).ok());
  ASSERT_TRUE(tokens_.StoreLastUses(absl::InfiniteFuture()).ok());
  EXPECT_TRUE(world_.Stored(token_.token().name()).has_last_use_time());
}

// A store that does not answer is no wrong token.
TEST_F(SignInTest, AStoreThatIsAwayIsSaidToBe) {
  for (int i = 0; i < 2 * kFailedSignIns; ++i) {
    const auto late = sign_in_.Authenticate({absl::StrCat("Bearer ", token_.text()), "p"}, absl::InfinitePast());
    EXPECT_TRUE(absl::IsDeadlineExceeded(late.status())) << late.status();
  }
  EXPECT_TRUE(Enter(token_.text(), "p").ok());
}

}  // namespace
}  // namespace tutorat::api
