#include "server/auth/jwt_authenticator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "server/domain/base/error.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/auth/jwt_samples.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using tests::Base64Url;
using tests::KeySet;
using tests::SigningKey;

constexpr char kIssuer[] = "https://id.example";
constexpr char kZoe[] =
    R"({"iss":"https://id.example","aud":["tutorat"],"sub":"zoe","exp":1700000600,"name":"Zoé Martin",)"
    R"("tutorat_roles":["tutor","coordinator","boss","Reader","unspecified"],"tutorat_tutor":"tutors/01hf2x8q"})";

constexpr char kSecretKey[] = R"({"kty":"oct","kid":"first","k":"c2VjcmV0c2VjcmV0"})";

const SigningKey& First() {
  static const auto& key = *new SigningKey(SigningKey::Rsa("first"));
  return key;
}
const SigningKey& Second() {
  static const auto& key = *new SigningKey(SigningKey::Rsa("second"));
  return key;
}

// Everything that is logged while it exists.
class LogOf {
 public:
  LogOf() : before_(spdlog::default_logger()) {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_)));
  }
  ~LogOf() { spdlog::set_default_logger(before_); }
  LogOf(const LogOf&) = delete;
  LogOf& operator=(const LogOf&) = delete;

  std::string Text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  const std::shared_ptr<spdlog::logger> before_;
};

class JwtAuthenticatorTest : public testing::Test {
 protected:
  JwtAuthenticatorTest() {
    EXPECT_GE(sodium_init(), 0);
    options_.issuer = kIssuer;
    options_.audience = "tutorat";
    options_.jwks_file = directory_.File("keys.json");
    Write(KeySet({First().PublicJson()}));
  }

  // As whoever fetches the keys does it: the file is whole at any time.
  void Write(const std::string& text) const {
    const std::string made = directory_.File("keys.new");
    std::ofstream(made) << text;
    ASSERT_EQ(std::rename(made.c_str(), options_.jwks_file.c_str()), 0);
  }

  std::unique_ptr<JwtAuthenticator> Open() {
    auto opened = JwtAuthenticator::Open(options_, [this] { return now_; });
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *std::move(opened);
  }

  static absl::StatusOr<Principal> Authentication(JwtAuthenticator& authenticator, const std::string& token) {
    return authenticator.Authenticate({absl::StrCat("Bearer ", token), "ipv4:192.0.2.7"}, absl::InfiniteFuture());
  }

  const tests::TempDir directory_;
  OidcOptions options_;
  absl::Time now_ = absl::FromUnixSeconds(1700000000);
};

TEST_F(JwtAuthenticatorTest, AGoodTokenSaysWhoCalls) {
  const auto who = Authentication(*Open(), First().Sign("RS256", kZoe));
  ASSERT_TRUE(who.ok()) << who.status();
  // printf 'https://id.example\nzoe' | sha256sum
  EXPECT_EQ(who->account, "subjects/62ed9787794d3d4eb90eee0d2b");
  EXPECT_EQ(who->display_name, "Zoé Martin");
  EXPECT_THAT(who->roles, ElementsAre(v1::ROLE_TUTOR, v1::ROLE_COORDINATOR));
  EXPECT_EQ(who->tutor, "tutors/01hf2x8q");
  EXPECT_EQ(who->expire_time, absl::FromUnixSeconds(1700000600));
}

TEST_F(JwtAuthenticatorTest, RolesAndTutorComeFromTheClaimsThatAreConfigured) {
  options_.roles_claim = "realm_access.roles";
  options_.tutor_claim = "https://tutorat.example/tutor";
  const auto who =
      Authentication(*Open(), First().Sign("RS256", R"({"iss":"https://id.example","aud":"tutorat","sub":"z",
      "exp":1700000600,"preferred_username":"z.martin","realm_access":{"roles":["offline_access","tutor"]},
      "https://tutorat.example/tutor":"tutors/a","tutorat_roles":["administrator"]})"));
  ASSERT_TRUE(who.ok()) << who.status();
  EXPECT_THAT(who->roles, ElementsAre(v1::ROLE_TUTOR));
  EXPECT_EQ(who->tutor, "tutors/a");
  EXPECT_EQ(who->display_name, "z.martin");
}

TEST_F(JwtAuthenticatorTest, ATutorWhomTheTokenDoesNotNameIsNone) {
  for (const char* tutor : {"7", "\"\"", "\"zoe\"", "\"tutors/\"", "\"tutors/A\"", "\"tutors/a/b\"", "\"tutors/é\"",
                            "[\"tutors/a\",\"tutors/b\"]"}) {
    const std::string both = absl::StrReplaceAll(kZoe, {{"\"tutors/01hf2x8q\"", tutor}});
    const auto who = Authentication(*Open(), First().Sign("RS256", both));
    ASSERT_TRUE(who.ok()) << who.status();
    EXPECT_THAT(who->roles, ElementsAre(v1::ROLE_COORDINATOR)) << tutor;
    EXPECT_EQ(who->tutor, "");
    const std::string only = absl::StrReplaceAll(both, {{",\"coordinator\"", ""}});
    EXPECT_EQ(domain::Reason(Authentication(*Open(), First().Sign("RS256", only)).status()), "NOT_SIGNED_IN");
  }
}

TEST_F(JwtAuthenticatorTest, EachFailureIsToldApartInTheLogOnly) {
  const auto authenticator = Open();
  const std::string good = First().Sign("RS256", kZoe);
  const std::vector<std::string> parts = absl::StrSplit(good, '.');
  const auto with = [](const std::string& from, const std::string& to) {
    return First().Sign("RS256", absl::StrReplaceAll(kZoe, {{from, to}}));
  };
  const std::string json = First().PublicJson();
  const struct {
    const char* why;
    std::string token;
  } cases[] = {
      {"malformed", "x.y.z"},
      {"malformed", good.substr(0, parts[0].size() + 20)},
      {"algorithm", absl::StrCat(Base64Url(R"({"alg":"none","kid":"first"})"), ".", parts[1], ".AAAA")},
      {"algorithm", SigningKey::Secret(json).Sign("HS256", kZoe, "first")},
      {"algorithm", First().Sign("RS512", kZoe)},
      {"key", Second().Sign("RS256", kZoe)},
      {"signature", Second().Sign("RS256", kZoe, "first")},
      {"signature", absl::StrCat(parts[0], ".", Base64Url("{\"sub\":\"root\"}"), ".", parts[2])},
      {"issuer", with("id.example", "id.example.org")},
      {"audience", with("[\"tutorat\"]", "[\"elsewhere\"]")},
      {"expired", with("1700000600", "1699999940")},
      {"not_yet", with("\"name\"", "\"nbf\":1700000061,\"name\"")},
      {"roles", with("\"tutor\",\"coordinator\",", "")},
      {"roles", with("tutorat_roles", "roles")},
  };
  const absl::Status expected = Authentication(*authenticator, "x.y.z").status();
  EXPECT_TRUE(absl::IsUnauthenticated(expected));
  EXPECT_EQ(domain::Reason(expected), "NOT_SIGNED_IN");
  for (const auto& each : cases) {
    SCOPED_TRACE(absl::StrCat(each.why, " ", each.token));
    const LogOf log;
    EXPECT_EQ(Authentication(*authenticator, each.token).status(), expected);
    EXPECT_THAT(log.Text(), HasSubstr(absl::StrCat("why=", each.why, " ")));
    EXPECT_THAT(log.Text(), HasSubstr("192.0.2.7"));
    for (const std::string& part : std::vector<std::string>(absl::StrSplit(each.token, '.'))) {
      if (part.size() <= 3) continue;
      EXPECT_THAT(log.Text(), Not(HasSubstr(part)));
    }
    EXPECT_THAT(log.Text(), Not(HasSubstr("Zo")));
  }
}

TEST_F(JwtAuthenticatorTest, AReplacedKeyIsRefusedFromThenOn) {
  const auto authenticator = Open();
  const std::string old = First().Sign("RS256", kZoe);
  const std::string young = Second().Sign("RS256", kZoe);
  EXPECT_TRUE(Authentication(*authenticator, old).ok());
  EXPECT_FALSE(Authentication(*authenticator, young).ok());
  Write(KeySet({First().PublicJson(), Second().PublicJson()}));
  EXPECT_TRUE(Authentication(*authenticator, old).ok());
  EXPECT_TRUE(Authentication(*authenticator, young).ok());
  Write(KeySet({Second().PublicJson()}));
  EXPECT_FALSE(Authentication(*authenticator, old).ok());
  EXPECT_TRUE(Authentication(*authenticator, young).ok());
  // Another key under the old name is another key.
  Write(absl::StrReplaceAll(KeySet({Second().PublicJson()}), {{"second", "first"}}));
  EXPECT_FALSE(Authentication(*authenticator, old).ok());
}

TEST_F(JwtAuthenticatorTest, AFileThatIsGoneOrBrokenLeavesTheKeysThatWereThereAndIsLoggedOnce) {
  const auto authenticator = Open();
  const std::string token = First().Sign("RS256", kZoe);
  const LogOf log;
  Write("{\"keys\":[");
  EXPECT_TRUE(Authentication(*authenticator, token).ok());
  EXPECT_TRUE(Authentication(*authenticator, token).ok());
  EXPECT_EQ(std::remove(options_.jwks_file.c_str()), 0);
  EXPECT_TRUE(Authentication(*authenticator, token).ok());
  EXPECT_TRUE(Authentication(*authenticator, token).ok());
  const std::vector<std::string> told = absl::StrSplit(log.Text(), "event=oidc_keys_failed");
  EXPECT_EQ(told.size(), 3U) << log.Text();
  for (const std::string& none : {KeySet({}), KeySet({kSecretKey})}) {
    Write(none);
    EXPECT_TRUE(Authentication(*authenticator, token).ok());
    EXPECT_TRUE(Authentication(*authenticator, token).ok());
  }
  EXPECT_EQ(std::vector<std::string>(absl::StrSplit(log.Text(), "has no key for RS256")).size(), 3U) << log.Text();
  Write(KeySet({Second().PublicJson()}));
  EXPECT_FALSE(Authentication(*authenticator, token).ok());
}

TEST_F(JwtAuthenticatorTest, OptionsByWhichNobodyCouldSignInAreRefusedByName) {
  const struct {
    const char* option;
    std::string OidcOptions::*member;
    const char* value;
  } cases[] = {{"--oidc-issuer", &OidcOptions::issuer, ""},
               {"--oidc-audience", &OidcOptions::audience, ""},
               {"--oidc-jwks", &OidcOptions::jwks_file, ""},
               {"--oidc-jwks", &OidcOptions::jwks_file, "/nowhere/at/all"},
               {"--oidc-jwks", &OidcOptions::jwks_file, "/"},
               {"--oidc-algorithm", &OidcOptions::algorithm, "none"},
               {"--oidc-algorithm", &OidcOptions::algorithm, "HS256"},
               {"--oidc-algorithm", &OidcOptions::algorithm, ""}};
  for (const auto& each : cases) {
    OidcOptions options = options_;
    options.*each.member = each.value;
    const absl::Status status = JwtAuthenticator::Open(options).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << each.option << each.value;
    EXPECT_THAT(std::string(status.message()), HasSubstr(each.option));
    EXPECT_THAT(std::string(status.message()), HasSubstr(each.value));
  }
  Write("no keys");
  EXPECT_THAT(std::string(JwtAuthenticator::Open(options_).status().message()), HasSubstr("keys.json is no JWK set"));
}

TEST_F(JwtAuthenticatorTest, AFileWithoutAKeyOfUseIsRefusedWithWhatIsTaken) {
  const auto refused = [&](const std::string& algorithm) {
    options_.algorithm = algorithm;
    return std::string(JwtAuthenticator::Open(options_).status().message());
  };
  for (const std::string& none : {KeySet({}), KeySet({kSecretKey})}) {
    Write(none);
    EXPECT_THAT(refused("RS256"), HasSubstr("keys.json has no key for RS256"));
    EXPECT_THAT(refused("PS512"), HasSubstr(R"("kty": "RSA" of 2048 bits or more and a "kid")"));
  }
  Write(KeySet({First().PublicJson()}));
  EXPECT_THAT(refused("ES256"), HasSubstr(R"("kty": "EC" on that algorithm's curve)"));
  EXPECT_EQ(refused("RS256"), "");
}

}  // namespace
}  // namespace tutorat::api
