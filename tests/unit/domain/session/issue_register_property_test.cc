// Random worlds of sightings and transitions: links that do not depend on the order of writing, and the register of
// each day against plain loops over the days.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/domain/base/local_time.h"
#include "server/domain/session/issue_register.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

constexpr int kRegisterWorlds = 200;
constexpr int kDays = 40;
constexpr int kGroups = 3;

std::string Day(int day) { return FormatDate(absl::CivilDay(2024, 1, 1) + day); }

// Writes sessions and changes of state as the server does: each sighting takes the issue that is due, or a new one.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {
    for (int group = 1; group <= kGroups; ++group) {
      input.groups.push_back(
          tests::Make<v1::Group>(absl::StrCat("name: 'groups/", group, "' wave: 'waves/V6' number: ", group)));
    }
  }

  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }

  v1::Session NewSession() {
    v1::Session session;
    session.set_name(absl::StrFormat("sessions/%03d", sessions_++));
    session.set_group(absl::StrCat("groups/", 1 + Below(kGroups)));
    session.set_local_date(Day(Below(kDays)));
    session.set_state(Below(5) == 0 ? v1::SESSION_STATE_PLANNED : v1::SESSION_STATE_HELD);
    for (int i = Below(4); i > 0; --i) {
      v1::ParticipationIssue* sighting = session.add_participation_issues();
      sighting->set_kind(static_cast<v1::ParticipationIssue::Kind>(1 + Below(3)));
      sighting->set_impact(static_cast<v1::ParticipationIssue::Impact>(Below(4)));
      if (Below(2) == 0) sighting->set_affected_count(Below(6));
      for (int j = sighting->has_affected_count() ? 0 : Below(3); j > 0; --j) {
        sighting->add_members(absl::StrCat("members/", Below(5)));
      }
    }
    return session;
  }

  void Link(v1::Session* session) {
    for (v1::ParticipationIssue& sighting : *session->mutable_participation_issues()) {
      sighting.clear_issue();
      if (session->state() != v1::SESSION_STATE_HELD) continue;
      const v1::Issue* issue = IssueSeenOn(input.issues, session->group(), sighting.kind(), session->local_date());
      if (issue == nullptr) {
        v1::Issue made;
        made.set_name(absl::StrFormat("issues/%03d", input.issues.size()));
        made.set_group(session->group());
        made.set_kind(sighting.kind());
        input.issues.push_back(made);
        issue = &input.issues.back();
      }
      sighting.set_issue(issue->name());
    }
  }

  void ChangeState() {
    if (input.issues.empty()) return;
    v1::IssueTransition transition;
    transition.set_date(Day(Below(kDays)));
    transition.set_state(static_cast<v1::IssueState>(1 + Below(4)));
    transition.set_reason("r");
    transition.set_actor(absl::StrCat("a", Below(3)));
    auto& issue = input.issues[static_cast<size_t>(Below(static_cast<int>(input.issues.size())))];
    if (!AddTransition(transition, "", &issue).ok()) return;
    for (v1::Session& session : input.sessions) Link(&session);
  }

  RegisterInput input;

 private:
  std::mt19937 random_;
  int sessions_ = 0;
};

// One word for each thing that an entry says, by issue, from nothing but loops.
std::map<std::string, std::string> Expected(const RegisterInput& input, const std::string& day) {
  std::map<std::string, std::string> expected;
  for (const v1::Issue& issue : input.issues) {
    std::string state = "1";
    std::string actor;
    for (const auto& transition : issue.transitions()) {
      if (transition.date() > day) continue;
      state = absl::StrCat(transition.state());
      actor = transition.actor();
    }
    std::set<std::pair<std::string, std::string>> when;
    std::set<std::string> members;
    int most = -1;
    std::pair<std::string, std::string> last_weighed;
    int impact = 0;
    for (const v1::Session& session : input.sessions) {
      for (const auto& sighting : session.participation_issues()) {
        if (sighting.issue() != issue.name() || session.local_date() > day) continue;
        const std::pair at(session.local_date(), session.name());
        when.insert(at);
        members.insert(sighting.members().begin(), sighting.members().end());
        if (sighting.has_affected_count()) most = std::max(most, sighting.affected_count());
        if (sighting.impact() == 0 || at < last_weighed) continue;
        impact = at == last_weighed ? std::max<int>(impact, sighting.impact()) : sighting.impact();
        last_weighed = at;
      }
    }
    if (when.empty() && actor.empty()) continue;
    if (!members.empty()) most = std::max(most, static_cast<int>(members.size()));
    expected[issue.name()] =
        absl::StrCat(when.empty() ? "-" : when.begin()->first, " ", when.empty() ? "-" : when.rbegin()->first, " ",
                     when.size(), " affected ", most, " impact ", impact, " state ", state, " ", actor);
  }
  return expected;
}

std::map<std::string, std::string> Actual(const v1::IssueRegister& issue_register) {
  std::map<std::string, std::string> actual;
  for (const auto& entry : issue_register.entries()) {
    actual[entry.issue()] = absl::StrCat(
        entry.first_date().empty() ? "-" : entry.first_date(), " ", entry.last_date().empty() ? "-" : entry.last_date(),
        " ", entry.session_count(), " affected ", entry.has_affected_count() ? entry.affected_count() : -1, " impact ",
        entry.impact(), " state ", entry.state(), " ", entry.actor());
  }
  return actual;
}

std::set<std::string> Names(const google::protobuf::RepeatedPtrField<v1::GroupReference>& groups) {
  std::set<std::string> names;
  for (const auto& group : groups) EXPECT_TRUE(names.insert(group.group()).second) << "counted twice";
  return names;
}

// The figures against the entries, which Expected has vouched for.
void CheckFigures(const v1::IssueRegister& issue_register) {
  const v1::IssueFigures& figures = issue_register.figures();
  EXPECT_EQ(figures.group_count(), kGroups);
  EXPECT_EQ(figures.issue_count(), issue_register.entries_size());
  std::map<int, std::set<std::string>> active;
  std::map<int, std::set<std::string>> weighing;
  std::map<int, int> states;
  for (const auto& entry : issue_register.entries()) {
    ++states[entry.state()];
    if (entry.state() != v1::ISSUE_STATE_OPEN && entry.state() != v1::ISSUE_STATE_EQUIPMENT_REQUESTED) continue;
    for (const int key : {static_cast<int>(entry.kind()), entry.kind() <= 2 ? 0 : 99}) {
      active[key].insert(entry.group().group());
      if (entry.impact() >= 2) weighing[key].insert(entry.group().group());
    }
  }
  EXPECT_EQ(Names(figures.mic_or_camera().groups()), active[0]);
  EXPECT_EQ(Names(figures.mic_or_camera().groups_with_impact()), weighing[0]);
  for (int kind = 1; kind <= 3; ++kind) {
    std::set<std::string> groups;
    std::set<std::string> with_impact;
    for (const auto& by_kind : figures.groups_by_kind()) {
      if (by_kind.kinds(0) != kind) continue;
      groups = Names(by_kind.groups());
      with_impact = Names(by_kind.groups_with_impact());
    }
    EXPECT_EQ(groups, active[kind]);
    EXPECT_EQ(with_impact, weighing[kind]);
  }
  for (const auto& by_state : figures.groups_by_state()) EXPECT_EQ(by_state.issue_count(), states[by_state.state()]);
}

TEST(IssueRegisterProperty, EveryDayReadsAsPlainLoopsSay) {
  for (unsigned seed = 0; seed < kRegisterWorlds; ++seed) {
    SCOPED_TRACE(seed);
    Writer writer(seed);
    for (int step = 0; step < 30; ++step) {
      if (writer.Below(3) == 0) {
        writer.ChangeState();
        continue;
      }
      v1::Session session = writer.NewSession();
      writer.Link(&session);
      writer.input.sessions.push_back(session);
    }
    for (int day = -1; day <= kDays; ++day) {
      const v1::IssueRegister issue_register = ComputeRegister(writer.input, Day(day));
      ASSERT_EQ(Actual(issue_register), Expected(writer.input, Day(day))) << Day(day);
      CheckFigures(issue_register);
    }
    // Written again, nothing changes; and nothing is seen of an issue while it is closed.
    const size_t issues = writer.input.issues.size();
    for (v1::Session& session : writer.input.sessions) {
      const v1::Session before = session;
      writer.Link(&session);
      EXPECT_EQ(session.DebugString(), before.DebugString());
      for (const auto& sighting : session.participation_issues()) {
        if (sighting.issue().empty()) continue;
        const auto issue = std::find_if(writer.input.issues.begin(), writer.input.issues.end(),
                                        [&](const auto& each) { return each.name() == sighting.issue(); });
        EXPECT_TRUE(IsActive(StateOn(*issue, FormatDate(*ParseDate(session.local_date()) - 1))));
        EXPECT_EQ(issue->group(), session.group());
        EXPECT_EQ(issue->kind(), sighting.kind());
      }
    }
    EXPECT_EQ(writer.input.issues.size(), issues);
  }
}

// Sessions may come in any order: the same sightings are then together in one issue.
TEST(IssueRegisterProperty, LinksDoNotDependOnTheOrderOfWriting) {
  for (unsigned seed = 0; seed < kRegisterWorlds; ++seed) {
    SCOPED_TRACE(seed);
    Writer writer(seed);
    std::vector<v1::Session> sessions(15);
    for (v1::Session& session : sessions) session = writer.NewSession();
    // What is known before: one issue that was resolved, one that is followed.
    for (const char* issue : {"name: 'issues/a' group: 'groups/1' kind: KIND_MIC "
                              "transitions { date: '2024-01-12' state: ISSUE_STATE_RESOLVED }",
                              "name: 'issues/b' group: 'groups/1' kind: KIND_MIC "
                              "transitions { date: '2024-01-25' state: ISSUE_STATE_DROPPED reason: 'r' }"}) {
      writer.input.issues.push_back(tests::Make<v1::Issue>(issue));
    }
    const std::vector<v1::Issue> known = writer.input.issues;
    std::set<std::set<std::string>> first;
    for (int round = 0; round < 5; ++round) {
      writer.input.issues = known;
      std::map<std::string, std::set<std::string>> together;
      for (v1::Session& session : sessions) {
        writer.Link(&session);
        for (int i = 0; i < session.participation_issues_size(); ++i) {
          const auto& sighting = session.participation_issues(i);
          if (!sighting.issue().empty()) together[sighting.issue()].insert(absl::StrCat(session.name(), " ", i));
        }
      }
      std::set<std::set<std::string>> parts;
      for (const auto& [issue, sightings] : together) parts.insert(sightings);
      if (round == 0) first = parts;
      EXPECT_EQ(parts, first);
      std::shuffle(sessions.begin(), sessions.end(), std::mt19937(seed + static_cast<unsigned>(round)));
    }
  }
}

}  // namespace
}  // namespace tutorat::domain
