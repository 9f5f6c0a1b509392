#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"
#include "client/text/cells.h"
#include "client/text/language.h"
#include "client/text/words.h"
#include "proto/status_macros.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// Values of flags. A failure is INVALID_ARGUMENT and names the flag, the value, what is wrong and what to write.

// Which of the days that a word or a day without its year may mean: a session that was held is behind, one that is
// planned is ahead.
enum class Towards { kPast, kFuture };

// A day -> AAAA-MM-JJ. In both languages also: today, yesterday, the day before it, tomorrow and the day after it; a
// day of the week, the last or the next one, today included (monday; « lundi dernier », « lundi prochain »); a day and
// a month, of the year in which they are nearest to today.
absl::StatusOr<std::string> ParseDay(const Context& context, absl::string_view flag, const std::string& text,
                                     Towards towards = Towards::kPast);
// The same of a flag that may not have been given: empty stays empty.
absl::StatusOr<std::string> ParseDayIfAny(const Context& context, absl::string_view flag, const std::string& text);
// The last day of a period -> the day after it: periods of the API are half-open. Empty stays empty.
absl::StatusOr<std::string> ParseLastDayIfAny(const Context& context, absl::string_view flag, const std::string& text);
// Minutes that pass from the record's start to the --end that was typed, which must be later on its day.
absl::StatusOr<int> ParseEnd(const Context& context, const v1::SessionRecord& record, const std::string& end);
absl::StatusOr<int> ParseNumber(const Context& context, absl::string_view flag, const std::string& text);

// Flags that do not go together: exit code 2, as for every command line that cannot be understood.
absl::Status WrongUse(absl::string_view message);
// `problem` is read after flag and value.
absl::Status WrongValue(const Context& context, absl::string_view flag, absl::string_view value,
                        absl::string_view problem);

// One of the words of an enum, in either language.
template <typename Enum>
absl::StatusOr<Enum> ParseChoice(const Context& context, absl::string_view flag, const std::string& text) {
  if (const std::optional<Enum> value = format::ParseWord<Enum>(text); value.has_value()) return *value;
  return WrongValue(context, flag, text,
                    format::Say(context.language, "n'est pas connu ; choisir $0", "is not known; choose $0",
                                format::WordChoices<Enum>(context.language)));
}

// The flags of a period: its first and its last day, both included. Either may be empty.
struct DayFlags {
  absl::string_view from_flag = "--from";
  std::string from;
  absl::string_view to_flag = "--to";
  std::string to;
};
absl::Status CheckOrder(const Context& context, const DayFlags& flags, const std::string& from_date,
                        const std::string& to_date);

// Sets from_date and to_date of a message, which are half-open.
template <typename Period>
absl::Status SetPeriodDays(const Context& context, const DayFlags& flags, Period& period) {
  ASSIGN_OR_RETURN(*period.mutable_from_date(), ParseDayIfAny(context, flags.from_flag, flags.from));
  ASSIGN_OR_RETURN(*period.mutable_to_date(), ParseLastDayIfAny(context, flags.to_flag, flags.to));
  return CheckOrder(context, flags, period.from_date(), period.to_date());
}

// That many days later, of AAAA-MM-JJ; what is no day stays as it is.
std::string ShiftDay(const std::string& date, int days);

// AAAA-MM-JJ as people of the language write it.
std::string DayForPeople(const Context& context, const std::string& date);
// The same, except in csv.
std::string ShownDay(const Context& context, const std::string& date);

}  // namespace tutorat::cli
