#include "server/auth/jwt_authenticator.h"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "server/auth/authentication.h"

namespace tutorat::api {
namespace {

constexpr size_t kSubjectDigits = 26;
// As the contract has it for an account.
constexpr size_t kLongestDisplayName = 200;

absl::string_view Why(JwtFault fault) {
  switch (fault) {
    case JwtFault::kMalformed:
      return "malformed";
    case JwtFault::kAlgorithm:
      return "algorithm";
    case JwtFault::kKey:
      return "key";
    case JwtFault::kSignature:
      return "signature";
    case JwtFault::kIssuer:
      return "issuer";
    case JwtFault::kAudience:
      return "audience";
    case JwtFault::kExpired:
      return "expired";
    case JwtFault::kNotYet:
      return "not_yet";
  }
  return "malformed";
}

std::string SubjectName(const std::string& issuer, const std::string& subject) {
  const std::string text = absl::StrCat(issuer, "\n", subject);
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  const std::string digits = absl::BytesToHexString({reinterpret_cast<const char*>(hash.data()), hash.size()});
  return absl::StrCat("subjects/", digits.substr(0, kSubjectDigits));
}

// Empty when the claim names no tutor.
std::string TutorNamed(const std::vector<std::string>& texts) {
  absl::string_view id = texts.size() == 1 ? texts[0] : absl::string_view();
  const bool good =
      id.size() <= 64 && absl::ConsumePrefix(&id, "tutors/") && !id.empty() &&
      std::all_of(id.begin(), id.end(), [](char c) {
        return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c));
      });
  return good ? texts[0] : "";
}

std::vector<v1::Role> RolesNamed(const std::vector<std::string>& texts, bool names_tutor) {
  std::vector<v1::Role> roles;
  for (const std::string& text : texts) {
    v1::Role role = v1::ROLE_UNSPECIFIED;
    // Lower case only, as the option's help says: another spelling is another role.
    const bool known = text == absl::AsciiStrToLower(text) &&
                       v1::Role_Parse(absl::StrCat("ROLE_", absl::AsciiStrToUpper(text)), &role) &&
                       role != v1::ROLE_UNSPECIFIED && (role != v1::ROLE_TUTOR || names_tutor);
    if (known && std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
  }
  return roles;
}

std::string DisplayName(const JwtClaims& claims) {
  for (const char* claim : {"name", "preferred_username"}) {
    const std::vector<std::string> texts = claims.Texts(claim);
    if (texts.size() == 1 && !texts[0].empty() && texts[0].size() <= kLongestDisplayName) return texts[0];
  }
  return "";
}

absl::Status Missing(absl::string_view option) {
  return absl::InvalidArgumentError(
      absl::StrCat(option,
                   " is missing: signing in with OpenID Connect takes --oidc-issuer, --oidc-audience and "
                   "--oidc-jwks together"));
}

std::string NoKeys(const std::string& algorithm) {
  const bool curve = absl::StartsWith(algorithm, "ES");
  return absl::StrCat("has no key for ", algorithm, ": a public key with \"kty\": \"", curve ? "EC" : "RSA", "\"",
                      curve ? " on that algorithm's curve" : " of 2048 bits or more",
                      " and a \"kid\" is expected, whose \"use\", if any, is \"sig\"; is --oidc-algorithm the one with "
                      "which the provider signs?");
}

}  // namespace

absl::StatusOr<std::unique_ptr<JwtAuthenticator>> JwtAuthenticator::Open(const OidcOptions& options,
                                                                         std::function<absl::Time()> clock) {
  if (options.issuer.empty()) return Missing("--oidc-issuer");
  if (options.audience.empty()) return Missing("--oidc-audience");
  if (options.jwks_file.empty()) return Missing("--oidc-jwks");
  const std::vector<std::string>& known = JwtAlgorithms();
  if (std::find(known.begin(), known.end(), options.algorithm) == known.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--oidc-algorithm ", options.algorithm, ": take one of ", absl::StrJoin(known, ", ")));
  }
  std::unique_ptr<JwtAuthenticator> made(new JwtAuthenticator(options, std::move(clock)));
  const std::lock_guard<std::mutex> lock(made->mutex_);
  if (absl::Status status = made->Refresh(); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("--oidc-jwks ", status.message()));
  }
  return made;
}

absl::Status JwtAuthenticator::Refresh() {
  const absl::StatusOr<bool> changed = file_.Refresh();
  if (!changed.ok() || !*changed) return changed.status();
  absl::StatusOr<JwtKeys> keys = JwtKeys::Parse(file_.content(), options_.algorithm);
  if (!keys.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(file_.path(), " ", keys.status().message()));
  }
  if (keys->size() == 0) {
    return absl::InvalidArgumentError(absl::StrCat(file_.path(), " ", NoKeys(options_.algorithm)));
  }
  spdlog::info("event=oidc_keys_read file=\"{}\" keys={} algorithm={}", file_.path(), keys->size(), options_.algorithm);
  keys_ = std::make_shared<const JwtKeys>(*std::move(keys));
  return absl::OkStatus();
}

std::shared_ptr<const JwtKeys> JwtAuthenticator::Keys() {
  const std::lock_guard<std::mutex> lock(mutex_);
  const absl::Status status = Refresh();
  // Once, not at each call.
  if (!status.ok() && status.message() != trouble_) {
    spdlog::error("event=oidc_keys_failed error=\"{}\" note=\"the keys read before are still used\"",
                  std::string(status.message()));
  }
  trouble_ = std::string(status.message());
  return keys_;
}

absl::StatusOr<Principal> JwtAuthenticator::Authenticate(const Credentials& credentials, absl::Time /*deadline*/) {
  const std::optional<std::string> token = BearerOf(credentials);
  if (!token) return NotSignedIn(credentials, "malformed");
  const JwtVerdict verdict = VerifyJwt(*token, *Keys(), rules_, clock_());
  if (verdict.claims == nullptr) return NotSignedIn(credentials, Why(verdict.fault));
  const JwtClaims& claims = *verdict.claims;
  Principal principal;
  principal.account = SubjectName(options_.issuer, claims.subject());
  principal.display_name = DisplayName(claims);
  principal.tutor = TutorNamed(claims.Texts(options_.tutor_claim));
  principal.roles = RolesNamed(claims.Texts(options_.roles_claim), !principal.tutor.empty());
  principal.expire_time = claims.expire_time();
  if (principal.roles.empty()) return NotSignedIn(credentials, "roles", principal.account);
  if (!principal.Has(v1::ROLE_TUTOR)) principal.tutor.clear();
  return principal;
}

}  // namespace tutorat::api
