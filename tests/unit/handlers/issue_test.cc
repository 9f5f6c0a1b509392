// The register of issues through the API: how sessions make its issues, and what becomes of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/handlers/resources/issue_linker.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using tests::Make;
using tests::Refusal;

class IssueTest : public testing::Test {
 protected:
  v1::Session Record(const std::string& date, const std::string& rest, const std::string& around = "") {
    return api_
        .Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
            absl::StrCat("record { group: '4' themes: 'TIERS' date: '", date, "' ", rest, " } ", around))
        .session();
  }
  v1::Session Stored(const std::string& name) {
    return api_.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", name, "'")).session();
  }
  std::vector<v1::Issue> Issues() {
    const auto listed = api_.Do<v1::ListIssuesResponse, v1::ListIssuesRequest>("");
    return {listed.issues().begin(), listed.issues().end()};
  }
  v1::IssueRegister On(const std::string& day, const std::string& rest = "") {
    return api_
        .Do<v1::GetIssueRegisterResponse, v1::GetIssueRegisterRequest>(absl::StrCat("as_of_date: '", day, "' ", rest))
        .issue_register();
  }
  // `2023-11-17 2024-01-26 x2 OPEN` of each entry.
  std::vector<std::string> Entries(const std::string& day, const std::string& rest = "") {
    std::vector<std::string> lines;
    const v1::IssueRegister issue_register = On(day, rest);
    for (const auto& entry : issue_register.entries()) {
      lines.push_back(absl::StrCat(entry.first_date(), " ", entry.last_date(), " x", entry.session_count(), " ",
                                   v1::IssueState_Name(entry.state()).substr(12)));
    }
    return lines;
  }
  absl::StatusOr<v1::TransitionIssueResponse> Transition(const std::string& name, const std::string& rest,
                                                         const std::string& etag = "") {
    auto request = Make<v1::TransitionIssueRequest>(absl::StrCat("name: '", name, "' ", rest));
    request.set_etag(etag.empty() ? Get(name).etag() : etag);
    return api_.Send<v1::TransitionIssueResponse>(request);
  }
  v1::Issue Get(const std::string& name) {
    return api_.Do<v1::GetIssueResponse, v1::GetIssueRequest>(absl::StrCat("name: '", name, "'")).issue();
  }
  template <class Response, class Request>
  Response DoNamed(const google::protobuf::Message& resource, const std::string& rest = "") {
    const auto* field = resource.GetDescriptor()->FindFieldByName("name");
    return api_.Do<Response, Request>(
        absl::StrCat("name: '", resource.GetReflection()->GetString(resource, field), "' ", rest));
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

std::string Etag(const std::string& etag) { return absl::StrCat("etag: '", etag, "'"); }

TEST_F(IssueTest, ASightingFindsItsIssueInWhateverOrderSessionsCome) {
  const std::string later = Record("2024-01-26", "issues { kind: KIND_MIC }").participation_issues(0).issue();
  EXPECT_THAT(later, StartsWith("issues/"));
  EXPECT_EQ(Record("2023-11-17", "issues { kind: KIND_MIC }").participation_issues(0).issue(), later);
  const auto two =
      Record("2023-12-15", "issues { kind: KIND_MIC } issues { kind: KIND_CAMERA } issues { kind: KIND_MIC }");
  EXPECT_EQ(two.participation_issues(0).issue(), later);
  EXPECT_NE(two.participation_issues(1).issue(), later);
  EXPECT_EQ(two.participation_issues(2).issue(), later);
  EXPECT_EQ(Stored(two.name()).DebugString(), two.DebugString());
  EXPECT_THAT(Entries("2024-02-09"), ElementsAre("2023-11-17 2024-01-26 x3 OPEN", "2023-12-15 2023-12-15 x1 OPEN"));
  EXPECT_THAT(Entries("2023-11-17"), ElementsAre("2023-11-17 2023-11-17 x1 OPEN"));
  EXPECT_THAT(Entries("2023-11-16"), IsEmpty());
}

TEST_F(IssueTest, PlannedAndCancelledSessionsSeeNothing) {
  const auto planned = Record("2024-01-26", "issues { kind: KIND_MIC } state: SESSION_STATE_PLANNED");
  EXPECT_EQ(planned.participation_issues(0).issue(), "");
  EXPECT_THAT(Issues(), IsEmpty());
  auto request = Make<v1::UpdateSessionRequest>("update_mask { paths: 'state' }");
  *request.mutable_session() = planned;
  request.mutable_session()->set_state(v1::SESSION_STATE_HELD);
  const auto held = api_.Send<v1::UpdateSessionResponse>(request);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_THAT(held->session().participation_issues(0).issue(), StartsWith("issues/"));
  *request.mutable_session() = held->session();
  request.mutable_session()->set_state(v1::SESSION_STATE_PLANNED);
  EXPECT_EQ(api_.Send<v1::UpdateSessionResponse>(request)->session().participation_issues(0).issue(), "");
  EXPECT_THAT(Entries("2024-02-09"), IsEmpty());
}

TEST_F(IssueTest, ASessionWrittenTwiceKeepsItsLinks) {
  const auto first = Record("2024-01-26", "issues { kind: KIND_MIC }");
  auto request = Make<v1::UpdateSessionRequest>("update_mask { paths: 'participation_issues' }");
  *request.mutable_session() = first;
  // What a caller sends as the link is not taken.
  request.mutable_session()->mutable_participation_issues(0)->set_issue("issues/forged");
  const auto second = api_.Send<v1::UpdateSessionResponse>(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->session().participation_issues(0).issue(), first.participation_issues(0).issue());
  EXPECT_EQ(Issues().size(), 1);
  // The same request again, and one that only looks.
  const std::string once = "issues { kind: KIND_ROOM }";
  const auto room = Record("2024-01-27", once, "request_id: 'r-1'");
  EXPECT_EQ(Record("2024-01-27", once, "request_id: 'r-1'").DebugString(), room.DebugString());
  EXPECT_EQ(Issues().size(), 2);
  Record("2024-01-28", "issues { kind: KIND_OTHER }", "validate_only: true");
  EXPECT_EQ(Issues().size(), 2);
}

TEST_F(IssueTest, AnImportTwiceChangesNothing) {
  const std::string rows = R"(
      rows { line: 2 record { group: '4' date: '2024-01-26' themes: 'EJ' issues { kind: KIND_MIC } } }
      rows { line: 3 record { group: '4' date: '2023-12-04' themes: 'DP' issues { kind: KIND_MIC } } })";
  const auto run = [&] { return api_.Do<v1::ImportSessionsResponse, v1::ImportSessionsRequest>(rows).report(); };
  EXPECT_EQ(run().create_count(), 2);
  const auto before = api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("").DebugString();
  EXPECT_EQ(run().same_count(), 2);
  EXPECT_EQ((api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("").DebugString()), before);
  EXPECT_THAT(Entries("2024-02-09"), ElementsAre("2023-12-04 2024-01-26 x2 OPEN"));
}

TEST_F(IssueTest, WhatIsSeenAfterItsEndIsAnotherIssue) {
  const std::string first = Record("2024-01-26", "issues { kind: KIND_MIC }").participation_issues(0).issue();
  ASSERT_TRUE(Transition(first, "state: ISSUE_STATE_RESOLVED date: '2024-02-01'").ok());
  EXPECT_THAT(Entries("2024-01-31"), ElementsAre("2024-01-26 2024-01-26 x1 OPEN"));
  EXPECT_THAT(Entries("2024-02-01"), ElementsAre("2024-01-26 2024-01-26 x1 RESOLVED"));
  EXPECT_EQ(Record("2024-02-01", "issues { kind: KIND_MIC }").participation_issues(0).issue(), first);
  EXPECT_NE(Record("2024-02-02", "issues { kind: KIND_MIC }").participation_issues(0).issue(), first);
  EXPECT_EQ(Record("2023-12-01", "issues { kind: KIND_MIC }").participation_issues(0).issue(), first);
  EXPECT_THAT(Entries("2024-02-09"), ElementsAre("2023-12-01 2024-02-01 x3 RESOLVED", "2024-02-02 2024-02-02 x1 OPEN"));
  EXPECT_EQ(On("2024-02-09").figures().issue_count(), 2);
  EXPECT_THAT(Entries("2024-02-09", "states: ISSUE_STATE_RESOLVED"), ElementsAre("2023-12-01 2024-02-01 x3 RESOLVED"));
  EXPECT_THAT(Entries("2024-02-09", "kinds: KIND_CAMERA"), IsEmpty());
}

TEST_F(IssueTest, AChangeOfStateOfAnEarlierDayTakesLaterSightingsAway) {
  const auto january = Record("2024-01-26", "issues { kind: KIND_MIC }");
  const auto february = Record("2024-02-05", "issues { kind: KIND_MIC }");
  const std::string first = january.participation_issues(0).issue();
  ASSERT_TRUE(Transition(first, "state: ISSUE_STATE_RESOLVED date: '2024-02-01'").ok());
  EXPECT_THAT(Entries("2024-02-09"), ElementsAre("2024-01-26 2024-01-26 x1 RESOLVED", "2024-02-05 2024-02-05 x1 OPEN"));
  const auto moved = Stored(february.name());
  EXPECT_NE(moved.participation_issues(0).issue(), first);
  EXPECT_EQ(moved.update_time().DebugString(), february.update_time().DebugString());
  // It never was resolved, then: all is one issue again.
  ASSERT_TRUE(Transition(first, "state: ISSUE_STATE_OPEN date: '2024-02-01'").ok());
  EXPECT_THAT(Entries("2024-02-09"), ElementsAre("2024-01-26 2024-02-05 x2 OPEN"));
}

TEST_F(IssueTest, DeletingASessionLosesNoTransition) {
  const auto session = Record("2024-01-26", "issues { kind: KIND_MIC } issues { kind: KIND_ROOM }");
  const std::string mic = session.participation_issues(0).issue();
  ASSERT_TRUE(Transition(mic, "state: ISSUE_STATE_EQUIPMENT_REQUESTED date: '2024-01-30' actor: 'DRASI'").ok());
  const auto deleted = DoNamed<v1::DeleteSessionResponse, v1::DeleteSessionRequest>(session, Etag(session.etag()));
  EXPECT_THAT(Entries("2024-02-09"), ElementsAre("  x0 EQUIPMENT_REQUESTED"));
  DoNamed<v1::UndeleteSessionResponse, v1::UndeleteSessionRequest>(session);
  EXPECT_THAT(Entries("2024-02-09"),
              ElementsAre("2024-01-26 2024-01-26 x1 EQUIPMENT_REQUESTED", "2024-01-26 2024-01-26 x1 OPEN"));
  const auto again = Stored(session.name());
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(again.participation_issues(i).issue(), session.participation_issues(i).issue());
  }
  EXPECT_EQ(On("2024-02-09").entries(0).actor(), "DRASI");
}

TEST_F(IssueTest, AGroupWhoseSessionsAreGoneCanBeDeletedAndComesBackWithItsIssues) {
  const auto session = Record("2024-01-26", "issues { kind: KIND_MIC }");
  const std::string mic = session.participation_issues(0).issue();
  ASSERT_TRUE(Transition(mic, "state: ISSUE_STATE_RESOLVED date: '2024-01-30'").ok());
  for (const std::string& member : {world_.adele, world_.basile}) {
    const auto stored = api_.Do<v1::GetMemberResponse, v1::GetMemberRequest>(absl::StrCat("name: '", member, "'"));
    DoNamed<v1::DeleteMemberResponse, v1::DeleteMemberRequest>(stored.member(), Etag(stored.member().etag()));
  }
  const auto group = [&] {
    return api_.Do<v1::GetGroupResponse, v1::GetGroupRequest>(absl::StrCat("name: '", world_.group, "'")).group();
  };
  const auto remove = [&] {
    return Refusal(api_.Send<v1::DeleteGroupResponse>(Make<v1::DeleteGroupRequest>(absl::StrCat(
                                                          "name: '", world_.group, "' ", Etag(group().etag()))))
                       .status());
  };
  EXPECT_EQ(remove(), "FAILED_PRECONDITION RESOURCE_IN_USE");
  DoNamed<v1::DeleteSessionResponse, v1::DeleteSessionRequest>(session, Etag(session.etag()));
  EXPECT_EQ(remove(), "OK ");
  EXPECT_THAT(Issues(), IsEmpty());
  DoNamed<v1::UndeleteGroupResponse, v1::UndeleteGroupRequest>(group());
  EXPECT_EQ(Get(mic).transitions_size(), 1);
  DoNamed<v1::UndeleteSessionResponse, v1::UndeleteSessionRequest>(session);
  EXPECT_THAT(Entries("2024-02-09"), ElementsAre("2024-01-26 2024-01-26 x1 RESOLVED"));
}

TEST_F(IssueTest, WhatATransitionNeeds) {
  const std::string issue = Record("2024-01-26", "issues { kind: KIND_MIC }").participation_issues(0).issue();
  const auto refused = [&](const std::string& rest, const std::string& etag = "") {
    return Refusal(Transition(issue, rest, etag).status());
  };
  EXPECT_EQ(refused("date: '2024-02-01'"), "INVALID_ARGUMENT INVALID_FIELDS: state REQUIRED");
  EXPECT_EQ(refused("state: ISSUE_STATE_RESOLVED date: '2024-01-25'"),
            "INVALID_ARGUMENT INVALID_FIELDS: date BEFORE_FIRST_SEEN");
  EXPECT_EQ(refused("state: ISSUE_STATE_DROPPED date: '2024-02-01'"),
            "INVALID_ARGUMENT INVALID_FIELDS: reason REQUIRED");
  EXPECT_EQ(refused("state: ISSUE_STATE_OPEN date: '2024-02-01'"), "FAILED_PRECONDITION NOTHING_CHANGES");
  EXPECT_EQ(refused("state: ISSUE_STATE_RESOLVED", "stale"), "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(
      Refusal(api_.Send<v1::TransitionIssueResponse>(
                      Make<v1::TransitionIssueRequest>("name: 'issues/none' etag: 'x' state: ISSUE_STATE_RESOLVED"))
                  .status()),
      "NOT_FOUND ISSUE_NOT_FOUND");
  EXPECT_EQ(Get(issue).transitions_size(), 0);
  EXPECT_EQ(refused("state: ISSUE_STATE_RESOLVED validate_only: true"), "OK ");
  EXPECT_EQ(Get(issue).transitions_size(), 0);
  // Repeated, it is done once; with the etag that it gave, it goes on.
  const std::string etag = Get(issue).etag();
  const auto done = Transition(issue, "state: ISSUE_STATE_RESOLVED date: '2024-02-01' request_id: 'r-1'", etag);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(Transition(issue, "state: ISSUE_STATE_RESOLVED date: '2024-02-01' request_id: 'r-1'", etag)->DebugString(),
            done->DebugString());
  EXPECT_EQ(Get(issue).DebugString(), done->issue().DebugString());
  EXPECT_EQ(refused("state: ISSUE_STATE_OPEN date: '2024-03-01'", done->issue().etag()), "OK ");
  // As many as an issue can hold.
  auto full = Get(issue);
  while (full.transitions_size() < 100) {
    const bool resolve = full.transitions_size() % 2 == 0;
    const auto next = Transition(issue, resolve ? "state: ISSUE_STATE_RESOLVED date: '2024-03-01'"
                                                : "state: ISSUE_STATE_OPEN date: '2024-03-01'");
    ASSERT_TRUE(next.ok()) << next.status();
    full = next->issue();
  }
  EXPECT_EQ(refused("state: ISSUE_STATE_RESOLVED date: '2024-03-01'"),
            "INVALID_ARGUMENT INVALID_FIELDS: issue.transitions TOO_MANY_ITEMS");
}

TEST_F(IssueTest, TheRegisterOfOneGroupOrWave) {
  world_.AddWave("V7");
  world_.AddGroup("V7", 1);
  Record("2024-01-26", "wave: 'V6' issues { kind: KIND_MIC }");
  Record("2024-01-26", "wave: 'V7' group: '1' issues { kind: KIND_MIC }");
  EXPECT_EQ(On("2024-02-09").entries_size(), 2);
  EXPECT_EQ(On("2024-02-09").figures().group_count(), 2);
  EXPECT_EQ(On("2024-02-09", "wave: 'V7'").entries(0).group().wave(), "waves/V7");
  EXPECT_EQ(On("2024-02-09", "wave: 'V7'").figures().group_count(), 1);
  const v1::IssueRegister of_group = On("2024-02-09", "group: 'waves/V6/groups/4'");
  EXPECT_EQ(of_group.entries_size(), 1);
  EXPECT_EQ(of_group.group(), world_.group);
  EXPECT_EQ(On("2024-02-09", "wave: 'V7' group: 'waves/V6/groups/4'").entries_size(), 0);
  const auto refused = [&](const std::string& request) {
    return Refusal(api_.Send<v1::GetIssueRegisterResponse>(Make<v1::GetIssueRegisterRequest>(request)).status());
  };
  EXPECT_EQ(refused("wave: 'V9'"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(refused("group: 'waves/V6/groups/9'"), "NOT_FOUND GROUP_NOT_FOUND");
  EXPECT_EQ(refused("as_of_date: '2024-02-30'"), "INVALID_ARGUMENT INVALID_FIELDS: as_of_date BAD_FORMAT");
  // Without a day: today's.
  EXPECT_EQ((api_.Do<v1::GetIssueRegisterResponse, v1::GetIssueRegisterRequest>("").issue_register().entries_size()),
            2);
}

TEST_F(IssueTest, SightingsFromBeforeTheRegisterAreLinked) {
  std::vector<v1::Session> sessions = {Record("2024-01-26", "issues { kind: KIND_MIC } issues { kind: KIND_CAMERA }"),
                                       Record("2023-12-04", "issues { kind: KIND_MIC }")};
  const absl::Status unlinked =
      api_.store().Write(absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) -> absl::Status {
        for (v1::Session session : sessions) {
          for (auto& sighting : *session.mutable_participation_issues()) sighting.clear_issue();
          if (absl::Status status = transaction.Update(session); !status.ok()) return status;
        }
        return absl::OkStatus();
      });
  ASSERT_TRUE(unlinked.ok()) << unlinked;
  EXPECT_THAT(Entries("2024-02-09"), IsEmpty());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(LinkOldSightings(api_.store(), absl::FromUnixSeconds(1'710'000'000), absl::InfiniteFuture()).ok());
    EXPECT_THAT(Entries("2024-02-09"), ElementsAre("2023-12-04 2024-01-26 x2 OPEN", "2024-01-26 2024-01-26 x1 OPEN"));
  }
  EXPECT_EQ(Stored(sessions[0].name()).DebugString(), sessions[0].DebugString());
}

}  // namespace
}  // namespace tutorat::api
