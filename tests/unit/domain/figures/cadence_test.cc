#include "server/domain/figures/cadence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "server/domain/base/local_time.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using tests::Make;

constexpr char kHeldState[] = "SESSION_STATE_HELD";
constexpr char kPlannedState[] = "SESSION_STATE_PLANNED";
constexpr char kZoneB[] =
    "name: 'schoolCalendars/zone-b' label: 'Zone B' "
    "holidays { label: 'Noël' from_date: '2023-12-23' to_date: '2024-01-08' } "
    "holidays { label: 'Hiver' from_date: '2024-02-24' to_date: '2024-03-11' }";

class CadenceTest : public testing::Test {
 protected:
  CadenceTest() {
    input_.as_of = absl::CivilDay(2024, 2, 9);
    AddWave("V6");
  }

  void AddWave(const std::string& code, const std::string& rest = "") {
    input_.waves.push_back(Make<v1::Wave>(absl::StrCat("name: 'waves/", code, "' code: '", code, "' ", rest)));
  }
  void UseZoneB() {
    input_.calendars.push_back(Make<v1::SchoolCalendar>(kZoneB));
    input_.waves[0].set_school_calendar("schoolCalendars/zone-b");
  }
  // groups/{wave}-{number}, with held sessions of those days.
  void AddGroup(int number, const std::vector<std::string>& held, const std::string& rest = "",
                const std::string& wave = "V6") {
    input_.groups.push_back(Make<v1::Group>(
        absl::StrCat("name: 'groups/", wave, "-", number, "' wave: 'waves/", wave, "' number: ", number, " ", rest)));
    for (const std::string& day : held) AddSession(number, day, kHeldState, wave);
  }
  void AddSession(int number, const std::string& day, const std::string& state, const std::string& wave = "V6") {
    input_.sessions.push_back(
        Make<v1::Session>(absl::StrFormat("name: 'sessions/%03d' group: 'groups/%s-%d' local_date: '%s' state: %s",
                                          input_.sessions.size(), wave, number, day, state)));
  }
  // The committee's table of 19/02/2024, with the days of the project's sample.
  void AddSample() {
    AddGroup(1, {"2023-11-16", "2023-12-14", "2024-01-25"});
    AddGroup(2, {"2023-11-10", "2023-12-05", "2024-01-19"});
    AddGroup(3, {"2023-11-13", "2023-12-04", "2024-01-15", "2024-02-05"});
    AddGroup(4, {"2023-11-28", "2024-01-09"});
    AddGroup(5, {"2023-11-14", "2023-12-05", "2024-01-16", "2024-02-06"});
    AddGroup(6, {"2023-11-30", "2024-01-18"});
    AddGroup(7, {"2023-11-17", "2023-12-15", "2024-01-26"});
    AddGroup(8, {"2023-11-22", "2023-12-13", "2024-01-24"});
    AddGroup(9, {"2023-11-15", "2023-12-06", "2023-12-20", "2024-01-31"});
    AddGroup(10, {"2023-12-12", "2024-01-23", "2024-02-09"});
    AddSession(4, "2024-02-13", kPlannedState);
    AddSession(6, "2024-02-15", kPlannedState);
    AddSession(6, "2023-12-14", "SESSION_STATE_CANCELLED");
  }

  v1::Cadence Compute() const { return ComputeCadence(input_); }
  v1::GroupCadence Of(int number) const {
    const v1::Cadence cadence = Compute();
    for (const v1::GroupCadence& group : cadence.groups()) {
      if (group.number() == number) return group;
    }
    ADD_FAILURE() << number;
    return {};
  }
  // number: by how many; as of the input's day.
  std::string Flagged() const {
    const v1::Cadence cadence = Compute();
    std::vector<std::string> flagged;
    for (const v1::GroupCadence& group : cadence.groups()) {
      if (group.flagged()) flagged.push_back(absl::StrCat(group.number(), ": ", group.behind_by()));
    }
    EXPECT_EQ(cadence.flagged_count(), static_cast<int>(flagged.size()));
    return absl::StrJoin(flagged, ", ");
  }

  CadenceInput input_;
};

TEST_F(CadenceTest, OnTheSampleExactlyGroups4And6AreBehind) {
  AddSample();
  EXPECT_EQ(Flagged(), "4: 1, 6: 1");
  UseZoneB();
  EXPECT_EQ(Flagged(), "4: 1, 6: 1");
  const v1::Cadence cadence = Compute();
  EXPECT_EQ(cadence.as_of_date(), "2024-02-09");
  EXPECT_EQ(cadence.interval_weeks(), 4);
  ASSERT_EQ(cadence.waves_size(), 1);
  EXPECT_EQ(cadence.waves(0).ShortDebugString(),
            "wave: \"waves/V6\" school_calendar: \"schoolCalendars/zone-b\" school_calendar_label: \"Zone B\" "
            "group_count: 10 held_count: 31 doubled_median: 6 first_held_date: \"2023-11-10\" "
            "school_calendar_end_date: \"2024-03-11\"");
  EXPECT_EQ(Of(6).ShortDebugString(),
            "group: \"groups/V6-6\" wave: \"waves/V6\" number: 6 held_count: 2 doubled_median: 6 start: "
            "START_FIRST_HELD start_date: \"2023-11-30\" elapsed_days: 72 holiday_days: 16 school_days: 56 "
            "school_weeks: 8 expected_count: 3 behind_cohort: 1 behind_weeks: 1 flagged: true behind_by: 1 reason: "
            "REASON_BEHIND_BOTH last_held_session: \"sessions/017\" last_held_date: \"2024-01-18\" "
            "next_planned_session: \"sessions/032\" next_planned_date: \"2024-02-15\" planned_count: 1");
  EXPECT_EQ(Of(4).next_planned_date(), "2024-02-13");
}

TEST_F(CadenceTest, APlannedSessionMitigatesAndTheGroupStaysFlagged) {
  AddSample();
  AddSession(4, "2024-02-20", kPlannedState);
  AddSession(4, "2024-02-11", kPlannedState);
  EXPECT_EQ(Flagged(), "4: 1, 6: 1");
  EXPECT_EQ(Of(4).next_planned_date(), "2024-02-11");
  EXPECT_EQ(Of(4).planned_count(), 3);
}

TEST_F(CadenceTest, ASessionPlannedForTheDayItselfIsStillToCome) {
  AddGroup(1, {});
  AddSession(1, "2024-02-08", kPlannedState);
  EXPECT_EQ(Of(1).planned_count(), 0);
  AddSession(1, "2024-02-09", kPlannedState);
  EXPECT_EQ(Of(1).next_planned_date(), "2024-02-09");
}

TEST_F(CadenceTest, AGroupThreeWeeksOldIsNotFlagged) {
  AddSample();
  AddGroup(11, {}, "start_date: '2024-01-19'");
  EXPECT_EQ(Of(11).school_weeks(), 3);
  EXPECT_EQ(Of(11).behind_cohort(), 3);
  EXPECT_EQ(Of(11).reason(), v1::GroupCadence::REASON_BEHIND_COHORT);
  EXPECT_EQ(Flagged(), "4: 1, 6: 1");
  AddGroup(12, {"2024-01-19"});
  EXPECT_EQ(Of(12).expected_count(), 1);
  EXPECT_EQ(Flagged(), "4: 1, 6: 1");
}

TEST_F(CadenceTest, TwoWeeksOfHolidaysFlagNobody) {
  UseZoneB();
  // All are on time on the last day of school, and would be late without the calendar on the last day of holidays.
  for (int number = 1; number <= 4; ++number) AddGroup(number, {"2024-01-10", "2024-02-07"});
  AddGroup(5, {"2024-01-31"});
  input_.as_of = absl::CivilDay(2024, 2, 23);
  EXPECT_EQ(Flagged(), "");
  input_.as_of = absl::CivilDay(2024, 3, 10);
  EXPECT_EQ(Flagged(), "");
  input_.waves[0].clear_school_calendar();
  EXPECT_EQ(Flagged(), "5: 1");
}

TEST_F(CadenceTest, WeeksBeginWithTheGroupsDateElseItsFirstSessionElseItsWaves) {
  AddGroup(1, {"2024-01-20"}, "start_date: '2024-01-12'");
  AddGroup(2, {"2024-01-20"});
  AddGroup(3, {});
  EXPECT_EQ(Of(1).start(), v1::GroupCadence::START_GROUP);
  EXPECT_EQ(Of(1).start_date(), "2024-01-12");
  EXPECT_EQ(Of(1).elapsed_days(), 29);
  EXPECT_EQ(Of(1).expected_count(), 1);
  EXPECT_EQ(Of(2).start(), v1::GroupCadence::START_FIRST_HELD);
  EXPECT_EQ(Of(2).elapsed_days(), 21);
  EXPECT_EQ(Of(2).expected_count(), 1);
  EXPECT_EQ(Of(3).start(), v1::GroupCadence::START_WAVE);
  EXPECT_EQ(Of(3).start_date(), "2024-01-20");
  EXPECT_EQ(Of(3).expected_count(), 0);
}

TEST_F(CadenceTest, AnIntervalIsFullOnItsLastDay) {
  AddGroup(1, {}, "start_date: '2024-01-13'");
  EXPECT_EQ(Of(1).school_days(), 28);
  EXPECT_EQ(Of(1).expected_count(), 1);
  input_.as_of = absl::CivilDay(2024, 2, 8);
  EXPECT_EQ(Of(1).expected_count(), 0);
  input_.interval_weeks = 2;
  EXPECT_EQ(Of(1).expected_count(), 1);
}

TEST_F(CadenceTest, WhatDidNotBeginExpectsNothing) {
  AddGroup(1, {});
  EXPECT_EQ(Of(1).start(), v1::GroupCadence::START_UNSPECIFIED);
  EXPECT_EQ(Of(1).reason(), v1::GroupCadence::REASON_ON_TIME);
  AddGroup(2, {}, "start_date: '2024-02-10'");
  EXPECT_EQ(Of(2).elapsed_days(), 0);
  EXPECT_EQ(Of(2).expected_count(), 0);
  EXPECT_EQ(Flagged(), "");
}

TEST_F(CadenceTest, LaterSessionsAreNotHeldYet) {
  AddGroup(1, {"2024-02-10"});
  EXPECT_EQ(Of(1).held_count(), 0);
  EXPECT_EQ(Of(1).start(), v1::GroupCadence::START_UNSPECIFIED);
  input_.as_of = absl::CivilDay(2024, 2, 10);
  EXPECT_EQ(Of(1).held_count(), 1);
}

TEST_F(CadenceTest, AMedianMayEndInAHalfAndIsRoundedDown) {
  AddGroup(1, {"2023-11-10"});
  AddGroup(2, {"2023-11-10", "2023-12-10"});
  EXPECT_EQ(Of(1).doubled_median(), 3);
  EXPECT_EQ(Of(1).behind_cohort(), 0);
  EXPECT_EQ(Of(1).behind_weeks(), 3);
  EXPECT_EQ(Of(1).reason(), v1::GroupCadence::REASON_BEHIND_WEEKS);
  EXPECT_EQ(Flagged(), "");
}

TEST_F(CadenceTest, BehindByTheSmallerOfTheTwo) {
  const std::vector<std::string> five = {"2023-11-10", "2023-11-17", "2023-11-24", "2023-12-01", "2023-12-08"};
  AddGroup(1, five);
  AddGroup(2, five);
  AddGroup(3, {"2023-11-10"});  // 92 days: 4 are expected, and the others held 5
  EXPECT_EQ(Of(3).behind_cohort(), 4);
  EXPECT_EQ(Flagged(), "3: 3");
}

TEST_F(CadenceTest, EachGroupIsMeasuredAgainstItsOwnWave) {
  AddSample();
  AddWave("V7");
  AddGroup(1, {"2023-11-10"}, "", "V7");
  AddGroup(2, {"2023-11-10"}, "", "V7");
  const v1::Cadence cadence = Compute();
  ASSERT_EQ(cadence.waves_size(), 2);
  EXPECT_EQ(cadence.waves(0).doubled_median(), 6);
  EXPECT_EQ(cadence.waves(1).doubled_median(), 2);
  EXPECT_EQ(cadence.waves(1).group_count(), 2);
  EXPECT_EQ(cadence.flagged_count(), 2);
}

TEST_F(CadenceTest, TheCohortIsTheWholeWaveWhicheverGroupsAreAskedFor) {
  AddSample();
  input_.numbers = {6, 7};
  const v1::Cadence cadence = Compute();
  ASSERT_EQ(cadence.groups_size(), 2);
  EXPECT_EQ(cadence.waves(0).group_count(), 10);
  EXPECT_EQ(cadence.groups(0).number(), 6);
  EXPECT_TRUE(cadence.groups(0).flagged());
}

TEST_F(CadenceTest, ACalendarThatIsNotThereTakesNothingOff) {
  AddSample();
  input_.waves[0].set_school_calendar("schoolCalendars/gone");
  EXPECT_EQ(Compute().waves(0).school_calendar(), "");
  EXPECT_EQ(Of(6).holiday_days(), 0);
}

TEST_F(CadenceTest, NoGroupsGiveAnEmptyAnswer) {
  const v1::Cadence cadence = Compute();
  EXPECT_EQ(cadence.groups_size() + cadence.waves_size() + cadence.flagged_count(), 0);
}

TEST(HolidayDays, CountsTheDaysOfBothEndsOnce) {
  const auto calendar = Make<v1::SchoolCalendar>(kZoneB);
  const auto days = [&](absl::CivilDay from, absl::CivilDay to) { return HolidayDays(calendar, from, to); };
  EXPECT_EQ(days(absl::CivilDay(2023, 12, 22), absl::CivilDay(2023, 12, 22)), 0);
  EXPECT_EQ(days(absl::CivilDay(2023, 12, 22), absl::CivilDay(2023, 12, 23)), 1);
  EXPECT_EQ(days(absl::CivilDay(2024, 1, 7), absl::CivilDay(2024, 1, 8)), 1);
  EXPECT_EQ(days(absl::CivilDay(2023, 1, 1), absl::CivilDay(2024, 12, 31)), 32);
  EXPECT_EQ(days(absl::CivilDay(2024, 1, 8), absl::CivilDay(2024, 2, 23)), 0);
  EXPECT_EQ(days(absl::CivilDay(2023, 12, 30), absl::CivilDay(2023, 12, 31)), 2);
}

}  // namespace
}  // namespace tutorat::domain
