#include "server/auth/rate_limiter.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace tutorat::api {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(1'700'000'000);
absl::Time At(int seconds) { return kNoon + absl::Seconds(seconds); }

TEST(RateLimiter, TakesSoManyInAnyPeriodAndSaysHowLongToWait) {
  RateLimiter limit(3, absl::Seconds(60));
  EXPECT_EQ(limit.TryAcquire("a", At(0)), absl::ZeroDuration());
  EXPECT_EQ(limit.TryAcquire("a", At(10)), absl::ZeroDuration());
  EXPECT_EQ(limit.TryAcquire("a", At(50)), absl::ZeroDuration());
  EXPECT_EQ(limit.TryAcquire("a", At(55)), absl::Seconds(5));
  EXPECT_EQ(limit.TryAcquire("a", At(59)), absl::Seconds(1));
  // What was refused does not count; the first one has aged out, the others have not.
  EXPECT_EQ(limit.TryAcquire("a", At(60)), absl::ZeroDuration());
  EXPECT_EQ(limit.TryAcquire("a", At(61)), absl::Seconds(9));
  EXPECT_EQ(limit.TryAcquire("a", At(1000)), absl::ZeroDuration());
}

TEST(RateLimiter, OthersAreNotConcerned) {
  RateLimiter limit(1, absl::Seconds(60));
  EXPECT_EQ(limit.TryAcquire("a", At(0)), absl::ZeroDuration());
  EXPECT_EQ(limit.TryAcquire("b", At(0)), absl::ZeroDuration());
  EXPECT_EQ(limit.TimeUntilAllowed("a", At(1)), absl::Seconds(59));
  EXPECT_EQ(limit.TimeUntilAllowed("c", At(1)), absl::ZeroDuration());
}

TEST(RateLimiter, WhatHappensAllTheSameStartsThePeriodAnew) {
  RateLimiter limit(2, absl::Seconds(60));
  for (int second = 0; second < 100; ++second) limit.Record("a", At(second));
  EXPECT_EQ(limit.TimeUntilAllowed("a", At(99)), absl::Seconds(59));
  EXPECT_EQ(limit.TimeUntilAllowed("a", At(158)), absl::ZeroDuration());
}

// Addresses are an attacker's to make up.
TEST(RateLimiter, StrangersByTheMillionAreForgottenNotKept) {
  RateLimiter limit(1, absl::Seconds(60));
  for (int i = 0; i < 30'000; ++i) limit.Record(absl::StrCat("stranger ", i), At(0));
  EXPECT_EQ(limit.TimeUntilAllowed("stranger 29999", At(1)), absl::Seconds(59));
  int kept = 0;
  for (int i = 0; i < 30'000; ++i)
    kept += limit.TimeUntilAllowed(absl::StrCat("stranger ", i), At(1)) > absl::ZeroDuration();
  EXPECT_LE(kept, 10'000);
}

}  // namespace
}  // namespace tutorat::api
