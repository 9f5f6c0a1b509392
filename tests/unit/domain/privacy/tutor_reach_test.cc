#include "server/domain/privacy/tutor_reach.h"

#include <gtest/gtest.h>

#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using tests::Make;

const absl::CivilDay kToday(2024, 3, 15);

TutorReach ReachOf(const std::string& assignments, const std::string& tutor = "tutors/anne") {
  return TutorReach(tutor, kToday, {Make<v1::Group>("name: 'groups/4' " + assignments)});
}

TEST(TutorReach, OwnsTheGroupThatTheyLeadAndNoOther) {
  const TutorReach reach("tutors/anne", kToday,
                         {Make<v1::Group>("name: 'groups/4' tutor_assignments { tutor: 'tutors/anne' }"),
                          Make<v1::Group>("name: 'groups/5' tutor_assignments { tutor: 'tutors/bruno' }"),
                          Make<v1::Group>("name: 'groups/6'")});
  EXPECT_TRUE(reach.OwnsGroup("groups/4"));
  EXPECT_FALSE(reach.OwnsGroup("groups/5"));
  EXPECT_FALSE(reach.OwnsGroup("groups/6"));
  EXPECT_FALSE(reach.OwnsGroup("groups/unknown"));
  EXPECT_FALSE(reach.OwnsGroup(""));
  EXPECT_EQ(reach.OwnGroups(), (std::vector<std::string>{"groups/4"}));
  EXPECT_TRUE(reach.OwnsSession("groups/4", "1999-01-01"));
  EXPECT_FALSE(reach.OwnsSession("groups/5", "2024-03-15"));
}

TEST(TutorReach, ATutorWithoutANameOwnsNothingThoughAnAssignmentHasNoneEither) {
  EXPECT_FALSE(ReachOf("tutor_assignments { tutor: '' }", "").OwnsGroup("groups/4"));
}

TEST(TutorReach, ASubstitutePreparesAndWritesUpForTwoWeeks) {
  const auto substitute_on = [](const std::string& day, const std::string& next) {
    return ReachOf("tutor_assignments { tutor: 'tutors/anne' from_date: '" + day + "' to_date: '" + next + "' }")
        .OwnsGroup("groups/4");
  };
  EXPECT_FALSE(substitute_on("2024-02-29", "2024-03-01"));  // 15 days ago
  EXPECT_TRUE(substitute_on("2024-03-01", "2024-03-02"));   // 14 days ago
  EXPECT_TRUE(substitute_on("2024-03-15", "2024-03-16"));
  EXPECT_TRUE(substitute_on("2024-03-29", "2024-03-30"));   // in 14 days
  EXPECT_FALSE(substitute_on("2024-03-30", "2024-03-31"));  // in 15 days
}

TEST(TutorReach, ASubstituteWritesTheSessionsOfThoseDaysOnly) {
  const auto reach = [](const std::string& from, const std::string& to) {
    return ReachOf("tutor_assignments { tutor: 'tutors/anne' from_date: '" + from + "' to_date: '" + to + "' }");
  };
  const TutorReach substitute = reach("2024-03-14", "2024-03-15");
  EXPECT_TRUE(substitute.OwnsSession("groups/4", "2023-11-20"));  // to see what was covered
  EXPECT_TRUE(substitute.MayChangeSession("groups/4", "2024-03-14"));
  EXPECT_FALSE(substitute.MayChangeSession("groups/4", "2024-03-13"));
  EXPECT_FALSE(substitute.MayChangeSession("groups/4", "2024-03-15"));
  EXPECT_FALSE(substitute.MayChangeSession("groups/4", "2023-11-20"));
  EXPECT_FALSE(substitute.MayChangeSession("groups/5", "2024-03-14"));
  EXPECT_FALSE(substitute.MayChange("groups/4"));
  EXPECT_FALSE(reach("2024-03-10", "2024-03-24").MayChange("groups/4"));  // 14 days
  EXPECT_TRUE(reach("2024-03-10", "2024-03-25").MayChange("groups/4"));
  EXPECT_TRUE(reach("2024-03-10", "2024-03-25").MayChangeSession("groups/4", "2023-11-20"));
  EXPECT_TRUE(reach("", "2024-03-15").MayChange("groups/4"));
  EXPECT_TRUE(reach("2024-03-14", "").MayChange("groups/4"));
  EXPECT_FALSE(reach("2023-09-01", "2023-12-01").MayChange("groups/4"));  // it is no own group any more
  EXPECT_TRUE(reach("2023-09-01", "2023-12-01").MayChangeSession("groups/4", "2023-11-20"));
}

TEST(TutorReach, ReachesASessionOfTheDaysThatTheyWereAssigned) {
  const TutorReach reach =
      ReachOf("tutor_assignments { tutor: 'tutors/anne' from_date: '2023-11-01' to_date: '2023-12-01' }");
  EXPECT_FALSE(reach.OwnsGroup("groups/4"));
  EXPECT_TRUE(reach.Leads("groups/4"));
  EXPECT_TRUE(reach.OwnGroups().empty());
  EXPECT_EQ(reach.LedGroups(), (std::vector<std::string>{"groups/4"}));
  EXPECT_FALSE(reach.OwnsSession("groups/4", "2023-10-31"));
  EXPECT_TRUE(reach.OwnsSession("groups/4", "2023-11-01"));
  EXPECT_TRUE(reach.OwnsSession("groups/4", "2023-11-30"));
  EXPECT_FALSE(reach.OwnsSession("groups/4", "2023-12-01"));
  EXPECT_FALSE(reach.OwnsSession("groups/4", ""));
}

TEST(TutorReach, OneOfSeveralAssignmentsIsEnough) {
  const TutorReach reach = ReachOf(R"(
      tutor_assignments { tutor: 'tutors/anne' to_date: '2023-01-01' }
      tutor_assignments { tutor: 'tutors/bruno' from_date: '2023-01-01' }
      tutor_assignments { tutor: 'tutors/anne' from_date: '2024-03-20' to_date: '2024-03-21' })");
  EXPECT_TRUE(reach.OwnsGroup("groups/4"));
  EXPECT_TRUE(reach.OwnsSession("groups/4", "2023-06-01"));  // of an own group: every session
}

}  // namespace
}  // namespace tutorat::domain
