// The national number of a school (UAI, formerly RNE): 7 digits and the letter that checks them.
#pragma once

#include "absl/strings/string_view.h"

namespace tutorat::domain {

enum class UaiCheck { kValid, kBadForm, kWrongLetter };

UaiCheck CheckUai(absl::string_view uai);

// The letter for 7 digits: the number modulo 23, in an alphabet without I, O and Q.
char UaiLetter(absl::string_view digits);

}  // namespace tutorat::domain
