// The program as a whole, in this process, against a server whose answers the test decides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/unit/client/cli/fixture.h"
#include "tests/unit/client/lib/fake_server.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using tests::FakeServer;
using tests::kRecordSession;

class CliTest : public tests::ProgramTest {
 protected:
  CliTest() { Set("TUTORAT_SERVER", server_.address()); }

  // What the program asks the server to store.
  v1::SessionRecord Record(std::vector<std::string> flags) {
    std::vector<std::string> arguments = {"session", "record", "--group", "4", "--date", "2024-01-31", "-t", "EJ"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const std::size_t before = server_.Requests<v1::RecordSessionRequest>(kRecordSession).size();
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, 0) << result.err;
    const auto requests = server_.Requests<v1::RecordSessionRequest>(kRecordSession);
    EXPECT_THAT(requests, SizeIs(before + 1));
    return requests.empty() ? v1::SessionRecord() : requests.back().record();
  }

  grpc::Status answer_;
  const FakeServer server_{[this](const FakeServer::Call&, std::string&) { return answer_; }};
};

TEST_F(CliTest, AFlagIsStrongerThanAVariableThanTheFile) {
  EXPECT_FALSE(Record({}).has_duration_minutes());
  const std::string file = Write("a.toml", "[session.record]\nduration = \"1h15\"\n");
  EXPECT_EQ(Record({"--config", file}).duration_minutes(), 75);
  Set("TUTORAT_DURATION", "20");
  EXPECT_EQ(Record({"--config", file}).duration_minutes(), 20);
  EXPECT_EQ(Record({"--config", file, "--duration", "30"}).duration_minutes(), 30);
}

TEST_F(CliTest, TheSameForGlobalOptions) {
  const std::string file = Write("a.toml", "format = \"csv\"\n");
  EXPECT_THAT(Run({"wave", "list"}).err, HasSubstr("Nothing to show"));
  EXPECT_EQ(Run({"wave", "list", "--config", file}).out, "code,display_name,start_date,programme,school_calendar\n");
  Set("TUTORAT_FORMAT", "json");
  EXPECT_EQ(Run({"wave", "list", "--config", file}).out, "{}\n");
  EXPECT_THAT(Run({"--format", "markdown", "wave", "list", "--config", file}).out, StartsWith("| WAVE |"));
}

TEST_F(CliTest, FindsTheUsualFile) {
  Write("config/tutorat/config.toml", "format = \"json\"\n");
  EXPECT_EQ(Run({"wave", "list"}).out, "{}\n");
  Set("TUTORAT_CONFIG", Write("b.toml", "format = \"csv\"\n"));
  EXPECT_EQ(Run({"wave", "list"}).out, "code,display_name,start_date,programme,school_calendar\n");
}

TEST_F(CliTest, NamesAnUnknownKey) {
  const Result key = Run({"wave", "list", "--config", Write("a.toml", "formt = \"csv\"\n")});
  EXPECT_EQ(key.code, 2);
  EXPECT_THAT(key.err, HasSubstr("formt"));
  const Result section = Run({"wave", "list", "--config", Write("a.toml", "[sesion.record]\nduration = 3\n")});
  EXPECT_EQ(section.code, 2);
  EXPECT_THAT(section.err, HasSubstr("sesion"));
  EXPECT_EQ(Run({"wave", "list", "--config", dir_.File("none")}).code, 2);
}

TEST_F(CliTest, SpeaksTheLanguageOfTheLocaleUnlessTold) {
  EXPECT_THAT(Run({"--help"}).out, StartsWith("Tutorat: record"));
  Set("LANG", "fr_FR.UTF-8");
  EXPECT_THAT(Run({"--help"}).out, StartsWith("Tutorat : enregistrer"));
  Set("LC_ALL", "C.UTF-8");
  EXPECT_THAT(Run({"--help"}).out, StartsWith("Tutorat: record"));
  EXPECT_THAT(Run({"--help", "--config", Write("a.toml", "lang = \"fr\"\n")}).out, StartsWith("Tutorat : enr"));
  EXPECT_THAT(Run({"wave", "--lang=fr", "--help"}).out, StartsWith("Vagues"));
  EXPECT_EQ(Run({"wave", "list", "--lang", "de"}).code, 2);
}

TEST_F(CliTest, WrongUseIsOneLineAndCode2) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"sesion"},
                                                    {"session"},
                                                    {"session", "rcord"},
                                                    {"session", "record", "--grup", "4"},
                                                    {"session", "record", "--group"},
                                                    {"session", "record"},
                                                    {"wave", "show"},
                                                    {"wave", "show", "V6", "V7"},
                                                    {"wave", "list", "--format", "xml"},
                                                    {"wave", "list", "--timeout", "0"}}) {
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, 2) << testing::PrintToString(arguments);
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_THAT(result.out, IsEmpty());
  }
  EXPECT_THAT(Run({"session", "rcord", "--format", "json"}).err,
              StartsWith("{\"error\":{\"code\":\"INVALID_ARGUMENT\""));
}

TEST_F(CliTest, InvalidUtf8IsRefusedByFlag) {
  const Result result = Run({"session", "record", "--group", "4", "--date", "2024-01-31", "--themes", "caf\xE9"});
  EXPECT_EQ(result.code, 4);
  EXPECT_THAT(result.err, HasSubstr("--themes"));
  EXPECT_THAT(server_.calls(), IsEmpty());
}

TEST_F(CliTest, FlagsBecomeARecord) {
  const v1::SessionRecord record =
      Record({"--start",   "9h",        "--end",          "10:30",      "-t",         "Marchés",
              "--present", "Anne|Paul", "--absent",       "2",          "--expected", "7",
              "--guest",   "Zoé",       "--issue",        "mic|caméra", "--affected", "2",
              "--impact",  "léger",     "--appreciation", "good",       "--note",     "n",
              "--link",    "https://x", "--me",           "Anne",       "--wave",     "V6"});
  EXPECT_EQ(record.group(), "4");
  EXPECT_EQ(record.wave(), "V6");
  EXPECT_EQ(record.start(), "09:00");
  EXPECT_EQ(record.duration_minutes(), 90);
  EXPECT_EQ(record.themes(), "EJ, Marchés");
  EXPECT_THAT(record.present().names(), testing::ElementsAre("Anne", "Paul"));
  EXPECT_EQ(record.absent().count(), 2);
  EXPECT_EQ(record.expected(), 7);
  ASSERT_THAT(record.issues(), SizeIs(2));
  EXPECT_EQ(record.issues(1).kind(), v1::ParticipationIssue::KIND_CAMERA);
  EXPECT_EQ(record.issues(1).affected().count(), 2);
  EXPECT_EQ(record.issues(1).impact(), v1::ParticipationIssue::IMPACT_SLIGHT);
  EXPECT_EQ(record.appreciation(), v1::APPRECIATION_GOOD);
  EXPECT_EQ(record.tutor(), "Anne");
  EXPECT_EQ(record.state(), v1::SESSION_STATE_HELD);
}

TEST_F(CliTest, WrongValuesAreRefusedBeforeTheServerIsAsked) {
  const std::map<std::string, std::vector<std::string>> wrong = {{"--end", {"--start", "14:00", "--end", "13:30"}},
                                                                 {"--start", {"--start", "25:00"}},
                                                                 {"--duration", {"--duration", "long"}},
                                                                 {"--present", {"--present", "!"}},
                                                                 {"--expected", {"--expected", "seven"}},
                                                                 {"--issue", {"--issue", "noise"}},
                                                                 {"--affected", {"--affected", "2"}},
                                                                 {"--appreciation", {"--appreciation", "superb"}}};
  for (const auto& [flag, flags] : wrong) {
    std::vector<std::string> arguments = {"session", "record", "--group", "4", "--date", "2024-01-31", "-t", "EJ"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, 4) << flag;
    EXPECT_THAT(result.err, HasSubstr(flag));
  }
  EXPECT_EQ(Run({"session", "record", "--group", "4", "--date", "30/02/2024", "-t", "EJ"}).code, 4);
  EXPECT_THAT(server_.calls(), IsEmpty());
}

TEST_F(CliTest, ExitCodesSayWhatKindOfErrorItIs) {
  const std::map<int, grpc::Status> answers = {
      {3, tests::Refusal(grpc::StatusCode::NOT_FOUND, "WAVE_NOT_FOUND")},
      {4, tests::Refusal(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELDS", "name")},
      {5, tests::Refusal(grpc::StatusCode::PERMISSION_DENIED, "NOT_ALLOWED")},
      {6, tests::Refusal(grpc::StatusCode::ABORTED, "ETAG_MISMATCH")},
      {7, tests::Refusal(grpc::StatusCode::DEADLINE_EXCEEDED, "")},
      {1, tests::Refusal(grpc::StatusCode::INTERNAL, "INTERNAL")}};
  for (const auto& [code, answer] : answers) {
    answer_ = answer;
    EXPECT_EQ(Run({"wave", "show", "V6"}).code, code);
  }
  answer_ = tests::Refusal(grpc::StatusCode::ABORTED, "ETAG_MISMATCH");
  EXPECT_THAT(Run({"wave", "show", "V6"}).err, HasSubstr("run the command again"));
}

TEST_F(CliTest, ASessionThatFindsNoServerIsKeptAndLeavesOnce) {
  const std::string away = tests::NobodysAddress();
  const std::vector<std::string> record = {"session", "record", "--group", "4", "--date", "2024-01-31", "-t", "EJ"};
  Set("TUTORAT_SERVER", away);
  const Result kept = Run(record);
  EXPECT_EQ(kept.code, 7);
  EXPECT_THAT(kept.err, HasSubstr(dir_.File("state/tutorat/outbox.jsonl")));
  std::vector<std::string> dry = record;
  dry.emplace_back("--dry-run");
  EXPECT_EQ(Run(dry).code, 7);
  EXPECT_THAT(server_.calls(), IsEmpty());

  // The server is back, at the address that the session is for.
  const std::filesystem::path outbox = dir_.File("state/tutorat/outbox.jsonl");
  std::stringstream text;
  text << std::ifstream(outbox).rdbuf();
  std::string line = text.str();
  line.replace(line.find(away), away.size(), server_.address());
  std::ofstream(outbox) << line;
  Set("TUTORAT_SERVER", server_.address());
  EXPECT_THAT(Run({"wave", "list"}).err, HasSubstr("Waiting sessions, sent: 1"));
  EXPECT_EQ(Run({"wave", "list"}).code, 0);
  EXPECT_THAT(server_.Requests<v1::RecordSessionRequest>(kRecordSession), SizeIs(1));
}

}  // namespace
}  // namespace tutorat::cli
