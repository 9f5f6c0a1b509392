#include "server/domain/session/session_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Listed;
using tests::Make;

// Held on Monday 15/01/2024 at 14:00 in Paris, for an hour.
constexpr char kOrdinary[] = R"(
    name: 'sessions/a' group: 'groups/a' tutor: 'tutors/a' state: SESSION_STATE_HELD themes: 'TIERS'
    start_time { seconds: 1705323600 } time_zone: 'Europe/Paris' duration { seconds: 3600 }
    attendances { member: 'members/a' status: STATUS_PRESENT } )";
const absl::Time kNow = absl::FromUnixSeconds(1705323600) + absl::Hours(2);

v1::Session Ordinary() {
  auto session = Make<v1::Session>(kOrdinary);
  FillLocalTime(&session);
  return session;
}

std::vector<std::string> SessionViolations(const std::string& change) {
  auto session = Make<v1::Session>(kOrdinary);
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(change, &session)) << change;
  return Listed(CheckSession(session, "session"));
}

TEST(CheckSession, RulesBetweenFields) {
  const struct {
    const char* change;
    std::vector<std::string> violations;
  } cases[] = {
      {"", {}},
      {"state: SESSION_STATE_PLANNED themes: ''", {}},
      {"themes: ''", {"session.themes REQUIRED"}},
      {"state: SESSION_STATE_CANCELLED", {"session.cancel_reason REQUIRED"}},
      {"state: SESSION_STATE_CANCELLED themes: '' cancel_reason: 'grève'", {}},
      {"cancel_reason: 'grève'", {"session.cancel_reason CONFLICTING_FIELDS"}},
      {"state: SESSION_STATE_PLANNED cancel_reason: 'grève'", {"session.cancel_reason CONFLICTING_FIELDS"}},
      {"duration { seconds: 5400 }", {}},
      {"duration { seconds: 3601 }", {"session.duration BAD_FORMAT"}},
      {"start_time { nanos: 999999999 }", {}},
      {"start_time { nanos: -1 }", {"session.start_time BAD_FORMAT"}},
      {"start_time { nanos: 1000000000 }", {"session.start_time BAD_FORMAT"}},
      {"duration { nanos: 1 }", {"session.duration BAD_FORMAT"}},
      {"duration { nanos: -1 }", {"session.duration BAD_FORMAT"}},
      {"attendances { member: 'members/b' status: STATUS_ABSENT }", {}},
      {"attendances { member: 'members/a' status: STATUS_ABSENT }", {"session.attendances[1].member DUPLICATE_ITEM"}},
      {"head_count { expected: 1 }", {}},
      {"head_count { expected: 0 }", {"session.head_count.expected TOO_SMALL"}},
      {"head_count { present: 1 late: 2 excused: 3 absent: 4 expected: 11 }", {}},
      {"head_count { present: 1 late: 2 excused: 3 absent: 4 expected: 10 }",
       {"session.head_count.expected TOO_SMALL"}},
      {"head_count { present: 1000 }", {}},
      {"participation_issues { kind: KIND_MIC affected_count: 2 }", {}},
      {"participation_issues { kind: KIND_MIC members: 'members/a' }", {}},
      {"participation_issues { kind: KIND_MIC } participation_issues { kind: KIND_CAMERA members: 'm' affected_count: "
       "0 }",
       {"session.participation_issues[1].affected_count CONFLICTING_FIELDS"}},
      {"state: SESSION_STATE_CANCELLED duration { seconds: 61 } head_count { expected: 0 }",
       {"session.cancel_reason REQUIRED", "session.duration BAD_FORMAT", "session.head_count.expected TOO_SMALL"}},
  };
  for (const auto& c : cases) EXPECT_EQ(SessionViolations(c.change), c.violations) << c.change;
}

TEST(CheckSession, TheLocalDayIsOfAYearThatDatesCanName) {
  const struct {
    const char* utc;
    const char* zone;
    bool valid;
  } cases[] = {
      {"1900-01-01T00:00:00Z", "UTC", true},
      {"1899-12-31T23:59:59Z", "UTC", false},
      {"2199-12-31T23:59:59Z", "UTC", true},
      {"2200-01-01T00:00:00Z", "UTC", false},
      {"2199-12-31T22:59:59Z", "Europe/Paris", true},
      {"2199-12-31T23:00:00Z", "Europe/Paris", false},  // 2200 in Paris
      {"2199-12-31T23:00:00Z", "", false},              // which is where it is taken to be
      {"2200-01-01T04:59:59Z", "America/New_York", true},
      {"1900-01-01T01:00:00Z", "America/New_York", false},
      {"1899-12-31T23:59:00Z", "Europe/Paris", true},
      {"0001-01-01T00:00:00Z", "UTC", false},
      {"9999-12-31T23:59:59Z", "UTC", false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(absl::StrCat(c.utc, " ", c.zone));
    absl::Time start;
    std::string error;
    ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, c.utc, &start, &error)) << error;
    auto session = Make<v1::Session>(kOrdinary);
    *session.mutable_start_time() = ToTimestamp(start);
    session.set_time_zone(c.zone);
    EXPECT_EQ(CheckSession(session, "session").empty(), c.valid);
    if (!c.valid) continue;
    FillLocalTime(&session);
    EXPECT_TRUE(ParseDate(session.local_date()).has_value()) << session.local_date();
  }
  for (const int64_t seconds : {INT64_MAX, INT64_MIN}) {
    auto session = Make<v1::Session>(kOrdinary);
    session.mutable_start_time()->set_seconds(seconds);
    EXPECT_THAT(Listed(CheckSession(session, "session")), ElementsAre("session.start_time BAD_FORMAT"));
  }
}

TEST(FillLocalTime, GivesTheDayAndHourOfTheZone) {
  const struct {
    int64_t seconds;
    const char* zone;
    const char* filled;
  } cases[] = {
      {1705323600, "", "Europe/Paris 2024-01-15 14:00"},
      {1705323600, "UTC", "UTC 2024-01-15 13:00"},
      {1705323600, "Indian/Reunion", "Indian/Reunion 2024-01-15 17:00"},
      {1705359599, "Europe/Paris", "Europe/Paris 2024-01-15 23:59"},
      {1705359600, "Europe/Paris", "Europe/Paris 2024-01-16 00:00"},
      {1711846800, "Europe/Paris", "Europe/Paris 2024-03-31 03:00"},
      {1729989000, "Europe/Paris", "Europe/Paris 2024-10-27 02:30"},
      {1729992600, "Europe/Paris", "Europe/Paris 2024-10-27 02:30"},  // an hour later, the second one
      {-2208988800, "UTC", "UTC 1900-01-01 00:00"},
  };
  for (const auto& c : cases) {
    v1::Session session;
    session.mutable_start_time()->set_seconds(c.seconds);
    session.set_time_zone(c.zone);
    FillLocalTime(&session);
    EXPECT_EQ(absl::StrCat(session.time_zone(), " ", session.local_date(), " ", session.local_clock()), c.filled);
  }
}

TEST(FillLocalTime, KeepsWholeMicroseconds) {
  auto session = Make<v1::Session>("start_time { seconds: 5 nanos: 123456789 }");
  FillLocalTime(&session);
  EXPECT_EQ(session.start_time().nanos(), 123456000);
}

// `REASON field` of each oddity.
std::vector<std::string> Odd(const v1::Session& session, const std::vector<v1::Session>& neighbours,
                             const std::vector<v1::Member>& members, const std::string& wave_start = "") {
  std::vector<std::string> reasons;
  for (const Warning& warning : FindWarnings(session, neighbours, members, wave_start, kNow)) {
    EXPECT_FALSE(warning.text.en.empty());
    EXPECT_FALSE(warning.text.fr.empty());
    reasons.push_back(absl::StrCat(warning.reason, " ", warning.field));
  }
  return reasons;
}

v1::Session At(const std::string& date, const std::string& clock, const std::string& change = "") {
  auto session = Make<v1::Session>(kOrdinary);
  const absl::TimeZone zone = *FindTimeZone("Europe/Paris");
  *session.mutable_start_time() = ToTimestamp(ResolveLocal(*ParseClock(*ParseDate(date), clock), zone).time);
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(change, &session)) << change;
  FillLocalTime(&session);
  return session;
}

TEST(FindWarnings, AnOrdinarySessionHasNone) {
  const std::vector<v1::Member> members = {Make<v1::Member>("name: 'members/a'")};
  EXPECT_THAT(Odd(Ordinary(), {Ordinary()}, members), IsEmpty());
}

TEST(FindWarnings, DatesAndHoursToLookAtTwice) {
  constexpr char kPlanned[] = "state: SESSION_STATE_PLANNED";
  const struct {
    v1::Session session;
    std::vector<std::string> odd;
  } cases[] = {
      {At("2014-01-15", "14:00"), {"LONG_AGO session.start_time"}},
      {At("2014-01-15", "14:00", kPlanned), {"PLANNED_IN_PAST session.start_time"}},
      {At("2023-07-14", "14:00"), {"LONG_AGO session.start_time"}},
      {At("2023-07-17", "14:00"), {}},
      {At("2023-07-14", "14:00", "state: SESSION_STATE_CANCELLED"), {}},
      {At("2024-01-15", "15:59", kPlanned), {"PLANNED_IN_PAST session.start_time"}},
      {At("2024-01-15", "16:00", kPlanned), {}},
      {At("2013-12-31", "14:00"), {"ODD_YEAR session.start_time"}},
      {At("2026-01-15", "14:00", kPlanned), {}},
      {At("2027-01-15", "14:00", kPlanned), {"ODD_YEAR session.start_time"}},
      {At("2024-01-15", "15:59"), {}},
      {At("2024-01-15", "16:01"), {"HELD_IN_FUTURE session.start_time"}},
      {At("2024-01-16", "14:00", kPlanned), {}},
      {At("2024-01-13", "14:00"), {"WEEKEND session.start_time"}},
      {At("2024-01-14", "14:00"), {"WEEKEND session.start_time"}},
      {At("2024-01-12", "14:00"), {}},
      {At("2024-01-12", "07:00"), {}},
      {At("2024-01-12", "06:59"), {"UNUSUAL_HOUR session.start_time"}},
      {At("2024-01-12", "20:59"), {}},
      {At("2024-01-12", "21:00"), {"UNUSUAL_HOUR session.start_time"}},
      {At("2024-01-12", "14:00", "duration { seconds: 14400 }"), {}},
      {At("2024-01-12", "14:00", "duration { seconds: 14460 }"), {"LONG_SESSION session.duration"}},
      {At("2029-01-14", "03:00", "duration { seconds: 86400 }"),
       {"ODD_YEAR session.start_time", "HELD_IN_FUTURE session.start_time", "WEEKEND session.start_time",
        "UNUSUAL_HOUR session.start_time", "LONG_SESSION session.duration"}},
  };
  for (const auto& c : cases) EXPECT_EQ(Odd(c.session, {}, {}), c.odd) << c.session.ShortDebugString();
}

TEST(FindWarnings, HeldLongBeforeTheWave) {
  const struct {
    v1::Session session;
    const char* wave_start;
    std::vector<std::string> odd;
  } cases[] = {
      {At("2023-11-14", "14:00"), "2024-02-15", {"LONG_BEFORE_WAVE session.start_time"}},
      {At("2023-11-15", "14:00"), "2024-02-15", {}},
      {At("2023-11-14", "14:00"), "2024-01-15", {}},
      {At("2023-11-14", "14:00"), "", {}},
      // A clamped month's end.
      {At("2023-11-28", "14:00"), "2024-02-29", {"LONG_BEFORE_WAVE session.start_time"}},
      {At("2023-11-29", "14:00"), "2024-02-29", {}},
      // One reason is enough.
      {At("2023-01-16", "14:00"), "2024-01-15", {"LONG_BEFORE_WAVE session.start_time"}},
      {At("2023-01-16", "14:00"), "2023-01-15", {"LONG_AGO session.start_time"}},
      {At("2023-11-14", "14:00", "state: SESSION_STATE_CANCELLED"), "2024-02-15", {}},
      {At("2023-11-14", "14:00", "state: SESSION_STATE_PLANNED"), "2024-02-15", {"PLANNED_IN_PAST session.start_time"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Odd(c.session, {}, {}, c.wave_start), c.odd) << c.wave_start << " " << c.session.ShortDebugString();
  }
}

TEST(FindWarnings, MorePresentThanMembersThatDay) {
  const std::vector<v1::Member> members = {Make<v1::Member>("name: 'members/a'"), Make<v1::Member>("name: 'members/b'"),
                                           Make<v1::Member>("name: 'members/c' leave_date: '2024-01-15'"),
                                           Make<v1::Member>("name: 'members/d' join_date: '2024-01-16'")};
  const struct {
    const char* attendance;
    bool odd;
  } cases[] = {
      {"head_count { present: 2 }", false},
      {"head_count { present: 3 }", true},
      {"head_count { late: 3 }", true},
      {"head_count { present: 1 late: 1 }", false},
      {"head_count { present: 2 late: 1 }", true},
      {"head_count { present: 2 absent: 1 }", false},
      {"head_count { expected: 3 }", false},
      {"head_count { present: 2 } attendances { member: 'members/a' status: STATUS_LATE }", true},
      {"head_count { present: 1 } attendances { member: 'members/a' status: STATUS_LATE }", false},
      {"head_count { present: 2 } attendances { member: 'members/a' status: STATUS_EXCUSED }", false},
      {"head_count { present: 2 } guests { display_name: 'Zoé' }", false},
  };
  for (const auto& c : cases) {
    v1::Session session = Ordinary();
    session.clear_attendances();
    ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(c.attendance, &session)) << c.attendance;
    const std::vector<std::string> expected(c.odd ? 1 : 0, "MORE_PRESENT_THAN_MEMBERS session.head_count");
    EXPECT_EQ(Odd(session, {}, members), expected) << c.attendance;
    EXPECT_THAT(Odd(session, {}, {}), IsEmpty()) << "members are not kept: " << c.attendance;
  }
}

TEST(FindWarnings, OverlapsOfLiveSessions) {
  const struct {
    v1::Session other;
    bool overlaps;
  } cases[] = {
      {At("2024-01-15", "13:00", "name: 'b'"), false},  // ends as this one begins
      {At("2024-01-15", "13:01", "name: 'b'"), true},
      {At("2024-01-15", "14:00", "name: 'b'"), true},
      {At("2024-01-15", "14:59", "name: 'b'"), true},
      {At("2024-01-15", "15:00", "name: 'b'"), false},
      {At("2024-01-15", "12:00", "name: 'b' duration { seconds: 36000 }"), true},
      {At("2024-01-14", "20:00", "name: 'b' duration { seconds: 86400 }"), true},
      {At("2024-01-15", "14:00"), false},  // itself
      {At("2024-01-15", "14:00", "name: 'b' state: SESSION_STATE_PLANNED"), true},
      {At("2024-01-15", "14:00", "name: 'b' state: SESSION_STATE_CANCELLED"), false},
      {At("2024-01-15", "14:00", "name: 'b' delete_time { seconds: 1 }"), false},
  };
  for (const auto& c : cases) {
    const std::vector<std::string> expected(c.overlaps ? 1 : 0, "SESSION_OVERLAP session.start_time");
    EXPECT_EQ(Odd(Ordinary(), {c.other}, {}), expected) << c.other.ShortDebugString();
  }
  const auto cancelled = At("2024-01-15", "14:00", "state: SESSION_STATE_CANCELLED");
  EXPECT_THAT(Odd(cancelled, {At("2024-01-15", "14:00", "name: 'b'")}, {}), IsEmpty());
}

TEST(FindWarnings, AnOverlapSaysWhetherItIsTheGroupsOrTheTutors) {
  const auto group = FindWarnings(Ordinary(), {At("2024-01-15", "14:30", "name: 'sessions/b'")}, {}, "", kNow);
  const auto tutor =
      FindWarnings(Ordinary(), {At("2024-01-15", "14:30", "name: 'sessions/b' group: 'groups/b'")}, {}, "", kNow);
  ASSERT_EQ(group.size(), 1);
  ASSERT_EQ(tutor.size(), 1);
  EXPECT_EQ(group[0].text.fr, "le 15/01/2024 à 14 h chevauche une autre séance du même groupe, à 14 h 30 : sessions/b");
  EXPECT_EQ(tutor[0].text.en, "2024-01-15 14:00 overlaps another session of the same tutor, at 14:30: sessions/b");
}

TEST(FindWarnings, OfManyOverlapsTheFirstAreTold) {
  std::vector<v1::Session> others;
  others.reserve(1000);
  for (int i = 0; i < 1000; ++i) others.push_back(At("2024-01-15", "14:30", absl::StrCat("name: 'sessions/", i, "'")));
  const auto warnings = FindWarnings(Ordinary(), others, {}, "", kNow);
  ASSERT_EQ(warnings.size(), 4);
  EXPECT_EQ(warnings[2].text.en, "2024-01-15 14:00 overlaps another session of the same group, at 14:30: sessions/2");
  EXPECT_EQ(warnings[3].text.fr, "le 15/01/2024 à 14 h chevauche d'autres séances encore : lister celles de ce jour");
}

TEST(FindWarnings, AttendanceOfWhoWasNoMemberThatDay) {
  const struct {
    const char* member;
    bool odd;
  } cases[] = {
      {"name: 'members/a'", false},
      {"name: 'members/a' join_date: '2024-01-15'", false},
      {"name: 'members/a' join_date: '2024-01-16'", true},
      {"name: 'members/a' leave_date: '2024-01-16'", false},
      {"name: 'members/a' leave_date: '2024-01-15'", true},
      {"name: 'members/b' leave_date: '2024-01-15'", false},
  };
  for (const auto& c : cases) {
    const std::vector<std::string> expected(c.odd ? 1 : 0, "NOT_A_MEMBER_THAT_DAY session.attendances");
    EXPECT_EQ(Odd(Ordinary(), {}, {Make<v1::Member>(c.member)}), expected) << c.member;
  }
}

}  // namespace
}  // namespace tutorat::domain
