#include "server/layers/tutor_scope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "server/domain/base/local_time.h"
#include "server/domain/privacy/tutor_reach.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/issue.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::Make;
using tests::Refusal;

// Group 4 is Anne's, group 5 Bruno's; Anne led group 6 in January 2024.
class GuardTest : public testing::Test {
 protected:
  GuardTest() {
    bruno_ = world_.AddTutor("Bruno Ronce", "");
    fifth_ = world_.AddGroup("V6", 5, absl::StrCat("tutor_assignments { tutor: '", bruno_, "' }"));
    sixth_ = world_.AddGroup("V6", 6,
                             absl::StrCat("tutor_assignments { tutor: '", bruno_, "' } tutor_assignments { tutor: '",
                                          world_.anne, "' from_date: '2024-01-01' to_date: '2024-02-01' }"));
    fanny_ = world_.AddMember(fifth_, "Fanny Genêt", "");
    helene_ = world_.AddMember(sixth_, "Hélène Mousse", "");
    // In turn, so that each page of a list has some of each.
    for (int day = 10; day < 16; ++day) {
      for (const int number : {4, 5, 6}) names_[number].push_back(Record(number, absl::StrCat("2024-01-", day)));
      names_[7].push_back(Record(6, absl::StrCat("2024-03-", day)));
    }
    coordinator_ = api_.caller();
    api_.caller() = {"accounts/anne", "Anne", {v1::ROLE_TUTOR}, world_.anne, absl::InfiniteFuture()};
  }

  std::string Record(int number, const std::string& date) {
    return api_
        .Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
            absl::StrCat("record { group: '", number, "' wave: 'V6' date: '", date, "' themes: 'TIERS' }"))
        .session()
        .name();
  }

  template <class Response, class Request>
  std::string Refused(const std::string& request) {
    return Refusal(api_.Send<Response>(Make<Request>(request)).status());
  }

  // The names of every page.
  std::vector<std::string> ListAll(v1::ListSessionsRequest request) {
    std::vector<std::string> names;
    do {
      const auto page = api_.Send<v1::ListSessionsResponse>(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      EXPECT_LE(page->sessions_size(), request.page_size());
      EXPECT_TRUE(page->next_page_token().empty() || page->sessions_size() == request.page_size());
      for (const auto& session : page->sessions()) names.push_back(session.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  tests::LocalApi api_;
  tests::World world_{api_};
  std::string bruno_;
  std::string fifth_;
  std::string sixth_;
  std::string fanny_;
  std::string helene_;
  std::map<int, std::vector<std::string>> names_;  // sessions by group; 7: of group 6, after Anne
  Principal coordinator_;
};

constexpr char kRefused[] = "PERMISSION_DENIED NOT_YOUR_GROUP";

TEST_F(GuardTest, PagesNeitherEndEarlyNorSkip) {
  std::vector<std::string> expected = names_[4];
  expected.insert(expected.end(), names_[6].begin(), names_[6].end());
  std::sort(expected.begin(), expected.end());
  for (const int size : {1, 2, 3, 5, 12, 100}) {
    v1::ListSessionsRequest request;
    request.set_page_size(size);
    EXPECT_EQ(ListAll(request), expected) << size;
  }
}

TEST_F(GuardTest, ASessionOfADayThatTheyLedIsTheirsAndTheGroupIsNot) {
  const auto read = [&](const std::string& name) {
    return Refused<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", name, "'"));
  };
  EXPECT_EQ(read(names_[6][0]), "OK ");
  EXPECT_EQ(read(names_[7][0]), kRefused);
  EXPECT_EQ(read(names_[5][0]), kRefused);
  EXPECT_EQ((Refused<v1::GetGroupResponse, v1::GetGroupRequest>(absl::StrCat("name: '", sixth_, "'"))), kRefused);
  EXPECT_EQ((Refused<v1::GetMemberResponse, v1::GetMemberRequest>(absl::StrCat("name: '", helene_, "'"))), kRefused);
  EXPECT_EQ((Refused<v1::ListMembersResponse, v1::ListMembersRequest>(absl::StrCat("group: '", sixth_, "'"))),
            kRefused);
}

TEST_F(GuardTest, APastSessionOfTheirsCanBeCorrectedButNotMovedOutOfReach) {
  const auto get = [&] {
    return api_.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", names_[6][0], "'")).session();
  };
  v1::UpdateSessionRequest update;
  *update.mutable_session() = get();
  update.mutable_session()->set_themes("TIERS, EJ");
  update.mutable_update_mask()->add_paths("themes");
  EXPECT_EQ(Refusal(api_.Send<v1::UpdateSessionResponse>(update).status()), "OK ");
  for (const std::string& group : {fifth_, std::string("groups/unknown"), std::string("waves/V6/groups/5")}) {
    *update.mutable_session() = get();
    update.mutable_session()->set_group(group);
    update.mutable_update_mask()->set_paths(0, "group");
    EXPECT_EQ(Refusal(api_.Send<v1::UpdateSessionResponse>(update).status()), kRefused) << group;
  }
  // To a day on which another led the group.
  *update.mutable_session() = get();
  *update.mutable_session()->mutable_start_time() = domain::ToTimestamp(absl::FromUnixSeconds(1710000000));
  update.mutable_update_mask()->set_paths(0, "start_time");
  EXPECT_EQ(Refusal(api_.Send<v1::UpdateSessionResponse>(update).status()), kRefused);
}

TEST_F(GuardTest, ASubstituteSeesTheGroupAndWritesTheirOwnDay) {
  const std::string today = domain::FormatDate(absl::ToCivilDay(absl::Now(), *domain::FindTimeZone("Europe/Paris")));
  const std::string tomorrow = domain::FormatDate(*domain::ParseDate(today) + 1);
  const Principal anne = api_.caller();
  api_.caller() = coordinator_;
  world_.AddGroup("V6", 8,
                  absl::StrCat("tutor_assignments { tutor: '", bruno_, "' } tutor_assignments { tutor: '", world_.anne,
                               "' from_date: '", today, "' to_date: '", tomorrow, "' }"));
  const std::string earlier = Record(8, "2024-01-10");
  api_.caller() = anne;
  const auto session =
      api_.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", earlier, "'")).session();
  constexpr char kNotTheirs[] = "PERMISSION_DENIED NOT_YOUR_SESSION";
  EXPECT_EQ((Refused<v1::DeleteSessionResponse, v1::DeleteSessionRequest>(
                absl::StrCat("name: '", earlier, "' etag: '", session.etag(), "'"))),
            kNotTheirs);
  v1::UpdateSessionRequest update;
  *update.mutable_session() = session;
  update.mutable_session()->set_notes("n");
  EXPECT_EQ(Refusal(api_.Send<v1::UpdateSessionResponse>(update).status()), kNotTheirs);
  // Nor by moving it to that day, nor one of that day away.
  const std::string own = Record(8, today);
  update.mutable_session()->set_notes("");
  *update.mutable_session()->mutable_start_time() =
      api_.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", own, "'")).session().start_time();
  EXPECT_EQ(Refusal(api_.Send<v1::UpdateSessionResponse>(update).status()), kNotTheirs);
  EXPECT_EQ((Refused<v1::RecordSessionResponse, v1::RecordSessionRequest>(
                "record { group: '8' wave: 'V6' date: '2024-01-11' themes: 'TIERS' }")),
            kNotTheirs);
  EXPECT_EQ((Refused<v1::CreateMemberResponse, v1::CreateMemberRequest>(
                "member { group: 'waves/V6/groups/8' display_name: 'Nina Neuve' }")),
            kNotTheirs);
}

TEST_F(GuardTest, AnUnknownGroupIsAnsweredAsAnothers) {
  const auto balance = [&](int number) {
    return api_.Send<v1::GetBalanceResponse>(
        Make<v1::GetBalanceRequest>(absl::StrCat("from_date: '2024-01-01' months: 3 group_numbers: ", number)));
  };
  EXPECT_TRUE(balance(4).ok());
  EXPECT_EQ(Refusal(balance(5).status()), kRefused);
  EXPECT_EQ(balance(5).status(), balance(99).status());
  const auto record = [&](const std::string& group) {
    return api_
        .Send<v1::RecordSessionResponse>(Make<v1::RecordSessionRequest>(
            absl::StrCat("record { wave: 'V6' date: '2024-01-20' themes: 'x' group: '", group, "' }")))
        .status();
  };
  EXPECT_EQ(Refusal(record("5")), kRefused);
  EXPECT_EQ(record("5"), record("99"));
  EXPECT_EQ(Refusal(record(fifth_)), kRefused);
  EXPECT_EQ((Refused<v1::GetMemberResponse, v1::GetMemberRequest>("name: 'members/unknown'")), kRefused);
  EXPECT_EQ((Refused<v1::GetGroupResponse, v1::GetGroupRequest>("name: 'waves/V6/groups/5'")), kRefused);
  EXPECT_EQ((Refused<v1::GetGroupResponse, v1::GetGroupRequest>("name: 'waves/V6/groups/99'")), kRefused);
}

TEST_F(GuardTest, ABalanceIsOfTheirOwnGroups) {
  const auto balance =
      api_.Do<v1::GetBalanceResponse, v1::GetBalanceRequest>("from_date: '2024-01-01' months: 3").balance();
  ASSERT_EQ(balance.groups_size(), 1);
  EXPECT_EQ(balance.groups(0).number(), 4);
  EXPECT_EQ(balance.observations().session_count(), 6);
}

TEST_F(GuardTest, AnImportRefusesTheRowsOfOthersWithTheirLine) {
  const auto report = api_.Do<v1::ImportSessionsResponse, v1::ImportSessionsRequest>(R"(
      rows { line: 2 record { group: '4' wave: 'V6' date: '2024-01-20' themes: 'a' present { names: 'Nouvelle Venue' } } }
      rows { line: 3 record { group: '5' wave: 'V6' date: '2024-01-20' themes: 'b' present { names: 'Fanny Genêt' } } }
      rows { line: 4 record { group: '99' wave: 'V6' date: '2024-01-20' themes: 'c' } }
      rows { line: 5 record { group: '6' wave: 'V6' date: '2024-03-20' themes: 'd' } }
      rows { line: 6 record { group: '1' wave: 'V8' date: '2024-03-20' themes: 'e' } }
      rows { line: 7 record { group: '4' wave: 'V6' date: '2024-03-20' themes: 'f' tutor: 'Personne Inconnue' } }
      rows { line: 8 record { group: '5' wave: 'V6' date: '2024-01-10' themes: 'TIERS' } })")
                          .report();
  std::vector<std::string> told;
  for (const auto& result : report.results()) {
    std::string line = absl::StrCat(result.line(), " ", v1::ImportResult::Action_Name(result.action()));
    for (const auto& error : result.errors()) absl::StrAppend(&line, " ", error.field(), " ", error.reason());
    told.push_back(line);
  }
  EXPECT_THAT(
      told, ElementsAre("2 ACTION_CREATE", "3 ACTION_ERROR group NOT_YOUR_GROUP", "4 ACTION_ERROR group NOT_YOUR_GROUP",
                        "5 ACTION_ERROR group NOT_YOUR_GROUP", "6 ACTION_ERROR wave ROLE_REQUIRED",
                        "7 ACTION_ERROR tutor ROLE_REQUIRED", "8 ACTION_ERROR group NOT_YOUR_GROUP"));
  EXPECT_FALSE(report.applied());
  EXPECT_THAT(report.ShortDebugString(), testing::Not(HasSubstr(fanny_)));
}

TEST_F(GuardTest, AnAnswerOfBeforeIsNotGivenToWhoMayNoLongerSeeIt) {
  const std::string request = "record { group: '4' wave: 'V6' date: '2024-01-21' themes: 'x' } request_id: 'once'";
  EXPECT_EQ((Refused<v1::RecordSessionResponse, v1::RecordSessionRequest>(request)), "OK ");
  EXPECT_EQ((Refused<v1::RecordSessionResponse, v1::RecordSessionRequest>(request)), "OK ");
  // Another account's.
  api_.caller().account = "accounts/other";
  EXPECT_EQ((Refused<v1::RecordSessionResponse, v1::RecordSessionRequest>(request)),
            "FAILED_PRECONDITION REQUEST_ID_REUSED");
  // The same account after its role has changed, both ways.
  api_.caller().account = "accounts/anne";
  api_.caller().roles = {v1::ROLE_COORDINATOR};
  EXPECT_EQ((Refused<v1::RecordSessionResponse, v1::RecordSessionRequest>(request)),
            "FAILED_PRECONDITION REQUEST_ID_REUSED");
  // The same tutor after the group was given to another.
  const auto group =
      api_.Do<v1::GetGroupResponse, v1::GetGroupRequest>(absl::StrCat("name: '", world_.group, "'")).group();
  v1::UpdateGroupRequest update;
  *update.mutable_group() = group;
  update.mutable_group()->mutable_tutor_assignments(0)->set_tutor(bruno_);
  update.mutable_update_mask()->add_paths("tutor_assignments");
  ASSERT_TRUE(api_.Send<v1::UpdateGroupResponse>(update).ok());
  api_.caller().roles = {v1::ROLE_TUTOR};
  EXPECT_EQ((Refused<v1::RecordSessionResponse, v1::RecordSessionRequest>(request)), kRefused);
}

TEST_F(GuardTest, APageTokenOfAnotherAccountGrantsNothing) {
  const Principal anne = api_.caller();
  api_.caller() = coordinator_;
  v1::ListSessionsRequest request;
  request.set_page_size(2);
  const auto first = api_.Send<v1::ListSessionsResponse>(request);
  ASSERT_TRUE(first.ok());
  request.set_page_token(first->next_page_token());
  api_.caller() = anne;
  const auto next = api_.Send<v1::ListSessionsResponse>(request);
  ASSERT_TRUE(next.ok()) << next.status();
  for (const auto& session : next->sessions()) EXPECT_THAT(session.group(), testing::AnyOf(world_.group, sixth_));
  ASSERT_EQ(next->sessions_size(), 2);
}

TEST_F(GuardTest, ATutorChangesNoAssignmentAndMakesNoGroupEvenWhereAHandlerWould) {
  TutorScopedStore guarded(api_.store(), world_.anne, absl::Now());
  const absl::Status status = guarded.Write(absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) {
    v1::Group group;
    EXPECT_TRUE(transaction.Get(world_.group, &group).ok());
    EXPECT_EQ(Refusal(transaction.Update(group)), "PERMISSION_DENIED ROLE_REQUIRED");
    group.set_name("groups/new");
    EXPECT_EQ(Refusal(transaction.Insert(group)), kRefused);
    EXPECT_EQ(Refusal(transaction.Insert(Make<v1::Tutor>("name: 'tutors/new'"))), "PERMISSION_DENIED ROLE_REQUIRED");
    v1::Member member;
    EXPECT_EQ(Refusal(transaction.Get(fanny_, &member)), kRefused);
    EXPECT_EQ(member.ByteSizeLong(), 0);
    // Another group's member, said to be of this one.
    member.set_name(fanny_);
    member.set_group(world_.group);
    EXPECT_EQ(Refusal(transaction.Update(member)), kRefused);
    return absl::CancelledError("nothing to keep");
  });
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
}

TEST_F(GuardTest, ATutorWhoIsNobodySeesNoGroup) {
  api_.caller().tutor.clear();
  EXPECT_EQ((api_.Do<v1::ListGroupsResponse, v1::ListGroupsRequest>("").groups_size()), 0);
  EXPECT_EQ((api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("").sessions_size()), 0);
  EXPECT_EQ((api_.Do<v1::ListIssuesResponse, v1::ListIssuesRequest>("").issues_size()), 0);
}

}  // namespace
}  // namespace tutorat::api
