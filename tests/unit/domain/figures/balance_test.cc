#include "server/domain/figures/balance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "server/domain/base/error.h"
#include "server/domain/base/local_time.h"
#include "server/domain/session/session_rules.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Listed;
using tests::Make;

class World : public testing::Test {
 protected:
  World() {
    input_.period = {absl::CivilDay(2023, 11, 10), absl::CivilDay(2024, 2, 10)};
    input_.wave = "waves/V6";
    input_.snapshot_time = absl::FromUnixSeconds(1'707'000'000);
  }

  // groups/{n} with number n.
  void AddGroup(int number, const std::string& rest = "") {
    input_.groups.push_back(
        Make<v1::Group>(absl::StrCat("name: 'groups/", number, "' wave: 'waves/V6' number: ", number, " ", rest)));
  }

  // Held at 14:00 in Paris, unless `rest` says otherwise.
  void AddSession(int group, const std::string& date, const std::string& rest = "") {
    auto session = Make<v1::Session>(absl::StrFormat(
        "name: 'sessions/%03d' group: 'groups/%d' state: SESSION_STATE_HELD duration { seconds: 3600 } %s",
        input_.sessions.size(), group, rest));
    if (!session.has_start_time()) {
      *session.mutable_start_time() =
          ToTimestamp(ResolveLocal(*ParseClock(*ParseDate(date), "14:00"), *FindTimeZone("Europe/Paris")).time);
    }
    FillLocalTime(&session);
    input_.sessions.push_back(session);
  }

  v1::Balance Compute() const { return ComputeBalance(input_); }

  BalanceInput input_;
};

std::string CheckedNumbers(const google::protobuf::RepeatedPtrField<v1::GroupReference>& groups) {
  return absl::StrJoin(groups, " ", [](std::string* out, const auto& group) {
    EXPECT_EQ(group.group(), absl::StrCat("groups/", group.number()));
    EXPECT_EQ(group.wave(), "waves/V6");
    absl::StrAppend(out, group.number());
  });
}

std::vector<std::string> SessionThemes(const v1::GroupBalance& group) {
  std::vector<std::string> themes;
  for (const auto& session : group.sessions()) themes.push_back(session.themes());
  return themes;
}

TEST_F(World, NoGroupsGiveAnEmptyBalance) {
  const v1::Balance balance = Compute();
  EXPECT_EQ(balance.from_date(), "2023-11-10");
  EXPECT_EQ(balance.to_date(), "2024-02-10");
  EXPECT_EQ(balance.wave(), "waves/V6");
  EXPECT_EQ(balance.snapshot_time().seconds(), 1'707'000'000);
  EXPECT_EQ(balance.groups_size(), 0);
  EXPECT_EQ(balance.observations().group_count(), 0);
}

TEST_F(World, AGroupWithoutSessionsIsThereWithNone) {
  AddGroup(4, "label: 'Est'");
  const v1::Balance balance = Compute();
  ASSERT_EQ(balance.groups_size(), 1);
  EXPECT_EQ(balance.groups(0).number(), 4);
  EXPECT_EQ(balance.groups(0).label(), "Est");
  EXPECT_EQ(balance.groups(0).held_count(), 0);
  EXPECT_EQ(balance.groups(0).sessions_size(), 0);
  EXPECT_EQ(balance.observations().group_count(), 1);
  ASSERT_EQ(balance.observations().groups_by_session_count_size(), 1);
  EXPECT_EQ(balance.observations().groups_by_session_count(0).session_count(), 0);
  EXPECT_EQ(CheckedNumbers(balance.observations().groups_by_session_count(0).groups()), "4");
}

TEST_F(World, ThePeriodHoldsItsFirstDayAndNotTheDayAfterTheLast) {
  AddGroup(1);
  for (const char* date : {"2023-11-09", "2023-11-10", "2024-02-09", "2024-02-10"}) {
    AddSession(1, date, absl::StrCat("themes: '", date, "'"));
  }
  EXPECT_THAT(SessionThemes(Compute().groups(0)), ElementsAre("2023-11-10", "2024-02-09"));
  input_.period.to = input_.period.from;
  EXPECT_THAT(SessionThemes(Compute().groups(0)), IsEmpty());
}

TEST_F(World, TheLocalDayDecidesAndNotTheInstant) {
  AddGroup(1);
  // 23:30 UTC is the day after in Paris, and the day itself in New York.
  AddSession(1, "", "themes: 'in' start_time { seconds: 1699572600 } time_zone: 'Europe/Paris'");
  AddSession(1, "", "themes: 'before' start_time { seconds: 1699572600 } time_zone: 'America/New_York'");
  AddSession(1, "", "themes: 'after' start_time { seconds: 1707521400 } time_zone: 'Europe/Paris'");
  AddSession(1, "", "themes: 'last' start_time { seconds: 1707521400 } time_zone: 'America/New_York'");
  EXPECT_THAT(SessionThemes(Compute().groups(0)), ElementsAre("in", "last"));
}

TEST_F(World, OnlyHeldSessionsAreTold) {
  AddGroup(1);
  AddSession(1, "2024-01-15", "themes: 'TIERS' duration { seconds: 5400 }");
  AddSession(1, "2024-01-16", "state: SESSION_STATE_PLANNED themes: 'EJ' appreciation: APPRECIATION_POOR");
  AddSession(1, "2024-01-17", "state: SESSION_STATE_PLANNED head_count { present: 9 }");
  AddSession(1, "2024-01-18", "state: SESSION_STATE_CANCELLED participation_issues { kind: KIND_MIC }");
  AddSession(2, "2024-01-18", "themes: 'of a group that is not asked for'");
  const v1::Balance balance = Compute();
  const v1::GroupBalance& group = balance.groups(0);
  EXPECT_EQ(group.held_count(), 1);
  EXPECT_EQ(group.planned_count(), 2);
  EXPECT_EQ(group.cancelled_count(), 1);
  ASSERT_EQ(group.sessions_size(), 1);
  EXPECT_EQ(group.sessions(0).themes(), "TIERS");
  EXPECT_EQ(group.sessions(0).session(), "sessions/000");
  EXPECT_EQ(group.sessions(0).local_date(), "2024-01-15");
  EXPECT_EQ(group.sessions(0).local_clock(), "14:00");
  EXPECT_EQ(group.sessions(0).duration_minutes(), 90);
  EXPECT_EQ(group.appreciation(), v1::APPRECIATION_UNSPECIFIED);
  EXPECT_EQ(group.attendance().held_count(), 1);
  EXPECT_EQ(group.attendance().denominator(), 0);
  EXPECT_EQ(balance.observations().session_count(), 1);
  EXPECT_EQ(balance.observations().groups_with_issue_size(), 0);
  EXPECT_EQ(balance.observations().groups_by_appreciation_size(), 0);
}

TEST_F(World, SessionsStandInDateAndStartOrderWhateverTheOrderInWhichTheyCome) {
  AddGroup(1);
  AddSession(1, "2024-01-15", "themes: 'second'");
  AddSession(1, "2024-01-15", "themes: 'third'");  // the same hour: the one that was created later
  AddSession(1, "2024-01-16", "themes: 'fourth'");
  AddSession(1, "", "themes: 'first' start_time { seconds: 1705305600 }");
  std::mt19937 random(1);
  for (int i = 0; i < 24; ++i) {
    std::shuffle(input_.sessions.begin(), input_.sessions.end(), random);
    EXPECT_THAT(SessionThemes(Compute().groups(0)), ElementsAre("first", "second", "third", "fourth"));
  }
}

TEST_F(World, GroupsStandByWaveThenNumber) {
  for (const int number : {10, 2, 1}) AddGroup(number);
  AddGroup(3, "wave: 'waves/V5'");
  std::vector<int> numbers;
  const v1::Balance balance = Compute();
  for (const auto& group : balance.groups()) numbers.push_back(group.number());
  EXPECT_THAT(numbers, ElementsAre(3, 1, 2, 10));
}

TEST_F(World, ThemesAreVerbatim) {
  constexpr char kWords[] = "  BUDGET (CGRs),\n\t« SDE » ; =1+1 🎓  ";
  AddGroup(1);
  AddSession(1, "2024-01-15");
  input_.sessions[0].set_themes(kWords);
  EXPECT_EQ(Compute().groups(0).sessions(0).themes(), kWords);
}

TEST_F(World, IssuesAreCountedByGroupAndNotByOccurrence) {
  for (int number = 1; number <= 4; ++number) AddGroup(number);
  AddSession(1, "2024-01-15", "participation_issues { kind: KIND_MIC impact: IMPACT_NONE affected_count: 9 }");
  AddSession(1, "2024-01-16", "participation_issues { kind: KIND_MIC impact: IMPACT_UNSPECIFIED }");
  AddSession(2, "2024-01-15", R"(participation_issues { kind: KIND_MIC impact: IMPACT_SLIGHT }
                                 participation_issues { kind: KIND_CAMERA impact: IMPACT_NONE })");
  AddSession(2, "2024-01-16", "participation_issues { kind: KIND_MIC impact: IMPACT_NONE }");
  AddSession(3, "2024-01-15", "participation_issues { kind: KIND_CAMERA impact: IMPACT_STRONG }");
  AddSession(3, "2024-02-15", "participation_issues { kind: KIND_ROOM impact: IMPACT_STRONG }");  // after the period
  AddSession(4, "2024-01-15");
  const v1::Balance balance = Compute();
  const v1::Observations& seen = balance.observations();
  EXPECT_EQ(CheckedNumbers(seen.groups_with_issue()), "1 2 3");
  EXPECT_EQ(CheckedNumbers(seen.groups_with_impact()), "2 3");
  ASSERT_EQ(seen.groups_by_issue_size(), 2);
  EXPECT_EQ(seen.groups_by_issue(0).kind(), v1::ParticipationIssue::KIND_MIC);
  EXPECT_EQ(CheckedNumbers(seen.groups_by_issue(0).groups()), "1 2");
  EXPECT_EQ(CheckedNumbers(seen.groups_by_issue(0).groups_with_impact()), "2");
  EXPECT_EQ(seen.groups_by_issue(1).kind(), v1::ParticipationIssue::KIND_CAMERA);
  EXPECT_EQ(CheckedNumbers(seen.groups_by_issue(1).groups()), "2 3");
  EXPECT_EQ(CheckedNumbers(seen.groups_by_issue(1).groups_with_impact()), "3");
}

TEST_F(World, AGroupsLatestAppreciationCounts) {
  for (int number = 1; number <= 4; ++number) AddGroup(number);
  AddSession(1, "2024-01-16", "appreciation: APPRECIATION_GOOD");
  AddSession(1, "2024-01-15", "appreciation: APPRECIATION_POOR");
  AddSession(2, "2024-01-15", "appreciation: APPRECIATION_POOR");
  AddSession(2, "2024-01-16");  // says nothing, and takes nothing back
  AddSession(3, "2024-01-15", "appreciation: APPRECIATION_GOOD");
  AddSession(3, "2024-02-10", "appreciation: APPRECIATION_FAIR");  // after the period
  AddSession(4, "2024-01-15");
  const v1::Balance balance = Compute();
  EXPECT_EQ(balance.groups(0).appreciation(), v1::APPRECIATION_GOOD);
  EXPECT_EQ(balance.groups(3).appreciation(), v1::APPRECIATION_UNSPECIFIED);
  const v1::Observations& seen = balance.observations();
  ASSERT_EQ(seen.groups_by_appreciation_size(), 2);
  EXPECT_EQ(seen.groups_by_appreciation(0).appreciation(), v1::APPRECIATION_GOOD);
  EXPECT_EQ(CheckedNumbers(seen.groups_by_appreciation(0).groups()), "1 3");
  EXPECT_EQ(seen.groups_by_appreciation(1).appreciation(), v1::APPRECIATION_POOR);
  EXPECT_EQ(CheckedNumbers(seen.groups_by_appreciation(1).groups()), "2");
}

TEST_F(World, AttendanceAddsUpOverSessionsAndGroups) {
  AddGroup(1);
  AddGroup(2);
  AddSession(1, "2024-01-15", "head_count { present: 6 expected: 8 }");
  AddSession(1, "2024-01-16");  // nothing recorded
  AddSession(2, "2024-01-15", "attendances { member: 'members/a' status: STATUS_ABSENT } head_count { late: 1 }");
  input_.members.push_back(Make<v1::Member>("name: 'members/a' group: 'groups/2'"));
  const v1::Balance balance = Compute();
  const auto text = [](const v1::AttendanceRatio& ratio) { return ratio.ShortDebugString(); };
  EXPECT_EQ(text(balance.groups(0).attendance()), "numerator: 6 denominator: 8 session_count: 1 held_count: 2");
  EXPECT_EQ(text(balance.groups(1).attendance()), "numerator: 1 denominator: 2 session_count: 1 held_count: 1");
  EXPECT_EQ(text(balance.observations().attendance()), "numerator: 7 denominator: 10 session_count: 2 held_count: 3");
  EXPECT_EQ(text(balance.groups(0).sessions(1).attendance()), "held_count: 1");
}

TEST_F(World, TutorsAreThoseOfTheLastDayAndOfEachSession) {
  input_.tutors = {Make<v1::Tutor>("name: 'tutors/a' display_name: 'Anne'"),
                   Make<v1::Tutor>("name: 'tutors/b' display_name: 'Bruno' delete_time { seconds: 1 }")};
  AddGroup(1,
           "tutor_assignments { tutor: 'tutors/a' } tutor_assignments { tutor: 'tutors/b' from_date: '2024-02-09' }");
  AddGroup(2,
           "tutor_assignments { tutor: 'tutors/a' } tutor_assignments { tutor: 'tutors/b' from_date: '2024-02-10' }");
  AddGroup(3);
  AddSession(1, "2024-01-15", "tutor: 'tutors/a'");
  AddSession(1, "2024-01-16");
  const v1::Balance balance = Compute();
  EXPECT_EQ(balance.groups(0).tutor(), "Bruno");
  EXPECT_EQ(balance.groups(1).tutor(), "Anne");
  EXPECT_EQ(balance.groups(2).tutor(), "");
  EXPECT_EQ(balance.groups(0).sessions(0).tutor(), "Anne");
  EXPECT_EQ(balance.groups(0).sessions(1).tutor(), "");
}

TEST_F(World, TheCommitteesTableHas31SessionsIn10Groups) {
  const std::vector<int> counts = {3, 3, 4, 2, 4, 2, 3, 3, 4, 3};
  for (int number = 10; number >= 1; --number) {
    AddGroup(number);
    for (int i = 0; i < counts[static_cast<size_t>(number) - 1]; ++i) {
      AddSession(number, FormatDate(absl::CivilDay(2023, 11, 10 + number + 20 * i)), "themes: 'TIERS'");
    }
  }
  const v1::Balance balance = Compute();
  std::vector<int> held;
  for (const auto& group : balance.groups()) held.push_back(group.held_count());
  EXPECT_EQ(held, counts);
  const v1::Observations& seen = balance.observations();
  EXPECT_EQ(seen.group_count(), 10);
  EXPECT_EQ(seen.session_count(), 31);
  ASSERT_EQ(seen.groups_by_session_count_size(), 3);
  EXPECT_EQ(seen.groups_by_session_count(0).session_count(), 2);
  EXPECT_EQ(CheckedNumbers(seen.groups_by_session_count(0).groups()), "4 6");
  EXPECT_EQ(CheckedNumbers(seen.groups_by_session_count(1).groups()), "1 2 7 8 10");
  EXPECT_EQ(seen.groups_by_session_count(2).session_count(), 4);
  EXPECT_EQ(CheckedNumbers(seen.groups_by_session_count(2).groups()), "3 5 9");
}

TEST(TutorOn, TheAssignmentThatBeganLastLeads) {
  const auto group = Make<v1::Group>(R"(
      tutor_assignments { tutor: 'first' to_date: '2024-01-01' }
      tutor_assignments { tutor: 'second' from_date: '2024-01-10' }
      tutor_assignments { tutor: 'substitute' from_date: '2024-01-15' to_date: '2024-01-16' })");
  const std::pair<const char*, const char*> cases[] = {
      {"1990-01-01", "first"},  {"2023-12-31", "first"},      {"2024-01-01", ""},       {"2024-01-09", ""},
      {"2024-01-10", "second"}, {"2024-01-15", "substitute"}, {"2024-01-16", "second"}, {"2100-01-01", "second"},
  };
  for (const auto& [date, tutor] : cases) EXPECT_EQ(TutorOn(group, date), tutor) << date;
  // Of two that began together, the later in the list.
  EXPECT_EQ(TutorOn(Make<v1::Group>("tutor_assignments { tutor: 'a' } tutor_assignments { tutor: 'b' }"), "2024-01-01"),
            "b");
  EXPECT_EQ(TutorOn(v1::Group(), "2024-01-01"), "");
}

TEST(PeriodOf, MonthsOrTheDayAfterTheLast) {
  const struct {
    const char* request;
    const char* period;  // or the violation
  } cases[] = {
      {"from_date: '2023-11-10' months: 3", "2023-11-10 2024-02-10"},
      {"from_date: '2023-11-30' months: 3", "2023-11-30 2024-02-29"},
      {"from_date: '2023-11-10' to_date: '2023-11-11'", "2023-11-10 2023-11-11"},
      {"from_date: '2023-11-10' to_date: '2023-11-10'", "2023-11-10 2023-11-10"},
      {"from_date: '2023-11-10' to_date: '2023-11-09'", "to_date BEFORE_START"},
      {"from_date: '2023-11-10' months: 3 to_date: '2024-02-10'", "to_date CONFLICTING_FIELDS"},
      {"from_date: '2023-11-10'", "months REQUIRED"},
  };
  for (const auto& c : cases) {
    const auto period = PeriodOf(Make<v1::GetBalanceRequest>(c.request));
    const std::string got = period.ok() ? absl::StrCat(FormatDate(period->from), " ", FormatDate(period->to))
                                        : absl::StrJoin(Listed(period.status()), ", ");
    EXPECT_EQ(got, c.period) << c.request;
  }
}

}  // namespace
}  // namespace tutorat::domain
