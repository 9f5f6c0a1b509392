// A session's own rules: local time, what its fields say of each other, and what is merely odd about one.
#include <algorithm>

#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"

namespace tutorat::tests {
namespace {

using grpc::StatusCode;

class SessionTest : public ConformanceTest {
 protected:
  const std::string group_ = world_.AddGroup(4).name();

  v1::Session At(const std::string& instant, const std::string& zone = "") {
    v1::Session session = world_.NewSession(group_);
    *session.mutable_start_time() = Instant(instant);
    session.set_time_zone(zone);
    return session;
  }
  v1::CreateSessionResponse Create(const v1::Session& session) {
    v1::CreateSessionRequest request;
    *request.mutable_session() = session;
    return api_.Get<v1::CreateSessionResponse>(request);
  }
  std::vector<std::string> WarningsOf(const v1::Session& session) {
    std::vector<std::string> reasons;
    const v1::CreateSessionResponse response = Create(session);
    for (const v1::Warning& warning : response.warnings()) {
      EXPECT_FALSE(warning.message().empty());
      EXPECT_EQ(warning.field().rfind("session.", 0), 0u) << warning.field();
      reasons.push_back(warning.reason());
    }
    return reasons;
  }
  void ExpectRefusedWith(const v1::Session& session, const std::string& field, const std::string& reason) {
    v1::CreateSessionRequest request;
    *request.mutable_session() = session;
    ExpectInvalid(api_.Refusal(request), field, reason);
  }
};

TEST_F(SessionTest, LocalDayAndHourAreThoseOfItsZone) {
  const struct {
    const char* instant;
    const char* zone;
    const char* date;
    const char* clock;
  } cases[] = {
      {"2024-01-15T13:00:00Z", "", "2024-01-15", "14:00"},
      {"2024-07-15T22:30:00Z", "Europe/Paris", "2024-07-16", "00:30"},
      {"2024-03-31T00:59:00Z", "Europe/Paris", "2024-03-31", "01:59"},
      {"2024-03-31T01:00:00Z", "Europe/Paris", "2024-03-31", "03:00"},
      {"2024-10-27T00:30:00Z", "Europe/Paris", "2024-10-27", "02:30"},
      {"2024-10-27T01:30:00Z", "Europe/Paris", "2024-10-27", "02:30"},
      {"2024-02-29T02:59:00Z", "America/Cayenne", "2024-02-28", "23:59"},
      {"2024-02-29T20:00:00Z", "Indian/Reunion", "2024-03-01", "00:00"},
      {"2023-12-31T13:00:00Z", "Pacific/Noumea", "2024-01-01", "00:00"},
      {"2024-01-01T00:00:00Z", "UTC", "2024-01-01", "00:00"},
  };
  for (const auto& each : cases) {
    const v1::Session session = Create(At(each.instant, each.zone)).session();
    EXPECT_EQ(session.local_date(), each.date) << each.instant << " " << each.zone;
    EXPECT_EQ(session.local_clock(), each.clock) << each.instant << " " << each.zone;
    EXPECT_EQ(session.time_zone(), *each.zone == '\0' ? "Europe/Paris" : each.zone);
  }
}

// The first and last local days of the calendar that the contract knows, at hours when UTC has another year.
TEST_F(SessionTest, LocalDayOutsideTheCalendarIsRefused) {
  ExpectRefusedWith(At("2199-12-31T23:30:00Z", "Pacific/Noumea"), "session.start_time", "BAD_FORMAT");
  ExpectRefusedWith(At("1900-01-01T00:30:00Z", "America/New_York"), "session.start_time", "BAD_FORMAT");
  EXPECT_EQ(api_.Health(), 1);
}

TEST_F(SessionTest, WordsComeBackAsTheyWere) {
  v1::Session session = world_.NewSession(group_);
  const char* verbatim = " =SOMME(A1)\t«œ» 🎓 e\u0301 \u00a0\n- tiers\r\n- EJ  ";
  session.set_themes(verbatim);
  session.set_notes(verbatim);
  const v1::Session stored = world_.AddSession(session);
  EXPECT_EQ(stored.themes(), verbatim);
  v1::GetSessionRequest get;
  get.set_name(stored.name());
  const v1::Session read = api_.Get<v1::GetSessionResponse>(get).session();
  EXPECT_EQ(read.themes(), verbatim);
  EXPECT_EQ(read.notes(), verbatim);
}

TEST_F(SessionTest, InstantIsKeptToTheMicrosecond) {
  v1::Session session = world_.NewSession(group_);
  session.mutable_start_time()->set_nanos(123456789);
  EXPECT_EQ(world_.AddSession(session).start_time().nanos(), 123456000);
}

TEST_F(SessionTest, StateAndItsFieldsAgree) {
  v1::Session session = world_.NewSession(group_);
  session.clear_themes();
  ExpectRefusedWith(session, "session.themes", "REQUIRED");
  session.set_state(v1::SESSION_STATE_PLANNED);
  Create(session);
  session.set_cancel_reason("neige");
  ExpectRefusedWith(session, "session.cancel_reason", "CONFLICTING_FIELDS");
  session.set_state(v1::SESSION_STATE_CANCELLED);
  Create(session);
  session.clear_cancel_reason();
  ExpectRefusedWith(session, "session.cancel_reason", "REQUIRED");
}

TEST_F(SessionTest, LengthIsWholeMinutes) {
  v1::Session session = world_.NewSession(group_);
  session.mutable_duration()->set_seconds(90);
  ExpectRefusedWith(session, "session.duration", "BAD_FORMAT");
  session.mutable_duration()->set_seconds(60);
  session.mutable_duration()->set_nanos(1);
  ExpectRefusedWith(session, "session.duration", "BAD_FORMAT");
  session.mutable_duration()->set_nanos(0);
  Create(session);
}

TEST_F(SessionTest, AttendanceAddsUp) {
  const std::string ada = world_.AddMember(group_, "Ada").name();
  v1::Session session = world_.NewSession(group_);
  for (const auto status : {v1::Attendance::STATUS_PRESENT, v1::Attendance::STATUS_ABSENT}) {
    auto* attendance = session.add_attendances();
    attendance->set_member(ada);
    attendance->set_status(status);
  }
  ExpectRefusedWith(session, "session.attendances[1].member", "DUPLICATE_ITEM");
  session.mutable_attendances()->RemoveLast();
  session.mutable_head_count()->set_present(3);
  session.mutable_head_count()->set_expected(3);
  ExpectRefusedWith(session, "session.head_count.expected", "TOO_SMALL");
  session.mutable_head_count()->set_expected(4);
  const v1::Session stored = Create(session).session();
  EXPECT_FALSE(stored.head_count().has_absent());
  auto* issue = session.add_participation_issues();
  issue->set_kind(v1::ParticipationIssue::KIND_MIC);
  issue->set_affected_count(1);
  issue->add_members(ada);
  ExpectRefusedWith(session, "session.participation_issues[0].affected_count", "CONFLICTING_FIELDS");
}

TEST_F(SessionTest, MembersAreOfItsGroup) {
  const std::string stranger = world_.AddMember(world_.AddGroup(5).name(), "Bo").name();
  v1::CreateSessionRequest request;
  *request.mutable_session() = world_.NewSession(group_);
  auto* attendance = request.mutable_session()->add_attendances();
  attendance->set_member(stranger);
  attendance->set_status(v1::Attendance::STATUS_PRESENT);
  auto* issue = request.mutable_session()->add_participation_issues();
  issue->set_kind(v1::ParticipationIssue::KIND_MIC);
  issue->add_members(stranger);
  const Outcome outcome = api_.Refusal(request);
  ExpectRefused(outcome, StatusCode::NOT_FOUND, "MEMBER_NOT_FOUND");
  EXPECT_EQ(outcome.ViolationOf("session.attendances[0].member"), "MEMBER_NOT_FOUND");
  EXPECT_EQ(outcome.ViolationOf("session.participation_issues[0].members[0]"), "MEMBER_NOT_FOUND");
}

TEST_F(SessionTest, OddThingsWarnAndAreStored) {
  using ::testing::Contains;
  using ::testing::Not;
  EXPECT_THAT(WarningsOf(At("2024-01-15T13:00:00Z")), ::testing::ElementsAre("LONG_AGO"));
  EXPECT_THAT(WarningsOf(At("2024-01-13T13:00:00Z")), Contains("WEEKEND"));
  // Friday in UTC, Saturday in Nouméa.
  EXPECT_THAT(WarningsOf(At("2024-01-19T23:00:00Z", "Pacific/Noumea")), Contains("WEEKEND"));
  EXPECT_THAT(WarningsOf(At("2024-01-16T04:00:00Z")), Contains("UNUSUAL_HOUR"));
  EXPECT_THAT(WarningsOf(At("1999-01-19T13:00:00Z")), Contains("ODD_YEAR"));
  v1::Session held = At("2024-01-23T13:00:00Z");
  held.mutable_start_time()->set_seconds(time(nullptr) + int64_t{86400} * 30);
  EXPECT_THAT(WarningsOf(held), Contains("HELD_IN_FUTURE"));
  held.set_state(v1::SESSION_STATE_PLANNED);
  held.mutable_start_time()->set_seconds(held.start_time().seconds() + int64_t{86400} * 7);
  EXPECT_THAT(WarningsOf(held), Not(Contains("HELD_IN_FUTURE")));
  v1::Session longer = At("2024-01-30T09:00:00Z");
  longer.mutable_duration()->set_seconds(int64_t{6} * 3600);
  EXPECT_THAT(WarningsOf(longer), Contains("LONG_SESSION"));
}

TEST_F(SessionTest, OverlapsWarn) {
  using ::testing::Contains;
  using ::testing::Not;
  const std::string tutor = world_.AddTutor().name();
  v1::Session first = At("2024-01-15T13:00:00Z");
  first.set_tutor(tutor);
  Create(first);
  EXPECT_THAT(WarningsOf(At("2024-01-15T13:59:00Z")), Contains("SESSION_OVERLAP"));
  EXPECT_THAT(WarningsOf(At("2024-01-15T11:00:00Z")), Not(Contains("SESSION_OVERLAP")));
  EXPECT_THAT(WarningsOf(At("2024-01-15T15:00:00Z")), Not(Contains("SESSION_OVERLAP")));
  // Another group's, with the same tutor.
  v1::Session elsewhere = At("2024-01-15T12:30:00Z");
  elsewhere.set_group(world_.AddGroup(5).name());
  EXPECT_THAT(WarningsOf(elsewhere), Not(Contains("SESSION_OVERLAP")));
  elsewhere.set_tutor(tutor);
  EXPECT_THAT(WarningsOf(elsewhere), Contains("SESSION_OVERLAP"));
  // A cancelled one takes no time.
  v1::Session cancelled = At("2024-01-15T13:30:00Z");
  cancelled.set_state(v1::SESSION_STATE_CANCELLED);
  cancelled.set_cancel_reason("neige");
  EXPECT_THAT(WarningsOf(cancelled), Not(Contains("SESSION_OVERLAP")));
}

TEST_F(SessionTest, WhoIsNoMemberThatDayIsSaid) {
  v1::CreateMemberRequest create;
  create.mutable_member()->set_group(group_);
  create.mutable_member()->set_display_name("Ada");
  create.mutable_member()->set_join_date("2024-01-15");
  create.mutable_member()->set_leave_date("2024-02-12");
  const std::string ada = api_.Get<v1::CreateMemberResponse>(create).member().name();
  const struct {
    const char* instant;
    bool member;
  } days[] = {{"2024-01-12T13:00:00Z", false},
              {"2024-01-15T13:00:00Z", true},
              {"2024-02-09T13:00:00Z", true},
              {"2024-02-12T13:00:00Z", false}};
  for (const auto& day : days) {
    v1::Session session = At(day.instant);
    auto* attendance = session.add_attendances();
    attendance->set_member(ada);
    attendance->set_status(v1::Attendance::STATUS_PRESENT);
    const auto warnings = WarningsOf(session);
    const bool said = std::find(warnings.begin(), warnings.end(), "NOT_A_MEMBER_THAT_DAY") != warnings.end();
    EXPECT_EQ(said, !day.member) << day.instant;
  }
}

TEST_F(SessionTest, PastSessionIsCorrectedAndMoved) {
  v1::Session session = At("2024-01-15T13:00:00Z");
  auto* attendance = session.add_attendances();
  attendance->set_member(world_.AddMember(group_, "Ada").name());
  attendance->set_status(v1::Attendance::STATUS_PRESENT);
  const v1::Session stored = Create(session).session();
  const std::string other = world_.AddGroup(5).name();
  v1::UpdateSessionRequest update;
  *update.mutable_session() = stored;
  update.mutable_session()->set_group(world_.GroupAlias(5));
  update.mutable_update_mask()->add_paths("group");
  ExpectRefused(api_.Refusal(update), StatusCode::NOT_FOUND, "MEMBER_NOT_FOUND");
  update.mutable_session()->clear_attendances();
  *update.mutable_session()->mutable_start_time() = Instant("2024-01-16T22:30:00Z");
  for (const char* path : {"attendances", "start_time"}) update.mutable_update_mask()->add_paths(path);
  const v1::Session moved = api_.Get<v1::UpdateSessionResponse>(update).session();
  EXPECT_EQ(moved.group(), other);
  EXPECT_EQ(moved.local_date() + " " + moved.local_clock(), "2024-01-16 23:30");
  EXPECT_EQ(moved.attendances_size(), 0);
  EXPECT_EQ(moved.themes(), stored.themes());
}

}  // namespace
}  // namespace tutorat::tests
