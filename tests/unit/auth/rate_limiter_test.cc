#include "server/auth/rate_limiter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

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

// Against a list of all that was taken, which forgets nothing.
TEST(RateLimiter, AnyOrderOfTimesGivesWhatTheListOfAllGives) {
  std::mt19937 random(20240219);
  for (int round = 0; round < 50; ++round) {
    const int times = static_cast<int>(1 + random() % 4);
    const absl::Duration period = absl::Seconds(1 + random() % 30);
    RateLimiter limit(times, period);
    std::map<std::string, std::vector<absl::Time>> taken;
    absl::Time now = kNoon;
    for (int step = 0; step < 200; ++step) {
      now += absl::Milliseconds(random() % 9000);
      const std::string who(1, static_cast<char>('a' + random() % 3));
      std::vector<absl::Time>& all = taken[who];
      // The last of those that fill the period must age out first.
      absl::Duration wait = absl::ZeroDuration();
      const auto filling = static_cast<size_t>(times);
      if (all.size() >= filling) wait = std::max(wait, all[all.size() - filling] + period - now);
      ASSERT_EQ(limit.TimeUntilAllowed(who, now), wait) << "round " << round << ", step " << step;
      if (random() % 5 == 0) {
        limit.Record(who, now);
        all.push_back(now);
      } else {
        ASSERT_EQ(limit.TryAcquire(who, now), wait) << "round " << round << ", step " << step;
        if (wait == absl::ZeroDuration()) all.push_back(now);
      }
    }
  }
}

TEST(RateLimiter, ManyThreadsGetNoMoreThanThereIs) {
  RateLimiter limit(100, absl::Hours(1));
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        if (limit.TryAcquire("a", kNoon) == absl::ZeroDuration()) ++taken;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 100);
}

}  // namespace
}  // namespace tutorat::api
