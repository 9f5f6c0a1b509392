#include "server/domain/figures/small_counts.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "server/domain/figures/frozen_balance.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::domain {
namespace {

using tests::Make;

// Presences out of expected, of each session of a group.
using HeldOf = std::vector<std::pair<int, int>>;

v1::AttendanceRatio Sum(const std::vector<v1::AttendanceRatio>& parts) {
  v1::AttendanceRatio sum;
  for (const auto& part : parts) {
    sum.set_numerator(sum.numerator() + part.numerator());
    sum.set_denominator(sum.denominator() + part.denominator());
    sum.set_session_count(sum.session_count() + part.session_count());
  }
  return sum;
}

v1::Balance BalanceOf(const std::vector<HeldOf>& groups) {
  v1::Balance balance;
  std::vector<v1::AttendanceRatio> totals;
  for (const HeldOf& sessions : groups) {
    v1::GroupBalance* group = balance.add_groups();
    group->set_wave("waves/V6");
    group->set_number(balance.groups_size());
    std::vector<v1::AttendanceRatio> parts;
    for (const auto& [came, expected] : sessions) {
      v1::AttendanceRatio ratio;
      ratio.set_numerator(came);
      ratio.set_denominator(expected);
      ratio.set_session_count(expected > 0 ? 1 : 0);
      *group->add_sessions()->mutable_attendance() = ratio;
      parts.push_back(ratio);
    }
    *group->mutable_attendance() = Sum(parts);
    totals.push_back(group->attendance());
  }
  *balance.mutable_observations()->mutable_attendance() = Sum(totals);
  return balance;
}

std::string Told(const v1::AttendanceRatio& ratio) {
  return ratio.withheld() ? "-" : absl::StrCat(ratio.numerator(), "/", ratio.denominator());
}

// The groups, then the total.
std::vector<std::string> Told(const v1::Balance& balance) {
  std::vector<std::string> told;
  for (const auto& group : balance.groups()) told.push_back(Told(group.attendance()));
  told.push_back(Told(balance.observations().attendance()));
  return told;
}

std::vector<std::string> Withheld(const std::vector<HeldOf>& groups) {
  v1::Balance balance = BalanceOf(groups);
  EXPECT_TRUE(SuppressSmallCounts(&balance).ok());
  const v1::Balance once = balance;
  EXPECT_TRUE(SuppressSmallCounts(&balance).ok());
  EXPECT_EQ(balance.DebugString(), once.DebugString()) << "twice is not once";
  for (const auto& group : balance.groups()) {
    for (const auto& session : group.sessions()) EXPECT_EQ(session.attendance().denominator(), 0);
  }
  return Told(balance);
}

using Tellings = std::vector<std::string>;

TEST(SuppressSmallCounts, ASmallNumberOfPresencesOrAbsencesOfAGroup) {
  const HeldOf fine = {{5, 8}, {6, 9}};
  EXPECT_EQ(Withheld({fine, fine, fine}), (Tellings{"11/17", "11/17", "11/17", "33/51"}));
  EXPECT_EQ(Withheld({{{1, 4}, {1, 4}}, fine, fine}).front(), "-");  // two came
  EXPECT_EQ(Withheld({{{3, 4}, {3, 4}}, fine, fine}).front(), "-");  // two were absent
  EXPECT_EQ(Withheld({{{0, 4}, {0, 4}}, fine, fine}).front(), "-");  // nobody came, which is said of each
  EXPECT_EQ(Withheld({{{4, 4}, {4, 4}}, fine, fine}).front(), "8/8");
  EXPECT_EQ(Withheld({{{1, 3}, {2, 3}}, fine, fine}).front(), "3/6");
}

TEST(SuppressSmallCounts, NothingRecordedIsNothingToWithhold) {
  EXPECT_EQ(Withheld({{}, {{0, 0}}}), (Tellings{"0/0", "0/0", "0/0"}));
}

TEST(SuppressSmallCounts, AGroupOfWhichOneSessionWasNotedIsThatSession) {
  EXPECT_EQ(Withheld({{{20, 30}}, {{0, 0}, {20, 30}}}), (Tellings{"-", "-", "40/60"}));
  EXPECT_EQ(Withheld({{{20, 30}}}), (Tellings{"-", "-"}));
}

TEST(SuppressSmallCounts, TheTotalWhereOneGroupIsWithheldForItIsWhatTheOthersLeave) {
  const HeldOf fine = {{5, 8}, {6, 9}};
  EXPECT_EQ(Withheld({fine, {{1, 4}, {1, 4}}, fine}), (Tellings{"11/17", "-", "11/17", "-"}));
}

TEST(SuppressSmallCounts, TheTotalWhereTheWithheldGroupsTogetherPointAtPeople) {
  const HeldOf fine = {{5, 8}, {6, 9}};
  // Together one came of 8; then 4 of 16.
  EXPECT_EQ(Withheld({fine, {{0, 2}, {0, 2}}, {{1, 2}, {0, 2}}}), (Tellings{"11/17", "-", "-", "-"}));
  EXPECT_EQ(Withheld({fine, {{1, 4}, {1, 4}}, {{1, 4}, {1, 4}}}), (Tellings{"11/17", "-", "-", "15/33"}));
}

// Whatever the balance, what is told of groups and the total leaves no small rest, and no rest of one group.
TEST(SuppressSmallCounts, NothingCanBeRecoveredBySubtraction) {
  std::mt19937 random(4);
  int totals = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<HeldOf> groups(1 + random() % 5);
    for (HeldOf& sessions : groups) {
      sessions.resize(random() % 4);
      for (auto& [came, expected] : sessions) {
        expected = static_cast<int>(random() % 7);
        came = expected == 0 ? 0 : static_cast<int>(random() % (expected + 1));
      }
    }
    v1::Balance balance = BalanceOf(groups);
    ASSERT_TRUE(SuppressSmallCounts(&balance).ok());
    const v1::AttendanceRatio& total = balance.observations().attendance();
    int came = total.numerator();
    int expected = total.denominator();
    int hidden = 0;
    for (const auto& group : balance.groups()) {
      came -= group.attendance().numerator();
      expected -= group.attendance().denominator();
      hidden += group.attendance().withheld() ? 1 : 0;
    }
    if (total.withheld()) continue;
    ++totals;
    EXPECT_NE(hidden, 1) << balance.DebugString();
    if (hidden == 0) continue;
    EXPECT_GE(came, 3) << balance.DebugString();
    EXPECT_TRUE(expected == came || expected - came >= 3) << balance.DebugString();
  }
  EXPECT_GT(totals, 100);
}

TEST(WithholdTwo, ASessionMoreIsNotToldByTheDifference) {
  const HeldOf before = {{5, 8}, {6, 9}};
  const HeldOf after = {{5, 8}, {6, 9}, {4, 8}};
  const HeldOf other = {{10, 20}, {10, 20}};
  v1::Balance first = BalanceOf({before, other});
  v1::Balance second = BalanceOf({after, other});
  SuppressSmallCounts(Periods::kOverlap, &first, &second);
  EXPECT_EQ(Told(first), (Tellings{"-", "20/40", "-"}));
  EXPECT_EQ(Told(second), (Tellings{"-", "20/40", "-"}));
  // Periods that have no session in common tell nothing by their difference.
  first = BalanceOf({before, other});
  second = BalanceOf({after, other});
  SuppressSmallCounts(Periods::kApart, &first, &second);
  EXPECT_EQ(Told(first), (Tellings{"11/17", "20/40", "31/57"}));
  EXPECT_EQ(Told(second), (Tellings{"15/25", "20/40", "35/65"}));
}

TEST(WithholdTwo, SeveralSessionsMoreAreToldTogether) {
  v1::Balance first = BalanceOf({{{5, 8}, {6, 9}}});
  v1::Balance second = BalanceOf({{{5, 8}, {6, 9}, {4, 8}, {4, 8}}});
  SuppressSmallCounts(Periods::kOverlap, &first, &second);
  EXPECT_EQ(Told(first), (Tellings{"11/17", "11/17"}));
  EXPECT_EQ(Told(second), (Tellings{"19/33", "19/33"}));
}

TEST(WithholdTwo, ACorrectionIsNotToldEvenWithinTheWithheldGroups) {
  // Both groups are withheld, and together they are told; but one session of one of them was corrected.
  v1::Balance first = BalanceOf({{{1, 8}, {1, 9}}, {{1, 8}, {1, 9}}});
  v1::Balance second = BalanceOf({{{1, 8}, {1, 9}}, {{1, 8}, {0, 9}}});
  SuppressSmallCounts(Periods::kOverlap, &first, &second);
  EXPECT_EQ(Told(first), (Tellings{"-", "-", "-"}));
  EXPECT_EQ(Told(second), (Tellings{"-", "-", "-"}));
}

TEST(WithholdTwo, TheSameTwiceIsToldAsOnce) {
  const std::vector<HeldOf> groups = {{{5, 8}, {6, 9}}, {{10, 20}, {10, 20}}};
  v1::Balance first = BalanceOf(groups);
  v1::Balance second = BalanceOf(groups);
  SuppressSmallCounts(Periods::kOverlap, &first, &second);
  EXPECT_EQ(Told(first), (Tellings{"11/17", "20/40", "31/57"}));
  EXPECT_EQ(Told(second), Told(first));
}

TEST(WithholdCounts, OfAMessageAreLeftOutTogetherAndItSaysSo) {
  auto entry = Make<v1::IssueEntry>("affected_count: 2 members: 'members/a' members: 'members/b' session_count: 2");
  EXPECT_TRUE(SuppressSmallCounts(&entry).ok());
  EXPECT_EQ(entry.ShortDebugString(), "session_count: 2 withheld: true");
  entry = Make<v1::IssueEntry>("affected_count: 4 members: 'members/a' members: 'members/b' members: 'members/c'");
  EXPECT_TRUE(SuppressSmallCounts(&entry).ok());
  EXPECT_EQ(entry.ShortDebugString(), "affected_count: 4");
  entry = Make<v1::IssueEntry>("session_count: 1");
  EXPECT_TRUE(SuppressSmallCounts(&entry).ok());
  EXPECT_EQ(entry.ShortDebugString(), "session_count: 1");
  auto session = Make<v1::Session>("head_count { present: 7 absent: 1 } themes: 'EJ'");
  EXPECT_TRUE(SuppressSmallCounts(&session).ok());
  EXPECT_EQ(session.ShortDebugString(), "themes: \"EJ\" head_count { }");
}

TEST(WithholdFrozen, KeepsWhatPointsAtNobodyAndLosesItsHash) {
  v1::FrozenBalance frozen;
  Freeze(BalanceOf({{{1, 4}, {1, 4}}, {{5, 8}, {6, 9}}}), &frozen);
  EXPECT_TRUE(SuppressSmallCounts(&frozen).ok());
  EXPECT_EQ(frozen.sha256(), "");
  EXPECT_EQ(ContentOf(frozen).find("\"numerator\": 2,"), std::string::npos);
  EXPECT_NE(ContentOf(frozen).find("\"numerator\": 11,"), std::string::npos);
  const std::string told = ContentOf(frozen);
  EXPECT_TRUE(SuppressSmallCounts(&frozen).ok());
  EXPECT_EQ(ContentOf(frozen), told);
  // Where there is nothing to withhold it is as it was frozen.
  v1::FrozenBalance empty;
  Freeze(BalanceOf({{}}), &empty);
  const std::string sha256 = empty.sha256();
  EXPECT_TRUE(SuppressSmallCounts(&empty).ok());
  EXPECT_EQ(empty.sha256(), sha256);
}

TEST(WithholdFrozen, InAListIsWithoutTheHashOfWhatIsWithheld) {
  v1::FrozenBalance frozen;
  Freeze(BalanceOf({{{1, 4}, {1, 4}}, {{5, 8}, {6, 9}}}), &frozen);
  frozen.clear_content();
  EXPECT_TRUE(SuppressSmallCounts(&frozen).ok());
  EXPECT_EQ(frozen.sha256(), "");
}

TEST(WithholdFrozen, RefusesAContentThatIsNotWhatWasFrozen) {
  v1::FrozenBalance frozen;
  Freeze(BalanceOf({{{1, 4}}}), &frozen);
  frozen.add_content(" ");
  EXPECT_EQ(Reason(SuppressSmallCounts(&frozen)), "FROZEN_BALANCE_DAMAGED");
}

}  // namespace
}  // namespace tutorat::domain
