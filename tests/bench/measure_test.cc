#include "tests/bench/measure.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

#include "absl/time/clock.h"

namespace tutorat::bench {
namespace {

constexpr absl::Duration kTime = absl::Milliseconds(200);

Side SideOf(int clients, Call call) {
  return {"ours", clients, {}, std::move(call), [] { return std::vector<pid_t>{getpid()}; }, {}};
}

TEST(MeasureTest, CallsOfAllClientsAreCounted) {
  const Sample sample = ClosedLoop(SideOf(4, Timed([](int) { absl::SleepFor(absl::Milliseconds(20)); })), kTime);
  EXPECT_GT(sample.ended, 4);
  EXPECT_LE(sample.Rate(), 4 * 50);
  EXPECT_EQ(sample.failed, 0);
  for (const double ms : sample.ms) EXPECT_GE(ms, 20);
}

TEST(MeasureTest, ACallThatStillWaitsAtTheEndIsAmongTheTimes) {
  std::atomic<int> calls = 0;
  const Sample sample = ClosedLoop(SideOf(1, Timed([&](int) {
                                            if (++calls > 1) absl::SleepFor(12 * kTime);
                                          })),
                                   kTime);
  EXPECT_EQ(sample.ended, 0);
  ASSERT_EQ(sample.ms.size(), 1U);
  EXPECT_GE(sample.ms[0], absl::ToDoubleMilliseconds(12 * kTime));
}

TEST(MeasureTest, ARoundOfSlowCallsGoesOnUntilSomeHaveEnded) {
  const Sample sample = ClosedLoop(SideOf(1, Timed([](int) { absl::SleepFor(kTime); })), kTime);
  EXPECT_GE(sample.ended, 5);
  EXPECT_LT(sample.Rate(), 1 / absl::ToDoubleSeconds(kTime) + 1);
}

TEST(MeasureTest, ACallThatFailsIsNoTime) {
  const Sample sample = ClosedLoop(SideOf(1, [](int) -> absl::Duration { throw Failure("refused"); }), kTime);
  EXPECT_TRUE(sample.ms.empty());
  EXPECT_GT(sample.failed, 0);
  EXPECT_EQ(sample.failure, "refused");
  Summary summary;
  summary.failed = sample.failed;
  summary.failure = sample.failure;
  const Line line = ToLine("W1", "", SideOf(1, {}), summary);
  EXPECT_FALSE(line.whole);
  EXPECT_NE(line.note.find("refused"), std::string::npos);
}

TEST(MeasureTest, TheSidesTakeTurns) {
  Options options;
  options.rounds = 2;
  options.time = absl::Milliseconds(50);
  std::string order;
  std::vector<Side> sides = {SideOf(1, Timed([](int) { absl::SleepFor(absl::Milliseconds(5)); })),
                             SideOf(1, Timed([](int) { absl::SleepFor(absl::Milliseconds(5)); }))};
  // A round that others disturbed begins again.
  sides[0].prepare = [&] { order += order.ends_with('a') ? "" : "a"; };
  sides[1].prepare = [&] { order += order.ends_with('b') ? "" : "b"; };
  const std::vector<Summary> summaries = RunRounds(options, sides);
  EXPECT_EQ(order, "abab");
  EXPECT_GT(summaries[1].rate, 0);
}

TEST(MeasureTest, ARatioIsOfTheRoundsThatWereBesideEachOther) {
  Options options;
  options.rounds = 3;
  options.time = absl::Milliseconds(50);
  options.small = true;  // no round is repeated
  // Both become slower with the rounds, and ours is twice as slow in each.
  int round = 0;
  Side ours = SideOf(1, Timed([&](int) { absl::SleepFor(absl::Milliseconds(20 * round)); }));
  ours.prepare = [&] { ++round; };
  Side floor = SideOf(1, Timed([&](int) { absl::SleepFor(absl::Milliseconds(10 * round)); }));
  floor.name = "rows";
  Report report;
  Compare(options, "W1", "", {ours, floor}, RatioOf::kMedianTime, &report);
  google::protobuf::Struct all;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(report.Json({}), &all).ok());
  const auto& figures = all.fields().at("lines").list_value().values(0).struct_value().fields().at("figures");
  EXPECT_NEAR(figures.struct_value().fields().at("ours / rows").number_value(), 0.5, 0.15);
}

TEST(MeasureTest, OfRoundsTheMedianIsReported) {
  Options options;
  options.rounds = 3;
  int round = 0;
  const Line line = MedianLine(options, "W7", "", [&] {
    ++round;
    return Round{{{"figure", static_cast<double>(round * round)}}, 0, 0, ""};
  });
  EXPECT_EQ(line.figures[0].second, 4);
  EXPECT_TRUE(line.whole);
}

TEST(MeasureTest, ADisturbedRoundIsRepeatedSoManyTimesOnly) {
  Options options;
  options.rounds = 2;
  int rounds = 0;
  const Line line = MedianLine(options, "W7", "", [&] {
    ++rounds;
    return Round{{{"figure", 1}}, 1.0, 0, ""};
  });
  EXPECT_EQ(rounds, 4);
  EXPECT_EQ(line.figures[1], (std::pair<std::string, double>("repeated", 2)));
  EXPECT_EQ(line.figures[2], (std::pair<std::string, double>("disturbed", 2)));
}

}  // namespace
}  // namespace tutorat::bench
