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
  SessionVerbs() {
    Answers<v1::ListMembersResponse>("ListMembers",
                                     "members { name: 'members/z' display_name: 'Zoé Jacinthe' } "
                                     "members { name: 'members/p' display_name: 'Paul Bleuet' } "
                                     "members { name: 'members/k' display_name: 'Karim Lavande' }");
  }

  void SessionIs(const std::string& text) {
    Answers<v1::GetSessionResponse>(
        "GetSession", absl::StrCat("session { name: 'sessions/a' etag: 'e' group: 'groups/g' local_date: '2024-02-12' "
                                   "local_clock: '14:00' time_zone: 'Europe/Paris' ",
                                   text, " }"));
  }

  // What the server makes of people and issues.
  void ServerUnderstands(const std::string& session) {
    Answers<v1::RecordSessionResponse>(
        "RecordSession",
        absl::StrCat("session { ", session, " } warnings { reason: 'OTHERS_PRESUMED_PRESENT' message: 'les autres' }"));
  }

  Result Edit(std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"session", "edit", "sessions/a"});
    return Run(flags);
  }

  // What the server is asked to store.
  v1::Session Edited(const std::vector<std::string>& flags) {
    const Result result = Edit(flags);
    EXPECT_EQ(result.code, 0) << result.err;
    return Last<v1::UpdateSessionRequest>("SessionService/UpdateSession").session();
  }

  static std::vector<std::string> People(const v1::Session& session) {
    std::vector<std::string> people;
    for (const v1::Attendance& attendance : session.attendances()) {
      people.push_back(absl::StrCat(attendance.member(), " ", v1::Attendance::Status_Name(attendance.status())));
    }
    return people;
  }
};

TEST_F(SessionVerbs, AnEditReplacesTheIssueOfItsKindAndKeepsTheOthers) {
  SessionIs(
      "participation_issues { kind: KIND_MIC affected_count: 2 } participation_issues { kind: KIND_ROOM note: 'froide' "
      "}");
  ServerUnderstands("participation_issues { kind: KIND_CAMERA affected_count: 1 }");
  const v1::Session added = Edited({"--issue", "caméra", "--affected", "1"});
  ASSERT_EQ(added.participation_issues_size(), 3);
  EXPECT_EQ(added.participation_issues(0).affected_count(), 2);
  EXPECT_EQ(added.participation_issues(1).note(), "froide");
  EXPECT_EQ(added.participation_issues(2).kind(), v1::ParticipationIssue::KIND_CAMERA);
  ServerUnderstands("participation_issues { kind: KIND_MIC members: 'members/p' }");
  const v1::Session replaced = Edited({"--issue", "micro", "--affected", "Paul Bleuet"});
  ASSERT_EQ(replaced.participation_issues_size(), 2);
  EXPECT_EQ(replaced.participation_issues(0).kind(), v1::ParticipationIssue::KIND_ROOM);
  EXPECT_THAT(replaced.participation_issues(1).members(), ElementsAre("members/p"));
  EXPECT_FALSE(replaced.participation_issues(1).has_affected_count());
  EXPECT_THAT(Edited({"--clear", "problemes"}).participation_issues(), IsEmpty());
}

TEST_F(SessionVerbs, AnEditedNumberLeavesTheOthers) {
  SessionIs("head_count { present: 9 late: 0 expected: 10 }");
  ServerUnderstands("");
  const v1::HeadCount count = Edited({"--present", "8"}).head_count();
  EXPECT_EQ(count.present(), 8);
  EXPECT_TRUE(count.has_late());
  EXPECT_FALSE(count.has_absent());
  EXPECT_EQ(count.expected(), 10);
  EXPECT_EQ(Edited({"--expected", "11"}).head_count().present(), 9);
}

TEST_F(SessionVerbs, AnEditedNameChangesThatPersonOnly) {
  SessionIs(
      "attendances { member: 'members/z' status: STATUS_PRESENT } attendances { member: 'members/p' status: "
      "STATUS_PRESENT } head_count { expected: 4 }");
  ServerUnderstands(
      "attendances { member: 'members/p' status: STATUS_ABSENT } attendances { member: 'members/k' status: STATUS_LATE "
      "}");
  const v1::Session session = Edited({"--absent", "paul bleuet", "--late", "Karim Lavande"});
  const auto asked = Last<v1::RecordSessionRequest>("SessionService/RecordSession");
  EXPECT_TRUE(asked.validate_only());
  EXPECT_EQ(asked.record().unlisted_members(), v1::SessionRecord::UNLISTED_NOT_RECORDED);
  EXPECT_THAT(People(session),
              ElementsAre("members/z STATUS_PRESENT", "members/p STATUS_ABSENT", "members/k STATUS_LATE"));
  EXPECT_EQ(session.head_count().expected(), 4);
}

TEST_F(SessionVerbs, WhereNobodyIsNotedYetAnEditPresumesWhatARecordDoes) {
  SessionIs("state: SESSION_STATE_PLANNED");
  ServerUnderstands(
      "attendances { member: 'members/k' status: STATUS_PRESENT } attendances { member: 'members/z' status: "
      "STATUS_ABSENT }");
  const Result result = Edit({"--state", "tenue", "--absent", "Zoé  Jacinthe"});
  EXPECT_THAT(result.err, HasSubstr("les autres"));
  const v1::SessionRecord asked = Last<v1::RecordSessionRequest>("SessionService/RecordSession").record();
  EXPECT_EQ(asked.state(), v1::SESSION_STATE_HELD);
  EXPECT_EQ(asked.unlisted_members(), v1::SessionRecord::UNLISTED_UNSPECIFIED);
  EXPECT_THAT(asked.absent().names(), ElementsAre("Zoé  Jacinthe"));
  EXPECT_THAT(People(Last<v1::UpdateSessionRequest>("SessionService/UpdateSession").session()),
              ElementsAre("members/k STATUS_PRESENT", "members/z STATUS_ABSENT"));
  Edit({"--state", "tenue", "--absent", "Zoé Jacinthe", "--expected", "9"});
  EXPECT_EQ(Last<v1::RecordSessionRequest>("SessionService/RecordSession").record().expected(), 9);
}

TEST_F(SessionVerbs, TheOthersArePresentOnlyWhereNobodyIsNotedYet) {
  SessionIs("attendances { member: 'members/z' status: STATUS_LATE }");
  EXPECT_EQ(Edit({"--others", "présents"}).code, 4);
  EXPECT_THAT(server().Requests<v1::RecordSessionRequest>("/tutorat.v1.SessionService/RecordSession"), IsEmpty());
}

TEST_F(SessionVerbs, NobodyIsCountedTwice) {
  SessionIs("attendances { member: 'members/z' status: STATUS_PRESENT } head_count { absent: 1 }");
  ServerUnderstands("attendances { member: 'members/p' status: STATUS_ABSENT }");
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{"--present", "8"}, {"--present", "0"}, {"--absent", "Paul Bleuet"}}) {
    const Result result = Edit(flags);
    EXPECT_EQ(result.code, 4) << testing::PrintToString(flags);
    EXPECT_THAT(result.err, HasSubstr(flags[flags.size() - 2]));
    EXPECT_THAT(result.err, HasSubstr(flags.back()));
  }
  EXPECT_THAT(server().Requests<v1::UpdateSessionRequest>("/tutorat.v1.SessionService/UpdateSession"), IsEmpty());
}

TEST_F(SessionVerbs, AmongSeveralWavesTheOnlyGroupOfThatNumberIsMeant) {
  Answers<v1::ListWavesResponse>("ListWaves",
                                 "waves { name: 'waves/V6' code: 'V6' } waves { name: 'waves/V7' code: 'V7' }");
  Answers<v1::ListGroupsResponse>(
      "ListGroups",
      "groups { name: 'groups/a' wave: 'waves/V6' number: 4 } groups { name: 'groups/b' wave: "
      "'waves/V7' number: 5 } groups { name: 'groups/c' wave: 'waves/V6' number: 5 }");
  EXPECT_EQ(Run({"session", "list", "--group", "4"}).code, 0);
  EXPECT_EQ(Last<v1::ListSessionsRequest>("SessionService/ListSessions").group(), "waves/V6/groups/4");
  EXPECT_EQ(Run({"session", "list", "--group", "9"}).code, 3);
  const Result several = Run({"session", "list", "--group", "5"});
  EXPECT_EQ(several.code, 4);
  EXPECT_THAT(several.err, HasSubstr("V7/5 ou V6/5"));
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

TEST_F(SessionVerbs, WhoIsOnlyExpectedDidNotStayAway) {
  const auto shown = [this](const std::string& head_count) {
    Answers<v1::ListSessionsResponse>("ListSessions",
                                      absl::StrCat("sessions { themes: 'EJ' head_count { ", head_count, " } }"));
    return Run({"session", "list"}).out;
  };
  EXPECT_THAT(shown("expected: 10"), Not(HasSubstr("0/10")));
  EXPECT_THAT(shown("present: 0 expected: 10"), HasSubstr("0/10"));
  EXPECT_THAT(shown("absent: 1 expected: 10"), HasSubstr("0/10"));
}

TEST_F(SessionVerbs, AZoneIsSentAsItIsTyped) {
  Run({"session", "record", "--group", "4", "--date", "2024-01-31", "-t", "EJ", "--zone", "Pacific/Noumea"});
  EXPECT_EQ(Last<v1::RecordSessionRequest>("SessionService/RecordSession").record().time_zone(), "Pacific/Noumea");
}

// Whether its first attempt was stored nobody can tell any more but by looking.
TEST_F(SessionVerbs, WhatWaitedForDaysIsSentOnlyIfItIsNotThere) {
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
  Answers<v1::ListSessionsResponse>("ListSessions", "sessions { themes: 'EJ' local_clock: '14:00' }");
  send_after_days();
  EXPECT_EQ(server().Requests<v1::RecordSessionRequest>("/tutorat.v1.SessionService/RecordSession").size(), 0);
  Answers<v1::ListSessionsResponse>("ListSessions", "sessions { themes: 'EJ' local_clock: '16:00' }");
  send_after_days();
  EXPECT_EQ(server().Requests<v1::RecordSessionRequest>("/tutorat.v1.SessionService/RecordSession").size(), 1);
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
  EXPECT_EQ(Last<v1::ListSessionsRequest>("SessionService/ListSessions").wave(), "waves/V6");
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

TEST_F(SessionVerbs, WhatWasPlannedForThatDayIsNamed) {
  Answers<v1::RecordSessionResponse>("RecordSession",
                                     "session { name: 'sessions/recorded' group: 'groups/g' state: SESSION_STATE_HELD "
                                     "local_date: '2024-01-31' local_clock: '10:00' } "
                                     "warnings { reason: 'SESSION_OVERLAP' message: 'chevauche' }");
  Answers<v1::ListSessionsResponse>(
      "ListSessions", "sessions { name: 'sessions/planned' local_date: '2024-01-31' local_clock: '10:00' }");
  const Result result =
      Run({"session", "record", "--group", "4", "--date", "2024-01-31", "--start", "10h", "-t", "EJ"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.err, HasSubstr("tutorat session cancel lanned"));
  EXPECT_THAT(result.err, HasSubstr("tutorat session edit lanned --state tenue"));
  const auto request = Last<v1::ListSessionsRequest>("SessionService/ListSessions");
  EXPECT_EQ(request.from_date(), "2024-01-31");
  EXPECT_EQ(request.to_date(), "2024-02-01");
  EXPECT_THAT(request.states(), ElementsAre(v1::SESSION_STATE_PLANNED));
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

TEST_F(SessionVerbs, AnotherGuestIsAdded) {
  SessionIs("guests { display_name: 'Mme Roux' }");
  const v1::Session session = Edited({"--guest", "M. Noir", "--guest", "mme roux"});
  ASSERT_EQ(session.guests_size(), 2);
  EXPECT_EQ(session.guests(0).display_name(), "Mme Roux");
  EXPECT_EQ(session.guests(1).display_name(), "M. Noir");
}

TEST_F(SessionVerbs, WhatOneCommandClearsItCannotGive) {
  SessionIs("head_count { present: 9 }");
  ServerUnderstands("");
  for (const std::vector<std::string>& flags :
       std::vector<std::vector<std::string>>{{"--clear", "presences", "--present", "9"},
                                             {"--clear", "presences", "--absent", "Paul Bleuet"},
                                             {"--clear", "problemes", "--issue", "micro"},
                                             {"--clear", "remarque", "--note", "x"}}) {
    const Result result = Edit(flags);
    EXPECT_EQ(result.code, 2) << testing::PrintToString(flags);
    EXPECT_THAT(result.err, HasSubstr(absl::StrCat("--clear ", flags[1])));
  }
  EXPECT_FALSE(Edited({"--clear", "presences", "--note", "x"}).has_head_count());
}

}  // namespace
}  // namespace tutorat::cli
