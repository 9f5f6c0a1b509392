#include "server/auth/jwt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/unit/auth/jwt_samples.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::Base64Url;
using tests::KeySet;
using tests::SigningKey;

constexpr char kClaims[] =
    R"({"iss":"https://id.example","aud":"tutorat","sub":"zoe","exp":1700000600,"nbf":1700000000,"n":7,)"
    R"("roles":["tutor","reader"],"one":"text","a.b":"literal","a":{"b":"inside","c":{"d":["x",1,"y"]}}})";

const JwtRules& Rules() {
  static const auto& rules = *new JwtRules{"https://id.example", "tutorat", "RS256"};
  return rules;
}

// Making one takes a while.
const SigningKey& Key() {
  static const auto& key = *new SigningKey(SigningKey::Rsa("k1"));
  return key;
}

JwtKeys Parsed(const std::string& json, const std::string& algorithm = "RS256") {
  auto keys = JwtKeys::Parse(json, algorithm);
  EXPECT_TRUE(keys.ok()) << keys.status();
  return keys.ok() ? *keys : JwtKeys();
}

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

// Nothing: the token is good.
std::optional<JwtFault> FaultOf(const std::string& token, absl::Time now = At(1700000300),
                                const JwtRules& rules = Rules()) {
  const JwtVerdict verdict = VerifyJwt(token, Parsed(KeySet({Key().PublicJson()})), rules, now);
  return verdict.claims == nullptr ? std::optional(verdict.fault) : std::nullopt;
}

std::string With(const std::string& from, const std::string& to) {
  std::string claims = absl::StrReplaceAll(kClaims, {{from, to}});
  EXPECT_NE(claims, kClaims);
  return Key().Sign("RS256", claims);
}

TEST(Jwt, AGoodOneSaysWhoItIs) {
  const JwtVerdict verdict =
      VerifyJwt(Key().Sign("RS256", kClaims), Parsed(KeySet({Key().PublicJson()})), Rules(), At(1700000300));
  ASSERT_NE(verdict.claims, nullptr);
  EXPECT_EQ(verdict.claims->subject(), "zoe");
  EXPECT_EQ(verdict.claims->expire_time(), At(1700000600));
  EXPECT_THAT(verdict.claims->Texts("roles"), ElementsAre("tutor", "reader"));
  EXPECT_THAT(verdict.claims->Texts("one"), ElementsAre("text"));
  EXPECT_THAT(verdict.claims->Texts("a.b"), ElementsAre("literal"));
  EXPECT_THAT(verdict.claims->Texts("a.c.d"), ElementsAre("x", "y"));
  for (const char* absent : {"", "none", "n", "a", "a.c", "a.x", "roles.0", "a..b", "."}) {
    EXPECT_THAT(verdict.claims->Texts(absent), IsEmpty()) << absent;
  }
}

TEST(Jwt, EachAlgorithmVerifiesWhatItsOwnKeySigned) {
  const SigningKey curves[] = {SigningKey::Curve("k1", CJOSE_JWK_EC_P_256), SigningKey::Curve("k1", CJOSE_JWK_EC_P_384),
                               SigningKey::Curve("k1", CJOSE_JWK_EC_P_521)};
  for (const std::string& algorithm : JwtAlgorithms()) {
    SCOPED_TRACE(algorithm);
    const int curve = algorithm == "ES256" ? 0 : algorithm == "ES384" ? 1 : 2;
    const SigningKey& key = algorithm[0] == 'E' ? curves[curve] : Key();
    JwtRules rules = Rules();
    rules.algorithm = algorithm;
    const JwtKeys keys = Parsed(KeySet({key.PublicJson()}), algorithm);
    ASSERT_EQ(keys.size(), 1U);
    EXPECT_NE(VerifyJwt(key.Sign(algorithm, kClaims), keys, rules, At(1700000300)).claims, nullptr);
    // Another algorithm of the same key is not the one that was agreed upon.
    if (algorithm[0] != 'E' && algorithm != "RS256") {
      EXPECT_EQ(VerifyJwt(key.Sign("RS256", kClaims), keys, rules, At(1700000300)).fault, JwtFault::kAlgorithm);
    }
  }
}

TEST(Jwt, WithoutASignatureIsRefused) {
  const std::string claims = Base64Url(kClaims);
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"none","kid":"k1"})", R"({"alg":"NONE","kid":"k1"})",
                             R"({"alg":"","kid":"k1"})", R"({"kid":"k1"})", R"({"alg":["RS256"],"kid":"k1"})"}) {
    EXPECT_NE(FaultOf(absl::StrCat(Base64Url(header), ".", claims, ".")), std::nullopt) << header;
    EXPECT_NE(FaultOf(absl::StrCat(Base64Url(header), ".", claims, ".AAAA")), std::nullopt) << header;
  }
  EXPECT_NE(FaultOf(absl::StrCat(Base64Url(R"({"alg":"RS256","kid":"k1"})"), ".", claims, ".")), std::nullopt);
}

TEST(Jwt, SignedWithThePublicKeyAsASecretIsRefused) {
  const std::string json = Key().PublicJson();
  const size_t at = json.find("\"n\":\"") + 5;
  const std::string modulus = json.substr(at, json.find('"', at) - at);
  for (const std::string& secret : {json, modulus, tests::FromBase64Url(modulus)}) {
    for (const char* algorithm : {"HS256", "HS384", "HS512"}) {
      const std::string token = SigningKey::Secret(secret).Sign(algorithm, kClaims, "k1");
      ASSERT_FALSE(token.empty());
      EXPECT_EQ(FaultOf(token), JwtFault::kAlgorithm);
      // The same bytes under the name of the algorithm that is expected.
      const std::vector<std::string> parts = absl::StrSplit(token, '.');
      EXPECT_EQ(FaultOf(absl::StrCat(Base64Url(R"({"alg":"RS256","kid":"k1"})"), ".", parts[1], ".", parts[2])),
                JwtFault::kSignature);
    }
  }
}

TEST(Jwt, OfAnotherIssuerOrForAnotherAudienceIsRefused) {
  EXPECT_EQ(FaultOf(With("https://id.example", "https://id.example/")), JwtFault::kIssuer);
  EXPECT_EQ(FaultOf(With("\"iss\"", "\"issuer\"")), JwtFault::kIssuer);
  EXPECT_EQ(FaultOf(With("\"https://id.example\"", "[\"https://id.example\"]")), JwtFault::kIssuer);
  EXPECT_EQ(FaultOf(With("\"aud\":\"tutorat\"", "\"aud\":\"tutorats\"")), JwtFault::kAudience);
  EXPECT_EQ(FaultOf(With("\"aud\":\"tutorat\"", "\"aud\":[]")), JwtFault::kAudience);
  EXPECT_EQ(FaultOf(With("\"aud\":\"tutorat\"", "\"aud\":{\"x\":\"tutorat\"}")), JwtFault::kAudience);
  EXPECT_EQ(FaultOf(With("\"aud\"", "\"azp\"")), JwtFault::kAudience);
  EXPECT_EQ(FaultOf(With("\"aud\":\"tutorat\"", "\"aud\":[\"other\",\"tutorat\"]")), std::nullopt);
}

TEST(Jwt, AMinuteOfLeewayAtBothEndsAndNoMore) {
  const std::string token = Key().Sign("RS256", kClaims);
  EXPECT_EQ(FaultOf(token, At(1700000659)), std::nullopt);
  EXPECT_EQ(FaultOf(token, At(1700000660)), JwtFault::kExpired);
  EXPECT_EQ(FaultOf(token, At(1699999940)), std::nullopt);
  EXPECT_EQ(FaultOf(token, At(1699999939)), JwtFault::kNotYet);
  EXPECT_EQ(FaultOf(With(",\"nbf\":1700000000", "")), std::nullopt);
  EXPECT_EQ(FaultOf(With("1700000600", "1700000600.5"), At(1700000660)), std::nullopt);
  EXPECT_EQ(FaultOf(With("1700000600", "1e300")), std::nullopt);
  for (const char* not_a_time : {"\"1700000600\"", "null", "[1700000600]", "true"}) {
    EXPECT_EQ(FaultOf(With("1700000600", not_a_time)), JwtFault::kMalformed) << not_a_time;
    EXPECT_EQ(FaultOf(With("\"nbf\":1700000000", absl::StrCat("\"nbf\":", not_a_time))), JwtFault::kMalformed);
  }
  for (const char* past : {"0", "-1", "-1e300", "1"}) {
    EXPECT_EQ(FaultOf(With("1700000600", past)), JwtFault::kExpired) << past;
  }
  // One that never ends is none that we take.
  EXPECT_EQ(FaultOf(With("\"exp\"", "\"expires\"")), JwtFault::kExpired);
}

TEST(Jwt, OfAKeyThatIsNotInTheSetIsRefused) {
  const SigningKey other = SigningKey::Rsa("k2");
  EXPECT_EQ(FaultOf(other.Sign("RS256", kClaims)), JwtFault::kKey);
  // Under the name of the one that is.
  EXPECT_EQ(FaultOf(other.Sign("RS256", kClaims, "k1")), JwtFault::kSignature);
  EXPECT_EQ(FaultOf(Key().Sign("RS256", kClaims, "")), JwtFault::kKey);
}

TEST(Jwt, ChangedOrCutOnesAreRefused) {
  const std::string token = Key().Sign("RS256", kClaims);
  for (size_t size = 0; size < token.size(); size += 5) EXPECT_NE(FaultOf(token.substr(0, size)), std::nullopt) << size;
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const std::string better = absl::StrReplaceAll(kClaims, {{"reader", "administrator"}});
  EXPECT_EQ(FaultOf(absl::StrCat(parts[0], ".", Base64Url(better), ".", parts[2])), JwtFault::kSignature);
  for (const char* wrong : {"", ".", "..", "...", "a.b.c", "é.é.é", "a b.c.d"}) {
    EXPECT_EQ(FaultOf(wrong), JwtFault::kMalformed) << wrong;
  }
  EXPECT_EQ(FaultOf(absl::StrCat(token, ".", parts[2])), JwtFault::kMalformed);
  EXPECT_EQ(FaultOf(absl::StrCat(token, "\n")), JwtFault::kMalformed);
  EXPECT_EQ(FaultOf(absl::StrCat(" ", token)), JwtFault::kMalformed);
  EXPECT_EQ(FaultOf(Key().Sign("RS256", absl::StrCat("{\"x\":\"", std::string(20000, 'x'), "\"}"))),
            JwtFault::kMalformed);
}

TEST(Jwt, SignedNonsenseIsRefused) {
  for (const char* claims : {"x", "[]", "\"text\"", "7", "{", "{\"sub\":1}x"}) {
    EXPECT_EQ(FaultOf(Key().Sign("RS256", claims)), JwtFault::kMalformed) << claims;
  }
  // Two readers could take it for two people.
  EXPECT_EQ(FaultOf(With("\"n\":7", "\"sub\":\"yves\"")), JwtFault::kMalformed);
  for (const char* sub : {"\"\"", "7", "null"}) {
    EXPECT_EQ(FaultOf(With("\"zoe\"", sub)), JwtFault::kMalformed) << sub;
  }
}

TEST(JwtKeys, ThoseThatAreOfNoUseArePassedOver) {
  const std::string good = Key().PublicJson();
  EXPECT_EQ(Parsed(KeySet({})).size(), 0U);
  EXPECT_EQ(Parsed(KeySet({Key().PublicJson(R"("use":"sig","alg":"RS256","x5t":"AAAA")")})).size(), 1U);
  for (const std::string& useless :
       {Key().PublicJson(R"("use":"enc")"), Key().PublicJson(R"("alg":"PS256")"), std::string("{}"), std::string("7"),
        std::string("null"), std::string(R"({"kty":"OKP","crv":"Ed25519","kid":"x","x":"AAAA"})"),
        std::string(R"({"kty":"oct","kid":"x","k":"AAAA"})"), std::string(R"({"kty":"RSA","kid":"x"})"),
        SigningKey::Curve("k3", CJOSE_JWK_EC_P_256).PublicJson(), SigningKey::Rsa("k4", 1024).PublicJson(),
        SigningKey::Rsa("").PublicJson()}) {
    EXPECT_EQ(Parsed(KeySet({useless, good})).size(), 1U) << useless;
    EXPECT_EQ(Parsed(KeySet({useless})).size(), 0U) << useless;
  }
  EXPECT_EQ(Parsed(KeySet({SigningKey::Curve("k3", CJOSE_JWK_EC_P_384).PublicJson()}), "ES256").size(), 0U);
}

// Found by fuzz_jwt: libcjose aborts on it, and with it the server, whenever somebody spoils the keys' file.
TEST(JwtKeys, FuzzFindingPaddingInsideANumberIsPassedOver) {
  const std::string spoiled =
      R"({"kty":"EC","crv":"P-256","kid":"k","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
      R"("y":"x_FEz=u9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
  EXPECT_EQ(Parsed(KeySet({spoiled}), "ES256").size(), 0U);
  for (const char* number : {"", "=", "A", "AAAAA", "AA==", "A A", "é", "A=AA"}) {
    EXPECT_EQ(Parsed(KeySet({absl::StrReplaceAll(spoiled, {{"x_FEz=u9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", number}})}),
                     "ES256")
                  .size(),
              0U)
        << number;
    EXPECT_EQ(Parsed(KeySet({absl::StrReplaceAll(R"({"kty":"RSA","kid":"k","n":"NUMBER","e":"AQAB"})",
                                                 {{"NUMBER", number}})}))
                  .size(),
              0U)
        << number;
  }
}

TEST(JwtKeys, WhatIsNoSetIsRefused) {
  for (const char* text : {"", "x", "[]", "{}", R"({"keys":{}})", R"({"keys":[]}x)", R"({"keys":[],"keys":[]})"}) {
    EXPECT_THAT(std::string(JwtKeys::Parse(text, "RS256").status().message()), HasSubstr("no JWK set")) << text;
  }
  EXPECT_THAT(std::string(JwtKeys::Parse(KeySet({Key().PublicJson(), Key().PublicJson()}), "RS256").status().message()),
              HasSubstr("same kid"));
  EXPECT_THAT(std::string(JwtKeys::Parse(KeySet(std::vector<std::string>(101, "{}")), "RS256").status().message()),
              HasSubstr("more than 100"));
}

}  // namespace
}  // namespace tutorat::api
