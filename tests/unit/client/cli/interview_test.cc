// `session record` on a terminal: the questions that a tutor is asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/lib/durable_file.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/client/cli/terminal.h"
#include "tests/unit/client/lib/fake_server.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using tests::FakeServer;
using tests::kRecordSession;
using tests::Terminal;

constexpr char kCtrlC[] = "\x03";
constexpr char kCtrlD[] = "\x04";

// A wave with one group, led by Anne, which met twice at 9:30 for an hour and a half.
std::string Answer(const std::string& method) {
  if (absl::EndsWith(method, "/ListGroups")) {
    v1::ListGroupsResponse groups;
    v1::Group& group = *groups.add_groups();
    group.set_name("groups/g");
    group.set_wave("waves/V6");
    group.set_number(4);
    group.add_tutor_assignments()->set_tutor("tutors/a");
    return groups.SerializeAsString();
  }
  if (absl::EndsWith(method, "/ListTutors")) {
    v1::ListTutorsResponse tutors;
    tutors.add_tutors()->set_name("tutors/a");
    tutors.mutable_tutors(0)->set_display_name("Anne Martin");
    return tutors.SerializeAsString();
  }
  if (absl::EndsWith(method, "/ListMembers")) {
    v1::ListMembersResponse members;
    for (const char* name : {"Zoé Jacinthe", "Paul Bleuet", "Karim Lavande"}) {
      members.add_members()->set_display_name(name);
    }
    return members.SerializeAsString();
  }
  if (absl::EndsWith(method, "/ListSessions")) {
    v1::ListSessionsResponse sessions;
    for (int day = 1; day <= 2; ++day) {
      v1::Session& session = *sessions.add_sessions();
      session.mutable_start_time()->set_seconds(day);
      session.mutable_duration()->set_seconds(int64_t{90} * 60);
      session.set_local_clock("09:30");
    }
    return sessions.SerializeAsString();
  }
  return "";
}

// The group lacked microphones and cameras, and had a bad room, when it met last.
std::string AnswerOfIssues(const std::string& method) {
  if (absl::EndsWith(method, "/GetIssueRegister")) {
    v1::GetIssueRegisterResponse response;
    for (const auto kind :
         {v1::ParticipationIssue::KIND_MIC, v1::ParticipationIssue::KIND_CAMERA, v1::ParticipationIssue::KIND_ROOM}) {
      v1::IssueEntry& entry = *response.mutable_issue_register()->add_entries();
      entry.set_issue(absl::StrCat("issues/", kind));
      entry.set_kind(kind);
      entry.set_first_date("2023-12-05");
      entry.set_last_session("sessions/last");
      entry.mutable_group()->set_number(4);
      entry.mutable_group()->set_wave("waves/V6");
    }
    response.mutable_issue_register()->mutable_entries(0)->set_affected_count(2);
    return response.SerializeAsString();
  }
  if (absl::EndsWith(method, "/GetSessionRecord")) {
    v1::GetSessionRecordResponse response;
    auto* mic = response.mutable_record()->add_issues();
    mic->set_kind(v1::ParticipationIssue::KIND_MIC);
    mic->mutable_affected()->set_count(2);
    mic->set_impact(v1::ParticipationIssue::IMPACT_SLIGHT);
    mic->set_note("of that session");
    auto* camera = response.mutable_record()->add_issues();
    camera->set_kind(v1::ParticipationIssue::KIND_CAMERA);
    camera->mutable_affected()->add_names("Who Left");
    return response.SerializeAsString();
  }
  if (absl::EndsWith(method, "/GetIssue")) {
    v1::GetIssueResponse response;
    response.mutable_issue()->set_etag("e-1");
    return response.SerializeAsString();
  }
  return "";
}

class InterviewTest : public ::testing::Test {
 protected:
  grpc::Status Handle(const FakeServer::Call& call, std::string& response) {
    v1::RecordSessionRequest request;
    if (call.method == kRecordSession && request.ParseFromString(call.request) &&
        request.record().themes() == refused_themes_) {
      return tests::Refusal(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELDS", "record.themes");
    }
    response = Answer(call.method);
    if (has_issues_ && response.empty()) response = AnswerOfIssues(call.method);
    return grpc::Status::OK;
  }

  std::unique_ptr<Terminal> Start(const std::vector<std::string>& arguments, const std::string& server) const {
    std::vector<std::string> argv = {TUTORAT_PROGRAM, "session", "record"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    return std::make_unique<Terminal>(
        argv, std::vector<std::string>{"HOME=" + dir_.path(), "LANG=C.UTF-8", "TUTORAT_SERVER=" + server});
  }

  // What was stored, and not only checked.
  std::vector<v1::SessionRecord> Stored() const {
    std::vector<v1::SessionRecord> records;
    for (const auto& request : server_.Requests<v1::RecordSessionRequest>(kRecordSession)) {
      if (!request.validate_only()) records.push_back(request.record());
    }
    return records;
  }

  const tests::TempDir dir_;
  const std::string refused_themes_ = "refused";
  std::atomic<bool> has_issues_ = false;
  const FakeServer server_{
      [this](const FakeServer::Call& call, std::string& response) { return Handle(call, response); }};
};

TEST_F(InterviewTest, EnterTakesWhatIsProposed) {
  const auto terminal = Start({"--me", "Anne Martin"}, server_.address());
  for (const char* question : {"Group [V6/4]", "Date [", "Start [09:30]", "Length [1 h 30]"}) {
    ASSERT_TRUE(terminal->Shows(question)) << question << "\n" << terminal->screen();
    terminal->Type("\n");
  }
  ASSERT_TRUE(terminal->Shows("Themes"));
  terminal->Type("EJ & Marchés\n");
  for (const char* question :
       {"1 Karim Lavande, 2 Paul Bleuet, 3 Zoé Jacinthe", "Issues:", "progress:", "asked for next", "Record it?"}) {
    ASSERT_TRUE(terminal->Shows(question)) << question << "\n" << terminal->screen();
    terminal->Type("\n");
  }
  EXPECT_EQ(terminal->Wait(), 0) << terminal->screen();
  const std::vector<v1::SessionRecord> stored = Stored();
  ASSERT_THAT(stored, testing::SizeIs(1));
  EXPECT_EQ(stored[0].wave(), "V6");
  EXPECT_EQ(stored[0].group(), "4");
  EXPECT_EQ(stored[0].tutor(), "Anne Martin");
  EXPECT_EQ(stored[0].start(), "09:30");
  EXPECT_EQ(stored[0].duration_minutes(), 90);
  EXPECT_EQ(stored[0].themes(), "EJ & Marchés");
  EXPECT_THAT(stored[0].present().names(), ElementsAre("Karim Lavande", "Paul Bleuet", "Zoé Jacinthe"));
  EXPECT_FALSE(stored[0].has_absent());
  EXPECT_EQ(stored[0].requested_themes(), "");
}

TEST_F(InterviewTest, AsksOnlyForWhatIsMissingAndAgainForWhatIsWrong) {
  const auto terminal = Start({"--group", "4", "--start", "14:00", "--duration", "60"}, server_.address());
  ASSERT_TRUE(terminal->Shows("Date ["));
  terminal->Type("30/02/2024\n");
  ASSERT_TRUE(terminal->Shows("does not exist"));
  terminal->Type("31/01/2024\n");
  ASSERT_TRUE(terminal->Shows("Themes"));
  terminal->Type(refused_themes_ + "\n");
  ASSERT_TRUE(terminal->Shows("Absent:")) << terminal->screen();
  terminal->Type("nobody\n");
  ASSERT_TRUE(terminal->Shows("write a number of the list"));
  terminal->Type("zoe, 2\n");
  ASSERT_TRUE(terminal->Shows("Excused"));
  terminal->Type("2\n");
  ASSERT_TRUE(terminal->Shows("Issues:"));
  terminal->Type("mic, noise\n");
  ASSERT_TRUE(terminal->Shows("is not known"));
  terminal->Type("mic\n");
  ASSERT_TRUE(terminal->Shows("Weight"));
  terminal->Type("heavy\n");
  ASSERT_TRUE(terminal->Shows("weight: \"heavy\"")) << terminal->screen();
  terminal->Type("slight\n");
  ASSERT_TRUE(terminal->Shows("progress:"));
  terminal->Type("good\n");
  ASSERT_TRUE(terminal->Shows("asked for next"));
  terminal->Type("GFE, et les DP\n");
  // The server's word on the themes.
  ASSERT_TRUE(terminal->Shows("write something")) << terminal->screen();
  terminal->Type("EJ\n");
  ASSERT_TRUE(terminal->Shows("Present: 1/3; without Zoé Jacinthe, Paul Bleuet")) << terminal->screen();
  terminal->Type("\n");
  EXPECT_EQ(terminal->Wait(), 0) << terminal->screen();
  const std::vector<v1::SessionRecord> stored = Stored();
  ASSERT_THAT(stored, testing::SizeIs(1));
  EXPECT_EQ(stored[0].date(), "2024-01-31");
  EXPECT_EQ(stored[0].themes(), "EJ");
  EXPECT_THAT(stored[0].present().names(), ElementsAre("Karim Lavande"));
  EXPECT_THAT(stored[0].excused().names(), ElementsAre("Paul Bleuet"));
  EXPECT_THAT(stored[0].absent().names(), ElementsAre("Zoé Jacinthe"));
  ASSERT_THAT(stored[0].issues(), testing::SizeIs(1));
  EXPECT_EQ(stored[0].issues(0).impact(), v1::ParticipationIssue::IMPACT_SLIGHT);
  EXPECT_EQ(stored[0].appreciation(), v1::APPRECIATION_GOOD);
  EXPECT_EQ(stored[0].requested_themes(), "GFE, et les DP");
}

TEST_F(InterviewTest, OpenIssuesTakeAKeyEach) {
  has_issues_ = true;
  const auto terminal =
      Start({"--group", "4", "--date", "2024-01-31", "--start", "14:00", "--duration", "60", "--present", "3"},
            server_.address());
  ASSERT_TRUE(terminal->Shows("Themes covered")) << terminal->screen();
  terminal->Type("EJ\n");
  ASSERT_TRUE(terminal->Shows("No microphone (2 people, since 2023-12-05): y still there, n not seen, r resolved [y]"))
      << terminal->screen();
  terminal->Type("x\n");
  ASSERT_TRUE(terminal->Shows("answer y, n or r")) << terminal->screen();
  terminal->Type("\n");
  ASSERT_TRUE(terminal->Shows("No camera (since 2023-12-05)")) << terminal->screen();
  terminal->Type("y\n");
  ASSERT_TRUE(terminal->Shows("Room problem")) << terminal->screen();
  terminal->Type("r\n");
  ASSERT_TRUE(terminal->Shows("Issues:")) << terminal->screen();
  terminal->Type("access\n");
  for (const char* question : {"Weight", "progress:", "Themes asked", "Record it?"}) {
    ASSERT_TRUE(terminal->Shows(question)) << question << "\n" << terminal->screen();
    terminal->Type("\n");
  }
  EXPECT_TRUE(terminal->Shows("Resolved: room, group V6/4, on 2024-01-31")) << terminal->screen();
  EXPECT_EQ(terminal->Wait(), 0) << terminal->screen();
  const std::vector<v1::SessionRecord> stored = Stored();
  ASSERT_THAT(stored, testing::SizeIs(1));
  ASSERT_THAT(stored[0].issues(), testing::SizeIs(3));
  EXPECT_EQ(stored[0].issues(0).kind(), v1::ParticipationIssue::KIND_ACCESS);
  EXPECT_EQ(stored[0].issues(1).ShortDebugString(), "kind: KIND_MIC affected { count: 2 } impact: IMPACT_SLIGHT");
  // Whoever left is not affected any more.
  EXPECT_EQ(stored[0].issues(2).ShortDebugString(), "kind: KIND_CAMERA");
  const auto changes = server_.Requests<v1::TransitionIssueRequest>("/tutorat.v1.IssueService/TransitionIssue");
  ASSERT_THAT(changes, testing::SizeIs(1));
  EXPECT_EQ(changes[0].name(), "issues/5");
  EXPECT_EQ(changes[0].state(), v1::ISSUE_STATE_RESOLVED);
  EXPECT_EQ(changes[0].date(), "2024-01-31");
  EXPECT_EQ(changes[0].etag(), "e-1");
}

TEST_F(InterviewTest, GivingUpStoresNothing) {
  for (const char* key : {kCtrlC, kCtrlD}) {
    const auto terminal = Start({}, server_.address());
    ASSERT_TRUE(terminal->Shows("Group"));
    terminal->Type(key);
    EXPECT_TRUE(terminal->Shows("nothing is stored")) << terminal->screen();
    EXPECT_EQ(terminal->Wait(), 1);
  }
  EXPECT_THAT(Stored(), IsEmpty());
}

// Of a tutor who has not said who types: the server shows them their groups only.
TEST_F(InterviewTest, ProposesTheOnlyGroupThatThereIs) {
  const auto terminal = Start({}, server_.address());
  EXPECT_TRUE(terminal->Shows("Group [V6/4]")) << terminal->screen();
  terminal->Type(kCtrlD);
  EXPECT_EQ(terminal->Wait(), 1);
}

TEST_F(InterviewTest, SaysAtOnceThatAGroupIsUnknown) {
  const auto terminal = Start({"--group", "5"}, server_.address());
  EXPECT_TRUE(terminal->Shows("it has V6/4")) << terminal->screen();
  EXPECT_EQ(terminal->Wait(), 3);
}

TEST_F(InterviewTest, WithoutAServerTheSessionIsKept) {
  const auto terminal = Start({"--group", "4", "--date", "2024-01-31"}, tests::NobodysAddress());
  ASSERT_TRUE(terminal->Shows("cannot be reached"));
  for (const char* question : {"Start [14:00]", "Length [1 h]"}) {
    ASSERT_TRUE(terminal->Shows(question)) << terminal->screen();
    terminal->Type("\n");
  }
  ASSERT_TRUE(terminal->Shows("Themes"));
  terminal->Type("EJ\n");
  ASSERT_TRUE(terminal->Shows("Absent: whole names"));
  terminal->Type("2\n");
  ASSERT_TRUE(terminal->Shows("no numbered list")) << terminal->screen();
  terminal->Type("Lucie Thym | Zoé Jacinthe\n");
  ASSERT_TRUE(terminal->Shows("Excused among them"));
  terminal->Type("zoé\n");
  ASSERT_TRUE(terminal->Shows("Present: how many"));
  terminal->Type("Lucie Thym\n");
  ASSERT_TRUE(terminal->Shows("Lucie Thym\"")) << terminal->screen();
  terminal->Type("6\n");
  ASSERT_TRUE(terminal->Shows("expected"));
  terminal->Type("7\n");
  for (const char* question : {"Issues:", "progress:", "asked for next", "Record it?"}) {
    ASSERT_TRUE(terminal->Shows(question)) << terminal->screen();
    terminal->Type("\n");
  }
  EXPECT_TRUE(terminal->Shows("session kept")) << terminal->screen();
  EXPECT_EQ(terminal->Wait(), 7);
  const std::string kept = client::ReadFile(dir_.File(".local/state/tutorat/outbox.jsonl")).value();
  EXPECT_THAT(kept, HasSubstr(R"("present":{"count":6})"));
  EXPECT_THAT(kept, HasSubstr(R"("absent":{"names":["Lucie Thym"]})"));
  EXPECT_THAT(kept, HasSubstr(R"("excused":{"names":["Zoé Jacinthe"]})"));
}

}  // namespace
}  // namespace tutorat::cli
