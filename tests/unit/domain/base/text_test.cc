#include "server/domain/base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "proto/natural_order.h"

namespace tutorat::domain {
namespace {

std::string Encode(unsigned code) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  const auto tail = [&](int shift) { return byte(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | (code >> 6)), tail(0)};
  if (code < 0x10000) return {byte(0xE0 | (code >> 12)), tail(6), tail(0)};
  return {byte(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

TEST(Utf8, EveryCodePointButSurrogatesIsValid) {
  for (unsigned code = 0; code <= 0x110FFF; ++code) {
    const std::string text = Encode(code);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    const bool valid = !surrogate && code <= 0x10FFFF;
    ASSERT_EQ(Utf8Length(text, 0), valid ? text.size() : 0) << std::hex << code;
  }
}

TEST(Utf8, OfAllPairsOfBytesOnlyTheDefinedOnesAreValid) {
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second)};
      const bool ascii = first < 0x80 && second < 0x80;
      const bool pair = first >= 0xC2 && first <= 0xDF && second >= 0x80 && second <= 0xBF;
      ASSERT_EQ(IsValidUtf8(text), ascii || pair) << std::hex << first << ' ' << second;
    }
  }
}

TEST(Utf8, InvalidFormsOfRfc3629) {
  const struct {
    const char* what;
    const char* bytes;  // hexadecimal
  } cases[] = {
      {"a tail without a head", "80"},
      {"the last tail without a head", "bf"},
      {"overlong, two bytes", "c080"},
      {"overlong, two bytes, greatest", "c1bf"},
      {"overlong, three bytes", "e08080"},
      {"overlong, three bytes, greatest", "e09fbf"},
      {"overlong, four bytes", "f0808080"},
      {"overlong, four bytes, greatest", "f08fbfbf"},
      {"the first surrogate", "eda080"},
      {"the last surrogate", "edbfbf"},
      {"a pair of surrogates, as CESU-8 has it", "eda0bdedb880"},
      {"above U+10FFFF", "f4908080"},
      {"a head that would be above U+10FFFF", "f5808080"},
      {"five bytes", "f888808080"},
      {"six bytes", "fc8480808080"},
      {"FE", "fe"},
      {"FF", "ff"},
      {"two bytes, cut", "c3"},
      {"three bytes, cut after one", "e2"},
      {"three bytes, cut after two", "e282"},
      {"four bytes, cut after one", "f0"},
      {"four bytes, cut after two", "f09f"},
      {"four bytes, cut after three", "f09f8e"},
      {"two bytes, a letter within", "c341"},
      {"three bytes, a letter in the middle", "e241ac"},
      {"three bytes, a letter at the end", "e28241"},
      {"four bytes, a letter at the end", "f09f8e41"},
      {"a head where a tail should be", "e2c3a9"},
      {"Latin-1", "e9"},
  };
  for (const auto& wrong : cases) {
    SCOPED_TRACE(wrong.what);
    const std::string bytes = absl::HexStringToBytes(wrong.bytes);
    EXPECT_EQ(Utf8Length(bytes, 0), 0);
    EXPECT_FALSE(IsValidUtf8(bytes));
    EXPECT_FALSE(IsValidUtf8(absl::StrCat("préfixe", bytes)));
    EXPECT_FALSE(IsValidUtf8(absl::StrCat(bytes, "suffixe")));
  }
}

TEST(Utf8, CharactersAreCodePoints) {
  const std::vector<std::pair<std::string, size_t>> cases = {{"", 0},        {"op@le", 5}, {"séance", 6},
                                                             {"e\u0301", 2}, {"🎓", 1},     {std::string("\0a", 2), 2}};
  for (const auto& [text, count] : cases) EXPECT_EQ(CountCharacters(text), count) << text;
}

TEST(Fold, WhatPeopleTakeForTheSameIsTheSame) {
  const std::pair<const char*, const char*> cases[] = {
      {"  Hélène  DUPONT", "helene dupont"},
      {"He\u0301le\u0300ne Dupont", "Hélène Dupont"},  // accents as characters of their own
      {"HÉLÈNE\u00A0DUPONT", "Hélène Dupont"},         // a no-break space, as spreadsheets have
      {"Hélène\tDupont\n", "Hélène Dupont"},
      {"Françoise", "FRANCOISE"},
      {"Noël Ünal", "noel unal"},
      {"Straße", "STRASSE"},
      {"ﬁnances", "Finances"},
      {"Ａｎｎｅ", "anne"},
      {"Loïc L’Hermite", "loic l'hermite"},  // as word processors write it
      {"Jean\u2010Luc D\u2011O", "jean-luc d-o"},
      {"   ", ""},
  };
  for (const auto& [a, b] : cases) EXPECT_EQ(Fold(a), Fold(b)) << a << " | " << b;
  EXPECT_EQ(Fold("  Hélène  DUPONT"), "helene dupont");
}

TEST(Fold, DifferentPeopleStayDifferent) {
  const std::pair<const char*, const char*> cases[] = {
      {"Anne Dupont", "Anne Dupond"}, {"Anne Marie", "Annemarie"}, {"Jean-Luc", "Jean Luc"}, {"A", ""}, {"Léa", "Léo"}};
  for (const auto& [a, b] : cases) EXPECT_NE(Fold(a), Fold(b)) << a << " | " << b;
}

TEST(FoldName, TakesWhatIsTypedForALetterAsThatLetter) {
  const std::pair<const char*, const char*> cases[] = {{"Hélène Lecœur", "Helene Lecoeur"},
                                                       {"LECŒUR", "lecoeur"},
                                                       {"Lætitia Sørensen", "Laetitia Sorensen"},
                                                       {"Łukasz Weiß", "lukasz weiss"},
                                                       {"Hé\u00ADlène Lec\u200Bœur \u200B", "helene lecoeur"},
                                                       {"  Hélène  L’HERMITE", "helene l'hermite"}};
  for (const auto& [a, b] : cases) {
    EXPECT_EQ(FoldName(a), FoldName(b)) << a << " | " << b;
    EXPECT_EQ(FoldName(FoldName(a)), FoldName(a)) << a;
  }
  EXPECT_NE(Fold("œuvre"), Fold("oeuvre"));  // what themes were recognised by
}

TEST(Fold, FoldingTwiceChangesNothing) {
  for (const char* text : {"  Hélène  DUPONT", "Straße", "œuvre", "🎓 ÉCOLE", "李 明", ""}) {
    EXPECT_EQ(Fold(Fold(text)), Fold(text)) << text;
  }
}

// Waves, groups and whatever else has numbers in its code.
TEST(CompareNaturally, NumbersWithinACodeAreNumbers) {
  const std::vector<std::string> sorted = {"",
                                           "1",
                                           "2",
                                           "10",
                                           "10a",
                                           "V",
                                           "V6",
                                           "V06",
                                           "V9",
                                           "V9/2",
                                           "V9/10",
                                           "V09",
                                           "V10",
                                           "V10-2",
                                           "V10-10",
                                           "V10a2",
                                           "V100",
                                           "V99999999999999999999",
                                           "V100000000000000000000",
                                           "VA",
                                           "v6"};
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) {
      const auto order = contract::CompareNaturally(sorted[i], sorted[j]);
      const auto expected = i <=> j;
      const bool zeros = (sorted[i] == "V06" || sorted[i] == "V09" || sorted[j] == "V06" || sorted[j] == "V09");
      if (!zeros) {
        EXPECT_EQ(order, expected) << sorted[i] << " " << sorted[j];
      }
      EXPECT_EQ(order == 0, i == j) << sorted[i] << " " << sorted[j];
      EXPECT_EQ(order<0, contract::CompareNaturally(sorted[j], sorted[i])> 0) << sorted[i] << " " << sorted[j];
    }
  }
  EXPECT_TRUE(contract::CompareNaturally("V06", "V9") < 0);
  EXPECT_TRUE(contract::CompareNaturally("V6", "V09") < 0);
  EXPECT_TRUE(contract::Natural{"V9"} < contract::Natural{"V10"});
}

// An order for std::sort, whatever the codes: random ones of few letters compare transitively.
TEST(CompareNaturally, OrdersAnything) {
  std::mt19937 random(7);
  std::vector<std::string> codes;
  for (int i = 0; i < 200; ++i) {
    std::string& code = codes.emplace_back();
    for (auto length = random() % 5; length > 0; --length) code += "019aV-"[random() % 6];
  }
  std::sort(codes.begin(), codes.end(),
            [](const std::string& a, const std::string& b) { return contract::CompareNaturally(a, b) < 0; });
  for (size_t i = 0; i < codes.size(); ++i) {
    for (size_t j = i; j < codes.size(); ++j) {
      EXPECT_TRUE(contract::CompareNaturally(codes[i], codes[j]) <= 0) << codes[i] << " " << codes[j];
    }
  }
}

}  // namespace
}  // namespace tutorat::domain
