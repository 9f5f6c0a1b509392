// The register of issues over the network: sessions written at once, in any order, and what becomes of issues.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/fixture.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::tests {
namespace {

using grpc::StatusCode;

class IssueTest : public ConformanceTest {
 protected:
  // Held, on a day of its own.
  v1::Session Seeing(v1::ParticipationIssue::Kind kind) {
    v1::Session session = world_.NewSession(group_);
    session.add_participation_issues()->set_kind(kind);
    return session;
  }
  v1::IssueRegister Register(const std::string& day) const {
    v1::GetIssueRegisterRequest request;
    request.set_as_of_date(day);
    request.set_group(group_);
    v1::GetIssueRegisterResponse response;
    const Outcome outcome = api_.Call(request, &response);
    EXPECT_TRUE(outcome.ok()) << outcome;
    return response.issue_register();
  }
  v1::Issue Get(const std::string& name) const {
    v1::GetIssueRequest request;
    request.set_name(name);
    v1::GetIssueResponse response;
    EXPECT_TRUE(api_.Call(request, &response).ok()) << name;
    return response.issue();
  }
  static v1::TransitionIssueRequest Resolve(const v1::Issue& issue, const std::string& date) {
    v1::TransitionIssueRequest request;
    request.set_name(issue.name());
    request.set_etag(issue.etag());
    request.set_state(v1::ISSUE_STATE_RESOLVED);
    request.set_date(date);
    return request;
  }

  const std::string group_ = world_.AddGroup(7).name();
};

TEST_F(IssueTest, SessionsWrittenAtOnceShareTheirIssue) {
  constexpr int kCallers = 12;
  std::vector<v1::CreateSessionRequest> requests(kCallers);
  std::vector<v1::CreateSessionResponse> responses(kCallers);
  for (auto& request : requests) *request.mutable_session() = Seeing(v1::ParticipationIssue::KIND_MIC);
  AtOnce(kCallers, [&](size_t i) {
    const Outcome outcome = api_.Call(requests[i], &responses[i]);
    EXPECT_TRUE(outcome.ok()) << outcome;
  });
  std::set<std::string> issues;
  for (const auto& response : responses) issues.insert(response.session().participation_issues(0).issue());
  EXPECT_EQ(issues.size(), 1);
  const v1::IssueRegister seen = Register("2024-02-09");
  ASSERT_EQ(seen.entries_size(), 1);
  EXPECT_EQ(seen.entries(0).session_count(), kCallers);
  EXPECT_EQ(seen.figures().group_count(), 1);
  EXPECT_EQ(seen.figures().mic_or_camera().groups_size(), 1);
}

TEST_F(IssueTest, OfChangesWithOneEtagOneWins) {
  constexpr int kCallers = 8;
  const v1::Session session = world_.AddSession(Seeing(v1::ParticipationIssue::KIND_CAMERA));
  const v1::Issue issue = Get(session.participation_issues(0).issue());
  std::vector<Outcome> outcomes(kCallers);
  AtOnce(kCallers, [&](size_t i) {
    v1::TransitionIssueResponse response;
    outcomes[i] = api_.Call(Resolve(issue, absl::StrCat("2024-02-0", i + 1)), &response);
  });
  EXPECT_EQ(std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.ok(); }), 1);
  for (const Outcome& outcome : outcomes) {
    if (!outcome.ok()) ExpectRefused(outcome, StatusCode::ABORTED, "ETAG_MISMATCH");
  }
  EXPECT_EQ(Get(issue.name()).transitions_size(), 1);
}

// Sessions come in while the issue is resolved: each is seen by the issue that was there on its day.
TEST_F(IssueTest, SessionsAndAChangeOfStateAtOnceAgree) {
  constexpr int kSessions = 10;
  const v1::Session first = world_.AddSession(Seeing(v1::ParticipationIssue::KIND_ROOM));
  const v1::Issue issue = Get(first.participation_issues(0).issue());
  std::vector<v1::CreateSessionRequest> requests(kSessions);
  for (auto& request : requests) *request.mutable_session() = Seeing(v1::ParticipationIssue::KIND_ROOM);
  AtOnce(kSessions + 1, [&](size_t i) {
    if (i == kSessions) {
      v1::TransitionIssueResponse response;
      const Outcome outcome = api_.Call(Resolve(issue, first.local_date()), &response);
      EXPECT_TRUE(outcome.ok()) << outcome;
      return;
    }
    v1::CreateSessionResponse response;
    const Outcome outcome = api_.Call(requests[i], &response);
    EXPECT_TRUE(outcome.ok()) << outcome;
  });
  const v1::IssueRegister seen = Register("2024-02-09");
  ASSERT_EQ(seen.entries_size(), 2);
  EXPECT_EQ(seen.entries(0).issue(), issue.name());
  EXPECT_EQ(seen.entries(0).state(), v1::ISSUE_STATE_RESOLVED);
  EXPECT_EQ(seen.entries(0).session_count(), 1);
  EXPECT_EQ(seen.entries(1).state(), v1::ISSUE_STATE_OPEN);
  EXPECT_EQ(seen.entries(1).session_count(), kSessions);
}

}  // namespace
}  // namespace tutorat::tests
