// What a tutor sees and changes through the API, for assignments at random, is what the rule says when it is written
// down day by day: no list, page, filter or write shows or takes more, and none less.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/domain/base/local_time.h"
#include "tests/unit/handlers/world.h"

namespace tutorat::api {
namespace {

constexpr int kGroupCount = 6;
constexpr int kSessionsEach = 4;
constexpr int kReachBeside = 14;  // days before and after an assignment on which its group is the tutor's own

// Days are counted from today.
struct AssignedDays {
  int from;
  int to;  // not one of them
};
struct HeldSession {
  std::string name;
  int group;
  int day;
};

class TutorScopeProperty : public testing::TestWithParam<unsigned> {
 protected:
  TutorScopeProperty() : random_(GetParam()) {
    const std::string other = world_.AddTutor("Bruno Ronce", "");
    for (int group = 0; group < kGroupCount; ++group) {
      std::string assignments = absl::StrCat("tutor_assignments { tutor: '", other, "' }");
      for (int count = Number(0, 2); count > 0; --count) {
        const int from = Number(-60, 25);
        const AssignedDays one{from, from + (Number(0, 1) == 0 ? Number(1, 5) : Number(10, 40))};
        assigned_[group].push_back(one);
        absl::StrAppend(&assignments, " tutor_assignments { tutor: '", world_.anne, "' from_date: '", Day(one.from),
                        "' to_date: '", Day(one.to), "' }");
      }
      groups_.push_back(world_.AddGroup("V6", 10 + group, assignments));
      members_.push_back(world_.AddMember(groups_.back(), absl::StrCat("Membre ", group), ""));
      for (int session = 0; session < kSessionsEach; ++session) Record(group, Number(-70, -1));
    }
    api_.caller() = {"accounts/anne", "Anne", {v1::ROLE_TUTOR}, world_.anne, absl::InfiniteFuture()};
  }

  int Number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  std::string Day(int offset) const { return domain::FormatDate(today_ + offset); }

  void Record(int group, int day) {
    // Another hour each: a second session of the same hour is refused.
    const std::string name =
        api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
                absl::StrCat("record { group: '", 10 + group, "' wave: 'V6' date: '", Day(day), "' start: '",
                             10 + static_cast<int>(held_.size()) % 10, ":00' themes: 'TIERS ", held_.size(), "' }"))
            .session()
            .name();
    held_.push_back({name, group, day});
  }

  // The rule, day by day.
  bool Own(int group) {
    for (const AssignedDays& one : assigned_[group]) {
      for (int day = one.from - kReachBeside; day < one.to + kReachBeside; ++day) {
        if (day == 0) return true;
      }
    }
    return false;
  }
  bool OwnForLong(int group) {
    return std::any_of(assigned_[group].begin(), assigned_[group].end(), [](const AssignedDays& one) {
      return one.to - one.from > kReachBeside && one.from - kReachBeside <= 0 && 0 < one.to + kReachBeside;
    });
  }
  bool Covers(int group, int day) {
    return std::any_of(assigned_[group].begin(), assigned_[group].end(),
                       [day](const AssignedDays& one) { return one.from <= day && day < one.to; });
  }
  bool Sees(const HeldSession& session) { return Own(session.group) || Covers(session.group, session.day); }
  bool Changes(const HeldSession& session) { return OwnForLong(session.group) || Covers(session.group, session.day); }

  template <class Keep>
  std::vector<std::string> Expected(Keep keep) {
    std::vector<std::string> names;
    for (const HeldSession& session : held_) {
      if (Sees(session) && keep(session)) names.push_back(session.name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  std::vector<std::string> Listed(v1::ListSessionsRequest request) {
    std::vector<std::string> names;
    do {
      const auto page = api_.Send<v1::ListSessionsResponse>(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& session : page->sessions()) names.push_back(session.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  template <class Response, class Request>
  bool Answers(const std::string& name) {
    Request request;
    request.set_name(name);
    const auto response = api_.Send<Response>(request);
    if (!response.ok()) {
      EXPECT_EQ(tests::Refusal(response.status()), "PERMISSION_DENIED NOT_YOUR_GROUP") << name;
    }
    return response.ok();
  }

  const absl::CivilDay today_ = absl::ToCivilDay(absl::Now(), *domain::FindTimeZone("Europe/Paris"));
  tests::LocalApi api_;
  tests::World world_{api_};
  std::mt19937 random_;
  std::map<int, std::vector<AssignedDays>> assigned_;
  std::vector<std::string> groups_;
  std::vector<std::string> members_;
  std::vector<HeldSession> held_;
};

TEST_P(TutorScopeProperty, GroupsAndMembersAreSeenWhileTheGroupIsTheirOwn) {
  for (int group = 0; group < kGroupCount; ++group) {
    const auto get_group = Answers<v1::GetGroupResponse, v1::GetGroupRequest>(groups_[static_cast<size_t>(group)]);
    const auto get_member = Answers<v1::GetMemberResponse, v1::GetMemberRequest>(members_[static_cast<size_t>(group)]);
    EXPECT_EQ(get_group, Own(group)) << group;
    EXPECT_EQ(get_member, Own(group)) << group;
    v1::ListMembersRequest members;
    members.set_group(groups_[static_cast<size_t>(group)]);
    EXPECT_EQ(api_.Send<v1::ListMembersResponse>(members).ok(), Own(group)) << group;
  }
  std::vector<std::string> expected = {world_.group};  // Anne's for good
  for (int group = 0; group < kGroupCount; ++group) {
    if (Own(group)) expected.push_back(groups_[static_cast<size_t>(group)]);
  }
  const auto listed = api_.Send<v1::ListGroupsResponse>(v1::ListGroupsRequest());
  ASSERT_TRUE(listed.ok()) << listed.status();
  std::vector<std::string> names;
  for (const auto& group : listed->groups()) names.push_back(group.name());
  EXPECT_THAT(names, testing::UnorderedElementsAreArray(expected));
}

TEST_P(TutorScopeProperty, EverySessionIsReadOrRefusedAsTheRuleSays) {
  for (const HeldSession& session : held_) {
    const bool got = Answers<v1::GetSessionResponse, v1::GetSessionRequest>(session.name);
    EXPECT_EQ(got, Sees(session)) << "group " << session.group << ", day " << session.day;
  }
}

TEST_P(TutorScopeProperty, ListsOfAnyPageAndFilterHoldTheSameSessions) {
  for (const int size : {1, 3, 7, 100}) {
    v1::ListSessionsRequest request;
    request.set_page_size(size);
    EXPECT_EQ(Listed(request), Expected([](const HeldSession&) { return true; })) << size;
    for (int filter = 0; filter < 4; ++filter) {
      const int from = Number(-70, 0);
      const int to = from + Number(1, 40);
      request.set_from_date(Day(from));
      request.set_to_date(Day(to));
      EXPECT_EQ(Listed(request), Expected([&](const HeldSession& one) { return from <= one.day && one.day < to; }))
          << from << " to " << to << ", pages of " << size;
    }
  }
  for (int group = 0; group < kGroupCount; ++group) {
    v1::ListSessionsRequest request;
    request.set_page_size(2);
    request.set_group(groups_[static_cast<size_t>(group)]);
    if (assigned_[group].empty()) {
      EXPECT_EQ(tests::Refusal(api_.Send<v1::ListSessionsResponse>(request).status()),
                "PERMISSION_DENIED NOT_YOUR_GROUP");
    } else {
      EXPECT_EQ(Listed(request), Expected([&](const HeldSession& one) { return one.group == group; })) << group;
    }
  }
}

TEST_P(TutorScopeProperty, EverySessionIsChangedOrRefusedAsTheRuleSays) {
  const Principal anne = api_.caller();
  for (const HeldSession& session : held_) {
    v1::UpdateSessionRequest update;
    api_.caller() = tests::Anybody().principal;
    *update.mutable_session() =
        api_.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", session.name, "'")).session();
    api_.caller() = anne;
    update.mutable_session()->set_themes("corrigé");
    update.mutable_update_mask()->add_paths("themes");
    const std::string refusal = tests::Refusal(api_.Send<v1::UpdateSessionResponse>(update).status());
    const std::string expected = Changes(session) ? "OK "
                                 : Sees(session)  ? "PERMISSION_DENIED NOT_YOUR_SESSION"
                                                  : "PERMISSION_DENIED NOT_YOUR_GROUP";
    EXPECT_EQ(refusal, expected) << "group " << session.group << ", day " << session.day;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TutorScopeProperty, testing::Values(1U, 2U, 3U, 4U, 5U));

}  // namespace
}  // namespace tutorat::api
