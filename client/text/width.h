#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tutorat::format {

// Columns that `text`, one line of UTF-8, takes in a terminal: a combining mark none, an East Asian wide character or
// an emoji two.
int DisplayWidth(absl::string_view text);

// The same of the widest of its words: what is between spaces and line feeds at which it may be broken.
int LongestWord(absl::string_view text);

// One line of UTF-8 in lines of at most `width` columns: broken at spaces where possible, a word that is wider than a
// line where ICU would break it, else between what people see as characters, never within one. A character wider than
// `width` has a line of its own. Lines after the first begin with `indent` spaces. Spaces at a break are left out.
// `width` 0: no limit.
std::vector<std::string> Wrap(absl::string_view text, int width, int indent);

// `text` without what a terminal would obey: control characters other than line feed become U+FFFD, tabs a space.
std::string Printable(absl::string_view text);

}  // namespace tutorat::format
