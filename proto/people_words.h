// How people write whom they mean, one or several, in a cell or a flag. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tutorat::contract {

// The words of a name in no order, folded, for comparing: « LEFÈVRE, Zoé » equals « Zoé Lefèvre », as lists of the
// administration and of video tools have it.
std::string WordsInNoOrder(absl::string_view name);

// The parts of a list: between commas, semicolons, slashes, « & », « et » or "and". One: it is none. A comma may also
// stand between a family name and the given one.
std::vector<std::string> ListedNames(absl::string_view text);

// Whether it can be nobody's name: « tous », « 6 sur 9 », « #REF! », « ? ».
bool IsNobodysName(absl::string_view text);

struct GroupWords {
  std::string wave;  // as it was written; empty: not said
  int number = 0;
};
// Of V6/4, « Groupe 4 », « G4 », « n° 4 », « V6-4 », « V6 groupe 4 » and the like; nothing: it is none of these.
std::optional<GroupWords> ParseGroupWords(absl::string_view text);

}  // namespace tutorat::contract
