// The mark that editors of Windows put before a text in UTF-8, and that is no part of it.
#pragma once

#include <istream>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace tutorat::contract {

inline constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

inline absl::string_view WithoutMark(absl::string_view text) { return absl::StripPrefix(text, kByteOrderMark); }

// Of a text that does not begin with another letter that is not ASCII.
inline std::istream& SkipMark(std::istream& text) {
  if (text.peek() == std::istream::traits_type::to_int_type(kByteOrderMark.front())) {
    text.ignore(static_cast<std::streamsize>(kByteOrderMark.size()));
  }
  return text;
}

}  // namespace tutorat::contract
