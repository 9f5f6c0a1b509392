#include "server/domain/session/issue_register.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/unit/domain/helpers.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Listed;
using tests::Make;
using tests::Numbers;

constexpr auto kMic = v1::ParticipationIssue::KIND_MIC;

// An issue of groups/1 whose transitions are `2024-02-01 RESOLVED` each.
v1::Issue Issue(const std::string& id, const std::vector<std::string>& transitions,
                const std::string& rest = "kind: KIND_MIC") {
  auto issue = Make<v1::Issue>(absl::StrCat("name: 'issues/", id, "' group: 'groups/1' ", rest));
  for (const std::string& text : transitions) {
    *issue.add_transitions() = Make<v1::IssueTransition>(
        absl::StrCat("date: '", text.substr(0, 10), "' state: ISSUE_STATE_", text.substr(11)));
  }
  return issue;
}

TEST(StateOn, TheLastTransitionUpToADayHolds) {
  const v1::Issue issue = Issue("1", {"2024-01-10 EQUIPMENT_REQUESTED", "2024-02-01 EQUIPMENT_REQUESTED",
                                      "2024-02-01 RESOLVED", "2024-03-01 OPEN", "2024-03-05 DROPPED"});
  const std::pair<const char*, v1::IssueState> cases[] = {
      {"1990-01-01", v1::ISSUE_STATE_OPEN},
      {"2024-01-09", v1::ISSUE_STATE_OPEN},
      {"2024-01-10", v1::ISSUE_STATE_EQUIPMENT_REQUESTED},
      {"2024-01-31", v1::ISSUE_STATE_EQUIPMENT_REQUESTED},
      {"2024-02-01", v1::ISSUE_STATE_RESOLVED},
      {"2024-02-29", v1::ISSUE_STATE_RESOLVED},
      {"2024-03-01", v1::ISSUE_STATE_OPEN},
      {"2024-03-05", v1::ISSUE_STATE_DROPPED},
      {"2100-01-01", v1::ISSUE_STATE_DROPPED},
  };
  for (const auto& [day, state] : cases) EXPECT_EQ(StateOn(issue, day), state) << day;
  EXPECT_EQ(TransitionOn(issue, "2024-01-09"), nullptr);
  EXPECT_EQ(TransitionOn(issue, "2024-02-15")->date(), "2024-02-01");
}

TEST(IssueSeenOn, OneThatIsActiveBeforeTheDayAndClosesFirst) {
  const auto seen = [](const std::vector<v1::Issue>& issues, const std::string& day) {
    const v1::Issue* issue = IssueSeenOn(issues, "groups/1", kMic, day);
    return issue == nullptr ? "" : issue->name();
  };
  EXPECT_EQ(seen({}, "2024-01-15"), "");
  // Of another group, of another kind.
  EXPECT_EQ(
      seen({Issue("1", {}, "group: 'groups/2' kind: KIND_MIC"), Issue("2", {}, "kind: KIND_CAMERA")}, "2024-01-15"),
      "");
  const std::vector<v1::Issue> issues = {Issue("1", {"2024-02-01 RESOLVED"}),
                                         Issue("2", {"2024-02-10 EQUIPMENT_REQUESTED", "2024-03-01 DROPPED"}),
                                         Issue("3", {})};
  EXPECT_EQ(seen(issues, "2023-01-01"), "issues/1");
  EXPECT_EQ(seen(issues, "2024-02-01"), "issues/1");  // on the day itself it was still there
  EXPECT_EQ(seen(issues, "2024-02-02"), "issues/2");
  EXPECT_EQ(seen(issues, "2024-03-01"), "issues/2");
  EXPECT_EQ(seen(issues, "2024-03-02"), "issues/3");
  EXPECT_EQ(seen({issues[0], issues[1]}, "2024-03-02"), "");
  // In whatever order they come; of two that stay open, the oldest.
  EXPECT_EQ(seen({issues[2], issues[1], issues[0]}, "2024-01-01"), "issues/1");
  EXPECT_EQ(seen({Issue("9", {}), Issue("8", {})}, "2024-01-01"), "issues/8");
  // Reopened: not between, but after.
  const std::vector<v1::Issue> reopened = {Issue("1", {"2024-02-01 RESOLVED", "2024-03-01 OPEN"})};
  EXPECT_EQ(seen(reopened, "2024-02-02"), "");
  EXPECT_EQ(seen(reopened, "2024-03-01"), "");
  EXPECT_EQ(seen(reopened, "2024-03-02"), "issues/1");
  // Resolved and reopened on one day, it was never away.
  EXPECT_EQ(seen({Issue("1", {"2024-02-01 RESOLVED", "2024-02-01 OPEN"})}, "2024-02-02"), "issues/1");
}

TEST(AddTransition, FromAnyStateToAnyOther) {
  for (int from = v1::IssueState_MIN + 1; from <= v1::IssueState_MAX; ++from) {
    for (int to = v1::IssueState_MIN + 1; to <= v1::IssueState_MAX; ++to) {
      v1::Issue issue = Issue("1", {absl::StrCat("2024-01-10 ", v1::IssueState_Name(from).substr(12))});
      v1::IssueTransition transition;
      transition.set_date("2024-01-20");
      transition.set_state(static_cast<v1::IssueState>(to));
      if (to == v1::ISSUE_STATE_DROPPED) transition.set_reason("départ");
      const absl::Status status = AddTransition(transition, "2024-01-01", &issue);
      const bool same = from == to && to != v1::ISSUE_STATE_DROPPED;  // dropped again, now with its reason
      EXPECT_EQ(Reason(status), same ? "NOTHING_CHANGES" : "") << from << " " << to;
      EXPECT_EQ(issue.transitions_size(), same ? 1 : 2);
      EXPECT_EQ(StateOn(issue, "2024-01-20"), to);
    }
  }
}

TEST(AddTransition, WhatIsRefused) {
  const auto refusal = [](const std::string& transition, const v1::Issue& issue, const std::string& first_seen) {
    v1::Issue changed = issue;
    const absl::Status status = AddTransition(Make<v1::IssueTransition>(transition), first_seen, &changed);
    EXPECT_EQ(status.ok(), changed.DebugString() != issue.DebugString());
    return status.ok() ? "" : absl::StrCat(Reason(status), absl::StrJoin(Listed(status), " "));
  };
  const v1::Issue open = Issue("1", {});
  EXPECT_EQ(refusal("date: '2024-01-10' state: ISSUE_STATE_RESOLVED", open, "2024-01-11"),
            "INVALID_FIELDSdate BEFORE_FIRST_SEEN");
  EXPECT_EQ(refusal("date: '2024-01-11' state: ISSUE_STATE_RESOLVED", open, "2024-01-11"), "");
  EXPECT_EQ(refusal("date: '2024-01-10' state: ISSUE_STATE_RESOLVED", open, ""), "");
  EXPECT_EQ(refusal("date: '2024-01-11' state: ISSUE_STATE_DROPPED", open, ""), "INVALID_FIELDSreason REQUIRED");
  EXPECT_EQ(refusal("date: '2024-01-11' state: ISSUE_STATE_OPEN", open, ""), "NOTHING_CHANGES");
  EXPECT_EQ(refusal("date: '2024-01-11' state: ISSUE_STATE_OPEN actor: 'SI2C'", open, ""), "");
  const v1::Issue resolved = Issue("1", {"2024-02-01 RESOLVED"});
  EXPECT_EQ(refusal("date: '2024-02-01' state: ISSUE_STATE_RESOLVED", resolved, ""), "NOTHING_CHANGES");
  EXPECT_EQ(refusal("date: '2024-02-01' state: ISSUE_STATE_RESOLVED reason: 'casques'", resolved, ""), "");
  EXPECT_EQ(refusal("date: '2024-01-31' state: ISSUE_STATE_RESOLVED", resolved, ""), "");  // earlier than was thought
}

TEST(AddTransition, TransitionsStandInTheOrderOfDays) {
  v1::Issue issue = Issue("1", {"2024-02-01 RESOLVED", "2024-03-01 OPEN"});
  for (const char* text : {"date: '2024-02-01' state: ISSUE_STATE_EQUIPMENT_REQUESTED actor: 'DRASI'",
                           "date: '2024-01-15' state: ISSUE_STATE_EQUIPMENT_REQUESTED"}) {
    ASSERT_TRUE(AddTransition(Make<v1::IssueTransition>(text), "", &issue).ok());
  }
  std::vector<std::string> states;
  for (const auto& transition : issue.transitions()) {
    states.push_back(absl::StrCat(transition.date(), " ", v1::IssueState_Name(transition.state()).substr(12)));
  }
  EXPECT_THAT(states, ElementsAre("2024-01-15 EQUIPMENT_REQUESTED", "2024-02-01 RESOLVED",
                                  "2024-02-01 EQUIPMENT_REQUESTED", "2024-03-01 OPEN"));
}

class Register : public testing::Test {
 protected:
  Register() {
    for (int number = 1; number <= 10; ++number) {
      input_.groups.push_back(
          Make<v1::Group>(absl::StrCat("name: 'groups/", number, "' wave: 'waves/V6' number: ", number)));
    }
  }

  void AddIssue(const std::string& id, int group, const std::string& kind,
                const std::vector<std::string>& transitions = {}) {
    v1::Issue issue = Issue(id, transitions, absl::StrCat("kind: KIND_", kind));
    issue.set_group(absl::StrCat("groups/", group));
    input_.issues.push_back(issue);
  }

  // Held, unless `sightings` says otherwise; its name tells the order of creation.
  void AddSession(int group, const std::string& date, const std::string& sightings) {
    input_.sessions.push_back(
        Make<v1::Session>(absl::StrCat("name: 'sessions/", input_.sessions.size(), "' group: 'groups/", group,
                                       "' local_date: '", date, "' state: SESSION_STATE_HELD ", sightings)));
  }

  v1::IssueRegister On(const std::string& day) const { return ComputeRegister(input_, day); }
  // The only entry of that day.
  v1::IssueEntry EntryOn(const std::string& day) const {
    const v1::IssueRegister issue_register = On(day);
    EXPECT_EQ(issue_register.entries_size(), 1) << day;
    return issue_register.entries_size() == 1 ? issue_register.entries(0) : v1::IssueEntry();
  }

  RegisterInput input_;
};

std::string Sighting(const std::string& issue, const std::string& rest = "") {
  return absl::StrCat("participation_issues { issue: 'issues/", issue, "' ", rest, " } ");
}

TEST_F(Register, NobodySawAnything) {
  const v1::IssueRegister empty = On("2024-02-09");
  EXPECT_EQ(empty.as_of_date(), "2024-02-09");
  EXPECT_EQ(empty.entries_size(), 0);
  EXPECT_EQ(empty.figures().group_count(), 10);
  EXPECT_EQ(empty.figures().issue_count(), 0);
  EXPECT_EQ(empty.figures().mic_or_camera().groups_size(), 0);
}

TEST_F(Register, AnEntryIsWhatWasKnownOnThatDay) {
  AddIssue("1", 7, "MIC", {"2024-01-10 EQUIPMENT_REQUESTED"});
  AddSession(7, "2024-01-26", Sighting("1", "affected_count: 5 impact: IMPACT_NONE"));
  AddSession(7, "2023-11-17", Sighting("1", "affected_count: 3 impact: IMPACT_STRONG"));
  AddSession(7, "2023-12-15", Sighting("1", "members: 'members/b' members: 'members/a'"));
  AddSession(7, "2023-12-20", "");
  EXPECT_EQ(On("2023-11-16").entries_size(), 0);
  const v1::IssueEntry first = EntryOn("2023-11-17");
  EXPECT_EQ(first.group().number(), 7);
  EXPECT_EQ(first.group().wave(), "waves/V6");
  EXPECT_EQ(first.affected_count(), 3);
  EXPECT_THAT(first.members(), IsEmpty());
  EXPECT_EQ(first.state(), v1::ISSUE_STATE_OPEN);
  EXPECT_EQ(first.state_date(), "");
  const v1::IssueEntry second = EntryOn("2024-01-25");
  EXPECT_EQ(second.first_date(), "2023-11-17");
  EXPECT_EQ(second.first_session(), "sessions/1");
  EXPECT_EQ(second.last_date(), "2023-12-15");
  EXPECT_EQ(second.last_session(), "sessions/2");
  EXPECT_EQ(second.session_count(), 2);
  EXPECT_EQ(second.affected_count(), 3);
  EXPECT_THAT(second.members(), ElementsAre("members/a", "members/b"));
  EXPECT_EQ(second.impact(), v1::ParticipationIssue::IMPACT_STRONG);  // the later session says none
  EXPECT_EQ(second.state(), v1::ISSUE_STATE_EQUIPMENT_REQUESTED);
  EXPECT_EQ(second.state_date(), "2024-01-10");
  const v1::IssueEntry last = EntryOn("2024-01-26");
  EXPECT_EQ(last.affected_count(), 5);
  EXPECT_EQ(last.impact(), v1::ParticipationIssue::IMPACT_NONE);
}

TEST_F(Register, TwoSightingsOfOneSessionAreOneTimeAndTheHeavierCounts) {
  AddIssue("1", 1, "MIC");
  AddSession(1, "2024-01-15",
             absl::StrCat(Sighting("1", "impact: IMPACT_STRONG members: 'members/a'"),
                          Sighting("1", "impact: IMPACT_NONE members: 'members/a' members: 'members/b'")));
  const v1::IssueEntry entry = EntryOn("2024-01-15");
  EXPECT_EQ(entry.session_count(), 1);
  EXPECT_EQ(entry.affected_count(), 2);
  EXPECT_EQ(entry.impact(), v1::ParticipationIssue::IMPACT_STRONG);
}

TEST_F(Register, HowManyAreAffectedIsAbsentWhereNobodyNotedIt) {
  AddIssue("1", 1, "ROOM");
  AddSession(1, "2024-01-15", Sighting("1"));
  EXPECT_FALSE(EntryOn("2024-01-15").has_affected_count());
  AddSession(1, "2024-01-16", Sighting("1", "affected_count: 0"));
  EXPECT_TRUE(EntryOn("2024-01-16").has_affected_count());
  EXPECT_EQ(EntryOn("2024-01-16").affected_count(), 0);
}

TEST_F(Register, OnlyHeldSessionsSee) {
  AddIssue("1", 1, "MIC");
  AddSession(1, "2024-01-15", absl::StrCat("state: SESSION_STATE_PLANNED ", Sighting("1")));
  AddSession(1, "2024-01-16", absl::StrCat("state: SESSION_STATE_CANCELLED ", Sighting("1")));
  EXPECT_EQ(On("2024-02-01").entries_size(), 0);
}

TEST_F(Register, WithoutSightingsAnIssueIsThereOnlyForItsTransitions) {
  AddIssue("1", 1, "MIC");
  AddIssue("2", 2, "MIC", {"2024-01-10 RESOLVED"});
  EXPECT_EQ(On("2024-01-09").entries_size(), 0);
  const v1::IssueEntry entry = EntryOn("2024-01-10");
  EXPECT_EQ(entry.issue(), "issues/2");
  EXPECT_EQ(entry.first_date(), "");
  EXPECT_EQ(entry.session_count(), 0);
}

TEST_F(Register, TheActorIsThatOfTheTransitionThatHolds) {
  AddIssue("1", 1, "MIC", {"2024-01-10 EQUIPMENT_REQUESTED", "2024-01-20 DROPPED"});
  input_.issues[0].mutable_transitions(0)->set_actor("DRASI");
  input_.issues[0].mutable_transitions(1)->set_reason("départ");
  AddSession(1, "2024-01-05", Sighting("1"));
  EXPECT_EQ(EntryOn("2024-01-09").actor(), "");
  EXPECT_EQ(EntryOn("2024-01-19").actor(), "DRASI");
  EXPECT_EQ(EntryOn("2024-01-20").actor(), "");
  EXPECT_EQ(EntryOn("2024-01-20").reason(), "départ");
}

TEST_F(Register, EntriesStandByGroupKindAndFirstDay) {
  AddIssue("1", 10, "MIC");
  AddIssue("2", 2, "CAMERA");
  AddIssue("3", 2, "MIC");
  AddIssue("4", 2, "MIC", {"2024-01-01 RESOLVED"});
  AddSession(10, "2023-12-01", Sighting("1"));
  AddSession(2, "2024-01-15", absl::StrCat(Sighting("2"), Sighting("3")));
  AddSession(2, "2023-12-15", Sighting("4"));
  AddIssue("5", 11, "MIC", {"2024-01-01 RESOLVED"});  // of a group that is not asked for
  std::vector<std::string> issues;
  const v1::IssueRegister sorted = On("2024-02-01");
  for (const auto& entry : sorted.entries()) issues.push_back(entry.issue());
  EXPECT_THAT(issues, ElementsAre("issues/4", "issues/3", "issues/2", "issues/1"));
}

// The committee's sentence: in 3 groups some lack microphone and camera, and in 2 of these it weighs on dynamism.
TEST_F(Register, GroupsAreCountedAndNeverOccurrences) {
  for (const int group : {3, 7, 10}) {
    AddIssue(absl::StrCat("m", group), group, "MIC");
    AddIssue(absl::StrCat("c", group), group, "CAMERA");
  }
  const auto both = [](int group, const std::string& mic, const std::string& camera) {
    return absl::StrCat(Sighting(absl::StrCat("m", group), mic), Sighting(absl::StrCat("c", group), camera));
  };
  AddSession(3, "2023-12-04", both(3, "impact: IMPACT_NONE", "impact: IMPACT_NONE"));
  AddSession(7, "2023-11-17", both(7, "impact: IMPACT_STRONG", "impact: IMPACT_SLIGHT"));
  AddSession(7, "2024-01-26", Sighting("m7", "impact: IMPACT_SLIGHT"));
  AddSession(10, "2023-12-12", both(10, "impact: IMPACT_SLIGHT", "impact: IMPACT_SLIGHT"));
  AddSession(10, "2024-01-23", Sighting("c10", "impact: IMPACT_NONE"));
  const v1::IssueFigures figures = On("2024-02-09").figures();
  EXPECT_EQ(figures.group_count(), 10);
  EXPECT_EQ(figures.issue_count(), 6);
  EXPECT_EQ(Numbers(figures.mic_or_camera().groups()), "3 7 10");
  EXPECT_EQ(Numbers(figures.mic_or_camera().groups_with_impact()), "7 10");
  ASSERT_EQ(figures.groups_by_kind_size(), 2);
  EXPECT_THAT(figures.groups_by_kind(0).kinds(), ElementsAre(kMic));
  EXPECT_EQ(Numbers(figures.groups_by_kind(0).groups_with_impact()), "7 10");
  EXPECT_EQ(Numbers(figures.groups_by_kind(1).groups_with_impact()), "7");
  ASSERT_EQ(figures.groups_by_state_size(), 1);
  EXPECT_EQ(figures.groups_by_state(0).issue_count(), 6);

  // One is resolved on 01/02: the day before it still counts, on 09/02 no more.
  for (v1::Issue& issue : input_.issues) {
    if (issue.group() != "groups/3") continue;
    *issue.add_transitions() = Make<v1::IssueTransition>("date: '2024-02-01' state: ISSUE_STATE_RESOLVED");
  }
  EXPECT_EQ(Numbers(On("2024-01-31").figures().mic_or_camera().groups()), "3 7 10");
  const v1::IssueFigures after = On("2024-02-09").figures();
  EXPECT_EQ(Numbers(after.mic_or_camera().groups()), "7 10");
  ASSERT_EQ(after.groups_by_state_size(), 2);
  EXPECT_EQ(after.groups_by_state(1).state(), v1::ISSUE_STATE_RESOLVED);
  EXPECT_EQ(after.groups_by_state(1).issue_count(), 2);
  EXPECT_EQ(Numbers(after.groups_by_state(1).groups()), "3");
  EXPECT_EQ(after.issue_count(), 6);
}

}  // namespace
}  // namespace tutorat::domain
