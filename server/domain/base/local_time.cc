#include "server/domain/base/local_time.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace tutorat::domain {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;

// The number written by exactly the digits of text[from, from + count).
std::optional<int> Digits(absl::string_view text, size_t from, size_t count) {
  int value = 0;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// A part of a name of the tz database. absl would also take file paths, `file:`, "localtime" and offsets of its own,
// which mean something else on another machine.
bool IsTzWord(absl::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '+';
  });
}

}  // namespace

std::optional<absl::CivilDay> ParseDate(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = Digits(text, 0, 4);
  const auto month = Digits(text, 5, 2);
  const auto day = Digits(text, 8, 2);
  if (!year || !month || !day || *year < kFirstYear || *year > kLastYear) return std::nullopt;
  const absl::CivilDay civil(*year, *month, *day);
  // CivilDay normalises 30/02 to 01/03; a day that changed did not exist.
  if (civil.month() != *month || civil.day() != *day) return std::nullopt;
  return civil;
}

std::string FormatDate(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string FrenchDay(absl::string_view date) {
  const auto day = ParseDate(date);
  return day ? absl::StrFormat("%02d/%02d/%04d", day->day(), day->month(), day->year()) : std::string(date);
}

std::string FrenchHour(absl::string_view clock) {
  const auto time = ParseClock(absl::CivilDay(), clock);
  if (!time) return std::string(clock);
  return time->minute() == 0 ? absl::StrFormat("%d h", time->hour())
                             : absl::StrFormat("%d h %02d", time->hour(), time->minute());
}

std::optional<absl::CivilMinute> ParseClock(absl::CivilDay day, absl::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = Digits(text, 0, 2);
  const auto minute = Digits(text, 3, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return absl::CivilMinute(day.year(), day.month(), day.day(), *hour, *minute);
}

std::optional<absl::TimeZone> FindTimeZone(const std::string& name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  const bool region = parts.size() > 1 && parts[0] != "Fixed" && std::all_of(parts.begin(), parts.end(), IsTzWord);
  if (name != "UTC" && !region) return std::nullopt;
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) return std::nullopt;
  return zone;
}

absl::CivilDay TodayInParis(absl::Time now) { return absl::ToCivilDay(now, *FindTimeZone(kDefaultTimeZone)); }

absl::CivilDay DateOrToday(absl::string_view date, absl::Time now) {
  return date.empty() ? TodayInParis(now) : *ParseDate(date);
}

Instant ResolveLocal(absl::CivilMinute local, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(local));
  switch (info.kind) {
    case absl::TimeZone::TimeInfo::SKIPPED:
      return {info.trans, true};
    case absl::TimeZone::TimeInfo::REPEATED:
    case absl::TimeZone::TimeInfo::UNIQUE:
      break;
  }
  return {info.pre, false};
}

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  google::protobuf::Timestamp out;
  int64_t seconds = micros / 1'000'000;
  int64_t rest = micros % 1'000'000;
  if (rest < 0) {
    rest += 1'000'000;
    --seconds;
  }
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(rest * 1000));
  return out;
}

}  // namespace tutorat::domain
