#include "client/files/cell_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace tutorat::format {
namespace {

constexpr int64_t kSecondsADay = 86'400;
// The day after 9999-12-31, as a number since the end of 1899.
constexpr double kEndOfDays = 2958466;

std::optional<double> FiniteNumber(absl::string_view text) {
  double value = 0;
  if (!absl::SimpleAtod(text, &value) || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string PlainNumber(double value) {
  // d.dddddddddddddde±xx
  const std::string scientific = absl::StrFormat("%.14e", std::abs(value));
  const size_t e = scientific.find('e');
  std::string digits = absl::StrCat(scientific.substr(0, 1), scientific.substr(2, e - 2));
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.empty()) return "0";
  int exponent = 0;
  static_cast<void>(absl::SimpleAtoi(scientific.substr(e + 1), &exponent));
  const absl::string_view sign = value < 0 ? "-" : "";
  if (exponent < 0) return absl::StrCat(sign, "0.", std::string(static_cast<size_t>(-exponent - 1), '0'), digits);
  const size_t whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() <= whole) return absl::StrCat(sign, digits, std::string(whole - digits.size(), '0'));
  return absl::StrCat(sign, digits.substr(0, whole), ".", digits.substr(whole));
}

std::string DayOfSerial(int64_t days, bool from_1904) {
  if (from_1904) return absl::FormatCivilTime(absl::CivilDay(1904, 1, 1) + days);
  if (days == 60) return "1900-02-29";
  return absl::FormatCivilTime(absl::CivilDay(1899, 12, 31) + (days < 60 ? days : days - 1));
}

std::string TimeOfDay(int64_t seconds) { return absl::StrFormat("%02d:%02d", seconds / 3600, seconds / 60 % 60); }

// The marks of a format's first section that stand for a part of a day, in small letters; `[` for hours, minutes or
// seconds that go on.
std::string MarksOf(absl::string_view code) {
  std::string marks;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = absl::ascii_tolower(code[i]);
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const size_t end = std::min(code.find(']', i), code.size());
      const std::string within = absl::AsciiStrToLower(code.substr(i + 1, end - i - 1));
      if (!within.empty() && within.find_first_not_of(within[0]) == std::string::npos &&
          absl::string_view("hms").find(within[0]) != absl::string_view::npos) {
        marks += '[';
      }
      i = end;
    } else if (absl::StartsWithIgnoreCase(code.substr(i), "general")) {
      i += 6;
    } else if (absl::StartsWithIgnoreCase(code.substr(i), "am/pm")) {
      i += 4;
    } else if (absl::string_view("ymdhs").find(c) != absl::string_view::npos) {
      marks += c;
    }
  }
  return marks;
}

}  // namespace

NumberForm FormOfBuiltIn(int id) {
  if (id == 46) return NumberForm::kDuration;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47) return NumberForm::kTime;
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return NumberForm::kMoment;
  return NumberForm::kNumber;
}

NumberForm FormOfCode(absl::string_view code) {
  const std::string marks = MarksOf(code);
  if (marks.find_first_of("yd") != std::string::npos) return NumberForm::kMoment;
  if (absl::StrContains(marks, '[')) return NumberForm::kDuration;
  if (marks.find_first_of("hs") != std::string::npos) return NumberForm::kTime;
  return absl::StrContains(marks, 'm') ? NumberForm::kMoment : NumberForm::kNumber;
}

std::string NumberText(absl::string_view number) {
  const std::optional<double> value = FiniteNumber(number);
  return value ? PlainNumber(*value) : std::string(number);
}

std::string SerialText(absl::string_view number, NumberForm form, bool from_1904) {
  const std::optional<double> value = FiniteNumber(number);
  if (form == NumberForm::kNumber || !value || *value < 0 || *value >= kEndOfDays - (from_1904 ? 1462 : 0)) {
    return NumberText(number);
  }
  // The nearest second: 14:30 is stored as slightly more or less.
  const auto seconds = static_cast<int64_t>(std::llround(*value * static_cast<double>(kSecondsADay)));
  const int64_t days = seconds / kSecondsADay;
  const int64_t time = seconds % kSecondsADay;
  if (form == NumberForm::kDuration) return absl::StrFormat("%d:%02d", seconds / 3600, seconds / 60 % 60);
  if (form == NumberForm::kTime) return TimeOfDay(time);
  // Without a day: 0 is none before 1904.
  if (days == 0 && !from_1904) return time > 0 ? TimeOfDay(time) : NumberText(number);
  const std::string day = DayOfSerial(days, from_1904);
  return time > 0 ? absl::StrCat(day, " ", TimeOfDay(time)) : day;
}

std::string IsoMomentText(absl::string_view moment) {
  absl::string_view whole = moment;
  absl::ConsumeSuffix(&whole, "Z");
  double fraction = 0;
  if (const size_t point = whole.find('.'); point != absl::string_view::npos) {
    if (!absl::SimpleAtod(absl::StrCat("0", whole.substr(point)), &fraction)) return std::string(moment);
    whole = whole.substr(0, point);
  }
  absl::CivilSecond second;
  if (!absl::ParseLenientCivilTime(whole, &second)) return std::string(moment);
  if (fraction >= 0.5) ++second;
  const std::string day = absl::FormatCivilTime(absl::CivilDay(second));
  const int64_t time = second - absl::CivilSecond(absl::CivilDay(second));
  return time > 0 ? absl::StrCat(day, " ", TimeOfDay(time)) : day;
}

std::string IsoDurationText(absl::string_view duration) {
  absl::string_view rest = duration;
  if (!absl::ConsumePrefix(&rest, "PT") || rest.empty()) return std::string(duration);
  double seconds = 0;
  while (!rest.empty()) {
    const size_t unit = rest.find_first_of("HMS");
    if (unit == absl::string_view::npos) return std::string(duration);
    const std::optional<double> count = FiniteNumber(absl::StrCat(rest.substr(0, unit)));
    if (!count || *count < 0) return std::string(duration);
    seconds += *count * (rest[unit] == 'H' ? 3600 : rest[unit] == 'M' ? 60 : 1);
    rest.remove_prefix(unit + 1);
  }
  if (seconds >= kEndOfDays * static_cast<double>(kSecondsADay)) return std::string(duration);
  return TimeOfDay(static_cast<int64_t>(std::llround(seconds)));
}

}  // namespace tutorat::format
