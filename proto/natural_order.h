// The order in which people read codes. Pure.
#pragma once

#include <compare>

#include "absl/strings/string_view.h"

namespace tutorat::contract {

// Numbers within a code count as numbers: V9 before V10. Codes that differ otherwise, V9 and V09, are never the same.
std::strong_ordering CompareNaturally(absl::string_view a, absl::string_view b);

// A code as part of a key to sort by.
struct Natural {
  absl::string_view code;

  friend std::strong_ordering operator<=>(Natural a, Natural b) { return CompareNaturally(a.code, b.code); }
  friend bool operator==(Natural a, Natural b) { return a.code == b.code; }
};

}  // namespace tutorat::contract
