#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/text/language.h"

namespace tutorat::format {

// AAAA-MM-JJ as people of the language write it. What is no day, as it is.
inline std::string DayText(const std::string& date, Language language) {
  if (language != Language::kFrench || date.size() != absl::string_view("AAAA-MM-JJ").size()) return date;
  return absl::StrCat(date.substr(8, 2), "/", date.substr(5, 2), "/", date.substr(0, 4));
}

}  // namespace tutorat::format
