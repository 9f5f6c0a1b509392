// Local days and hours, and the periods made of them (DOMAIN rule 1: a session is an instant, a zone and a length; a
// period is half-open on local days). Pure but for the tz database, which absl caches; thread-safe.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace tutorat::domain {

inline constexpr char kDefaultTimeZone[] = "Europe/Paris";
inline constexpr int kDaysOfAWeek = 7;

// AAAA-MM-JJ of a day that exists, from 1900 to 2199; nothing otherwise.
std::optional<absl::CivilDay> ParseDate(absl::string_view text);
std::string FormatDate(absl::CivilDay day);

// As French sentences have them: 31/01/2024 of 2024-01-31, 14 h of 14:00, 9 h 30 of 09:30. What is neither stays as it
// is.
std::string FrenchDay(absl::string_view date);
std::string FrenchHour(absl::string_view clock);

// HH:MM.
std::optional<absl::CivilMinute> ParseClock(absl::CivilDay day, absl::string_view text);

std::optional<absl::TimeZone> FindTimeZone(const std::string& name);

// The day that it is in Paris, where the committee sits.
absl::CivilDay TodayInParis(absl::Time now);
// The day of a text that ParseDate accepts; today in Paris where it is empty.
absl::CivilDay DateOrToday(absl::string_view date, absl::Time now);

// The instant of a local hour. One that a DST change skips becomes the next that exists (`in_gap`); one that comes
// twice is the first.
struct Instant {
  absl::Time time;
  bool in_gap = false;
};
Instant ResolveLocal(absl::CivilMinute local, absl::TimeZone zone);

// `day` plus calendar months, clamped to the month's last day: 2023-11-30 + 3 = 2024-02-29.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

absl::Time ToTime(const google::protobuf::Timestamp& timestamp);
// Whole microseconds, which is what both stores keep.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

}  // namespace tutorat::domain
