// kill -9 of the server under a recording load, again and again on one store, with the clients sending once more what
// was not answered: every acknowledged session is there once, none twice.
//
//   crash_test [--rounds=50] [--clients=16] [--store=sqlite|mysql]
//
// It starts its servers itself (tests/support/fresh_store.h says where their store is), whatever $TUTORAT_TEST_SERVER.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/conformance/load.h"
#include "tests/support/raw_stream.h"
#include "tests/support/test_server.h"
#include "tests/support/world.h"

namespace tutorat::tests {
namespace {

int rounds = 50;
int clients = 16;

class CrashTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = TestServer::Make();
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    Start();
    World world(*api_);
    for (int i = 1; i <= rounds; ++i) groups_.push_back(world.AddGroup(i).name());
  }

  void Start() {
    const absl::Status started = server_->Start();
    ASSERT_TRUE(started.ok()) << started;
    api_ = std::make_unique<Api>(server_->endpoint());
  }

  // Runs the load on the round's group until `end` has ended the server, and starts it again.
  void Round(size_t round, const std::function<void()>& end) {
    Load load(server_->endpoint(), groups_[round], clients);
    absl::SleepFor(absl::Milliseconds(50 + random_() % 350));
    end();
    Tally tally = load.Stop();
    Start();
    acknowledged_before_ += tally.acknowledged.size();
    unanswered_but_stored_ += Compare(*api_, groups_[round], tally.acknowledged).unknown;
    for (const Outcome& outcome : tally.refused) ADD_FAILURE() << "refused under load: " << outcome;
    for (const Attempt& attempt : tally.unanswered) {
      const Outcome outcome = Send(*api_, attempt, &tally);
      EXPECT_TRUE(outcome.ok()) << outcome;
      ++retried_;
    }
    acknowledged_.push_back(std::move(tally.acknowledged));
    Check(round);
  }

  void Check(size_t round) {
    const Audit audit = Compare(*api_, groups_[round], acknowledged_[round]);
    EXPECT_EQ(audit.lost, 0) << "round " << round;
    EXPECT_EQ(audit.duplicates, 0) << "round " << round;
    EXPECT_EQ(audit.unknown, 0) << "round " << round;
    stored_ += audit.stored;
    lost_ += audit.lost;
    duplicates_ += audit.duplicates;
  }

  void Report(const char* what) {
    // What was there after its own round is there after all the others.
    stored_ = 0;
    for (size_t round = 0; round < groups_.size(); ++round) Check(round);
    std::cout << what << ": rounds " << rounds << ", clients " << clients << ", sessions acknowledged at once "
              << acknowledged_before_ << ", writes retried " << retried_
              << " (sessions of them stored already: " << unanswered_but_stored_ << "), stored " << stored_
              << ", duplicates " << duplicates_ << ", lost " << lost_ << "\n";
    EXPECT_GT(acknowledged_before_, static_cast<size_t>(rounds)) << "there was no load";
    EXPECT_EQ(server_->Stop(), 0) << server_->Log();
  }

  std::mt19937 random_{std::random_device()()};
  std::unique_ptr<TestServer> server_;
  std::unique_ptr<Api> api_;
  std::vector<std::string> groups_;
  std::vector<std::map<std::string, std::string>> acknowledged_;
  size_t acknowledged_before_ = 0;
  size_t stored_ = 0;
  int retried_ = 0;
  int unanswered_but_stored_ = 0;
  int lost_ = 0;
  int duplicates_ = 0;
};

TEST_F(CrashTest, KilledUnderLoadLosesAndDoublesNothing) {
  for (size_t round = 0; round < groups_.size(); ++round) {
    Round(round, [this] { server_->Kill(); });
    if (HasFatalFailure()) return;
  }
  Report("kill -9");
  EXPECT_GT(retried_, 0) << "no write was under way at any kill";
}

// SIGTERM: says that it stops before it does, finishes what it has begun, and exits with 0.
TEST_F(CrashTest, StoppedUnderLoadLosesNothingAndSaysSo) {
  for (size_t round = 0; round < groups_.size(); ++round) {
    std::vector<std::string> health;
    std::thread watcher([&, endpoint = server_->endpoint()] {
      const Api api(endpoint);
      RawStream watch(api.channel(), "/grpc.health.v1.Health/Watch");
      watch.Write("");
      // HealthCheckResponse{status}: SERVING is 1, NOT_SERVING is 2. Whoever watches leaves then.
      for (auto status = watch.Read(); status; status = watch.Read()) {
        health.push_back(*status);
        if (*status == "\x08\x02") break;
      }
    });
    int exit_code = -1;
    Round(round, [&] { exit_code = server_->Stop(); });
    watcher.join();
    EXPECT_EQ(exit_code, 0) << server_->Log();
    EXPECT_EQ(health, (std::vector<std::string>{"\x08\x01", "\x08\x02"}));
    if (HasFatalFailure()) return;
  }
  Report("SIGTERM");
}

}  // namespace
}  // namespace tutorat::tests

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const std::string value = argument.substr(argument.find('=') + 1);
    if (absl::StartsWith(argument, "--rounds=")) {
      tutorat::tests::rounds = std::atoi(value.c_str());
    } else if (absl::StartsWith(argument, "--clients=")) {
      tutorat::tests::clients = std::atoi(value.c_str());
    } else if (absl::StartsWith(argument, "--store=")) {
      setenv("TUTORAT_TEST_STORE", value.c_str(), 1);
    } else {
      std::cerr << "crash_test: " << argument << ": give --rounds=N, --clients=N or --store=sqlite|mysql\n";
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}
