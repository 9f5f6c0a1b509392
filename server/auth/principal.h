// The authenticated caller.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {

struct Principal {
  std::string account;  // accounts/{id}, or subjects/{id} of somebody whom the sign-in service knows
  std::string display_name;
  std::vector<v1::Role> roles;
  std::string tutor;  // tutors/{id}, with ROLE_TUTOR
  absl::Time expire_time = absl::InfiniteFuture();
  // Of the store, as it was when they signed in; -1: the store was not asked.
  int64_t revision = -1;

  bool Has(v1::Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }
};

// What a call brings along.
struct Credentials {
  std::string authorization;  // the header, as it came; empty: none
  std::string peer;           // where it came from, without the port: ipv4:127.0.0.1
};

// Thread-safe.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  // Who it is. UNAUTHENTICATED / NOT_SIGNED_IN for whatever is wrong with the credentials: the log says what, the
  // answer does not. RESOURCE_EXHAUSTED for an address that failed too often.
  virtual absl::StatusOr<Principal> Authenticate(const Credentials& credentials, absl::Time deadline) = 0;
};

}  // namespace tutorat::api
