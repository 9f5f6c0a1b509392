#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"

namespace tutorat::format {

// The language of what people read.
enum class Language { kFrench, kEnglish };

// The one of the two texts that is in `language`.
inline absl::string_view Choose(Language language, absl::string_view french, absl::string_view english) {
  return language == Language::kFrench ? french : english;
}

// The same, with $0, $1 ... replaced by `args`, which may be in another order in the other language.
template <typename... Args>
std::string Say(Language language, absl::string_view french, absl::string_view english, const Args&... args) {
  return absl::Substitute(Choose(language, french, english), args...);
}

}  // namespace tutorat::format
