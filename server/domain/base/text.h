// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. Pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "proto/fold.h"

namespace tutorat::domain {

// Bytes of the character that begins at text[at] (at < text.size()); 0 when it is not valid there.
size_t Utf8Length(absl::string_view text, size_t at);

bool IsValidUtf8(absl::string_view text);

// Unicode characters (code points) of a valid text.
size_t CountCharacters(absl::string_view text);

using contract::Fold;
using contract::FoldName;

// The same letters and line ends, however they are encoded: é as one character or two, CR LF for LF.
bool IsSameText(absl::string_view a, absl::string_view b);

}  // namespace tutorat::domain
