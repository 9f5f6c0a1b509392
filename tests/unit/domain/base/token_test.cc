#include "server/domain/base/token.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/domain/base/resource_names.h"

namespace tutorat::domain {
namespace {

constexpr char kId[] = "01hf2x8qr5c0d3k9m7v4w6y1za";
constexpr char kSecret[] = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";

TEST(Token, IsSplitIntoWhatItWasMadeOf) {
  for (int i = 0; i < 200; ++i) {
    const TokenParts parts{NewId(absl::FromUnixSeconds(1'700'000'000 + i)), MakeSecret()};
    const std::string text = TokenText(parts);
    EXPECT_EQ(text.rfind("tutorat_", 0), 0U) << text;
    const auto split = SplitToken(text);
    ASSERT_TRUE(split) << text;
    EXPECT_EQ(split->id, parts.id);
    EXPECT_EQ(split->secret, parts.secret);
  }
}

TEST(Token, SecretsAre256BitsAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(MakeSecret());
  EXPECT_EQ(seen.size(), 1000U);
  for (const std::string& secret : seen) EXPECT_EQ(secret.size(), 43U) << secret;
}

TEST(Token, AnythingElseIsNone) {
  const std::string good = TokenText({kId, kSecret});
  ASSERT_TRUE(SplitToken(good));
  for (const std::string& text :
       {std::string(), std::string("tutorat_"), std::string("tutorat__"), good.substr(1),
        good.substr(0, good.size() - 1), absl::StrCat(good, "A"), absl::StrCat(good, "="), absl::StrCat(" ", good),
        absl::StrCat(good, "\n"), absl::StrCat("Tutorat_", kId, "_", kSecret),
        absl::StrCat("tutorat_", kId, "-", kSecret),
        absl::StrCat("tutorat_", "01HF2X8QR5C0D3K9M7V4W6Y1ZA", "_", kSecret),
        absl::StrCat("tutorat_", kId, "_", std::string(43, '+')),
        absl::StrCat("tutorat_", kId, "_", std::string(43, '\0')),
        absl::StrCat("tutorat_", std::string(26, '/'), "_", kSecret),
        absl::StrCat("tutorat_", kId, "_", "Ã", kSecret + 2), std::string(100'000, 'a')}) {
    EXPECT_FALSE(SplitToken(text)) << text.substr(0, 100);
  }
}

// BLAKE2b-256 of nothing, from RFC 7693's reference implementation: what is stored today must be known tomorrow.
TEST(Token, TheHashIsBlake2b) {
  EXPECT_EQ(HashSecret(""), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(Token, OnlyTheSecretMatchesItsHash) {
  const std::string hash = HashSecret(kSecret);
  EXPECT_EQ(hash.size(), 64U);
  EXPECT_EQ(hash.find(kSecret), std::string::npos);
  EXPECT_TRUE(IsSecret(kSecret, hash));
  EXPECT_FALSE(IsSecret(MakeSecret(), hash));
  EXPECT_FALSE(IsSecret("", hash));
  EXPECT_FALSE(IsSecret(hash, hash));
  EXPECT_FALSE(IsSecret(kSecret, ""));
  EXPECT_FALSE(IsSecret(kSecret, hash.substr(1)));
  std::string altered = hash;
  altered.back() = altered.back() == '0' ? '1' : '0';
  EXPECT_FALSE(IsSecret(kSecret, altered));
}

}  // namespace
}  // namespace tutorat::domain
