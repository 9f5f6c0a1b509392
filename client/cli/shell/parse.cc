#include "client/cli/shell/parse.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/text/day.h"
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
constexpr std::array<RelativeDay, 6> kRelativeDays = {
    {{"aujourd'hui", 0}, {"today", 0}, {"hier", -1}, {"yesterday", -1}, {"demain", 1}, {"tomorrow", 1}}};

template <typename T>
absl::StatusOr<T> Named(const Context& context, absl::string_view flag, const std::string& text,
                        absl::StatusOr<T> value) {
  if (value.ok()) return value;
  return WrongValue(context, flag, text, value.status().message());
}

int Minutes(const std::string& clock) { return std::stoi(clock.substr(0, 2)) * 60 + std::stoi(clock.substr(3, 2)); }

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

absl::StatusOr<std::string> ParseDay(const Context& context, absl::string_view flag, const std::string& text) {
  const std::string folded = contract::FoldName(text);
  for (const RelativeDay& relative : kRelativeDays) {
    if (folded == relative.word) {
      return absl::FormatCivilTime(absl::ToCivilDay(absl::Now(), absl::LocalTimeZone()) + relative.days);
    }
  }
  return Named(context, flag, text, format::ParseDate(text, context.language));
}

absl::StatusOr<std::string> ParseDayIfAny(const Context& context, absl::string_view flag, const std::string& text) {
  return text.empty() ? text : ParseDay(context, flag, text);
}

absl::Status CheckOrder(const Context& context, const std::string& from, const std::string& to) {
  if (from.empty() || to.empty() || from <= to) return absl::OkStatus();
  return WrongValue(context, "--to", DayForPeople(context, to),
                    Say(context.language, "est avant --from ($0) ; corriger l'un des deux",
                        "is before --from ($0); correct one of them", DayForPeople(context, from)));
}

absl::StatusOr<int> ParseEnd(const Context& context, const std::string& start, const std::string& end) {
  ASSIGN_OR_RETURN(const std::string clock, Named(context, "--end", end, format::ParseClock(end, context.language)));
  const int minutes = Minutes(clock) - Minutes(start);
  if (minutes > 0) return minutes;
  return WrongValue(context, "--end", end,
                    Say(context.language, "n'est pas après le début ($0) ; corriger l'heure, ou donner --duration",
                        "is not after the start ($0); correct the hour, or give --duration", start));
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
