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
  // As people know it: « UTF-16 », « Windows-1252 », « CP850 (MS-DOS) » or « Mac Roman »; empty for UTF-8. The last
  // two are guessed, so that it is worth a word to the reader.
  std::string charset = {};
};

// Decodes the text of a file, whose character set is detected:
// - UTF-16 by its byte order mark, as Excel's "Unicode text" has it;
// - UTF-8, with or without a mark;
// - else Windows-1252, CP850 ("CSV (MS-DOS)") or Mac Roman ("CSV (Macintosh)"): the one in which the text looks most
//   like French, Windows-1252 where they tie.
// A text that is mostly UTF-8 is a damaged one, and refused, as are NUL and what looks like a text in none of these.
std::variant<DecodedText, Problem> Decode(absl::string_view bytes, Language language);

}  // namespace tutorat::format
