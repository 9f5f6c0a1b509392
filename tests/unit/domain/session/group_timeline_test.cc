#include "server/domain/session/group_timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/domain/base/local_time.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using tests::Make;

v1::ProgrammeItem Item(int month) {
  v1::ProgrammeItem item;
  item.set_month(month);
  return item;
}

TEST(ProgrammeTest, AMonthBeginsOnTheDayOfTheFirstOne) {
  const absl::CivilDay first(2023, 11, 10);
  EXPECT_EQ(MonthOf(first, first - 1), 0);
  EXPECT_EQ(MonthOf(first, first), 1);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2023, 12, 9)), 1);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2023, 12, 10)), 2);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2024, 2, 9)), 3);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2024, 2, 10)), 4);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2024, 11, 9)), 12);
}

TEST(ProgrammeTest, MonthsClampAtTheEndOfShortOnes) {
  const absl::CivilDay first(2023, 11, 30);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2024, 2, 28)), 3);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2024, 2, 29)), 4);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2024, 3, 29)), 4);
  EXPECT_EQ(MonthOf(first, absl::CivilDay(2024, 3, 30)), 5);
}

// An item's month is over exactly when a later month has begun.
TEST(ProgrammeTest, AnItemIsOverWhenItsMonthIs) {
  for (absl::CivilDay first(2023, 11, 1); first < absl::CivilDay(2024, 3, 3); first += 7) {
    for (absl::CivilDay day(2023, 11, 1); day < absl::CivilDay(2024, 12, 1); ++day) {
      for (int month = 1; month <= 6; ++month) {
        ASSERT_EQ(IsOver(Item(month), first, day), MonthOf(first, day) > month) << first << " " << day << " " << month;
      }
    }
  }
}

TEST(InOrder, WavesAndGroupsStandAsPeopleCountThem) {
  std::vector<v1::Group> groups;
  for (const char* wave : {"waves/V10", "waves/V6", "waves/V9"}) {
    for (const int number : {10, 2}) {
      v1::Group& group = groups.emplace_back();
      group.set_wave(wave);
      group.set_number(number);
    }
  }
  std::vector<std::string> order;
  for (const v1::Group* group : InOrder(groups)) order.push_back(absl::StrCat(group->wave(), "/", group->number()));
  EXPECT_THAT(order, testing::ElementsAre("waves/V6/2", "waves/V6/10", "waves/V9/2", "waves/V9/10", "waves/V10/2",
                                          "waves/V10/10"));
}

TEST(ProgrammeTest, AGroupBeginsOnItsStartDateElseWithItsFirstHeldSession) {
  const auto session = Make<v1::Session>("local_date: '2023-11-16'");
  EXPECT_EQ(FirstDay(Make<v1::Group>("start_date: '2023-11-10'"), {&session}), absl::CivilDay(2023, 11, 10));
  EXPECT_EQ(FirstDay(Make<v1::Group>("start_date: '2024-01-10'"), {&session}), absl::CivilDay(2024, 1, 10));
  EXPECT_EQ(FirstDay(v1::Group(), {&session}), absl::CivilDay(2023, 11, 16));
  EXPECT_EQ(FirstDay(v1::Group(), {}), std::nullopt);
}

TEST(ProgrammeTest, HeldSessionsStandByDayThenStart) {
  const std::vector<v1::Session> sessions = {
      Make<v1::Session>("name: 'c' group: 'g' state: SESSION_STATE_HELD local_date: '2024-01-02'"),
      Make<v1::Session>(
          "name: 'b' group: 'g' state: SESSION_STATE_HELD local_date: '2024-01-01' start_time { seconds: 2 }"),
      Make<v1::Session>(
          "name: 'a' group: 'g' state: SESSION_STATE_HELD local_date: '2024-01-01' start_time { seconds: 1 }"),
      Make<v1::Session>("name: 'd' group: 'g' state: SESSION_STATE_HELD local_date: '2024-01-03'"),
      Make<v1::Session>("name: 'e' group: 'g' state: SESSION_STATE_PLANNED local_date: '2024-01-01'"),
      Make<v1::Session>("name: 'f' group: 'h' state: SESSION_STATE_CANCELLED local_date: '2024-01-01'")};
  const auto held = HeldByGroup(sessions, "2024-01-03");
  ASSERT_EQ(held.size(), 1);
  std::vector<std::string> names;
  for (const v1::Session* session : held.at("g")) names.push_back(session->name());
  EXPECT_THAT(names, ElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace tutorat::domain
