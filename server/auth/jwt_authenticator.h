// People whom an OpenID Connect provider knows: who brings a token that it signed is who the token says.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/auth/jwt.h"
#include "server/auth/principal.h"
#include "server/auth/reloading_file.h"

namespace tutorat::api {

struct OidcOptions {
  std::string issuer;     // empty: nobody signs in so
  std::string audience;   // by which the provider means this server
  std::string jwks_file;  // the provider's public keys, kept up to date by whoever keeps the file so
  std::string algorithm = "RS256";
  // Claims, or paths to claims inside others: realm_access.roles.
  std::string roles_claim = "tutorat_roles";  // tutor, coordinator, reader, administrator; others are not looked at
  std::string tutor_claim = "tutorat_tutor";  // tutors/{id}, of a tutor
};

// Takes `Bearer JWT`. The account is subjects/{id}, the same for one subject of one issuer for ever. Keys are read
// again when their file changes; while it cannot be read, or has none of use, the last ones are used. Roles are those
// that the token names, except the tutor's when it does not name the tutor; without any the token is refused.
// Thread-safe.
class JwtAuthenticator final : public Authenticator {
 public:
  // INVALID_ARGUMENT, which names the option or the file, when nobody could sign in so.
  // `clock` is asked at each sign-in.
  static absl::StatusOr<std::unique_ptr<JwtAuthenticator>> Open(const OidcOptions& options,
                                                                std::function<absl::Time()> clock = absl::Now);

  absl::StatusOr<Principal> Authenticate(const Credentials& credentials, absl::Time deadline) override;

 private:
  JwtAuthenticator(const OidcOptions& options, std::function<absl::Time()> clock)
      : options_(options),
        rules_{options.issuer, options.audience, options.algorithm},
        clock_(std::move(clock)),
        file_(options.jwks_file) {}

  // Reads the keys again if they may have changed. With the lock held.
  absl::Status Refresh();
  std::shared_ptr<const JwtKeys> Keys();

  const OidcOptions options_;
  const JwtRules rules_;
  const std::function<absl::Time()> clock_;
  std::mutex mutex_;
  ReloadingFile file_;
  std::shared_ptr<const JwtKeys> keys_;
  std::string trouble_;  // with the file, as it was logged
};

}  // namespace tutorat::api
