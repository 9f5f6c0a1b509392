#include "server/domain/base/local_time.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_format.h"

namespace tutorat::domain {
namespace {

TEST(ParseDate, DaysThatExistComeBackAsTheyWere) {
  for (const char* text :
       {"1900-01-01", "1999-12-31", "2000-02-29", "2023-11-10", "2024-02-29", "2024-12-31", "2199-12-31"}) {
    const auto day = ParseDate(text);
    ASSERT_TRUE(day.has_value()) << text;
    EXPECT_EQ(FormatDate(*day), text);
  }
}

TEST(ParseDate, AnythingElseIsNoDay) {
  for (const char* text : {"2024-02-30", "2023-02-29", "1900-02-29", "2100-02-29", "2024-04-31",       "2024-00-10",
                           "2024-13-10", "2024-01-00", "2024-01-32", "1899-12-31", "2200-01-01",       "0000-01-01",
                           "2024-1-1",   "24-01-01",   "2024/01/01", "10/11/2023", "2024-01-01 ",      " 2024-01-01",
                           "2024-01-1x", "+024-01-01", "2024--1-01", "20240101",   "2024-01-01T00:00", ""}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
}

TEST(ParseClock, MinutesOfTheDay) {
  const absl::CivilDay day(2024, 3, 31);
  EXPECT_EQ(ParseClock(day, "00:00"), absl::CivilMinute(2024, 3, 31, 0, 0));
  EXPECT_EQ(ParseClock(day, "09:05"), absl::CivilMinute(2024, 3, 31, 9, 5));
  EXPECT_EQ(ParseClock(day, "23:59"), absl::CivilMinute(2024, 3, 31, 23, 59));
  for (const char* text :
       {"24:00", "14:60", "9:05", "14h30", "1430", "14:3", "-1:30", "14:30:00", " 4:30", "14:30 ", ""}) {
    EXPECT_FALSE(ParseClock(day, text).has_value()) << text;
  }
}

TEST(AddMonths, ClampsToTheMonthsLastDay) {
  const struct {
    const char* from;
    int months;
    const char* to;
  } cases[] = {
      {"2023-11-10", 3, "2024-02-10"},  {"2023-11-30", 3, "2024-02-29"},   {"2022-11-30", 3, "2023-02-28"},
      {"2024-01-31", 1, "2024-02-29"},  {"2023-01-31", 1, "2023-02-28"},   {"2024-03-31", 1, "2024-04-30"},
      {"2024-02-29", 12, "2025-02-28"}, {"2024-12-01", 1, "2025-01-01"},   {"2024-10-31", 1, "2024-11-30"},
      {"2024-05-15", 0, "2024-05-15"},  {"2024-05-15", 12, "2025-05-15"},  {"2024-12-31", 2, "2025-02-28"},
      {"2024-02-29", 48, "2028-02-29"}, {"2190-12-31", 120, "2200-12-31"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(FormatDate(AddMonths(*ParseDate(c.from), c.months)), c.to) << c.from << " + " << c.months;
  }
}

TEST(FindTimeZone, NamesOfTheTzDatabase) {
  for (const char* name : {"Europe/Paris", "UTC", "America/Argentina/Buenos_Aires", "America/Port-au-Prince",
                           "Etc/GMT+5", "Indian/Reunion", "Pacific/Noumea"}) {
    const auto zone = FindTimeZone(name);
    ASSERT_TRUE(zone.has_value()) << name;
    EXPECT_EQ(zone->name(), name);
  }
}

TEST(FindTimeZone, NeitherPathsNorWhatEachMachineUnderstandsInItsOwnWay) {
  for (const std::string name : {"",
                                 "/",
                                 "Paris",
                                 "localtime",
                                 "CET",
                                 "Europe/",
                                 "Europe/Atlantis",
                                 "europe/paris",
                                 " Europe/Paris",
                                 "Europe/Paris ",
                                 "/etc/localtime",
                                 "/usr/share/zoneinfo/Europe/Paris",
                                 "../zoneinfo/Europe/Paris",
                                 "Europe/../Europe/Paris",
                                 "Europe/./Paris",
                                 "Europe//Paris",
                                 "./Europe/Paris",
                                 "file:/usr/share/zoneinfo/Europe/Paris",
                                 "file:Europe/Paris",
                                 "Fixed/UTC+01:00:00",
                                 "utc",
                                 "GMT+1"}) {
    EXPECT_FALSE(FindTimeZone(name).has_value()) << name;
  }
  EXPECT_FALSE(FindTimeZone(std::string("Europe/Paris\0.csv", 17)).has_value());
}

TEST(TodayInParis, BeginsAtItsMidnight) {
  const absl::CivilDay day(2024, 7, 1);
  const absl::Time midnight = absl::FromCivil(absl::CivilHour(2024, 6, 30, 22), absl::UTCTimeZone());
  EXPECT_EQ(TodayInParis(midnight), day);
  EXPECT_EQ(TodayInParis(midnight - absl::Seconds(1)), day - 1);
  EXPECT_EQ(DateOrToday("", midnight), day);
  EXPECT_EQ(DateOrToday("2024-02-09", midnight), absl::CivilDay(2024, 2, 9));
}

TEST(ResolveLocal, HoursThatChangesOfTheClockSkipOrRepeat) {
  const struct {
    const char* zone;
    const char* date;
    const char* clock;
    const char* utc;
    bool in_gap;
  } cases[] = {
      {"Europe/Paris", "2024-01-15", "14:00", "2024-01-15T13:00", false},
      {"Europe/Paris", "2024-07-15", "14:00", "2024-07-15T12:00", false},
      {"Europe/Paris", "2024-03-31", "01:59", "2024-03-31T00:59", false},
      {"Europe/Paris", "2024-03-31", "02:00", "2024-03-31T01:00", true},
      {"Europe/Paris", "2024-03-31", "02:30", "2024-03-31T01:00", true},  // taken as 03:00, the next that exists
      {"Europe/Paris", "2024-03-31", "02:59", "2024-03-31T01:00", true},
      {"Europe/Paris", "2024-03-31", "03:00", "2024-03-31T01:00", false},
      {"Europe/Paris", "2024-10-27", "01:59", "2024-10-26T23:59", false},
      {"Europe/Paris", "2024-10-27", "02:00", "2024-10-27T00:00", false},
      {"Europe/Paris", "2024-10-27", "02:30", "2024-10-27T00:30", false},  // the first of two
      {"Europe/Paris", "2024-10-27", "03:00", "2024-10-27T02:00", false},
      {"America/New_York", "2024-03-10", "02:30", "2024-03-10T07:00", true},
      {"America/New_York", "2024-11-03", "01:30", "2024-11-03T05:30", false},
      {"Australia/Lord_Howe", "2024-10-06", "02:15", "2024-10-05T15:30", true},  // half an hour
      {"America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04T03:00", true},    // the day begins at 01:00
      {"Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00", true},         // a day that was left out
      {"Indian/Reunion", "2024-03-31", "02:30", "2024-03-30T22:30", false},      // no summer time
      {"UTC", "2024-03-31", "02:30", "2024-03-31T02:30", false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(absl::StrFormat("%s %s %s", c.zone, c.date, c.clock));
    const absl::CivilDay day = *ParseDate(c.date);
    const Instant instant = ResolveLocal(*ParseClock(day, c.clock), *FindTimeZone(c.zone));
    EXPECT_EQ(absl::FormatTime("%Y-%m-%dT%H:%M", instant.time, absl::UTCTimeZone()), c.utc);
    EXPECT_EQ(instant.in_gap, c.in_gap);
  }
}

TEST(Timestamp, WholeMicrosecondsBeforeAndAfter1970) {
  const struct {
    absl::Time time;
    int64_t seconds;
    int32_t nanos;
  } cases[] = {
      {absl::UnixEpoch(), 0, 0},
      {absl::FromUnixMicros(1), 0, 1000},
      {absl::FromUnixMicros(1'700'000'000'123'456), 1'700'000'000, 123'456'000},
      {absl::FromUnixMicros(-1), -1, 999'999'000},
      {absl::FromUnixMicros(-1'000'000), -1, 0},
      {absl::FromUnixMicros(-1'000'001), -2, 999'999'000},
      {absl::FromUnixNanos(1999), 0, 1000},
      {absl::FromUnixNanos(-1), -1, 999'999'000},
      {absl::FromCivil(absl::CivilDay(1900), absl::UTCTimeZone()), -2'208'988'800, 0},
  };
  for (const auto& c : cases) {
    const auto timestamp = ToTimestamp(c.time);
    EXPECT_EQ(timestamp.seconds(), c.seconds) << c.time;
    EXPECT_EQ(timestamp.nanos(), c.nanos) << c.time;
    EXPECT_EQ(ToTime(timestamp), absl::FromUnixMicros(absl::ToUnixMicros(c.time)));
  }
}

TEST(Timestamp, NanosecondsAreRead) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(-5);
  timestamp.set_nanos(7);
  EXPECT_EQ(ToTime(timestamp), absl::FromUnixSeconds(-5) + absl::Nanoseconds(7));
}

TEST(FrenchDay, AsSentencesHaveIt) {
  EXPECT_EQ(FrenchDay("2024-01-31"), "31/01/2024");
  EXPECT_EQ(FrenchDay("1900-12-01"), "01/12/1900");
  EXPECT_EQ(FrenchDay("2024-02-30"), "2024-02-30");
  EXPECT_EQ(FrenchDay(""), "");
}

TEST(FrenchHour, AsSentencesHaveIt) {
  const struct {
    const char* clock;
    const char* french;
  } cases[] = {{"14:00", "14 h"}, {"14:30", "14 h 30"}, {"09:05", "9 h 05"},
               {"00:00", "0 h"},  {"25:00", "25:00"},   {"", ""}};
  for (const auto& c : cases) EXPECT_EQ(FrenchHour(c.clock), c.french);
}

}  // namespace
}  // namespace tutorat::domain
