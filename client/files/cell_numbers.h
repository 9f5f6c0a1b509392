// What spreadsheets store for numbers, days and times, as people write it. Safe from any thread.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::format {

// What a number format makes of a number.
enum class NumberForm {
  kNumber,
  // A day, with a time of day or without.
  kMoment,
  kTime,
  // Hours that go on after 24.
  kDuration,
};

// By the number of a format that .xlsx does not spell out (ECMA-376 part 1, 18.8.30).
NumberForm FormOfBuiltIn(int id);
// By a format's code: `dd/mm/yyyy`, `[h]:mm`, `0.00 "days"`.
NumberForm FormOfCode(absl::string_view code);

// A number in 15 significant digits, without exponent and needless zeros; a text that is none as it is.
std::string NumberText(absl::string_view number);

// A number of days, as `form` shows it: since the end of 1899, in which 1900 had a 29 February, or since 1 January
// 1904. As NumberText where no calendar has such a day.
std::string SerialText(absl::string_view number, NumberForm form, bool from_1904);

// 2024-02-20T14:00:00 as 2024-02-20 14:00, and without a time where that is 0; a text that is no moment as it is.
std::string IsoMomentText(absl::string_view moment);

// PT01H30M00S as 01:30; a text that is no duration as it is.
std::string IsoDurationText(absl::string_view duration);

}  // namespace tutorat::format
