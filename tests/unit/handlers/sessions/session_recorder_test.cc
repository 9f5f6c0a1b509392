// A session from what a tutor knows.
#include "server/handlers/sessions/session_recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/handlers/world.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Make;
using tests::Refusal;

class RecordTest : public testing::Test {
 protected:
  // `change` to the record of an ordinary session on Monday 15/01/2024.
  static v1::RecordSessionRequest Request(const std::string& change) {
    return Make<v1::RecordSessionRequest>(
        absl::StrCat("record { group: '4' date: '2024-01-15' themes: 'TIERS' another_session: true ", change, " }"));
  }
  v1::RecordSessionResponse Record(const std::string& change) {
    const auto response = api_.Send<v1::RecordSessionResponse>(Request(change));
    EXPECT_TRUE(response.ok()) << change << response.status();
    return response.ok() ? *response : v1::RecordSessionResponse();
  }
  std::string Refused(const std::string& change) {
    return Refusal(api_.Send<v1::RecordSessionResponse>(Request(change)).status());
  }
  static std::vector<std::string> Reasons(const v1::RecordSessionResponse& response) {
    std::vector<std::string> reasons;
    for (const auto& warning : response.warnings()) {
      // The days of these tests are past, whenever they run.
      if (warning.reason() != "LONG_AGO" && warning.reason() != "PLANNED_IN_PAST") reasons.push_back(warning.reason());
    }
    return reasons;
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(RecordTest, WhatIsLeftOutHasAUsualMeaning) {
  const auto response = Record("");
  const v1::Session& session = response.session();
  EXPECT_THAT(session.name(), testing::StartsWith("sessions/"));
  EXPECT_EQ(session.group(), world_.group);
  EXPECT_EQ(session.tutor(), world_.anne);
  EXPECT_EQ(session.state(), v1::SESSION_STATE_HELD);
  EXPECT_EQ(session.local_date(), "2024-01-15");
  EXPECT_EQ(session.local_clock(), "14:00");
  EXPECT_EQ(session.time_zone(), "Europe/Paris");
  EXPECT_EQ(session.start_time().seconds(), 1705323600);
  EXPECT_EQ(session.duration().seconds(), 3600);
  EXPECT_EQ(session.themes(), "TIERS");
  EXPECT_FALSE(session.has_head_count());
  EXPECT_EQ(session.attendances_size(), 0);
  EXPECT_FALSE(session.etag().empty());
  EXPECT_THAT(Reasons(response), IsEmpty());
  // It is stored as it was answered.
  const auto stored =
      api_.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", session.name(), "'"));
  EXPECT_EQ(stored.session().DebugString(), session.DebugString());
}

TEST_F(RecordTest, EverythingThatIsSaidIsKept) {
  const auto session = Record(R"(
      tutor: 'anne@ac-paris.fr' start: '09:30' time_zone: 'Indian/Reunion' duration_minutes: 90 expected: 8
      present { names: 'basile houblon' } late { names: 'Adèle Aubépine' } excused { count: 2 } absent { count: 0 }
      guests: 'Zoé Venue' appreciation: APPRECIATION_GOOD notes: 'n' external_link: 'https://x.fr/1'
      requested_themes: 'GFE, DP'
      issues { kind: KIND_MIC affected { names: 'Adèle Aubépine' } impact: IMPACT_SLIGHT note: 'i' }
      issues { kind: KIND_CAMERA affected { count: 3 } })")
                           .session();
  EXPECT_EQ(session.local_clock(), "09:30");
  EXPECT_EQ(session.start_time().seconds(), 1705296600);
  EXPECT_EQ(session.duration().seconds(), 5400);
  ASSERT_EQ(session.attendances_size(), 2);
  for (const auto& attendance : session.attendances()) {
    EXPECT_EQ(attendance.status(),
              attendance.member() == world_.adele ? v1::Attendance::STATUS_LATE : v1::Attendance::STATUS_PRESENT);
  }
  EXPECT_EQ(session.head_count().ShortDebugString(), "excused: 2 absent: 0 expected: 8");
  EXPECT_EQ(session.guests(0).display_name(), "Zoé Venue");
  ASSERT_EQ(session.participation_issues_size(), 2);
  EXPECT_THAT(session.participation_issues(0).members(), ElementsAre(world_.adele));
  EXPECT_EQ(session.participation_issues(0).note(), "i");
  EXPECT_EQ(session.participation_issues(1).affected_count(), 3);
  EXPECT_EQ(session.external_link(), "https://x.fr/1");
  EXPECT_EQ(session.requested_themes(), "GFE, DP");
}

TEST_F(RecordTest, TheOthersWerePresentWhoWereMembersThatDay) {
  world_.AddMember(world_.group, "Carole Tard", "", "join_date: '2024-01-16'");
  const auto session = Record("absent { names: 'Basile Houblon' } unlisted_members: UNLISTED_PRESENT").session();
  std::vector<std::string> noted;
  for (const auto& attendance : session.attendances()) {
    noted.push_back(absl::StrCat(attendance.member(), " ", v1::Attendance::Status_Name(attendance.status())));
  }
  EXPECT_THAT(noted, testing::UnorderedElementsAre(absl::StrCat(world_.adele, " STATUS_PRESENT"),
                                                   absl::StrCat(world_.basile, " STATUS_ABSENT")));
  EXPECT_EQ(Record("unlisted_members: UNLISTED_PRESENT").session().attendances_size(), 2);
  EXPECT_EQ(Refused("absent { count: 1 } unlisted_members: UNLISTED_PRESENT"),
            "INVALID_ARGUMENT INVALID_FIELDS: record.unlisted_members CONFLICTING_FIELDS");
  EXPECT_EQ(Refused("expected: 9 unlisted_members: UNLISTED_PRESENT"),
            "INVALID_ARGUMENT INVALID_FIELDS: record.unlisted_members CONFLICTING_FIELDS");
}

TEST_F(RecordTest, NamingWhoWasMissingAlonePresumesTheOthersPresentAndSaysSo) {
  const std::string presumed = "OTHERS_PRESUMED_PRESENT";
  for (const char* named : {"absent { names: 'Basile Houblon' }", "excused { names: 'basile  HOUBLON' }",
                            "late { names: 'Basile Houblon' } guests: 'Zoé Venue'"}) {
    const auto response = Record(named);
    EXPECT_EQ(response.session().attendances_size(), 2) << named;
    EXPECT_THAT(Reasons(response), testing::Contains(presumed)) << named;
    EXPECT_THAT(Reasons(response), testing::Not(testing::Contains("ONLY_ABSENCES_NOTED"))) << named;
  }
  const auto response = Record("absent { names: 'Basile Houblon' }");
  for (const auto& warning : response.warnings()) {
    if (warning.reason() != presumed) continue;
    EXPECT_EQ(warning.field(), "record.unlisted_members");
    EXPECT_THAT(warning.message(), testing::HasSubstr("the other member of the group is noted as present"));
  }
  for (const char* other : {"", "absent { count: 1 }", "absent { names: 'Basile Houblon' } excused { count: 1 }",
                            "absent { names: 'Basile Houblon' } present { count: 6 }",
                            "absent { names: 'Basile Houblon' } present { names: 'Adèle Aubépine' }",
                            "absent { names: 'Basile Houblon' } expected: 9",
                            "absent { names: 'Basile Houblon' } unlisted_members: UNLISTED_PRESENT",
                            "absent { names: 'Basile Houblon' } unlisted_members: UNLISTED_NOT_RECORDED",
                            "absent { names: 'Basile Houblon' names: 'Adèle Aubépine' }"}) {
    EXPECT_THAT(Reasons(Record(other)), testing::Not(testing::Contains(presumed))) << other;
  }
  EXPECT_EQ(
      Record("absent { names: 'Basile Houblon' } unlisted_members: UNLISTED_NOT_RECORDED").session().attendances_size(),
      1);
  EXPECT_EQ(Record("absent { names: 'Basile Houblon' } state: SESSION_STATE_PLANNED").session().attendances_size(), 1);
}

TEST_F(RecordTest, WhoNotesAbsencesAloneIsTold) {
  EXPECT_THAT(Reasons(Record("absent { names: 'Basile Houblon' } unlisted_members: UNLISTED_NOT_RECORDED")),
              testing::Contains("ONLY_ABSENCES_NOTED"));
  EXPECT_THAT(Reasons(Record("excused { count: 1 }")), testing::Contains("ONLY_ABSENCES_NOTED"));
  for (const char* whole : {"absent { names: 'Basile Houblon' names: 'Adèle Aubépine' }", "absent { count: 2 }",
                            "absent { names: 'Basile Houblon' } present { count: 1 }",
                            "absent { count: 1 } expected: 2", "absent { count: 1 } late { names: 'Adèle Aubépine' }",
                            "absent { names: 'Basile Houblon' } unlisted_members: UNLISTED_PRESENT"}) {
    EXPECT_THAT(Reasons(Record(whole)), testing::Not(testing::Contains("ONLY_ABSENCES_NOTED"))) << whole;
  }
}

TEST_F(RecordTest, TheGroupsTutorIsTheOneOfThatDay) {
  const std::string bruno = world_.AddTutor("Bruno Loriot", "");
  world_.AddGroup("V6", 5,
                  absl::StrCat("tutor_assignments { tutor: '", world_.anne, "' } tutor_assignments { tutor: '", bruno,
                               "' from_date: '2024-01-15' to_date: '2024-01-16' }"));
  world_.AddGroup("V6", 6);
  EXPECT_EQ(Record("group: '5'").session().tutor(), bruno);
  EXPECT_EQ(Record("group: '5' date: '2024-01-16'").session().tutor(), world_.anne);
  EXPECT_EQ(Record("group: '5' tutor: 'Anne Onyme'").session().tutor(), world_.anne);
  EXPECT_EQ(Record("group: '6'").session().tutor(), "");
}

TEST_F(RecordTest, AnHourThatIsSkippedIsTheNextThatExistsAndOneThatRepeatsTheFirst) {
  const auto skipped = Record("date: '2024-03-31' start: '02:30'");
  EXPECT_EQ(skipped.session().local_clock(), "03:00");
  EXPECT_THAT(Reasons(skipped), testing::Contains("START_IN_DST_GAP"));
  const auto repeated = Record("date: '2024-10-27' start: '02:30'");
  EXPECT_EQ(repeated.session().local_clock(), "02:30");
  EXPECT_EQ(repeated.session().start_time().seconds(), 1729989000);
  EXPECT_THAT(Reasons(repeated), testing::Not(testing::Contains("START_IN_DST_GAP")));
}

TEST_F(RecordTest, AnOverlapWarnsAndDoesNotBlock) {
  EXPECT_THAT(Reasons(Record("start: '14:00'")), IsEmpty());
  EXPECT_THAT(Reasons(Record("start: '14:30' themes: 'EJ'")), ElementsAre("SESSION_OVERLAP"));
}

TEST_F(RecordTest, WhatIsWrongIsToldByTheFieldThatWasWritten) {
  const struct {
    const char* change;
    const char* refusal;
  } cases[] = {
      {"themes: ''", "INVALID_ARGUMENT INVALID_FIELDS: record.themes REQUIRED"},
      {"state: SESSION_STATE_CANCELLED", "INVALID_ARGUMENT INVALID_FIELDS: record.cancel_reason REQUIRED"},
      {"cancel_reason: 'grève'", "INVALID_ARGUMENT INVALID_FIELDS: record.cancel_reason CONFLICTING_FIELDS"},
      {"date: '2024-02-30'", "INVALID_ARGUMENT INVALID_FIELDS: record.date BAD_FORMAT"},
      {"group: '9'", "NOT_FOUND GROUP_NOT_FOUND: record.group GROUP_NOT_FOUND"},
      // All at once.
      {"group: '9' themes: '' tutor: 'Nemo'",
       "NOT_FOUND GROUP_NOT_FOUND: record.group GROUP_NOT_FOUND, record.tutor TUTOR_NOT_FOUND, record.themes REQUIRED"},
      {"group: '9' themes: '' state: SESSION_STATE_CANCELLED",
       "NOT_FOUND GROUP_NOT_FOUND: record.group GROUP_NOT_FOUND, record.cancel_reason REQUIRED"},
      {"group: '9' themes: '' state: SESSION_STATE_PLANNED", "NOT_FOUND GROUP_NOT_FOUND: record.group GROUP_NOT_FOUND"},
      {"wave: 'V9'", "NOT_FOUND WAVE_NOT_FOUND: record.wave WAVE_NOT_FOUND"},
      {"tutor: 'Nobody'", "NOT_FOUND TUTOR_NOT_FOUND: record.tutor TUTOR_NOT_FOUND"},
      {"present { count: 3 names: 'Basile Houblon' }",
       "INVALID_ARGUMENT INVALID_FIELDS: record.present CONFLICTING_FIELDS"},
      {"absent { names: 'Nobody' } late { names: 'Nobody' }",
       "NOT_FOUND MEMBER_NOT_FOUND: record.late MEMBER_NOT_FOUND, record.absent MEMBER_NOT_FOUND"},
      {"present { count: 5 } expected: 4", "INVALID_ARGUMENT INVALID_FIELDS: record.expected TOO_SMALL"},
      {"tutor: 'Nobody' present { names: 'Nobody' }",
       "NOT_FOUND TUTOR_NOT_FOUND: record.tutor TUTOR_NOT_FOUND, record.present MEMBER_NOT_FOUND"},
  };
  for (const auto& c : cases) EXPECT_EQ(Refused(c.change), c.refusal) << c.change;
  // One person noted as present and as absent.
  EXPECT_THAT(Refused("present { names: 'Basile Houblon' } absent { names: 'basile  houblon' }"),
              testing::MatchesRegex("INVALID_ARGUMENT INVALID_FIELDS: record\\.[a-z]+ DUPLICATE_ITEM"));
  EXPECT_THAT(Refused("issues { kind: KIND_MIC affected { count: 1 names: 'Basile Houblon' } }"),
              testing::MatchesRegex("INVALID_ARGUMENT INVALID_FIELDS: record\\.[a-z]+ CONFLICTING_FIELDS"));
  EXPECT_EQ((api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("").sessions_size()), 0);
}

TEST_F(RecordTest, ARecordFulfilsTheSessionPlannedForThatDay) {
  const std::string bruno = world_.AddTutor("Bruno Loriot", "");
  for (const char* theme : {"ej", "gfe"}) {
    api_.Do<v1::CreateThemeResponse, v1::CreateThemeRequest>(
        absl::StrCat("theme { code: '", theme, "' label: '", theme, "' }"));
  }
  const v1::Session planned =
      Record(
          absl::StrCat("state: SESSION_STATE_PLANNED start: '10:00' time_zone: 'Indian/Reunion' duration_minutes: 90 "
                       "themes: 'prévu' tutor: 'Bruno Loriot' external_link: 'https://x.fr' "
                       "agenda { theme: 'themes/ej' choice: CHOICE_TAKEN }"))
          .session();
  const auto held = Record("another_session: false absent { names: 'Basile  Houblon' }");
  EXPECT_EQ(held.session().name(), planned.name());
  EXPECT_EQ(held.session().state(), v1::SESSION_STATE_HELD);
  EXPECT_EQ(held.session().start_time().seconds(), planned.start_time().seconds());
  EXPECT_EQ(held.session().local_clock(), "10:00");
  EXPECT_EQ(held.session().time_zone(), "Indian/Reunion");
  EXPECT_EQ(held.session().duration().seconds(), 5400);
  EXPECT_EQ(held.session().tutor(), bruno);
  EXPECT_EQ(held.session().themes(), "TIERS");
  EXPECT_EQ(held.session().external_link(), "https://x.fr");
  EXPECT_EQ(held.session().agenda_size(), 1);
  EXPECT_EQ(held.session().attendances_size(), 2);
  EXPECT_THAT(Reasons(held), ElementsAre("PLANNED_SESSION_FULFILLED", "OTHERS_PRESUMED_PRESENT"));
  EXPECT_THAT(held.warnings(0).message(), testing::HasSubstr(planned.name()));
  EXPECT_THAT(held.warnings(0).message(), testing::HasSubstr("2024-01-15 10:00"));
  EXPECT_NE(held.session().etag(), planned.etag());
  EXPECT_EQ((api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("").sessions_size()), 1);
}

TEST_F(RecordTest, WhatARecordSaysGoesBeforeWhatWasPlanned) {
  const v1::Session planned = Record(
                                  "state: SESSION_STATE_PLANNED start: '10:00' duration_minutes: 90 "
                                  "external_link: 'https://x.fr'")
                                  .session();
  const auto held = Record(
      "another_session: false state: SESSION_STATE_HELD start: '11:30' duration_minutes: 45 tutor: 'Anne Onyme' "
      "external_link: 'https://y.fr'");
  EXPECT_EQ(held.session().name(), planned.name());
  EXPECT_EQ(held.session().local_clock(), "11:30");
  EXPECT_EQ(held.session().duration().seconds(), 2700);
  EXPECT_EQ(held.session().external_link(), "https://y.fr");
  EXPECT_THAT(Reasons(held), ElementsAre("PLANNED_SESSION_FULFILLED"));
  EXPECT_THAT(held.warnings(0).message(), testing::HasSubstr("is recorded as held at 11:30"));
}

TEST_F(RecordTest, WhatIsAnotherSessionFulfilsNothing) {
  const std::string plan = "state: SESSION_STATE_PLANNED themes: '' ";
  const v1::Session ten = Record(plan + "start: '10:00'").session();
  const struct {
    const char* record;
    bool fulfils;
  } cases[] = {
      {"another_session: true start: '10:00'", false},
      {"another_session: false date: '2024-01-16'", false},
      {"another_session: false state: SESSION_STATE_PLANNED", false},
      {"another_session: false state: SESSION_STATE_CANCELLED cancel_reason: 'grève' start: '09:00'", false},
      {"another_session: false themes: ''", true},
      {"another_session: false start: '10:00' themes: 'EJ'", true},
  };
  for (const auto& c : cases) {
    auto request = Request(c.record);
    request.set_validate_only(true);
    const auto response = api_.Send<v1::RecordSessionResponse>(request);
    if (request.record().themes().empty()) {
      EXPECT_EQ(Refusal(response.status()), "INVALID_ARGUMENT INVALID_FIELDS: record.themes REQUIRED");
      continue;
    }
    ASSERT_TRUE(response.ok()) << c.record << response.status();
    EXPECT_EQ(response->session().name() == ten.name(), c.fulfils) << c.record;
  }
  // Of several, the one at its hour.
  const v1::Session noon = Record(plan + "start: '12:00'").session();
  EXPECT_EQ(Record("another_session: false start: '12:00'").session().name(), noon.name());
  Record(plan + "start: '16:00'");
  for (const char* other : {"another_session: false start: '17:00'", "another_session: false themes: 'EJ'"}) {
    const auto response = Record(other);
    EXPECT_THAT(Reasons(response), testing::Not(testing::Contains("PLANNED_SESSION_FULFILLED"))) << other;
  }
}

TEST_F(RecordTest, TheSameSessionIsNotRecordedTwice) {
  const std::string once = "another_session: false start: '10:00' ";
  const v1::Session first = Record(once).session();
  const std::string refusal = "ALREADY_EXISTS SESSION_ALREADY_RECORDED";
  EXPECT_EQ(Refused(once), refusal);
  EXPECT_EQ(Refused("another_session: false"), refusal) << "at any hour, where none is given";
  EXPECT_EQ(Refused(once + "state: SESSION_STATE_CANCELLED cancel_reason: 'grève'"), refusal);
  const absl::Status status = api_.Send<v1::RecordSessionResponse>(Request(once)).status();
  for (const auto language : {domain::Language::kEnglish, domain::Language::kFrench}) {
    EXPECT_THAT(domain::MessageIn(status, language), testing::HasSubstr(first.name()));
  }
  for (const char* other : {"another_session: true start: '10:00'", "another_session: false start: '10:01'",
                            "another_session: false start: '10:00' themes: 'tiers'",
                            "another_session: false start: '10:00' date: '2024-01-16'"}) {
    Record(other);
  }
  // What is deleted is not there; the same call gets the same answer.
  const v1::Session gone = Record("date: '2024-02-15'").session();
  api_.Do<v1::DeleteSessionResponse, v1::DeleteSessionRequest>(
      absl::StrCat("name: '", gone.name(), "' etag: '", gone.etag(), "'"));
  auto request = Request("another_session: false date: '2024-02-15'");
  request.set_request_id("once");
  const auto answer = api_.Send<v1::RecordSessionResponse>(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(api_.Send<v1::RecordSessionResponse>(request)->session().name(), answer->session().name());
  // Planned at the same hour is no second session of what was held, but a second plan is of the first.
  Record("another_session: false date: '2024-02-16' state: SESSION_STATE_PLANNED");
  EXPECT_EQ(Refused("another_session: false date: '2024-02-16' state: SESSION_STATE_PLANNED"), refusal);
  EXPECT_THAT(Reasons(Record("another_session: false date: '2024-02-16'")), ElementsAre("PLANNED_SESSION_FULFILLED"));
}

TEST_F(RecordTest, AWaveInSmallLettersIsThatWave) {
  EXPECT_EQ(Record("group: 'v6/4'").session().group(), world_.group);
  EXPECT_EQ(Record("wave: 'v6'").session().group(), world_.group);
  EXPECT_EQ(Record("wave: 'v6' group: 'V6/4'").session().group(), world_.group);
}

TEST_F(RecordTest, ThemesStayVerbatim) {
  v1::RecordSessionRequest request = Request("");
  const std::string words = "  BUDGET (CGRs),\n\t« SDE » ; =1+1 \xF0\x9F\x8E\x93  e\xCC\x81";
  request.mutable_record()->set_themes(words);
  const auto response = api_.Send<v1::RecordSessionResponse>(request);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->session().themes(), words);
}

}  // namespace
}  // namespace tutorat::api
