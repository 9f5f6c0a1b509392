// How often something may happen to somebody: at most so many times in any period of a length.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "absl/time/time.h"

namespace tutorat::api {

// Thread-safe. Forgets whom nothing happened to for a period, and never remembers more than a number of them: when
// strangers are as many, some are forgotten early.
class SlidingLimit {
 public:
  SlidingLimit(int times, absl::Duration period) : times_(static_cast<size_t>(times)), period_(period) {}

  // How long until it may happen to `who` again; zero: it may now.
  absl::Duration Wait(const std::string& who, absl::Time now);
  // It happened.
  void Add(const std::string& who, absl::Time now);
  // Both, when it may.
  absl::Duration Take(const std::string& who, absl::Time now);

 private:
  // The times of the last period, oldest first.
  std::deque<absl::Time>& Recent(const std::string& who, absl::Time now);
  void MakeRoom(absl::Time now);
  absl::Duration WaitLocked(const std::string& who, absl::Time now);

  const size_t times_;
  const absl::Duration period_;
  std::mutex mutex_;
  std::map<std::string, std::deque<absl::Time>> happened_;
};

}  // namespace tutorat::api
