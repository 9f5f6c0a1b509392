#include "client/text/local_hours.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tutorat::format {
namespace {

constexpr char kUsualZone[] = "Europe/Paris";

absl::TimeZone::TimeInfo AtClock(const std::string& date, const std::string& clock, const absl::TimeZone& zone) {
  absl::CivilMinute local;
  // Any day will do: the zone is that of one whose clock does not change.
  if (!absl::ParseCivilTime(absl::StrCat(date, "T", clock), &local)) {
    absl::ParseCivilTime(absl::StrCat("1970-01-01T", clock), &local);
    return absl::UTCTimeZone().At(absl::CivilSecond(local));
  }
  return zone.At(absl::CivilSecond(local));
}

}  // namespace

std::optional<int> MinutesBetween(const std::string& date, const std::string& start, const std::string& end,
                                  const std::string& zone) {
  absl::TimeZone there;
  if (!absl::LoadTimeZone(zone.empty() ? kUsualZone : zone, &there)) there = absl::UTCTimeZone();
  const auto first = [](const absl::TimeZone::TimeInfo& info) {
    return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
  };
  const absl::Time from = first(AtClock(date, start, there));
  const absl::TimeZone::TimeInfo at_end = AtClock(date, end, there);
  absl::Time to = first(at_end);
  if (to <= from && at_end.kind == absl::TimeZone::TimeInfo::REPEATED) to = at_end.post;
  if (to <= from) return std::nullopt;
  return static_cast<int>(absl::ToInt64Minutes(to - from));
}

}  // namespace tutorat::format
