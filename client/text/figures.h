#ifndef TUTORAT_CLIENT_FORMAT_FIGURES_H_
#define TUTORAT_CLIENT_FORMAT_FIGURES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/text/day.h"
#include "client/text/language.h"
#include "google/protobuf/timestamp.pb.h"
#include "tutorat/v1/balance_figure.pb.h"

namespace tutorat::format {

// Formats figures and days, the same way in every balance, diff and comparison. Dates are AAAA-MM-JJ.

// The day before: the last one of a period that ends before `to_date`.
std::string LastDayText(const std::string& to_date, Language language);
// `du 10/11/2023 au 09/02/2024`.
std::string PeriodText(const std::string& from_date, const std::string& to_date, Language language);
// Day and hour on this machine's clock.
std::string MomentText(const google::protobuf::Timestamp& time, Language language);

// One decimal, of tenths: `-1,3`.
std::string TenthsText(int64_t tenths, Language language);
// `88,7 %`, rounded to the nearest tenth; `denominator` is not 0.
std::string PercentText(int numerator, int denominator, Language language);

// In place of a number of people that is kept from readers.
std::string WithheldText(Language language);

// `31`, `2/10 (20,0 %)`, `31/10 (3,1)`.
std::string FigureText(const v1::FigureValue& value, v1::FigureKind kind, Language language);

// V6 of waves/V6.
absl::string_view WaveCode(absl::string_view wave);

// `3 séances`: French is plural from 2 on, English but for 1; both add an s.
std::string CountText(int count, Language language, absl::string_view french, absl::string_view english);

// `3, 7 et 10`.
std::string ListText(const std::vector<std::string>& items, Language language);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_FIGURES_H_
