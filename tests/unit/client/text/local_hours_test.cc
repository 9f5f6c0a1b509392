#include "client/text/local_hours.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tutorat::format {
namespace {

struct Hours {
  const char* date;
  const char* start;
  const char* end;
  int minutes;  // 0: not after the start
  const char* zone = "";
};

TEST(LocalHours, MinutesAreThoseThatPass) {
  constexpr Hours kAll[] = {
      {"2024-02-13", "14:00", "15:30", 90},
      {"2024-02-13", "14:00", "14:00", 0},
      {"2024-02-13", "14:00", "13:59", 0},
      // Two becomes three.
      {"2024-03-31", "01:00", "04:00", 120},
      {"2024-03-31", "01:30", "03:00", 30},
      {"2024-03-31", "01:30", "02:30", 30},
      {"2024-03-31", "02:30", "03:30", 30},
      {"2024-03-31", "02:10", "02:50", 0},
      {"2024-03-31", "03:00", "04:00", 60},
      {"2025-03-30", "01:00", "04:00", 120},
      {"2026-03-29", "00:00", "23:59", 1379},
      // Three becomes two.
      {"2024-10-27", "01:00", "04:00", 240},
      {"2024-10-27", "01:30", "02:30", 60},
      {"2024-10-27", "02:30", "03:30", 120},
      {"2024-10-27", "02:45", "02:15", 30},
      {"2024-10-27", "02:30", "02:30", 60},
      {"2024-10-27", "03:00", "02:30", 0},
      {"2025-10-26", "02:00", "03:00", 120},
      // Elsewhere, on other days, by other lengths.
      {"2024-03-31", "01:00", "04:00", 180, "Indian/Reunion"},
      {"2024-03-10", "01:30", "03:30", 60, "America/Miquelon"},
      {"2024-11-03", "01:30", "02:30", 120, "America/Miquelon"},
      {"2024-10-06", "01:30", "03:00", 60, "Australia/Lord_Howe"},
      {"2024-04-07", "01:15", "02:15", 90, "Australia/Lord_Howe"},
      // Errors that are told elsewhere.
      {"", "01:00", "04:00", 180},
      {"2024-02-31", "01:00", "04:00", 180},
      {"2024-03-31", "01:00", "04:00", 180, "Europe/Nowhere"},
  };
  for (const Hours& one : kAll) {
    EXPECT_EQ(MinutesBetween(one.date, one.start, one.end, one.zone).value_or(0), one.minutes)
        << one.date << " " << one.start << " " << one.end << " " << one.zone;
  }
}

// A start, that many minutes, and the hour that a clock on the wall shows then.
TEST(LocalHours, GiveBackTheLengthOnEachDayOfAYear) {
  absl::TimeZone paris;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
  for (absl::CivilDay day(2024, 1, 1); day < absl::CivilDay(2025, 1, 1); ++day) {
    for (const int length : {1, 30, 60, 90, 240}) {
      const absl::Time start = absl::FromCivil(absl::CivilSecond(day), paris) + absl::Minutes(15);
      const absl::Time end = start + absl::Minutes(length);
      if (paris.At(absl::ToCivilSecond(end, paris)).kind != absl::TimeZone::TimeInfo::UNIQUE) continue;
      EXPECT_EQ(MinutesBetween(absl::FormatCivilTime(day), absl::FormatTime("%H:%M", start, paris),
                               absl::FormatTime("%H:%M", end, paris), ""),
                length)
          << day;
    }
  }
}

}  // namespace
}  // namespace tutorat::format
