// Authenticates the bearer of a token that this server issued.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/auth/principal.h"
#include "server/storage/store.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::api {

// Thread-safe. Nothing is remembered between calls but when each token was last used: what is revoked, expired,
// disabled or deleted is refused from the next call on.
class TokenAuthenticator final : public Authenticator {
 public:
  using Clock = std::function<absl::Time()>;

  TokenAuthenticator(storage::Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  // Also the store's own errors, when it cannot be asked.
  absl::StatusOr<Principal> Authenticate(const Credentials& credentials, absl::Time deadline) override;

  // Stores when the tokens were used since it was called last, to the minute. What could not be stored is kept for the
  // next time.
  absl::Status StoreLastUses(absl::Time deadline);

 private:
  void Remember(const std::string& token, absl::Time used);

  storage::Store& store_;
  const Clock clock_;
  std::mutex mutex_;
  std::map<std::string, absl::Time> last_uses_;
};

}  // namespace tutorat::api
