#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/handlers/world.h"
#include "tutorat/v1/balance_comparison.pb.h"

namespace tutorat::api {
namespace {

using tests::Make;
using tests::Refusal;

class ComparisonTest : public testing::Test {
 protected:
  ComparisonTest() {
    world_.AddGroup("V6", 5);
    world_.AddWave("V7");
    world_.AddGroup("V7", 1);
    Record("V6", "4", "2023-11-13");
    Record("V6", "4", "2023-11-21");
    Record("V6", "5", "2023-11-28");
    Record("V7", "1", "2024-03-04");
  }
  void Record(const std::string& wave, const std::string& group, const std::string& date) {
    api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
        absl::StrCat("record { wave: '", wave, "' group: '", group, "' date: '", date, "' themes: 'TIERS' }"));
  }
  template <class Response, class Request>
  std::string Refused(const std::string& request) {
    return Refusal(api_.Send<Response>(Make<Request>(request)).status());
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(ComparisonTest, TwoPeriodsOfOneWave) {
  const auto comparison =
      api_.Do<v1::ComparePeriodsResponse, v1::ComparePeriodsRequest>(
              "first { from_date: '2023-11-10' months: 3 } second { from_date: '2023-11-20' to_date: '2023-11-29' } "
              "wave: 'V6'")
          .comparison();
  EXPECT_EQ(comparison.first().ShortDebugString(), "from_date: \"2023-11-10\" to_date: \"2024-02-10\"");
  EXPECT_EQ(comparison.second().to_date(), "2023-11-29");
  EXPECT_EQ(comparison.wave(), "waves/V6");
  for (const auto& figure : comparison.figures()) {
    if (figure.key() != "observations/session_count") continue;
    EXPECT_EQ(figure.first().ShortDebugString(), "numerator: 3 denominator: 2");
    EXPECT_EQ(figure.second().ShortDebugString(), "numerator: 2 denominator: 2");
    EXPECT_EQ(figure.difference(), -1);
    EXPECT_EQ(figure.difference_tenths(), -5);
  }
}

TEST_F(ComparisonTest, TwoWavesAtTheSameAge) {
  const auto comparison = api_.Do<v1::CompareWavesResponse, v1::CompareWavesRequest>(
                                  "first: 'V6' second: 'waves/V7' weeks: 3 as_of_date: '2024-03-10'")
                              .comparison();
  EXPECT_EQ(comparison.first().start_date(), "2023-11-13");
  EXPECT_EQ(comparison.second().start_date(), "2024-03-04");
  ASSERT_EQ(comparison.weeks_size(), 3);
  EXPECT_EQ(comparison.weeks(2).first().ShortDebugString(), "held_sessions: 3 groups_met: 2 group_count: 2");
  EXPECT_EQ(comparison.weeks(0).second().ShortDebugString(), "held_sessions: 1 groups_met: 1 group_count: 1");
  EXPECT_FALSE(comparison.weeks(1).has_second());
}

TEST_F(ComparisonTest, WithoutADayItIsToday) {
  const auto comparison =
      api_.Do<v1::CompareWavesResponse, v1::CompareWavesRequest>("first: 'V6' second: 'V7'").comparison();
  EXPECT_GT(comparison.as_of_date(), "2026-01-01");
  EXPECT_GE(comparison.weeks_size(), comparison.second().weeks_reached());
}

TEST_F(ComparisonTest, WhatIsWrongIsNamed) {
  const auto periods = [&](const std::string& request) {
    return Refused<v1::ComparePeriodsResponse, v1::ComparePeriodsRequest>(request);
  };
  EXPECT_EQ(periods(""), "INVALID_ARGUMENT INVALID_FIELDS: first REQUIRED, second REQUIRED");
  EXPECT_EQ(periods("first { from_date: '2023-11-10' months: 3 } second { from_date: '2024-02-10' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: second.months REQUIRED");
  EXPECT_EQ(periods("first { from_date: '2023-11-10' to_date: '2023-11-09' } second { from_date: '2024-02-10' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: first.to_date BEFORE_START");
  EXPECT_EQ(periods("first { from_date: '2023-11-10' months: 3 } second { from_date: '2024-02-10' months: 1 } "
                    "wave: 'V9'"),
            "NOT_FOUND WAVE_NOT_FOUND");
  const auto waves = [&](const std::string& request) {
    return Refused<v1::CompareWavesResponse, v1::CompareWavesRequest>(request);
  };
  EXPECT_EQ(waves("first: 'V6' second: 'waves/V6'"), "INVALID_ARGUMENT INVALID_FIELDS: second SAME_WAVE");
  EXPECT_EQ(waves("first: 'V6' second: 'V9'"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(waves("first: 'V6' second: 'V7' weeks: 261"), "INVALID_ARGUMENT INVALID_FIELDS: weeks TOO_LARGE");
}

}  // namespace
}  // namespace tutorat::api
