#include "server/domain/session/school_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Listed;
using tests::Make;

std::vector<Violation> HolidayViolations(const std::string& holidays) {
  return CheckHolidays(Make<v1::SchoolCalendar>(holidays), "school_calendar");
}

TEST(CheckHolidays, ThoseThatTouchAreFine) {
  EXPECT_THAT(HolidayViolations(""), IsEmpty());
  EXPECT_THAT(HolidayViolations("holidays { from_date: '2024-02-24' to_date: '2024-03-11' } "
                                "holidays { from_date: '2024-03-11' to_date: '2024-03-12' } "
                                "holidays { from_date: '2023-12-23' to_date: '2024-01-08' }"),
              IsEmpty());
}

TEST(CheckHolidays, OneEndsAfterItBegins) {
  EXPECT_THAT(Listed(HolidayViolations("holidays { from_date: '2024-02-24' to_date: '2024-03-11' } "
                                       "holidays { from_date: '2024-01-08' to_date: '2024-01-08' } "
                                       "holidays { from_date: '2024-01-08' to_date: '2023-12-23' }")),
              ElementsAre("school_calendar.holidays[1].to_date BEFORE_START",
                          "school_calendar.holidays[2].to_date BEFORE_START"));
}

TEST(CheckHolidays, AnOverlapNamesBothWhereverTheyStand) {
  const auto violations = HolidayViolations(
      "holidays { label: 'Hiver' from_date: '2024-02-24' to_date: '2024-03-11' } "
      "holidays { from_date: '2024-03-20' to_date: '2024-03-21' } "
      "holidays { label: 'Noël' from_date: '2023-12-23' to_date: '2024-02-25' }");
  EXPECT_THAT(Listed(violations), ElementsAre("school_calendar.holidays[0].from_date OVERLAPPING_HOLIDAYS"));
  EXPECT_EQ(violations[0].text.fr,
            "«Hiver» 2024-02-24..2024-03-11 chevauche «Noël» 2023-12-23..2024-02-25 : corriger les jours de l'une, "
            "ou n'en faire qu'une");
}

TEST(CheckHolidays, ALongOneOverlapsAllThatItHolds) {
  EXPECT_THAT(Listed(HolidayViolations("holidays { from_date: '2024-01-01' to_date: '2024-12-31' } "
                                       "holidays { from_date: '2024-02-01' to_date: '2024-02-02' } "
                                       "holidays { from_date: '2024-03-01' to_date: '2024-03-02' }")),
              ElementsAre("school_calendar.holidays[1].from_date OVERLAPPING_HOLIDAYS",
                          "school_calendar.holidays[2].from_date OVERLAPPING_HOLIDAYS"));
}

TEST(SortHolidays, ByFirstDay) {
  auto calendar = Make<v1::SchoolCalendar>(
      "holidays { from_date: '2024-02-24' to_date: '2024-03-11' } "
      "holidays { from_date: '2023-12-23' to_date: '2024-01-08' }");
  SortHolidays(&calendar);
  EXPECT_EQ(calendar.holidays(0).from_date(), "2023-12-23");
}

}  // namespace
}  // namespace tutorat::domain
