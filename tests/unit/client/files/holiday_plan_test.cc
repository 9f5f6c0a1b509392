#include "client/files/holiday_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tutorat::format {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Holiday Holiday(const std::string& label, const std::string& from, const std::string& to) {
  v1::Holiday holiday;
  holiday.set_label(label);
  holiday.set_from_date(from);
  holiday.set_to_date(to);
  return holiday;
}

v1::SchoolCalendar Stored() {
  v1::SchoolCalendar calendar;
  calendar.set_code("zone-b");
  calendar.set_etag("1");
  *calendar.add_holidays() = Holiday("Noël", "2023-12-23", "2024-01-08");
  *calendar.add_holidays() = Holiday("Hiver", "2024-02-10", "2024-02-26");
  *calendar.add_holidays() = Holiday("Printemps", "2024-04-20", "2024-05-06");
  return calendar;
}

std::vector<HolidayLine> File() {
  return {{Holiday("Noël", "2023-12-23", "2024-01-08"), 2},
          {Holiday("Hiver", "2024-02-24", "2024-03-11"), 3},
          {Holiday("Été", "2024-07-06", "2024-09-02"), 4}};
}

std::vector<std::string> Records(const HolidayPlan& plan) {
  std::vector<std::string> lines;
  for (const auto& record : HolidayPlanRecords(plan)) lines.push_back(absl::StrJoin(record, " "));
  return lines;
}

TEST(HolidayPlan, PublishedDaysReplaceProvisionalOnesAndStay) {
  const std::string provisional = "Été (reprise provisoire)";
  v1::SchoolCalendar calendar;
  const std::vector<HolidayLine> open = {{Holiday(provisional, "2026-07-04", "2026-09-01"), 4}};
  const std::vector<HolidayLine> published = {{Holiday("Été", "2026-07-04", "2026-08-31"), 4}};
  EXPECT_THAT(Records(PlanHolidays(calendar, open, false)).at(1), testing::HasSubstr("create " + provisional));
  *calendar.add_holidays() = open[0].holiday;
  EXPECT_THAT(Records(PlanHolidays(calendar, open, false)).at(1), testing::HasSubstr("same"));
  EXPECT_THAT(Records(PlanHolidays(calendar, published, false)).at(1), testing::HasSubstr("update Été 2026-07-04"));
  *calendar.mutable_holidays(0) = published[0].holiday;
  EXPECT_THAT(Records(PlanHolidays(calendar, open, false)).at(1), testing::HasSubstr("keep Été 2026-07-04 2026-08-31"));
  EXPECT_FALSE(PlanHolidays(calendar, open, false).ChangesSomething());
  EXPECT_TRUE(PlanHolidays(calendar, open, true).ChangesSomething());
}

TEST(HolidayPlan, AddsAndChangesWhatDiffersAndKeepsTheRest) {
  const HolidayPlan plan = PlanHolidays(Stored(), File(), false);
  EXPECT_THAT(Records(plan),
              ElementsAre("line action label from to", "2 same Noël 2023-12-23 2024-01-08",
                          "3 update Hiver 2024-02-24 2024-03-11", " keep Printemps 2024-04-20 2024-05-06",
                          "4 create Été 2024-07-06 2024-09-02"));
  EXPECT_EQ(plan.result.holidays_size(), 4);
  EXPECT_EQ(plan.result.etag(), "1");
  EXPECT_EQ(HolidayPlanSummary(plan, "zone-b", false, Language::kFrench),
            "Calendrier zone-b : 1 à créer, 1 à modifier, 1 identique, 1 à garder.");
  EXPECT_EQ(HolidayPlanSummary(plan, "zone-b", true, Language::kEnglish),
            "Calendar zone-b: 1 created, 1 updated, 1 same, 1 kept.");
  EXPECT_EQ(HolidayPlanTable(plan, false, Language::kFrench).rows[1][5], "Hiver 10/02/2024 → 26/02/2024");
}

TEST(HolidayPlan, RemovesOnlyWithReplace) {
  const HolidayPlan plan = PlanHolidays(Stored(), File(), true);
  EXPECT_EQ(plan.Count(HolidayAction::kRemove), 1);
  EXPECT_EQ(plan.result.holidays_size(), 3);
}

TEST(HolidayPlan, ASecondTimeChangesNothing) {
  for (const bool replace : {false, true}) {
    const HolidayPlan first = PlanHolidays(Stored(), File(), replace);
    EXPECT_TRUE(first.ChangesSomething());
    const HolidayPlan second = PlanHolidays(first.result, File(), replace);
    EXPECT_FALSE(second.ChangesSomething());
    EXPECT_EQ(second.result.SerializeAsString(), first.result.SerializeAsString());
  }
}

TEST(HolidayPlan, OneMayTakeThePlaceOfSeveralAndSeveralOfOne) {
  const HolidayPlan joined = PlanHolidays(Stored(), {{Holiday("Long", "2024-01-01", "2024-03-01"), 2}}, false);
  EXPECT_EQ(joined.changes[0].before.size(), 2U);
  EXPECT_EQ(joined.result.holidays_size(), 2);
  const HolidayPlan split = PlanHolidays(
      Stored(), {{Holiday("Noël", "2023-12-23", "2023-12-30"), 2}, {Holiday("An", "2023-12-30", "2024-01-08"), 3}},
      false);
  EXPECT_EQ(split.Count(HolidayAction::kUpdate), 2);
  EXPECT_EQ(split.result.holidays_size(), 4);
}

TEST(HolidayPlan, CapitalsMakeNoDifference) {
  const HolidayPlan plan = PlanHolidays(Stored(), {{Holiday("HIVER", "2024-02-10", "2024-02-26"), 2}}, false);
  EXPECT_FALSE(plan.ChangesSomething());
  EXPECT_EQ(plan.result.holidays(1).label(), "Hiver");
}

TEST(HolidayPlan, OfANewCalendar) {
  const HolidayPlan plan = PlanHolidays({}, File(), false);
  EXPECT_EQ(plan.Count(HolidayAction::kCreate), 3);
  EXPECT_THAT(PlanHolidays({}, {}, true).changes, IsEmpty());
}

}  // namespace
}  // namespace tutorat::format
