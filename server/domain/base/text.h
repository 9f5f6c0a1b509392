// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. Pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::domain {

// Bytes of the character that begins at text[at] (at < text.size()); 0 when it is not valid there.
size_t Utf8Length(absl::string_view text, size_t at);

bool IsValidUtf8(absl::string_view text);

// Unicode characters (code points) of a valid text.
size_t CountCharacters(absl::string_view text);

// Case, accents, runs of white space and what word processors make of apostrophes and hyphens folded away, for
// comparing what people type: «  Hélène  L’HERMITE» equals «helene l'hermite». Not for display.
std::string Fold(absl::string_view text);

// The same letters and line ends, however they are encoded: é as one character or two, CR LF for LF.
bool IsSameText(absl::string_view a, absl::string_view b);

// The same for people's names and addresses, which are typed in more ways: letters that keyboards lack as what is typed
// for them (œ as oe, ø as o), and characters that are not seen, such as soft hyphens, left out. Not for themes: what
// was recognised in their words would change.
std::string FoldName(absl::string_view text);

}  // namespace tutorat::domain
