// RecordSession: a session from what a tutor knows, whole or not at all.
#include <algorithm>

#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"

namespace tutorat::tests {
namespace {

using grpc::StatusCode;

class RecordTest : public ConformanceTest {
 protected:
  const v1::Group group_ = world_.AddGroup(4);

  // The tests record the same over again.
  static v1::RecordSessionRequest Request(const v1::SessionRecord& record) {
    v1::RecordSessionRequest request;
    *request.mutable_record() = record;
    request.mutable_record()->set_another_session(true);
    return request;
  }
  v1::RecordSessionResponse Record(const v1::SessionRecord& record) {
    return api_.Get<v1::RecordSessionResponse>(Request(record));
  }
  Outcome Refused(const v1::SessionRecord& record) {
    const std::string before = world_.Everything();
    Outcome outcome = api_.Refusal(Request(record));
    EXPECT_EQ(world_.Everything(), before);
    return outcome;
  }
};

TEST_F(RecordTest, LeftOutMeansTheUsual) {
  v1::SessionRecord record;
  record.set_group("4");
  record.set_wave(world_.code());
  record.set_date("2024-01-15");
  record.set_themes("TIERS");
  const v1::RecordSessionResponse response = Record(record);
  const v1::Session& session = response.session();
  for (const v1::Warning& warning : response.warnings()) EXPECT_EQ(warning.reason(), "LONG_AGO") << warning.message();
  EXPECT_EQ(session.group(), group_.name());
  EXPECT_EQ(session.state(), v1::SESSION_STATE_HELD);
  EXPECT_EQ(session.local_date(), "2024-01-15");
  EXPECT_EQ(session.local_clock(), "14:00");
  EXPECT_EQ(session.time_zone(), "Europe/Paris");
  EXPECT_EQ(session.duration().seconds(), 3600);
  EXPECT_EQ(session.tutor(), "");
  EXPECT_FALSE(session.has_head_count());
  v1::GetSessionRequest get;
  get.set_name(session.name());
  EXPECT_EQ(Difference(session, api_.Get<v1::GetSessionResponse>(get).session(), {}), "");
}

TEST_F(RecordTest, GroupIsFoundByEachOfItsNames) {
  v1::SessionRecord record = world_.NewRecord(4);
  for (const std::string& wave : {world_.code(), world_.wave()}) {
    record.set_wave(wave);
    EXPECT_EQ(Record(record).session().group(), group_.name());
  }
  record.clear_wave();
  for (const std::string& name : {world_.GroupAlias(4), group_.name()}) {
    record.set_group(name);
    EXPECT_EQ(Record(record).session().group(), group_.name());
  }
  // Where several waves have such a group, a number alone says too little.
  World other(api_);
  other.AddGroup(4);
  record.set_group("4");
  const Outcome outcome = Refused(record);
  ExpectInvalid(outcome, "record.group", "AMBIGUOUS");
}

TEST_F(RecordTest, TutorIsFoundByEachOfTheirNames) {
  const std::string id = RandomId();
  const v1::Tutor tutor = world_.AddTutor("Hélène Müller " + id, id + "@ac-exemple.fr");
  v1::SessionRecord record = world_.NewRecord(4);
  for (const std::string& name : {tutor.display_name(), tutor.email(), tutor.name(), "HELENE  muller " + id}) {
    record.set_tutor(name);
    EXPECT_EQ(Record(record).session().tutor(), tutor.name()) << name;
  }
  world_.AddTutor("helene muller " + id, "");
  record.set_tutor(tutor.display_name());
  ExpectInvalid(Refused(record), "record.tutor", "AMBIGUOUS");
}

TEST_F(RecordTest, TutorIsElseWhoLeadsTheGroupThatDay) {
  const v1::Tutor usual = world_.AddTutor();
  const v1::Tutor substitute = world_.AddTutor();
  v1::UpdateGroupRequest update;
  *update.mutable_group() = group_;
  update.mutable_group()->add_tutor_assignments()->set_tutor(usual.name());
  auto* one_day = update.mutable_group()->add_tutor_assignments();
  one_day->set_tutor(substitute.name());
  one_day->set_from_date("2024-01-15");
  one_day->set_to_date("2024-01-16");
  api_.Get<v1::UpdateGroupResponse>(update);
  v1::SessionRecord record = world_.NewRecord(4);
  const struct {
    const char* date;
    std::string tutor;
  } days[] = {{"2024-01-12", usual.name()}, {"2024-01-15", substitute.name()}, {"2024-01-16", usual.name()}};
  for (const auto& day : days) {
    record.set_date(day.date);
    EXPECT_EQ(Record(record).session().tutor(), day.tutor) << day.date;
  }
}

TEST_F(RecordTest, EverythingThatIsSaidIsStored) {
  const std::string ada = world_.AddMember(group_.name(), "Ada").name();
  const std::string bo = world_.AddMember(group_.name(), "Bo").name();
  const std::string cy = world_.AddMember(group_.name(), "Cy").name();
  v1::SessionRecord record = world_.NewRecord(4);
  record.set_date("2024-01-15");
  record.set_start("09:30");
  record.set_time_zone("America/Cayenne");
  record.set_duration_minutes(95);
  record.mutable_present()->add_names("bo");
  record.mutable_late()->add_names("Ada");
  record.mutable_excused()->set_count(0);
  record.mutable_absent()->set_count(2);
  record.set_expected(9);
  record.add_guests("Inès");
  auto* issue = record.add_issues();
  issue->set_kind(v1::ParticipationIssue::KIND_CAMERA);
  issue->mutable_affected()->add_names("Cy");
  issue->set_impact(v1::ParticipationIssue::IMPACT_STRONG);
  issue->set_note("pas de caméra");
  issue = record.add_issues();
  issue->set_kind(v1::ParticipationIssue::KIND_MIC);
  issue->mutable_affected()->set_count(3);
  record.set_appreciation(v1::APPRECIATION_GOOD);
  record.set_notes("le groupe évolue bien");
  record.set_external_link("https://visio.exemple.fr/4");
  record.set_requested_themes("le GFE,\n et les DP ");

  v1::Session expected;
  expected.set_group(group_.name());
  expected.set_state(v1::SESSION_STATE_HELD);
  *expected.mutable_start_time() = Instant("2024-01-15T12:30:00Z");
  expected.set_time_zone("America/Cayenne");
  expected.mutable_duration()->set_seconds(int64_t{95} * 60);
  expected.set_local_date("2024-01-15");
  expected.set_local_clock("09:30");
  expected.set_themes(record.themes());
  auto* late = expected.add_attendances();
  late->set_member(ada);
  late->set_status(v1::Attendance::STATUS_LATE);
  auto* present = expected.add_attendances();
  present->set_member(bo);
  present->set_status(v1::Attendance::STATUS_PRESENT);
  expected.mutable_head_count()->set_excused(0);
  expected.mutable_head_count()->set_absent(2);
  expected.mutable_head_count()->set_expected(9);
  expected.add_guests()->set_display_name("Inès");
  auto* camera = expected.add_participation_issues();
  camera->set_kind(v1::ParticipationIssue::KIND_CAMERA);
  camera->add_members(cy);
  camera->set_impact(v1::ParticipationIssue::IMPACT_STRONG);
  camera->set_note("pas de caméra");
  auto* mic = expected.add_participation_issues();
  mic->set_kind(v1::ParticipationIssue::KIND_MIC);
  mic->set_affected_count(3);
  expected.set_appreciation(v1::APPRECIATION_GOOD);
  expected.set_notes("le groupe évolue bien");
  expected.set_external_link("https://visio.exemple.fr/4");
  expected.set_requested_themes(record.requested_themes());
  const v1::Session recorded = Record(record).session();
  ASSERT_EQ(recorded.participation_issues_size(), 2);
  // Each a new entry of the register.
  camera->set_issue(recorded.participation_issues(0).issue());
  mic->set_issue(recorded.participation_issues(1).issue());
  EXPECT_NE(camera->issue(), mic->issue());
  // What is recognised is what the server's thesaurus recognises in these words, whoever stores them.
  v1::Session same_words = world_.NewSession(group_.name());
  same_words.set_themes(record.themes());
  same_words = world_.AddSession(same_words);
  *expected.mutable_theme_mentions() = same_words.theme_mentions();
  expected.set_thesaurus_revision(same_words.thesaurus_revision());
  EXPECT_EQ(Difference(expected, recorded, {"name", "create_time", "update_time", "etag"}), "");
}

TEST_F(RecordTest, HourThatIsSkippedIsTheNextOneThatExists) {
  const struct {
    const char* zone;
    const char* date;
    const char* start;
    const char* clock;
    const char* instant;
    bool skipped;
  } cases[] = {
      {"Europe/Paris", "2024-03-31", "02:30", "03:00", "2024-03-31T01:00:00Z", true},
      {"Europe/Paris", "2024-03-31", "01:59", "01:59", "2024-03-31T00:59:00Z", false},
      {"Europe/Paris", "2024-03-31", "03:00", "03:00", "2024-03-31T01:00:00Z", false},
      // Twice: the first.
      {"Europe/Paris", "2024-10-27", "02:30", "02:30", "2024-10-27T00:30:00Z", false},
      {"America/New_York", "2024-03-10", "02:30", "03:00", "2024-03-10T07:00:00Z", true},
      {"America/New_York", "2024-11-03", "01:30", "01:30", "2024-11-03T05:30:00Z", false},
      {"Indian/Reunion", "2024-03-31", "02:30", "02:30", "2024-03-30T22:30:00Z", false},
  };
  for (const auto& each : cases) {
    SCOPED_TRACE(std::string(each.date) + " " + each.start);
    v1::SessionRecord record = world_.NewRecord(4);
    record.set_time_zone(each.zone);
    record.set_date(each.date);
    record.set_start(each.start);
    const auto response = Record(record);
    EXPECT_EQ(response.session().local_date(), each.date);
    EXPECT_EQ(response.session().local_clock(), each.clock);
    EXPECT_EQ(response.session().start_time().seconds(), Instant(each.instant).seconds());
    const bool warned = std::any_of(response.warnings().begin(), response.warnings().end(),
                                    [](const v1::Warning& warning) { return warning.reason() == "START_IN_DST_GAP"; });
    EXPECT_EQ(warned, each.skipped);
  }
}

TEST_F(RecordTest, UnknownNamesAreNotFound) {
  v1::SessionRecord record = world_.NewRecord(77);
  const auto expect_missing = [&](const std::string& field, const std::string& reason) {
    const Outcome outcome = Refused(record);
    ExpectRefused(outcome, StatusCode::NOT_FOUND, reason);
    EXPECT_EQ(outcome.ViolationOf(field), reason) << outcome;
  };
  expect_missing("record.group", "GROUP_NOT_FOUND");
  record.set_group("groups/0");
  expect_missing("record.group", "GROUP_NOT_FOUND");
  record = world_.NewRecord(4);
  record.set_wave("T-absent");
  expect_missing("record.wave", "WAVE_NOT_FOUND");
  record = world_.NewRecord(4);
  record.set_tutor("Personne " + RandomId());
  expect_missing("record.tutor", "TUTOR_NOT_FOUND");
  record = world_.NewRecord(4);
  record.mutable_present()->add_names("Personne");
  expect_missing("record.present", "MEMBER_NOT_FOUND");
  record = world_.NewRecord(4);
  record.add_issues()->set_kind(v1::ParticipationIssue::KIND_MIC);
  record.mutable_issues(0)->mutable_affected()->add_names("Personne");
  EXPECT_EQ(Refused(record).reason, "MEMBER_NOT_FOUND");
}

TEST_F(RecordTest, WhatContradictsItselfIsRefused) {
  world_.AddMember(group_.name(), "Ada");
  v1::SessionRecord record = world_.NewRecord(4);
  for (const char* group : {"0", "-1", "quatre", "4.5", "10000", "waves/V6", "99999999999999999999"}) {
    record.set_group(group);
    EXPECT_EQ(Refused(record).ViolationOf("record.group"), "BAD_FORMAT") << group;
  }
  record = world_.NewRecord(4);
  record.mutable_present()->add_names("Ada");
  record.mutable_present()->set_count(2);
  ExpectInvalid(Refused(record), "record.present", "CONFLICTING_FIELDS");
  record.mutable_present()->clear_count();
  record.mutable_absent()->add_names("Ada");
  EXPECT_EQ(Refused(record).code, StatusCode::INVALID_ARGUMENT);
  record = world_.NewRecord(4);
  record.clear_themes();
  EXPECT_EQ(Refused(record).code, StatusCode::INVALID_ARGUMENT);
  record.set_state(v1::SESSION_STATE_CANCELLED);
  EXPECT_EQ(Refused(record).code, StatusCode::INVALID_ARGUMENT);
}

// The path leads to what the caller sent: a record has no `session`.
TEST_F(RecordTest, PathsBeginAtTheRecord) {
  v1::SessionRecord record = world_.NewRecord(4);
  record.clear_themes();
  EXPECT_EQ(Refused(record).ViolationOf("record.themes"), "REQUIRED");
  record = world_.NewRecord(4);
  record.set_state(v1::SESSION_STATE_CANCELLED);
  EXPECT_EQ(Refused(record).ViolationOf("record.cancel_reason"), "REQUIRED");
  record = world_.NewRecord(4);
  record.mutable_present()->set_count(5);
  record.set_expected(4);
  EXPECT_EQ(Refused(record).ViolationOf("record.expected"), "TOO_SMALL");
}

// A session that was planned, of which a tutor notes one who was absent, with a blank too many in the name: told anew,
// as a correction or in a file, it is the same.
class OneMeaningTest : public RecordTest {
 protected:
  OneMeaningTest() {
    for (const char* name : {"Ada Lys", "Bo Lin", "Cy Orme"}) world_.AddMember(group_.name(), name);
  }

  v1::Session Planned() {
    v1::SessionRecord record = world_.NewRecord(4);
    record.set_start("10:00");
    record.set_duration_minutes(90);
    record.set_state(v1::SESSION_STATE_PLANNED);
    record.clear_themes();
    return Record(record).session();
  }
  static v1::SessionRecord Told(const v1::Session& planned, const std::string& absent) {
    v1::SessionRecord told;
    told.set_themes("TIERS");
    told.mutable_absent()->add_names(absent);
    told.set_date(planned.local_date());
    told.set_group(planned.group());
    return told;
  }
  static v1::RecordSessionRequest Correction(const v1::Session& planned, const std::string& absent) {
    v1::RecordSessionRequest request;
    request.set_session(planned.name());
    request.set_etag(planned.etag());
    *request.mutable_record() = Told(planned, absent);
    request.mutable_record()->set_state(v1::SESSION_STATE_HELD);
    return request;
  }
  v1::Session Read(const std::string& name) {
    v1::GetSessionRequest get;
    get.set_name(name);
    return api_.Get<v1::GetSessionResponse>(get).session();
  }
  v1::ImportResult Import(const v1::SessionRecord& record) {
    v1::ImportSessionsRequest request;
    *request.add_rows()->mutable_record() = record;
    v1::ImportReport report;
    EXPECT_TRUE(api_.Import(request, &report).ok());
    return report.results(0);
  }
};

TEST_F(OneMeaningTest, APlannedSessionIsHeldWithOneAbsentWhoeverSaysIt) {
  const std::string absent = "ada   LYS";
  const v1::Session planned[] = {Planned(), Planned(), Planned()};
  v1::RecordSessionRequest recorded;
  *recorded.mutable_record() = Told(planned[0], absent);
  std::vector<v1::Session> told = {api_.Get<v1::RecordSessionResponse>(recorded).session(),
                                   api_.Get<v1::RecordSessionResponse>(Correction(planned[1], absent)).session(),
                                   Read(Import(Told(planned[2], absent)).session())};
  for (size_t i = 0; i < told.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(told[i].name(), planned[i].name());
    EXPECT_EQ(told[i].state(), v1::SESSION_STATE_HELD);
    EXPECT_EQ(told[i].local_clock(), "10:00");
    EXPECT_EQ(told[i].duration().seconds(), 5400);
    EXPECT_EQ(told[i].attendances_size(), 3) << "the others were present";
    EXPECT_EQ(std::count_if(told[i].attendances().begin(), told[i].attendances().end(),
                            [](const auto& one) { return one.status() == v1::Attendance::STATUS_ABSENT; }),
              1);
  }
}

TEST_F(OneMeaningTest, AMisspeltNameGetsTheSameProposal) {
  const v1::Session planned = Planned();
  v1::RecordSessionRequest recorded;
  *recorded.mutable_record() = Told(planned, "Ada Lis");
  const Outcome record = api_.Refusal(recorded);
  const Outcome edit = api_.Refusal(Correction(planned, "Ada Lis"));
  const v1::ImportResult row = Import(Told(planned, "Ada Lis"));
  ASSERT_EQ(row.errors_size(), 1);
  EXPECT_EQ(row.errors(0).reason(), "MEMBER_NOT_FOUND");
  EXPECT_NE(row.errors(0).message().find("Ada Lys"), std::string::npos);
  for (const Outcome& outcome : {record, edit}) {
    ExpectRefused(outcome, StatusCode::NOT_FOUND, "MEMBER_NOT_FOUND");
    EXPECT_EQ(outcome.ViolationOf("record.absent"), "MEMBER_NOT_FOUND") << outcome;
    EXPECT_NE(outcome.message.find("Ada Lys"), std::string::npos) << outcome;
  }
  EXPECT_EQ(Difference(Read(planned.name()), planned, {}), "");
}

}  // namespace
}  // namespace tutorat::tests
