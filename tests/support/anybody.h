// An authenticator that asks nobody.
#pragma once

#include <string>
#include <utility>

#include "server/auth/principal.h"

namespace tutorat::tests {

// Whoever calls is `principal`: unless a test says otherwise, somebody who may do everything.
class Anybody final : public api::Authenticator {
 public:
  absl::StatusOr<api::Principal> Authenticate(const api::Credentials& /*credentials*/,
                                              absl::Time /*deadline*/) override {
    return principal;
  }

  api::Principal principal = {.account = "accounts/anybody",
                              .display_name = "Anybody",
                              .roles = {v1::ROLE_COORDINATOR, v1::ROLE_ADMINISTRATOR},
                              .tutor = "",
                              .expire_time = absl::InfiniteFuture()};
};

}  // namespace tutorat::tests
