#pragma once

#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "client/text/language.h"
#include "client/text/problem.h"

namespace tutorat::format {

struct DecodedText {
  // UTF-8, without a byte order mark.
  std::string text;
  bool had_mark = false;
};

// Decodes the text of a file, whose encoding is detected; see ReadCsv.
std::variant<DecodedText, Problem> Decode(absl::string_view bytes, Language language);

}  // namespace tutorat::format
