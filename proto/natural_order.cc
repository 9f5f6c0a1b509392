#include "proto/natural_order.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace tutorat::contract {
namespace {

// Takes the digits, or all but digits, at the beginning of the code.
absl::string_view TakePart(absl::string_view* code) {
  const bool digits = absl::ascii_isdigit(static_cast<unsigned char>(code->front()));
  const auto* const end = std::find_if(code->begin(), code->end(), [digits](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) != digits;
  });
  const auto length = static_cast<size_t>(end - code->begin());
  const absl::string_view part = code->substr(0, length);
  code->remove_prefix(length);
  return part;
}

// Of any number of digits.
std::strong_ordering CompareNumbers(absl::string_view a, absl::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  return a.size() != b.size() ? a.size() <=> b.size() : a.compare(b) <=> 0;
}

}  // namespace

std::strong_ordering CompareNaturally(absl::string_view a, absl::string_view b) {
  absl::string_view left = a;
  absl::string_view right = b;
  while (!left.empty() && !right.empty()) {
    const absl::string_view one = TakePart(&left);
    const absl::string_view other = TakePart(&right);
    const bool numbers = absl::ascii_isdigit(static_cast<unsigned char>(one.front())) &&
                         absl::ascii_isdigit(static_cast<unsigned char>(other.front()));
    const std::strong_ordering order = numbers ? CompareNumbers(one, other) : one.compare(other) <=> 0;
    if (order != std::strong_ordering::equal) return order;
  }
  if (left.empty() != right.empty()) return left.empty() ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.compare(b) <=> 0;
}

}  // namespace tutorat::contract
