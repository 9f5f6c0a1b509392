// Limits how often something happens to one caller: a sliding window of a number of times in a period.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "absl/time/time.h"

namespace tutorat::api {

// Thread-safe. Forgets whom nothing happened to for a period, and never remembers more than a number of them: when
// strangers are as many, some are forgotten early.
class RateLimiter {
 public:
  RateLimiter(int times, absl::Duration period) : times_(static_cast<size_t>(times)), period_(period) {}

  // Time until it may happen to `who` again; zero: now.
  absl::Duration TimeUntilAllowed(const std::string& who, absl::Time now);
  // Counts one time.
  void Record(const std::string& who, absl::Time now);
  // TimeUntilAllowed, and Record when that is zero.
  absl::Duration TryAcquire(const std::string& who, absl::Time now);

 private:
  // The times of the last period, oldest first.
  std::deque<absl::Time>& Recent(const std::string& who, absl::Time now);
  void MakeRoom(absl::Time now);
  absl::Duration TimeUntilAllowedLocked(const std::string& who, absl::Time now);

  const size_t times_;
  const absl::Duration period_;
  std::mutex mutex_;
  std::map<std::string, std::deque<absl::Time>> happened_;
};

}  // namespace tutorat::api
