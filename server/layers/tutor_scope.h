// Row-level access control for tutors: a decorator of Store that limits reads and writes to the tutor's own groups.
// Resources that belong to no group (waves, themes, tutors ...) are read as they are.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "server/storage/forwarding.h"

namespace tutorat::api {

// Refusals, beyond the store's own:
//   PERMISSION_DENIED / NOT_YOUR_GROUP  what is asked for or written is of another group, or of none that exists: the
//                                       answer is the same, so that it tells nothing of other groups
//   PERMISSION_DENIED / NOT_YOUR_SESSION  a substitute's write outside the days of the substitution
//   PERMISSION_DENIED / ROLE_REQUIRED   a resource that tutors do not make: a wave, a tutor, a theme
//
// For one call. Thread-safe as the store is.
class TutorScopedStore final : public storage::ForwardingStore {
 public:
  // `tutor`: tutors/{id}; `now` tells which groups are their own (domain/privacy/tutor_reach.h).
  TutorScopedStore(storage::Store& base, std::string tutor, absl::Time now)
      : ForwardingStore(base), tutor_(std::move(tutor)), now_(now) {}

  absl::Status Read(absl::Time deadline, ReadFunction f) override;
  absl::Status Write(absl::Time deadline, WriteFunction f) override;
  absl::Status Draft(absl::Time deadline, WriteFunction f) override;

 private:
  const std::string tutor_;
  const absl::Time now_;
};

}  // namespace tutorat::api
