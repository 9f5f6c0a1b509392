#include "server/domain/base/uai.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_format.h"

namespace tutorat::domain {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHJKLMNPRSTUVWXYZ";

TEST(Uai, TheNumberModulo23GivesTheLetter) {
  for (int number = 0; number < 23 * 40; ++number) {
    const std::string digits = absl::StrFormat("%07d", number * 7919);
    const char letter = kAlphabet[number * 7919 % 23];
    ASSERT_EQ(UaiLetter(digits), letter) << digits;
    for (char other = 'A'; other <= 'Z'; ++other) {
      ASSERT_EQ(CheckUai(digits + other), other == letter ? UaiCheck::kValid : UaiCheck::kWrongLetter)
          << digits + other;
    }
  }
}

TEST(Uai, EachOfThe23LettersIsSomeNumbersLetterAndIOQOfNone) {
  std::string letters;
  for (int number = 0; number < 23; ++number) letters += UaiLetter(absl::StrFormat("%07d", number));
  EXPECT_EQ(letters, kAlphabet);
}

TEST(Uai, SchoolsThatExist) {
  for (const char* uai : {"0750654D", "0750652B", "0750655E"}) {
    EXPECT_EQ(CheckUai(uai), UaiCheck::kValid) << uai;
  }
  EXPECT_EQ(CheckUai("0750654E"), UaiCheck::kWrongLetter);
}

TEST(Uai, AnythingElseHasABadForm) {
  for (const char* uai : {"", "D", "750654D", "0750654", "07506540", "0750654d", "0750654DD", "00750654D", "075065AD",
                          " 0750654D", "0750654D ", "0750654 ", "-750654D", "+750654D", "0750654É", "075 654D"}) {
    EXPECT_EQ(CheckUai(uai), UaiCheck::kBadForm) << uai;
  }
}

}  // namespace
}  // namespace tutorat::domain
