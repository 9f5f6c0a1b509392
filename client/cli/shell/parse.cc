#include "client/cli/shell/parse.h"

#include <array>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/text/day.h"
#include "client/text/local_hours.h"
#include "client/text/width.h"
#include "proto/fold.h"

namespace tutorat::cli {
namespace {

using format::Say;

struct RelativeDay {
  const char* word;
  int days;
};
// Folded: without case and accents.
constexpr std::array<RelativeDay, 12> kRelativeDays = {{{"aujourd'hui", 0},
                                                        {"today", 0},
                                                        {"hier", -1},
                                                        {"yesterday", -1},
                                                        {"avant-hier", -2},
                                                        {"avant hier", -2},
                                                        {"the day before yesterday", -2},
                                                        {"demain", 1},
                                                        {"tomorrow", 1},
                                                        {"apres-demain", 2},
                                                        {"apres demain", 2},
                                                        {"the day after tomorrow", 2}}};

constexpr std::array<std::pair<absl::string_view, absl::Weekday>, 14> kWeekdays = {
    {{"lundi", absl::Weekday::monday},
     {"monday", absl::Weekday::monday},
     {"mardi", absl::Weekday::tuesday},
     {"tuesday", absl::Weekday::tuesday},
     {"mercredi", absl::Weekday::wednesday},
     {"wednesday", absl::Weekday::wednesday},
     {"jeudi", absl::Weekday::thursday},
     {"thursday", absl::Weekday::thursday},
     {"vendredi", absl::Weekday::friday},
     {"friday", absl::Weekday::friday},
     {"samedi", absl::Weekday::saturday},
     {"saturday", absl::Weekday::saturday},
     {"dimanche", absl::Weekday::sunday},
     {"sunday", absl::Weekday::sunday}}};

std::optional<absl::CivilDay> DayOfWeek(absl::string_view folded, absl::CivilDay today, Towards towards) {
  const bool last = absl::ConsumeSuffix(&folded, " dernier") || absl::ConsumePrefix(&folded, "last ");
  const bool next = absl::ConsumeSuffix(&folded, " prochain") || absl::ConsumePrefix(&folded, "next ");
  for (const auto& [word, weekday] : kWeekdays) {
    if (folded != word) continue;
    if (last) return absl::PrevWeekday(today, weekday);
    if (next) return absl::NextWeekday(today, weekday);
    if (absl::GetWeekday(today) == weekday) return today;
    return towards == Towards::kPast ? absl::PrevWeekday(today, weekday) : absl::NextWeekday(today, weekday);
  }
  return std::nullopt;
}

// The day that says none of its year.
std::optional<absl::CivilDay> DayOfNearestYear(absl::string_view folded, absl::CivilDay today) {
  const std::vector<absl::string_view> parts = absl::StrSplit(folded, absl::ByAnyChar("/-. "), absl::SkipEmpty());
  if (parts.size() != 2) return std::nullopt;
  std::optional<absl::CivilDay> nearest;
  for (absl::civil_year_t year = today.year() - 1; year <= today.year() + 1; ++year) {
    const auto date = format::ParseDate(
        absl::StrCat(folded, folded.find('/') == absl::string_view::npos ? " " : "/", year), format::Language::kFrench);
    absl::CivilDay day;
    if (!date.ok() || !absl::ParseCivilTime(*date, &day)) continue;
    if (!nearest || std::abs(day - today) < std::abs(*nearest - today)) nearest = day;
  }
  return nearest;
}

template <typename T>
absl::StatusOr<T> Named(const Context& context, absl::string_view flag, const std::string& text,
                        absl::StatusOr<T> value) {
  if (value.ok()) return value;
  return WrongValue(context, flag, text, value.status().message());
}

}  // namespace

absl::Status WrongUse(absl::string_view message) {
  return client::LocalError(absl::StatusCode::kInvalidArgument, kWrongUse, message);
}

absl::Status WrongValue(const Context& context, absl::string_view flag, absl::string_view value,
                        absl::string_view problem) {
  // More would not fit the line, and says no more.
  constexpr int kShown = 60;
  const std::string line = format::Wrap(value, kShown, 0).front();
  return absl::InvalidArgumentError(Say(context.language, "$0 : « $1 » $2", "$0: \"$1\" $2", flag,
                                        line.size() < value.size() ? absl::StrCat(line, "...") : line, problem));
}

absl::StatusOr<std::string> ParseDay(const Context& context, absl::string_view flag, const std::string& text,
                                     Towards towards) {
  const std::string folded = contract::FoldName(text);
  const absl::CivilDay today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  for (const RelativeDay& relative : kRelativeDays) {
    if (folded == relative.word) return absl::FormatCivilTime(today + relative.days);
  }
  if (const auto day = DayOfWeek(folded, today, towards)) return absl::FormatCivilTime(*day);
  if (const auto day = DayOfNearestYear(folded, today)) return absl::FormatCivilTime(*day);
  return Named(context, flag, text, format::ParseDate(text, context.language));
}

absl::StatusOr<std::string> ParseDayIfAny(const Context& context, absl::string_view flag, const std::string& text) {
  return text.empty() ? text : ParseDay(context, flag, text);
}

absl::StatusOr<std::string> ParseLastDayIfAny(const Context& context, absl::string_view flag, const std::string& text) {
  ASSIGN_OR_RETURN(const std::string last, ParseDayIfAny(context, flag, text));
  return ShiftDay(last, 1);
}

std::string ShiftDay(const std::string& date, int days) {
  absl::CivilDay day;
  return absl::ParseCivilTime(date, &day) ? absl::FormatCivilTime(day + days) : date;
}

absl::Status CheckOrder(const Context& context, const DayFlags& flags, const std::string& from_date,
                        const std::string& to_date) {
  if (from_date.empty() || to_date.empty() || from_date < to_date) return absl::OkStatus();
  return WrongValue(context, flags.to_flag, DayForPeople(context, ShiftDay(to_date, -1)),
                    Say(context.language, "est avant $1 ($0) ; corriger l'un des deux",
                        "is before $1 ($0); correct one of them", DayForPeople(context, from_date), flags.from_flag));
}

absl::StatusOr<int> ParseEnd(const Context& context, const v1::SessionRecord& record, const std::string& end) {
  ASSIGN_OR_RETURN(const std::string clock, Named(context, "--end", end, format::ParseClock(end, context.language)));
  const std::optional<int> minutes = format::MinutesBetween(record.date(), record.start(), clock, record.time_zone());
  if (minutes) return *minutes;
  return WrongValue(context, "--end", end,
                    Say(context.language, "n'est pas après le début ($0) ; corriger l'heure, ou donner --duration",
                        "is not after the start ($0); correct the hour, or give --duration", record.start()));
}

absl::StatusOr<int> ParseNumber(const Context& context, absl::string_view flag, const std::string& text) {
  return Named(context, flag, text, format::ParseCount(text, context.language));
}

std::string DayForPeople(const Context& context, const std::string& date) {
  return format::DayText(date, context.language);
}

std::string ShownDay(const Context& context, const std::string& date) {
  return context.format == OutputFormat::kCsv ? date : DayForPeople(context, date);
}

}  // namespace tutorat::cli
