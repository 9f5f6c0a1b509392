// What people mean the same by, however they type it: one rule for the server, its clients and the files they read.
// Pure functions.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tutorat::contract {

// Case, accents, runs of white space and what word processors make of apostrophes and hyphens folded away, for
// comparing what people type: «  Hélène  L’HERMITE» equals «helene l'hermite». Not for display.
std::string Fold(absl::string_view text);

// The same for people's names and addresses, and for the words and columns of the contract, which are typed in more
// ways: letters that keyboards lack as what is typed for them (œ as oe, ø as o), and characters that are not seen, such
// as soft hyphens, left out. Not for themes: what was recognised in their words would change.
std::string FoldName(absl::string_view text);

}  // namespace tutorat::contract
