// JSON Web Tokens of somebody who may call: signature, issuer, audience and time. The only place that knows how a token
// is written. All functions are pure.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// The libraries', which stay behind this header.
struct json_t;
struct _cjose_jwk_int;

namespace tutorat::api {

struct JwtRules {
  std::string issuer;               // `iss` is exactly this
  std::string audience;             // `aud` is this, or a list with this
  std::string algorithm = "RS256";  // of JwtAlgorithms()
};

// With a public key only: RS256 to RS512, PS256 to PS512, ES256 to ES512. Never `none`, never with a shared secret.
const std::vector<std::string>& JwtAlgorithms();

// Public keys by their `kid`, for one algorithm. Thread-safe.
class JwtKeys {
 public:
  // A JWK set, {"keys": [...]}. Keys of another algorithm or use, without a `kid`, or that are too weak (RSA under 2048
  // bits) are passed over; a set without keys is one by which no token is good. INVALID_ARGUMENT when it is no JWK
  // set, or two keys have the same `kid`.
  static absl::StatusOr<JwtKeys> Parse(absl::string_view json, const std::string& algorithm);

  size_t size() const { return keys_.size(); }

 private:
  friend class JwtReader;

  std::map<std::string, std::shared_ptr<const _cjose_jwk_int>> keys_;
};

// What a token says, once it is known to be true.
class JwtClaims {
 public:
  const std::string& subject() const { return subject_; }
  absl::Time expire_time() const { return expire_time_; }

  // The texts of a claim: a text is one, a list as many as it has. `name` is a claim of that name, or else a path to
  // one inside others: realm_access.roles. Empty when there is none.
  std::vector<std::string> Texts(absl::string_view name) const;

 private:
  friend class JwtReader;

  std::shared_ptr<const json_t> json_;
  std::string subject_;
  absl::Time expire_time_;
};

// Why a token was refused: for the log, never for the answer.
enum class JwtFault { kMalformed, kAlgorithm, kKey, kSignature, kIssuer, kAudience, kExpired, kNotYet };

struct JwtVerdict {
  JwtFault fault = JwtFault::kMalformed;  // when there are no claims
  std::shared_ptr<const JwtClaims> claims;
};

// The algorithm is compared before anything is computed. `exp` is required, `nbf` is not; both with a minute of leeway.
JwtVerdict VerifyJwt(absl::string_view token, const JwtKeys& keys, const JwtRules& rules, absl::Time now);

}  // namespace tutorat::api
