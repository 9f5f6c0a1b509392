// GetCadence over a store, and the rules of the resources that it reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/cadence.pb.h"
#include "tutorat/v1/school_calendar.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using tests::Make;
using tests::Refusal;

class CadenceTest : public testing::Test {
 protected:
  v1::Cadence Cadence(const std::string& request) {
    return api_.Do<v1::GetCadenceResponse, v1::GetCadenceRequest>(request).cadence();
  }
  template <class Response, class Request>
  std::string Refused(const std::string& text) {
    const auto response = api_.Send<Response>(Make<Request>(text));
    return response.ok() ? "OK" : Refusal(response.status());
  }
  std::string CreateCalendar(const std::string& code, const std::string& rest) {
    return Refused<v1::CreateSchoolCalendarResponse, v1::CreateSchoolCalendarRequest>(
        absl::StrCat("school_calendar { code: '", code, "' ", rest, " }"));
  }
  std::string SetCalendar(const std::string& wave, const std::string& calendar) {
    const std::string etag =
        api_.Do<v1::GetWaveResponse, v1::GetWaveRequest>(absl::StrCat("name: '", wave, "'")).wave().etag();
    return Refused<v1::UpdateWaveResponse, v1::UpdateWaveRequest>(
        absl::StrCat("wave { name: '", wave, "' school_calendar: '", calendar, "' etag: '", etag, "' }"));
  }
  void Record(const std::string& wave, int group, const std::string& date, const std::string& rest = "") {
    api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(absl::StrCat(
        "record { wave: '", wave, "' group: '", group, "' date: '", date, "' themes: 'TIERS' ", rest, " }"));
  }
  // wave/number: held of expected, with a ! when flagged.
  static std::vector<std::string> Groups(const v1::Cadence& cadence) {
    std::vector<std::string> groups;
    for (const auto& group : cadence.groups()) {
      groups.push_back(absl::StrCat(group.wave(), "/", group.number(), ": ", group.held_count(), " of ",
                                    group.expected_count(), group.flagged() ? "!" : ""));
    }
    return groups;
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(CadenceTest, EachGroupAgainstItsOwnWave) {
  world_.AddGroup("V6", 5);
  world_.AddWave("V7");
  world_.AddGroup("V7", 4);
  for (const char* day : {"2023-11-10", "2023-12-08", "2024-01-12"}) {
    Record("V6", 4, day);
    Record("V6", 5, day);
  }
  world_.AddGroup("V6", 6);
  Record("V6", 6, "2023-11-10");
  Record("V6", 6, "2024-02-13", "state: SESSION_STATE_PLANNED");
  Record("V7", 4, "2023-11-10");
  const auto all = Cadence("as_of_date: '2024-02-09'");
  EXPECT_THAT(Groups(all),
              ElementsAre("waves/V6/4: 3 of 4", "waves/V6/5: 3 of 4", "waves/V6/6: 1 of 4!", "waves/V7/4: 1 of 4"));
  EXPECT_EQ(all.groups(2).next_planned_date(), "2024-02-13");
  EXPECT_EQ(all.flagged_count(), 1);
  const auto one = Cadence("as_of_date: '2024-02-09' wave: 'V6' group_numbers: 6 interval_weeks: 6");
  EXPECT_THAT(Groups(one), ElementsAre("waves/V6/6: 1 of 3!"));
  EXPECT_EQ(one.wave(), "waves/V6");
  EXPECT_EQ(one.waves(0).group_count(), 3);
  EXPECT_EQ(one.interval_weeks(), 6);
}

TEST_F(CadenceTest, ItsWavesHolidaysAreNoDaysOfSchool) {
  Record("V6", 4, "2023-11-30");
  EXPECT_EQ(Cadence("as_of_date: '2024-02-09'").groups(0).school_days(), 72);
  ASSERT_EQ(CreateCalendar("zone-b", "label: 'Zone B' holidays { from_date: '2023-12-23' to_date: '2024-01-08' }"),
            "OK");
  EXPECT_EQ(Cadence("as_of_date: '2024-02-09'").waves(0).school_calendar(), "");
  ASSERT_EQ(SetCalendar("waves/V6", "schoolCalendars/zone-b"), "OK");
  const auto cadence = Cadence("as_of_date: '2024-02-09'");
  EXPECT_EQ(cadence.groups(0).school_days(), 56);
  EXPECT_EQ(cadence.groups(0).holiday_days(), 16);
  EXPECT_EQ(cadence.waves(0).school_calendar_label(), "Zone B");
}

TEST_F(CadenceTest, WithoutADayItIsTodayInParis) {
  absl::TimeZone paris;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
  const std::string before = absl::FormatTime("%Y-%m-%d", absl::Now(), paris);
  const std::string answered = Cadence("").as_of_date();
  EXPECT_GE(answered, before);
  EXPECT_LE(answered, absl::FormatTime("%Y-%m-%d", absl::Now(), paris));
  EXPECT_EQ(Cadence("").interval_weeks(), 4);
}

TEST_F(CadenceTest, DeletedSessionsDoNotCount) {
  Record("V6", 4, "2023-11-30");
  const auto sessions = api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("").sessions();
  api_.Do<v1::DeleteSessionResponse, v1::DeleteSessionRequest>(
      absl::StrCat("name: '", sessions[0].name(), "' etag: '", sessions[0].etag(), "'"));
  EXPECT_EQ(Cadence("as_of_date: '2024-02-09'").groups(0).held_count(), 0);
}

TEST_F(CadenceTest, WhatIsNotThereIsNotFound) {
  const auto refused = [this](const std::string& text) {
    return Refused<v1::GetCadenceResponse, v1::GetCadenceRequest>(text);
  };
  EXPECT_EQ(refused("wave: 'V9'"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(refused("group_numbers: [4, 9]"), "NOT_FOUND GROUP_NOT_FOUND: group_numbers[1] GROUP_NOT_FOUND");
  EXPECT_EQ(refused("as_of_date: '30/02/2024'"), "INVALID_ARGUMENT INVALID_FIELDS: as_of_date BAD_FORMAT");
  EXPECT_EQ(refused("interval_weeks: 53"), "INVALID_ARGUMENT INVALID_FIELDS: interval_weeks TOO_LARGE");
}

TEST_F(CadenceTest, HolidaysAreSortedAndDoNotOverlap) {
  EXPECT_EQ(CreateCalendar("zone-b",
                           "holidays { from_date: '2024-02-24' to_date: '2024-03-11' } "
                           "holidays { from_date: '2024-03-10' to_date: '2024-03-12' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: school_calendar.holidays[1].from_date OVERLAPPING_HOLIDAYS");
  EXPECT_EQ(CreateCalendar("zone-b", "holidays { from_date: '2024-02-24' to_date: '2024-02-24' }"),
            "INVALID_ARGUMENT INVALID_FIELDS: school_calendar.holidays[0].to_date BEFORE_START");
  ASSERT_EQ(CreateCalendar("zone-b",
                           "holidays { from_date: '2024-02-24' to_date: '2024-03-11' } "
                           "holidays { from_date: '2023-12-23' to_date: '2024-01-08' }"),
            "OK");
  const auto calendar =
      api_.Do<v1::GetSchoolCalendarResponse, v1::GetSchoolCalendarRequest>("name: 'schoolCalendars/zone-b'")
          .school_calendar();
  EXPECT_EQ(calendar.holidays(0).from_date(), "2023-12-23");
}

TEST_F(CadenceTest, AWaveNamesACalendarThatExistsAndKeepsItFromDeletion) {
  EXPECT_EQ(SetCalendar("waves/V6", "schoolCalendars/zone-b"), "NOT_FOUND SCHOOL_CALENDAR_NOT_FOUND");
  ASSERT_EQ(CreateCalendar("zone-b", ""), "OK");
  ASSERT_EQ(SetCalendar("waves/V6", "schoolCalendars/zone-b"), "OK");
  const auto calendar =
      api_.Do<v1::GetSchoolCalendarResponse, v1::GetSchoolCalendarRequest>("name: 'schoolCalendars/zone-b'")
          .school_calendar();
  const std::string remove = absl::StrCat("name: 'schoolCalendars/zone-b' etag: '", calendar.etag(), "'");
  EXPECT_EQ((Refused<v1::DeleteSchoolCalendarResponse, v1::DeleteSchoolCalendarRequest>(remove)),
            "FAILED_PRECONDITION RESOURCE_IN_USE");
}

}  // namespace
}  // namespace tutorat::api
