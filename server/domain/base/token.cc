#include "server/domain/base/token.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tutorat::domain {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kTokenIdLength = 26;
constexpr size_t kSecretLength = 43;

bool IsIdCharacter(char c) { return absl::ascii_isdigit(c) || absl::ascii_islower(c); }

bool IsSecretCharacter(char c) { return absl::ascii_isalnum(c) || c == '-' || c == '_'; }

}  // namespace

std::string MakeSecret() {
  std::array<char, kSecretBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string secret;
  absl::WebSafeBase64Escape({bytes.data(), bytes.size()}, &secret);
  while (!secret.empty() && secret.back() == '=') secret.pop_back();
  sodium_memzero(bytes.data(), bytes.size());
  return secret;
}

std::string TokenText(const TokenParts& parts) { return absl::StrCat(kTokenPrefix, parts.id, "_", parts.secret); }

std::optional<TokenParts> SplitToken(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, kTokenPrefix) || text.size() != kTokenIdLength + 1 + kSecretLength) {
    return std::nullopt;
  }
  const absl::string_view id = text.substr(0, kTokenIdLength);
  const absl::string_view secret = text.substr(kTokenIdLength + 1);
  if (text[kTokenIdLength] != '_' || !std::all_of(id.begin(), id.end(), IsIdCharacter) ||
      !std::all_of(secret.begin(), secret.end(), IsSecretCharacter)) {
    return std::nullopt;
  }
  return TokenParts{std::string(id), std::string(secret)};
}

std::string HashSecret(absl::string_view secret) {
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                     nullptr, 0);
  return absl::BytesToHexString({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

bool IsSecret(absl::string_view secret, absl::string_view hash) {
  const std::string own = HashSecret(secret);
  return own.size() == hash.size() && sodium_memcmp(own.data(), hash.data(), own.size()) == 0;
}

}  // namespace tutorat::domain
