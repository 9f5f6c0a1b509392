#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "client/text/day.h"
#include "client/text/language.h"

namespace tutorat::format {

// `du 10/11/2023 au 09/02/2024`, of the period [from_date, to_date).
std::string PeriodText(const std::string& from_date, const std::string& to_date, Language language);

// V6 of waves/V6.
absl::string_view WaveCode(absl::string_view wave);

}  // namespace tutorat::format
