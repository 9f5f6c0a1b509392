// A stored session given back as a record, and corrected by one.
#include "server/handlers/sessions/session_correction.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using tests::Make;
using tests::Refusal;

class CorrectionTest : public testing::Test {
 protected:
  v1::Session Stored(const std::string& rest) {
    return api_
        .Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
            absl::StrCat("record { group: '4' date: '2024-01-15' themes: 'TIERS' another_session: true ", rest, " }"))
        .session();
  }
  v1::Session Read(const v1::Session& session) {
    return api_.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", session.name(), "'"))
        .session();
  }
  v1::SessionRecord Record(const v1::Session& session) {
    return api_
        .Do<v1::GetSessionRecordResponse, v1::GetSessionRecordRequest>(absl::StrCat("name: '", session.name(), "'"))
        .record();
  }
  // `rest` of the request as it is written, beside the session and its etag.
  absl::StatusOr<v1::RecordSessionResponse> Send(const v1::Session& session, const std::string& record,
                                                 const std::string& rest = "") {
    return api_.Send<v1::RecordSessionResponse>(Make<v1::RecordSessionRequest>(
        absl::StrCat("session: '", session.name(), "' etag: '", session.etag(), "' record { ", record, " } ", rest)));
  }
  v1::Session Correct(const v1::Session& session, const std::string& record, const std::string& rest = "") {
    const auto response = Send(session, record, rest);
    EXPECT_TRUE(response.ok()) << record << rest << response.status();
    if (!response.ok()) return {};
    reasons_.clear();
    for (const auto& warning : response->warnings()) {
      // The days of these tests are past, whenever they run.
      if (warning.reason() != "LONG_AGO" && warning.reason() != "PLANNED_IN_PAST") reasons_.push_back(warning.reason());
    }
    EXPECT_EQ(Read(session).DebugString(), response->session().DebugString());
    return response->session();
  }
  std::string Refused(const v1::Session& session, const std::string& record, const std::string& rest = "") {
    return Refusal(Send(session, record, rest).status());
  }
  std::vector<std::string> People(const v1::Session& session) const {
    std::vector<std::string> people;
    for (const auto& one : session.attendances()) {
      people.push_back(absl::StrCat(one.member() == world_.adele ? "adele " : "basile ",
                                    v1::Attendance::Status_Name(one.status()).substr(7)));
    }
    return people;
  }

  tests::LocalApi api_;
  tests::World world_{api_};
  std::vector<std::string> reasons_;
};

// Fields of a session that differ, its own times and etag left out.
std::vector<std::string> Changed(const v1::Session& before, const v1::Session& after) {
  std::vector<std::string> changed;
  for (int i = 0; i < v1::Session::descriptor()->field_count(); ++i) {
    const auto* field = v1::Session::descriptor()->field(i);
    google::protobuf::util::MessageDifferencer differencer;
    if (field->name() == "etag" || field->name() == "update_time") continue;
    if (!differencer.CompareWithFields(before, after, {field}, {field})) changed.push_back(field->name());
  }
  return changed;
}

TEST_F(CorrectionTest, WhatIsNotNamedStays) {
  const std::string bruno = world_.AddTutor("Bruno Loriot", "");
  const v1::Session whole = Stored(R"(duration_minutes: 90 present { names: 'Adèle Aubépine' } notes: 'n'
      unlisted_members: UNLISTED_NOT_RECORDED guests: 'Zoé Venue' appreciation: APPRECIATION_GOOD
      external_link: 'https://x.fr' requested_themes: 'GFE' issues { kind: KIND_MIC affected { count: 2 } })");
  const struct {
    const char* record;
    std::vector<std::string> changed;
  } cases[] = {
      {"", {}},
      {"themes: 'EJ'", {"themes"}},
      {"start: '09:00'", {"start_time", "local_clock"}},
      {"date: '2024-01-16'", {"start_time", "local_date"}},
      {"time_zone: 'Indian/Reunion'", {"start_time", "time_zone"}},
      {"duration_minutes: 60", {"duration"}},
      {"tutor: 'bruno  LORIOT'", {"tutor"}},
      // What was seen is of a session that was held.
      {"state: SESSION_STATE_PLANNED", {"state", "participation_issues"}},
      {"state: SESSION_STATE_CANCELLED cancel_reason: 'grève'", {"state", "cancel_reason"}},
      {"late { names: 'adele aubepine' }", {"attendances"}},
      {"absent { names: 'Basile Houblon' }", {"attendances"}},
      {"expected: 9", {"head_count"}},
      {"guests: 'Yann Autre' guests: 'zoe venue'", {"guests"}},
      {"issues { kind: KIND_ROOM }", {"participation_issues"}},
      {"appreciation: APPRECIATION_POOR", {"appreciation"}},
      {"notes: 'm'", {"notes"}},
      {"external_link: 'https://y.fr'", {"external_link"}},
      {"requested_themes: 'DP'", {"requested_themes"}},
  };
  v1::Session before = whole;
  for (const auto& c : cases) {
    const v1::Session after = Correct(before, c.record);
    EXPECT_THAT(Changed(before, after), testing::UnorderedElementsAreArray(c.changed)) << c.record;
    EXPECT_EQ(before.etag() == after.etag(), c.changed.empty()) << c.record;
    EXPECT_THAT(reasons_, testing::Not(testing::Contains("OTHERS_PRESUMED_PRESENT"))) << c.record;
    before = after;
  }
  EXPECT_EQ(before.guests_size(), 2) << "the one who is there already is not added";
}

TEST_F(CorrectionTest, WhoIsNamedMovesAndNumbersStay) {
  v1::Session session = Stored("present { names: 'Adèle Aubépine' names: 'Basile Houblon' } expected: 4");
  session = Correct(session, "absent { names: 'basile  houblon' }");
  EXPECT_THAT(People(session), UnorderedElementsAre("adele PRESENT", "basile ABSENT"));
  EXPECT_EQ(session.head_count().expected(), 4);
  EXPECT_THAT(reasons_, IsEmpty());
  // A number beside names of the same people would count them twice.
  EXPECT_EQ(Refused(session, "present { count: 8 }"),
            "INVALID_ARGUMENT INVALID_FIELDS: record.present CONFLICTING_FIELDS");
  EXPECT_EQ(Refused(session, "present { names: 'Basile Houblon' } late { names: 'Basile Houblon' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: record.present DUPLICATE_ITEM");
  EXPECT_EQ(Refused(session, "unlisted_members: UNLISTED_PRESENT"),
            "INVALID_ARGUMENT INVALID_FIELDS: record.unlisted_members CONFLICTING_FIELDS");
  v1::Session counted = Stored("present { count: 9 } late { count: 0 } expected: 10");
  counted = Correct(counted, "present { count: 8 }");
  EXPECT_EQ(counted.head_count().ShortDebugString(), "present: 8 late: 0 expected: 10");
  EXPECT_EQ(Refused(counted, "present { names: 'Adèle Aubépine' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: record.present CONFLICTING_FIELDS");
}

TEST_F(CorrectionTest, AnIssueReplacesThoseOfItsKind) {
  v1::Session session = Stored("issues { kind: KIND_MIC affected { count: 2 } } issues { kind: KIND_ROOM note: 'f' }");
  session = Correct(session, "issues { kind: KIND_MIC affected { names: 'Basile Houblon' } }");
  ASSERT_EQ(session.participation_issues_size(), 2);
  EXPECT_EQ(session.participation_issues(0).note(), "f");
  EXPECT_THAT(session.participation_issues(1).members(), ElementsAre(world_.basile));
}

TEST_F(CorrectionTest, AnAgendaKeepsWhatIsNotSaidAnew) {
  for (const char* theme : {"ej", "gfe", "tiers"}) {
    api_.Do<v1::CreateThemeResponse, v1::CreateThemeRequest>(
        absl::StrCat("theme { code: '", theme, "' label: '", theme, "' }"));
  }
  v1::Session session = Stored(
      "agenda { theme: 'themes/ej' choice: CHOICE_TAKEN } agenda { theme: 'themes/tiers' choice: CHOICE_TAKEN }");
  session = Correct(session,
                    "agenda { theme: 'themes/gfe' choice: CHOICE_TAKEN } agenda { theme: 'themes/tiers' choice: "
                    "CHOICE_DROPPED }");
  std::vector<std::string> agenda;
  for (const auto& item : session.agenda()) {
    agenda.push_back(absl::StrCat(item.theme(), " ", v1::AgendaItem::Choice_Name(item.choice())));
  }
  EXPECT_THAT(agenda, ElementsAre("themes/ej CHOICE_TAKEN", "themes/tiers CHOICE_DROPPED", "themes/gfe CHOICE_TAKEN"));
}

TEST_F(CorrectionTest, WhatIsClearedIsEmptyAndAMaskReplaces) {
  const std::string all =
      "late { names: 'Adèle Aubépine' } absent { names: 'Basile Houblon' } present { count: 3 } expected: 8 guests: "
      "'Zoé "
      "Venue' issues { kind: KIND_MIC } appreciation: APPRECIATION_GOOD notes: 'n' requested_themes: 'GFE'";
  v1::Session session = Stored(all);
  session = Correct(session, "notes: 'm'",
                    "clear: ['present', 'late', 'expected', 'guests', 'issues', 'appreciation', 'tutor']");
  EXPECT_THAT(People(session), ElementsAre("basile ABSENT"));
  EXPECT_FALSE(session.has_head_count());
  EXPECT_EQ(session.guests_size() + session.participation_issues_size(), 0);
  EXPECT_EQ(session.appreciation(), v1::APPRECIATION_UNSPECIFIED);
  EXPECT_EQ(session.tutor(), "");
  EXPECT_EQ(session.notes(), "m");
  EXPECT_EQ(session.requested_themes(), "GFE");
  // Issues become those that are given; notes nothing; the appreciation is not looked at.
  session = Correct(session, "issues { kind: KIND_ROOM } appreciation: APPRECIATION_POOR",
                    "update_mask { paths: 'issues' paths: 'notes' paths: 'absent' paths: 'date' }");
  ASSERT_EQ(session.participation_issues_size(), 1);
  session = Correct(session, "issues { kind: KIND_ACCESS }", "update_mask { paths: 'issues' }");
  ASSERT_EQ(session.participation_issues_size(), 1);
  EXPECT_EQ(session.participation_issues(0).kind(), v1::ParticipationIssue::KIND_ACCESS);
  EXPECT_EQ(session.appreciation(), v1::APPRECIATION_UNSPECIFIED);
  EXPECT_EQ(session.notes(), "");
  EXPECT_THAT(People(session), IsEmpty());
  EXPECT_EQ(session.local_date(), "2024-01-15") << "a day is never nothing";
}

TEST_F(CorrectionTest, WhereNobodyIsNotedTheOthersArePresumedPresent) {
  const v1::Session planned = Stored("state: SESSION_STATE_PLANNED");
  const v1::Session held = Correct(planned, "state: SESSION_STATE_HELD absent { names: 'Basile  Houblon' }");
  EXPECT_THAT(People(held), UnorderedElementsAre("adele PRESENT", "basile ABSENT"));
  EXPECT_THAT(reasons_, ElementsAre("OTHERS_PRESUMED_PRESENT"));
  // Emptied first, it is as if nobody had been noted.
  Correct(held, "absent { names: 'Adèle Aubépine' }", "update_mask { paths: 'present' paths: 'absent' }");
  EXPECT_THAT(reasons_, ElementsAre("OTHERS_PRESUMED_PRESENT"));
}

TEST_F(CorrectionTest, WhatIsWrongWithTheRequestIsTold) {
  const v1::Session session = Stored("");
  EXPECT_EQ(Refused(session, "themes: 'EJ'", "clear: 'themes'"),
            "INVALID_ARGUMENT INVALID_FIELDS: clear CONFLICTING_FIELDS");
  EXPECT_EQ(Refused(session, "", "clear: ['state', 'local_date']"),
            "INVALID_ARGUMENT INVALID_FIELDS: clear REQUIRED, clear UNKNOWN_FIELD");
  EXPECT_EQ(Refused(session, "", "update_mask { paths: 'name' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: update_mask UNKNOWN_FIELD");
  EXPECT_EQ(Refused(session, "", "clear: 'themes'"), "INVALID_ARGUMENT INVALID_FIELDS: record.themes REQUIRED");
  EXPECT_EQ(Refused(session, "tutor: 'Nobody' absent { names: 'Basile Houblo' }"),
            "NOT_FOUND TUTOR_NOT_FOUND: record.tutor TUTOR_NOT_FOUND, record.absent MEMBER_NOT_FOUND");
  v1::Session other = session;
  other.set_etag("");
  EXPECT_EQ(Refused(other, "notes: 'n'"), "INVALID_ARGUMENT INVALID_FIELDS: etag REQUIRED");
  other.set_etag("another");
  EXPECT_EQ(Refused(other, "notes: 'n'"), "ABORTED ETAG_MISMATCH");
  other.set_name("sessions/none");
  EXPECT_EQ(Refused(other, "notes: 'n'"), "NOT_FOUND SESSION_NOT_FOUND");
  EXPECT_EQ(
      Refusal(
          api_.Send<v1::RecordSessionResponse>(Make<v1::RecordSessionRequest>("record { } clear: 'notes'")).status()),
      "INVALID_ARGUMENT INVALID_FIELDS: record.group REQUIRED, record.date REQUIRED, session REQUIRED");
  api_.Do<v1::DeleteSessionResponse, v1::DeleteSessionRequest>(
      absl::StrCat("name: '", session.name(), "' etag: '", session.etag(), "'"));
  EXPECT_EQ(Refused(session, "notes: 'n'"), "NOT_FOUND SESSION_NOT_FOUND");
}

TEST_F(CorrectionTest, ItMayNotBecomeWhatIsRecordedAlready) {
  const v1::Session first = Stored("themes: 'EJ'");
  const v1::Session second = Stored("");
  EXPECT_EQ(Refused(second, "themes: 'EJ'"), "ALREADY_EXISTS SESSION_ALREADY_RECORDED");
  EXPECT_EQ(Correct(second, "themes: 'EJ' another_session: true").themes(), "EJ");
  // It is so already: that is not what is corrected.
  EXPECT_EQ(Correct(Read(first), "notes: 'n'").notes(), "n");
}

TEST_F(CorrectionTest, ARecordNamesPeopleSoThatTheyAreFoundAgain) {
  const std::string emile = world_.AddTutor("anne  onyme", "");
  const v1::SessionRecord record =
      Record(Stored("tutor: 'anne@ac-paris.fr' present { names: 'Basile Houblon' names: "
                    "'Adèle Aubépine' } duration_minutes: 90"));
  EXPECT_EQ(record.wave(), "V6");
  EXPECT_EQ(record.group(), "4");
  EXPECT_EQ(record.tutor(), "anne@ac-paris.fr") << "one of two of that name";
  EXPECT_THAT(record.present().names(), ElementsAre("Adèle Aubépine", "Basile Houblon"));
  EXPECT_EQ(record.duration_minutes(), 90);
  EXPECT_EQ(Record(Stored(absl::StrCat("tutor: '", emile, "'"))).tutor(), emile) << "without an e-mail";
  EXPECT_EQ(Record(Stored("present { count: 6 } absent { count: 0 }")).absent().has_count(), true);
  EXPECT_EQ(
      Record(Stored("absent { names: 'Basile Houblon' } unlisted_members: UNLISTED_NOT_RECORDED")).unlisted_members(),
      v1::SessionRecord::UNLISTED_NOT_RECORDED);
}

TEST_F(CorrectionTest, RecordsAreListedWithTheirSessions) {
  const v1::Session first = Stored("");
  const v1::Session second = Stored("date: '2024-01-16' themes: 'EJ'");
  const auto page = api_.Do<v1::ListSessionRecordsResponse, v1::ListSessionRecordsRequest>("page_size: 1");
  ASSERT_EQ(page.records_size(), 1);
  EXPECT_EQ(page.records(0).session().DebugString(), Read(first).DebugString());
  EXPECT_EQ(page.records(0).record().DebugString(), Record(first).DebugString());
  const auto next = api_.Do<v1::ListSessionRecordsResponse, v1::ListSessionRecordsRequest>(
      absl::StrCat("page_size: 1 page_token: '", page.next_page_token(), "'"));
  ASSERT_EQ(next.records_size(), 1);
  EXPECT_EQ(next.records(0).record().themes(), "EJ");
  EXPECT_EQ(next.next_page_token(), "");
  EXPECT_EQ((api_.Do<v1::ListSessionRecordsResponse, v1::ListSessionRecordsRequest>("from_date: '2024-01-16'")
                 .records_size()),
            1);
}

}  // namespace
}  // namespace tutorat::api
