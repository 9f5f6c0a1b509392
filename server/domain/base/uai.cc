#include "server/domain/base/uai.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace tutorat::domain {
namespace {
constexpr absl::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
constexpr size_t kDigits = 7;
}  // namespace

char UaiLetter(absl::string_view digits) {
  size_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<size_t>(c - '0');
  return kLetters[number % kLetters.size()];
}

UaiCheck CheckUai(absl::string_view uai) {
  if (uai.size() != kDigits + 1 || !absl::ascii_isupper(uai.back())) return UaiCheck::kBadForm;
  const absl::string_view digits = uai.substr(0, kDigits);
  if (!std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit)) return UaiCheck::kBadForm;
  return uai.back() == UaiLetter(digits) ? UaiCheck::kValid : UaiCheck::kWrongLetter;
}

}  // namespace tutorat::domain
