// Authenticates a call: sends its bearer token to the token or the JWT authenticator, and limits failed sign-ins per
// address and calls per account.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/auth/principal.h"
#include "server/auth/rate_limiter.h"

namespace tutorat::api {

// After so many credentials that were refused, within so long, an address is listened to no more, but for credentials
// that this server has accepted within the day: an address may be a whole town hall's, or a proxy's, and one wrong
// token in a script must not stop who is at work there.
inline constexpr int kFailedSignIns = 10;
inline constexpr absl::Duration kFailedSignInsPeriod = absl::Minutes(5);
inline constexpr absl::Duration kAcceptedPeriod = absl::Hours(24);
inline constexpr int kCallsPerMinute = 600;

// Logs event=sign_in_failed with `why` (expired, revoked, unknown ...: one word), and the peer; the credentials never.
// `what` is a name that may be told to an operator, or empty. Returns UNAUTHENTICATED / NOT_SIGNED_IN, always the same.
absl::Status NotSignedIn(const Credentials& credentials, absl::string_view why, absl::string_view what = "");

// The text after `Bearer`; nothing when the header has another form.
std::optional<std::string> BearerOf(const Credentials& credentials);

class Authentication final : public Authenticator {
 public:
  using Clock = std::function<absl::Time()>;

  // `tokens` gets texts that begin as tokens do, `jwts` those with the form of a JWT; without it these are refused.
  // Both outlive this.
  Authentication(Authenticator& tokens, Authenticator* jwts, int calls_per_minute, Clock clock);

  // Also RESOURCE_EXHAUSTED, with how long to wait: TOO_MANY_FAILED_SIGN_INS of the address, for whatever it brings
  // along that is new here, good or not; TOO_MANY_CALLS of the account. A call that brings nothing along is refused,
  // and is no failed sign-in: it guesses nothing.
  absl::StatusOr<Principal> Authenticate(const Credentials& credentials, absl::Time deadline) override;

 private:
  absl::StatusOr<Principal> AskWhoKnows(const Credentials& credentials, absl::Time deadline);

  Authenticator& tokens_;
  Authenticator* const jwts_;
  const Clock clock_;
  RateLimiter failures_{kFailedSignIns, kFailedSignInsPeriod};
  RateLimiter accepted_{1, kAcceptedPeriod};  // by the hash of what was brought along
  RateLimiter calls_;
};

}  // namespace tutorat::api
