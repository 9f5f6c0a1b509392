#include "server/domain/figures/balance_diff.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/figures/balance.h"
#include "server/domain/figures/balance_figures.h"
#include "tests/unit/domain/figures/random_balance.h"
#include "tests/unit/domain/helpers.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::kSeed;
using tests::Make;

constexpr int kDiffedWorlds = 400;

std::string ValueWithGroups(const v1::FigureValue& value) {
  std::string shown = absl::StrCat(value.numerator(), "/", value.denominator());
  for (const auto& group : value.groups()) absl::StrAppend(&shown, " ", group.number());
  return shown;
}

std::vector<std::string> Figures(const v1::BalanceDiff& diff) {
  std::vector<std::string> figures;
  for (const auto& figure : diff.figures()) {
    figures.push_back(
        absl::StrCat(figure.key(), ": ", ValueWithGroups(figure.before()), " -> ", ValueWithGroups(figure.after())));
  }
  return figures;
}

std::vector<std::string> Sessions(const google::protobuf::RepeatedPtrField<v1::SessionChange>& changes) {
  std::vector<std::string> sessions;
  for (const auto& change : changes) {
    const auto& session = change.has_after() ? change.after() : change.before();
    std::string line = absl::StrCat(session.session(), " in ", change.group().number());
    for (const auto& field : change.changes()) {
      absl::StrAppend(&line, ", ", field.field(), ": ", field.before(), " -> ", field.after());
    }
    sessions.push_back(line);
  }
  return sessions;
}

class DiffTest : public testing::Test {
 protected:
  DiffTest() {
    input_.period = {absl::CivilDay(2023, 11, 10), absl::CivilDay(2024, 2, 10)};
    for (int number = 1; number <= 3; ++number) AddGroup(number);
    AddSession("a", 1);
    AddSession("b", 1);
    AddSession("c", 2);
    before_ = ComputeBalance(input_);
  }

  void AddGroup(int number) {
    input_.groups.push_back(
        Make<v1::Group>(absl::StrCat("name: 'groups/", number, "' wave: 'waves/V6' number: ", number)));
  }
  void AddSession(const std::string& id, int group) {
    input_.sessions.push_back(Make<v1::Session>(absl::StrCat(
        "name: 'sessions/", id, "' group: 'groups/", group,
        "' state: SESSION_STATE_HELD local_date: '2024-01-15' local_clock: '14:00' duration { seconds: 3600 } "
        "themes: 'TIERS' head_count { present: 5 absent: 1 } appreciation: APPRECIATION_GOOD")));
  }
  v1::BalanceDiff Diff() const { return DiffBalances(before_, ComputeBalance(input_)); }

  BalanceInput input_;
  v1::Balance before_;
};

TEST_F(DiffTest, SaysThatNothingChanged) {
  input_.snapshot_time = absl::FromUnixSeconds(1'707'000'000);
  input_.sessions[0].set_tutor("tutors/a");
  input_.tutors = {Make<v1::Tutor>("name: 'tutors/a' display_name: 'Anne'")};
  EXPECT_TRUE(Diff().unchanged());
  EXPECT_THAT(Figures(Diff()), IsEmpty());
  EXPECT_TRUE(DiffBalances({}, {}).unchanged());
}

TEST_F(DiffTest, ACorrectedSessionIsToldByItsFieldsAndNothingElseIs) {
  input_.sessions[1].set_themes("TIERS, EJ");
  v1::BalanceDiff diff = Diff();
  EXPECT_FALSE(diff.unchanged());
  EXPECT_THAT(Sessions(diff.corrected_sessions()), ElementsAre("sessions/b in 1, themes: TIERS -> TIERS, EJ"));
  EXPECT_EQ(diff.corrected_sessions(0).before().themes(), "TIERS");
  EXPECT_EQ(diff.corrected_sessions(0).after().themes(), "TIERS, EJ");
  EXPECT_THAT(Figures(diff), IsEmpty());
  EXPECT_EQ(diff.new_sessions_size() + diff.removed_sessions_size() + diff.new_groups_size() + diff.gone_groups_size(),
            0);
}

TEST_F(DiffTest, EveryFieldThatABalanceTellsAndTheFiguresThatFollow) {
  auto& session = input_.sessions[2];
  session.set_local_date("2024-01-16");
  session.set_local_clock("15:30");
  session.mutable_duration()->set_seconds(5400);
  session.mutable_head_count()->set_present(6);
  const v1::BalanceDiff diff = Diff();
  EXPECT_THAT(Sessions(diff.corrected_sessions()),
              ElementsAre("sessions/c in 2, local_date: 2024-01-15 -> 2024-01-16, local_clock: 14:00 -> 15:30, "
                          "duration_minutes: 60 -> 90, attendance: 5/6 -> 6/7"));
  EXPECT_THAT(Figures(diff),
              ElementsAre("observations/attendance: 15/18 -> 16/19", "groups/V6/2/attendance: 5/6 -> 6/7"));
}

TEST_F(DiffTest, WhatWasNotRecordedIsEmptyAndNot0) {
  input_.sessions[0].clear_head_count();
  EXPECT_THAT(Sessions(Diff().corrected_sessions()), ElementsAre("sessions/a in 1, attendance: 5/6 -> "));
}

TEST_F(DiffTest, NewSessionsAndThoseThatAreNoLongerHeld) {
  AddSession("d", 3);
  input_.sessions[2].set_state(v1::SESSION_STATE_CANCELLED);
  const v1::BalanceDiff diff = Diff();
  EXPECT_THAT(Sessions(diff.new_sessions()), ElementsAre("sessions/d in 3"));
  EXPECT_THAT(Sessions(diff.removed_sessions()), ElementsAre("sessions/c in 2"));
  EXPECT_THAT(Sessions(diff.corrected_sessions()), IsEmpty());
  EXPECT_FALSE(diff.new_sessions(0).has_before());
  EXPECT_FALSE(diff.removed_sessions(0).has_after());
  EXPECT_THAT(
      Figures(diff),
      ElementsAre("observations/cancelled_count: 0/0 -> 1/0", "observations/groups_by_session_count/0: 1/3 3 -> 1/3 2",
                  "observations/groups_by_session_count/1: 1/3 2 -> 1/3 3",
                  "observations/groups_by_appreciation/unspecified: 1/3 3 -> 1/3 2",
                  "observations/groups_by_appreciation/good: 2/3 1 2 -> 2/3 1 3", "groups/V6/2/held_count: 1/0 -> 0/0",
                  "groups/V6/2/cancelled_count: 0/0 -> 1/0", "groups/V6/2/attendance: 5/6 -> 0/0",
                  "groups/V6/3/held_count: 0/0 -> 1/0", "groups/V6/3/attendance: 0/0 -> 5/6"));
}

TEST_F(DiffTest, ASessionThatMovedToAnotherGroupIsACorrectedOne) {
  input_.sessions[0].set_group("groups/3");
  EXPECT_THAT(Sessions(Diff().corrected_sessions()), ElementsAre("sessions/a in 3, group: V6/1 -> V6/3"));
  EXPECT_THAT(Sessions(Diff().new_sessions()), IsEmpty());
}

TEST_F(DiffTest, GroupsThatCameAndWent) {
  AddGroup(4);
  input_.groups.erase(input_.groups.begin());  // the first, and its two sessions
  const v1::BalanceDiff diff = Diff();
  ASSERT_EQ(diff.new_groups_size(), 1);
  EXPECT_EQ(diff.new_groups(0).number(), 4);
  ASSERT_EQ(diff.gone_groups_size(), 1);
  EXPECT_EQ(diff.gone_groups(0).group(), "groups/1");
  EXPECT_THAT(Sessions(diff.removed_sessions()), ElementsAre("sessions/a in 1", "sessions/b in 1"));
  EXPECT_THAT(Figures(diff), testing::Contains("observations/session_count: 3/3 -> 1/3"));
}

TEST_F(DiffTest, FiguresSayWhatTheyCountInBothLanguages) {
  AddSession("d", 3);
  input_.sessions.back().add_participation_issues()->set_kind(v1::ParticipationIssue::KIND_MIC);
  const v1::BalanceDiff diff = Diff();
  for (const auto& figure : diff.figures()) {
    EXPECT_FALSE(figure.label().empty() || figure.label_en().empty()) << figure.key();
    if (figure.key() == "observations/groups_by_session_count/0") {
      EXPECT_EQ(figure.label(), "Groupes n'ayant réalisé aucune séance");
      EXPECT_EQ(figure.label_en(), "Groups that held no session");
    }
    if (figure.key() == "observations/groups_by_issue/mic") {
      EXPECT_EQ(figure.label(), "Groupes avec absence de micro");
      EXPECT_EQ(figure.kind(), v1::FIGURE_KIND_SHARE);
    }
  }
}

std::set<std::string> NamesOf(const google::protobuf::RepeatedPtrField<v1::SessionChange>& changes) {
  std::set<std::string> names;
  for (const auto& change : changes) {
    names.insert(change.has_after() ? change.after().session() : change.before().session());
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(changes.size()));
  return names;
}

// What a balance tells of a session.
std::string ToldSession(const v1::Session& session) {
  const auto& count = session.head_count();
  return absl::StrJoin(
      {session.group(), session.local_date(), session.local_clock(), absl::StrCat(session.duration().seconds()),
       session.themes(), absl::StrCat(count.present(), "/", count.present() + count.absent())},
      "|");
}

// Some figures, counted anew.
std::map<std::string, std::string> CountFigures(const BalanceInput& input) {
  std::map<std::string, int> held;
  std::map<std::string, std::string> figures;
  std::set<std::string> with_issue;
  int sessions = 0;
  for (const auto& session : input.sessions) {
    if (!tests::Counts(input, session)) continue;
    ++sessions;
    ++held[session.group()];
    if (session.participation_issues_size() > 0) with_issue.insert(session.group());
  }
  std::map<int, int> groups_by_count;
  for (const auto& group : input.groups) {
    ++groups_by_count[held[group.name()]];
    figures[absl::StrCat("groups/", group.wave().substr(6), "/", group.number(), "/held_count")] =
        absl::StrCat(held[group.name()], "/0");
  }
  figures["observations/session_count"] = absl::StrCat(sessions, "/", input.groups.size());
  figures["observations/groups_with_issue"] = absl::StrCat(with_issue.size(), "/", input.groups.size());
  for (int count = 0; count <= 20; ++count) {
    figures[absl::StrCat("observations/groups_by_session_count/", count)] =
        absl::StrCat(groups_by_count[count], "/", input.groups.size());
  }
  return figures;
}

TEST(DiffProperty, EqualsWhatPlainLoopsFind) {
  std::mt19937 random(kSeed);
  size_t changes = 0;
  for (int world = 0; world < kDiffedWorlds; ++world) {
    SCOPED_TRACE(absl::StrCat("world ", world, " of seed ", kSeed));
    const BalanceInput before = tests::RandomInput(random);
    BalanceInput after = before;
    for (auto& session : after.sessions) {
      if (random() % 4 == 0) tests::Redraw(after, random, &session);
      if (random() % 8 == 0) session.set_name(session.name() + "x");  // one is gone, another is there
    }
    const v1::BalanceDiff diff = DiffBalances(ComputeBalance(before), ComputeBalance(after));

    std::map<std::string, std::string> told_before;
    std::map<std::string, std::string> told_after;
    for (const auto& session : before.sessions) {
      if (tests::Counts(before, session)) told_before[session.name()] = ToldSession(session);
    }
    for (const auto& session : after.sessions) {
      if (tests::Counts(after, session)) told_after[session.name()] = ToldSession(session);
    }
    std::set<std::string> added;
    std::set<std::string> corrected;
    std::set<std::string> removed;
    for (const auto& [name, told] : told_after) {
      if (told_before.count(name) == 0) {
        added.insert(name);
      } else if (told_before[name] != told) {
        corrected.insert(name);
      }
    }
    for (const auto& [name, told] : told_before) {
      if (told_after.count(name) == 0) removed.insert(name);
    }
    EXPECT_EQ(NamesOf(diff.new_sessions()), added);
    EXPECT_EQ(NamesOf(diff.corrected_sessions()), corrected);
    EXPECT_EQ(NamesOf(diff.removed_sessions()), removed);
    changes += added.size() + corrected.size() + removed.size();

    const auto figures_before = CountFigures(before);
    const auto figures_after = CountFigures(after);
    std::map<std::string, const v1::FigureChange*> changed;
    for (const auto& figure : diff.figures()) changed[figure.key()] = &figure;
    for (const auto& [key, value] : figures_before) {
      const auto found = changed.find(key);
      const std::string& now = figures_after.at(key);
      if (found == changed.end()) {
        EXPECT_EQ(value, now) << key;
        continue;
      }
      const auto numbers = [](const v1::FigureValue& figure) {
        return absl::StrCat(figure.numerator(), "/", figure.denominator());
      };
      EXPECT_EQ(numbers(found->second->before()), value) << key;
      EXPECT_EQ(numbers(found->second->after()), now) << key;
    }
  }
  EXPECT_GT(changes, 500U);
}

TEST(DiffProperty, BackwardsIsTheSameWithBeforeAndAfterExchanged) {
  std::mt19937 random(kSeed);
  for (int world = 0; world < kDiffedWorlds; ++world) {
    const v1::Balance first = ComputeBalance(tests::RandomInput(random));
    const v1::Balance second = ComputeBalance(tests::RandomInput(random));
    const v1::BalanceDiff forth = DiffBalances(first, second);
    const v1::BalanceDiff back = DiffBalances(second, first);
    EXPECT_EQ(NamesOf(forth.new_sessions()), NamesOf(back.removed_sessions()));
    EXPECT_EQ(NamesOf(forth.corrected_sessions()), NamesOf(back.corrected_sessions()));
    EXPECT_EQ(forth.new_groups_size(), back.gone_groups_size());
    ASSERT_EQ(forth.figures_size(), back.figures_size());
    for (int i = 0; i < forth.figures_size(); ++i) {
      EXPECT_EQ(forth.figures(i).key(), back.figures(i).key());
      EXPECT_EQ(ValueWithGroups(forth.figures(i).before()), ValueWithGroups(back.figures(i).after()));
    }
    EXPECT_TRUE(DiffBalances(first, first).unchanged());
  }
}

}  // namespace
}  // namespace tutorat::domain
