// `session` verbs, against a server whose answers the test decides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/lib/durable_file.h"
#include "client/lib/outbox.h"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class SessionVerbs : public tests::AnsweredTest {
 protected:
  void SessionIs(const std::string& text) {
    Answers<v1::GetSessionResponse>(
        "GetSession", absl::StrCat("session { name: 'sessions/a' etag: 'e' group: 'groups/g' local_date: '2024-02-12' "
                                   "local_clock: '14:00' time_zone: 'Europe/Paris' ",
                                   text, " }"));
  }

  void SessionOf(const std::string& date, const std::string& clock, const std::string& zone) {
    Answers<v1::GetSessionResponse>(
        "GetSession", absl::StrCat("session { name: 'sessions/a' etag: 'e' local_date: '", date, "' local_clock: '",
                                   clock, "' time_zone: '", zone, "' }"));
  }

  Result Edit(std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"session", "edit", "sessions/a"});
    return Run(flags);
  }

  // What the server is asked to correct.
  v1::RecordSessionRequest Edited(const std::vector<std::string>& flags) {
    const Result result = Edit(flags);
    EXPECT_EQ(result.code, 0) << result.err;
    return Last<v1::RecordSessionRequest>("SessionService/RecordSession");
  }
};

TEST_F(SessionVerbs, AnEditIsOneCorrectionOfWhatIsTyped) {
  SessionIs("head_count { present: 9 }");
  Answers<v1::RecordSessionResponse>("RecordSession",
                                     "session { name: 'sessions/a' local_date: '2024-02-13' local_clock: '14:00' } "
                                     "warnings { message: 'les autres' }");
  const Result result =
      Edit({"--new-date", "13/02/2024", "--end",      "15:30", "--state", "tenue",   "--absent", "Zoé  Jacinthe|Paul",
            "--issue",    "caméra",     "--affected", "1",     "--guest", "M. Noir", "--note",   "x",
            "--take",     "EJ",         "--clear",    "lien",  "--clear", "link",    "--another"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("les autres"));
  EXPECT_THAT(result.out, HasSubstr("Modifiée : séance"));
  const auto request = Last<v1::RecordSessionRequest>("SessionService/RecordSession");
  EXPECT_EQ(request.session(), "sessions/a");
  EXPECT_EQ(request.etag(), "e");
  EXPECT_FALSE(request.has_update_mask());
  EXPECT_FALSE(request.validate_only());
  EXPECT_THAT(request.clear(), ElementsAre("external_link"));
  v1::SessionRecord expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "date: '2024-02-13' duration_minutes: 90 state: SESSION_STATE_HELD absent { names: 'Zoé  Jacinthe' names: 'Paul' "
      "} "
      "issues { kind: KIND_CAMERA affected { count: 1 } } guests: 'M. Noir' notes: 'x' "
      "agenda { theme: 'themes/ej' choice: CHOICE_TAKEN } another_session: true",
      &expected));
  EXPECT_EQ(request.record().DebugString(), expected.DebugString());
  EXPECT_THAT(Edited({"--clear", "présences"}).clear(),
              ElementsAre("present", "late", "excused", "absent", "expected"));
  EXPECT_EQ(Edit({"--clear", "heure"}).code, 4);
  EXPECT_EQ(Edit({}).code, 2);
}

// Of the session's own day, hour and zone, where the command does not give them.
TEST_F(SessionVerbs, AnEditsEndCountsTheMinutesThatPass) {
  SessionIs("");
  Answers<v1::RecordSessionResponse>("RecordSession", "session { name: 'sessions/a' }");
  const auto minutes = [this](const std::vector<std::string>& flags) {
    const v1::RecordSessionRequest request = Edited(flags);
    EXPECT_EQ(request.record().time_zone(), "");
    return request.record().duration_minutes();
  };
  EXPECT_EQ(minutes({"--end", "16h"}), 120);
  EXPECT_EQ(minutes({"--start", "01:00", "--end", "04:00"}), 180);
  EXPECT_EQ(minutes({"--start", "01:00", "--end", "04:00", "--new-date", "31/03/2024"}), 120);
  EXPECT_EQ(minutes({"--start", "01:00", "--end", "04:00", "--new-date", "27/10/2024"}), 240);
  SessionOf("2024-03-31", "01:00", "Europe/Paris");
  EXPECT_EQ(minutes({"--end", "04:00"}), 120);
  SessionOf("2024-03-31", "01:00", "Indian/Reunion");
  EXPECT_EQ(minutes({"--end", "04:00"}), 180);
}

TEST_F(SessionVerbs, AnIssueIsAddedToThoseOfTheSession) {
  SessionIs("");
  Answers<v1::GetSessionRecordResponse>("GetSessionRecord",
                                        "record { notes: 'n' issues { kind: KIND_MIC } } etag: 'f'");
  const Result result =
      Run({"issue", "add", "sessions/a", "--issue", "micro", "--affected", "Paul", "--note", "encore"});
  EXPECT_EQ(result.code, 0) << result.err;
  const auto request = Last<v1::RecordSessionRequest>("SessionService/RecordSession");
  EXPECT_EQ(request.session(), "sessions/a");
  EXPECT_EQ(request.etag(), "f");
  EXPECT_THAT(request.update_mask().paths(), ElementsAre("issues"));
  ASSERT_EQ(request.record().issues_size(), 2);
  EXPECT_EQ(request.record().issues(1).note(), "encore");
  EXPECT_THAT(request.record().issues(1).affected().names(), ElementsAre("Paul"));
  EXPECT_EQ(request.record().notes(), "");
}

TEST_F(SessionVerbs, AmongSeveralWavesTheOnlyGroupOfThatNumberIsMeant) {
  Answers<v1::ListWavesResponse>("ListWaves",
                                 "waves { name: 'waves/V6' code: 'V6' } waves { name: 'waves/V7' code: 'V7' }");
  Answers<v1::ListGroupsResponse>(
      "ListGroups",
      "groups { name: 'groups/a' wave: 'waves/V6' number: 4 } groups { name: 'groups/b' wave: "
      "'waves/V7' number: 5 } groups { name: 'groups/c' wave: 'waves/V6' number: 5 }");
  EXPECT_EQ(Run({"session", "list", "--group", "4"}).code, 0);
  EXPECT_EQ(Last<v1::ListSessionRecordsRequest>("SessionService/ListSessionRecords").group(), "waves/V6/groups/4");
  EXPECT_EQ(Run({"session", "list", "--group", "9"}).code, 3);
  const Result several = Run({"session", "list", "--group", "5"});
  EXPECT_EQ(several.code, 4);
  EXPECT_THAT(several.err, HasSubstr("V6/5 ou V7/5"));
  EXPECT_EQ(Run({"group", "create", "4"}).code, 4);
}

TEST_F(SessionVerbs, WhatBecomesOfTheOthersIsLeftToTheServerUnlessItIsTyped) {
  const auto others = [this](std::vector<std::string> people) {
    std::vector<std::string> arguments = {"session", "record", "--group", "4", "--date", "2024-01-31", "-t", "EJ"};
    arguments.insert(arguments.end(), people.begin(), people.end());
    Run(arguments);
    return Last<v1::RecordSessionRequest>("SessionService/RecordSession").record().unlisted_members();
  };
  EXPECT_EQ(others({"--absent", "Zoé Jacinthe"}), v1::SessionRecord::UNLISTED_UNSPECIFIED);
  EXPECT_EQ(others({"--absent", "Zoé Jacinthe", "--others", "présents"}), v1::SessionRecord::UNLISTED_PRESENT);
  EXPECT_EQ(others({"--absent", "Zoé Jacinthe", "--others", "not-recorded"}), v1::SessionRecord::UNLISTED_NOT_RECORDED);
}

TEST_F(SessionVerbs, WhoCameIsToldAsTheServerCountsThem) {
  const auto shown = [this](const std::string& turnout) {
    Answers<v1::ListSessionRecordsResponse>(
        "ListSessionRecords", absl::StrCat("records { record { themes: 'EJ' expected: 10 } ", turnout, " }"));
    return Run({"session", "list"}).out;
  };
  EXPECT_THAT(shown(""), Not(HasSubstr("0/10")));
  EXPECT_THAT(shown("turnout { expected: 10 }"), HasSubstr("0/10"));
  EXPECT_THAT(shown("turnout { came: 2 expected: 3 }"), HasSubstr("2/3"));
}

TEST_F(SessionVerbs, SessionsAreListedByStartThenGroupThenThemes) {
  Answers<v1::ListSessionRecordsResponse>("ListSessionRecords", R"(
      records { session { name: 'sessions/1' start_time { seconds: 5 } } record { wave: 'V6' group: '10' themes: 'b10' } }
      records { session { name: 'sessions/2' start_time { seconds: 5 } } record { wave: 'V6' group: '4' themes: 'b4' } }
      records { session { name: 'sessions/3' themes: 'z' start_time { seconds: 2 } } record { group: '9' themes: 'a9z' } }
      records { session { name: 'sessions/4' themes: 'a' start_time { seconds: 2 } } record { group: '9' themes: 'a9a' } }
  )");
  EXPECT_THAT(Run({"session", "list"}).out, testing::ContainsRegex("a9a(.|\n)*a9z(.|\n)*b4(.|\n)*b10"));
}

TEST_F(SessionVerbs, AZoneIsSentAsItIsTyped) {
  Run({"session", "record", "--group", "4", "--date", "2024-01-31", "-t", "EJ", "--zone", "Pacific/Noumea"});
  EXPECT_EQ(Last<v1::RecordSessionRequest>("SessionService/RecordSession").record().time_zone(), "Pacific/Noumea");
}

// Whether its first attempt was stored the server tells, which has forgotten the attempt itself.
TEST_F(SessionVerbs, WhatWaitedForDaysAndIsThereWasSent) {
  v1::RecordSessionRequest request;
  request.set_request_id("old");
  request.mutable_record()->set_group("groups/a");
  request.mutable_record()->set_date("2024-01-31");
  request.mutable_record()->set_start("14:00");
  request.mutable_record()->set_themes("EJ");
  const auto send_after_days = [&] {
    const std::string path = dir_.File("state/tutorat/outbox.jsonl");
    ASSERT_TRUE(client::Outbox(path).Keep(server().address(), request).ok());
    std::string line = client::ReadFile(path).value();
    line.replace(line.find("saved_at\":\"") + 11, 4, "2024");
    std::ofstream(path) << line;
    EXPECT_THAT(Run({"wave", "list"}).err, HasSubstr("envoyées : 1"));
  };
  Refuses("RecordSession", tests::Refusal(grpc::StatusCode::ALREADY_EXISTS, "SESSION_ALREADY_RECORDED"));
  send_after_days();
  EXPECT_EQ(server().Requests<v1::RecordSessionRequest>("/tutorat.v1.SessionService/RecordSession").size(), 1);
  // Of a line that is young it is a refusal, as any other.
  ASSERT_TRUE(client::Outbox(dir_.File("state/tutorat/outbox.jsonl")).Keep(server().address(), request).ok());
  EXPECT_THAT(Run({"wave", "list"}).err, HasSubstr("séance en attente refusée"));
}

TEST_F(SessionVerbs, AnUnknownWaveIsSaidAndItsLettersDoNotCount) {
  Answers<v1::ListWavesResponse>("ListWaves",
                                 "waves { name: 'waves/V6' code: 'V6' } waves { name: 'waves/V7' code: 'V7' }");
  for (const std::vector<std::string>& list : std::vector<std::vector<std::string>>{
           {"session", "list"}, {"group", "list"}, {"member", "list"}, {"export", "sessions"}}) {
    std::vector<std::string> arguments = list;
    arguments.insert(arguments.end(), {"--wave", "V9"});
    const Result unknown = Run(arguments);
    EXPECT_EQ(unknown.code, 3) << list.front();
    EXPECT_THAT(unknown.err, HasSubstr("--wave"));
    EXPECT_THAT(unknown.err, HasSubstr("V6, V7"));
    arguments.back() = "v6";
    EXPECT_EQ(Run(arguments).code, 0) << list.front();
  }
  EXPECT_EQ(Last<v1::ListSessionRecordsRequest>("SessionService/ListSessionRecords").wave(), "waves/V6");
  EXPECT_EQ(Last<v1::ListGroupsRequest>("GroupService/ListGroups").wave(), "");
  EXPECT_EQ(Run({"balance", "--from", "2024-01-01", "--wave", "v7"}).code, 0);
  EXPECT_EQ(Last<v1::GetBalanceRequest>("ReportService/GetBalance").wave(), "V7");
}

// As it was kept while the server was away.
TEST_F(SessionVerbs, ASessionSentLaterIsToldFromOthers) {
  const auto keep = [this](const std::string& group) {
    v1::RecordSessionRequest request;
    request.set_request_id(group);
    request.mutable_record()->set_wave("V6");
    request.mutable_record()->set_group(group);
    request.mutable_record()->set_date("2024-01-31");
    request.mutable_record()->set_themes("EJ");
    ASSERT_TRUE(client::Outbox(dir_.File("state/tutorat/outbox.jsonl")).Keep(server().address(), request).ok());
  };
  keep("4");
  Answers<v1::RecordSessionResponse>("RecordSession", "warnings { message: 'chevauche sessions/b' }");
  EXPECT_THAT(Run({"wave", "list"}).err, HasSubstr("groupe V6/4, 31/01/2024 : EJ : chevauche sessions/b"));

  keep("5");
  Refuses("RecordSession", tests::Refusal(grpc::StatusCode::UNAUTHENTICATED, "SIGN_IN"));
  const std::string waiting = Run({"wave", "list"}).err;
  EXPECT_THAT(waiting, HasSubstr("attendent encore : 1"));
  EXPECT_THAT(waiting, HasSubstr("tutorat login"));

  Refuses("RecordSession", tests::Refusal(grpc::StatusCode::PERMISSION_DENIED, "NOT_ALLOWED"));
  const std::string refused = Run({"wave", "list"}).err;
  EXPECT_THAT(refused, HasSubstr("groupe V6/5, 31/01/2024 : EJ"));
  EXPECT_THAT(refused, HasSubstr("outbox.rejected.jsonl"));
  EXPECT_THAT(refused, HasSubstr("tutorat session record --group V6/5 --date 2024-01-31"));
  EXPECT_THAT(refused, Not(HasSubstr("attendent encore")));
}

TEST_F(SessionVerbs, AGroupIsSentAsItIsTyped) {
  Run({"session", "record", "--group", "v6/4", "--date", "2024-01-31", "--start", "10h", "-t", "EJ", "--another"});
  const v1::SessionRecord record = Last<v1::RecordSessionRequest>("SessionService/RecordSession").record();
  EXPECT_EQ(record.group(), "v6/4");
  EXPECT_EQ(record.wave(), "");
  EXPECT_TRUE(record.another_session());
  const Result end = Run({"session", "record", "--group", "4", "--date", "2024-01-31", "--end", "15h", "-t", "EJ"});
  EXPECT_EQ(end.code, 2);
  EXPECT_THAT(end.err, HasSubstr("--start"));
}

TEST_F(SessionVerbs, NothingTypedIsLeftAsideInSilence) {
  const std::string file = Write("f.csv", "groupe;date;themes\n4;31/01/2024;EJ\n");
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{"--from-csv", file, "--group", "V6/3"},
                                             {"--from-csv", file, "-t", "zzz"},
                                             {"--from-csv", file, "--still-open"}}) {
    std::vector<std::string> arguments = {"session", "record"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, 2) << testing::PrintToString(flags);
    EXPECT_THAT(result.err, HasSubstr("--from-csv"));
  }
  for (const char* blank : {"", "   "}) {
    const Result result = Run({"session", "record", "--group", "4", "--date", "2024-01-31", "--themes", blank});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("--themes"));
  }
}

TEST_F(SessionVerbs, TheSameMistakeHasTheSameCode) {
  EXPECT_EQ(Run({"session", "record", "--group", "4", "--date", "2024-01-31", "-t", "EJ", "--duration", "60", "--end",
                 "15:00"})
                .code,
            2);
  for (const std::vector<std::string>& list :
       std::vector<std::vector<std::string>>{{"session", "list"}, {"export", "sessions"}}) {
    std::vector<std::string> arguments = list;
    arguments.insert(arguments.end(), {"--from", "2024-02-01", "--to", "2024-01-01"});
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, 4);
    EXPECT_THAT(result.err, HasSubstr("--to : « 01/01/2024 » est avant --from (01/02/2024)"));
  }
  const Result missing = Run({"import", dir_.File("none.csv")});
  EXPECT_EQ(missing.code, 3);
  EXPECT_THAT(missing.err, HasSubstr("fichier introuvable"));
  const Result folder = Run({"import", dir_.path()});
  EXPECT_EQ(folder.code, 3);
  EXPECT_THAT(folder.err, HasSubstr("est un dossier"));
  EXPECT_THAT(Run({"import", dir_.File("none.csv"), "--format", "json"}).err, HasSubstr(R"("reason":"NOT_FOUND")"));
}

TEST_F(SessionVerbs, WhatOneCommandClearsItCannotGive) {
  SessionIs("head_count { present: 9 }");
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{"--clear", "presences", "--present", "9"},
                                             {"--clear", "presences", "--absent", "Paul Bleuet"},
                                             {"--clear", "problemes", "--issue", "micro"},
                                             {"--clear", "remarque", "--note", "x"}}) {
    const Result result = Edit(flags);
    EXPECT_EQ(result.code, 2) << testing::PrintToString(flags);
    EXPECT_THAT(result.err, HasSubstr(absl::StrCat("--clear ", flags[1])));
  }
  EXPECT_THAT(server().Requests<v1::RecordSessionRequest>("/tutorat.v1.SessionService/RecordSession"), IsEmpty());
  EXPECT_EQ(Edited({"--clear", "presences", "--note", "x"}).record().notes(), "x");
}

}  // namespace
}  // namespace tutorat::cli
