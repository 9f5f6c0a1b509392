// What every conformance test starts from: the shared server, spoken to in English, and a wave of its own.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/api.h"
#include "tests/support/test_server.h"
#include "tests/support/world.h"

namespace tutorat::tests {

class ConformanceTest : public ::testing::Test {
 protected:
  const Api api_{SharedServer()};
  World world_{api_};
};

// Runs f(0), f(1) ... f(count - 1) at once, each on a thread of its own.
inline void AtOnce(size_t count, const std::function<void(size_t)>& f) {
  std::vector<std::thread> threads;
  threads.reserve(count);
  for (size_t i = 0; i < count; ++i) threads.emplace_back(f, i);
  for (std::thread& thread : threads) thread.join();
}

// INVALID_ARGUMENT / INVALID_FIELDS with this violation.
inline void ExpectInvalid(const Outcome& outcome, const std::string& field, const std::string& reason) {
  EXPECT_EQ(outcome.code, grpc::StatusCode::INVALID_ARGUMENT) << outcome;
  EXPECT_EQ(outcome.reason, "INVALID_FIELDS") << outcome;
  EXPECT_EQ(outcome.ViolationOf(field), reason) << field << "\n" << outcome;
}

inline void ExpectRefused(const Outcome& outcome, grpc::StatusCode code, const std::string& reason) {
  EXPECT_EQ(outcome.code, code) << outcome;
  EXPECT_EQ(outcome.reason, reason) << outcome;
  EXPECT_EQ(outcome.domain, "tutorat");
}

}  // namespace tutorat::tests
