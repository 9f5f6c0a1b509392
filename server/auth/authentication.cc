#include "server/auth/authentication.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/error.h"
#include "server/domain/base/token.h"

namespace tutorat::api {
namespace {

constexpr absl::string_view kBearer = "bearer ";

// `text` ends in how many seconds to wait.
absl::Status TooMany(const char* reason, domain::Text text, absl::Duration wait) {
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1)));
  absl::StrAppend(&text.en, seconds, " s");
  absl::StrAppend(&text.fr, seconds, " s");
  return domain::WithRetryDelay(domain::MakeError(absl::StatusCode::kResourceExhausted, reason, text), wait);
}

absl::Status TooManyFailures(const std::string& peer, absl::Duration wait) {
  spdlog::warn("event=sign_in_refused why=too_many_failures peer={}", peer);
  return TooMany("TOO_MANY_FAILED_SIGN_INS",
                 {.en = "too many failed sign-ins from this address: correct the token, and try again in ",
                  .fr = "trop de connexions refusées depuis cette adresse : corriger le jeton, et réessayer dans "},
                 wait);
}

absl::Status TooManyCalls(absl::Duration wait) {
  return TooMany("TOO_MANY_CALLS",
                 {.en = "your account makes more calls a minute than this server takes: try again in ",
                  .fr = "votre compte fait plus d'appels par minute que ce serveur n'en accepte : réessayer dans "},
                 wait);
}

// Three parts between full stops: header, claims, signature.
bool LooksLikeJwt(absl::string_view text) { return std::count(text.begin(), text.end(), '.') == 2; }

}  // namespace

absl::Status NotSignedIn(const Credentials& credentials, absl::string_view why, absl::string_view what) {
  spdlog::warn("event=sign_in_failed why={} peer={}{}{}", std::string(why), credentials.peer,
               what.empty() ? "" : " of=", std::string(what));
  return domain::MakeError(
      absl::StatusCode::kUnauthenticated, "NOT_SIGNED_IN",
      {.en = "this call is not signed in: give a valid token, which an administrator makes",
       .fr = "cet appel n'est pas identifié : donner un jeton valable, qu'un administrateur délivre"});
}

std::optional<std::string> BearerOf(const Credentials& credentials) {
  const absl::string_view header = credentials.authorization;
  if (!absl::StartsWithIgnoreCase(header, kBearer)) return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(header.substr(kBearer.size())));
}

Authentication::Authentication(Authenticator& tokens, Authenticator* jwts, int calls_per_minute, Clock clock)
    : tokens_(tokens), jwts_(jwts), clock_(std::move(clock)), calls_(calls_per_minute, absl::Minutes(1)) {}

absl::StatusOr<Principal> Authentication::Authenticate(const Credentials& credentials, absl::Time deadline) {
  const absl::Time now = clock_();
  const std::string hash = domain::HashSecret(credentials.authorization);
  if (const absl::Duration wait = failures_.TimeUntilAllowed(credentials.peer, now);
      wait > absl::ZeroDuration() && accepted_.TimeUntilAllowed(hash, now) == absl::ZeroDuration()) {
    return TooManyFailures(credentials.peer, wait);
  }
  if (credentials.authorization.empty()) return NotSignedIn(credentials, "none");
  auto principal = AskWhoKnows(credentials, deadline);
  if (absl::IsUnauthenticated(principal.status())) failures_.Record(credentials.peer, now);
  if (!principal.ok()) return principal;
  accepted_.Record(hash, now);
  if (const absl::Duration wait = calls_.TryAcquire(principal->account, now); wait > absl::ZeroDuration()) {
    return TooManyCalls(wait);
  }
  return principal;
}

absl::StatusOr<Principal> Authentication::AskWhoKnows(const Credentials& credentials, absl::Time deadline) {
  const std::optional<std::string> bearer = BearerOf(credentials);
  if (!bearer) return NotSignedIn(credentials, "malformed");
  if (absl::StartsWith(*bearer, domain::kTokenPrefix)) return tokens_.Authenticate(credentials, deadline);
  if (jwts_ != nullptr && LooksLikeJwt(*bearer)) return jwts_->Authenticate(credentials, deadline);
  return NotSignedIn(credentials, "malformed");
}

}  // namespace tutorat::api
