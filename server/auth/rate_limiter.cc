#include "server/auth/rate_limiter.h"

namespace tutorat::api {
namespace {

constexpr size_t kRemembered = 10'000;

}  // namespace

std::deque<absl::Time>& RateLimiter::Recent(const std::string& who, absl::Time now) {
  if (happened_.size() >= kRemembered && happened_.count(who) == 0) MakeRoom(now);
  std::deque<absl::Time>& times = happened_[who];
  while (!times.empty() && times.front() + period_ <= now) times.pop_front();
  return times;
}

void RateLimiter::MakeRoom(absl::Time now) {
  for (auto each = happened_.begin(); each != happened_.end();) {
    const bool over = each->second.empty() || each->second.back() + period_ <= now;
    each = over ? happened_.erase(each) : std::next(each);
  }
  if (happened_.size() >= kRemembered) happened_.erase(happened_.begin());
}

absl::Duration RateLimiter::TimeUntilAllowedLocked(const std::string& who, absl::Time now) {
  if (happened_.count(who) == 0) return absl::ZeroDuration();
  const std::deque<absl::Time>& times = Recent(who, now);
  return times.size() < times_ ? absl::ZeroDuration() : times[times.size() - times_] + period_ - now;
}

absl::Duration RateLimiter::TimeUntilAllowed(const std::string& who, absl::Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return TimeUntilAllowedLocked(who, now);
}

void RateLimiter::Record(const std::string& who, absl::Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::deque<absl::Time>& times = Recent(who, now);
  times.push_back(now);
  // Older ones say nothing any more.
  if (times.size() > times_) times.pop_front();
}

absl::Duration RateLimiter::TryAcquire(const std::string& who, absl::Time now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const absl::Duration wait = TimeUntilAllowedLocked(who, now);
  if (wait == absl::ZeroDuration()) Recent(who, now).push_back(now);
  return wait;
}

}  // namespace tutorat::api
