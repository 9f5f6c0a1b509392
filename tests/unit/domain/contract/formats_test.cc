#include "server/domain/contract/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tutorat::domain {
namespace {

using testing::HasSubstr;

// The reason of what is wrong; empty when nothing is.
std::string Wrong(v1::Format format, const std::string& value) {
  v1::FieldRules rules;
  rules.set_format(format);
  const auto wrong = CheckForm(value, rules, "«shown»");
  if (!wrong) return "";
  EXPECT_FALSE(wrong->text.en.empty());
  EXPECT_FALSE(wrong->text.fr.empty());
  return wrong->reason;
}

TEST(Formats, WhatEachTakesAndRefuses) {
  const struct {
    v1::Format format;
    std::vector<std::string> taken;
    std::vector<std::string> refused;
  } cases[] = {
      {v1::FORMAT_DATE, {"2024-02-29"}, {"2023-02-29", "29/02/2024", "", "2024-02-29 "}},
      {v1::FORMAT_CLOCK, {"00:00", "23:59"}, {"24:00", "14h", "", "2:30"}},
      {v1::FORMAT_TIME_ZONE, {"Europe/Paris", "UTC"}, {"Paris", "", "/etc/localtime"}},
      {v1::FORMAT_EMAIL,
       {"anne@ac-paris.fr", "a.b+c@x.y.fr", "anne@école.fr", "o'neil@x.fr"},
       {"anne", "anne@", "@x.fr", "anne@x", "a b@x.fr", "anne@x.fr ", "anne@@x.fr", "anne@x.", "a@b@x.fr",
        "anne@x.fr\n", "a\x01@x.fr"}},
      {v1::FORMAT_URL,
       {"https://x.fr", "http://x.fr/a?b=c#d", "https://x.fr/é"},
       {"x.fr", "ftp://x.fr", "javascript:alert(1)", "https://", "https://x .fr", "https://x.fr\n", " https://x.fr"}},
      {v1::FORMAT_LINE,
       {"", "Lycée « Jean Moulin »", "=1+1", "🎓"},
       {"a\nb", "a\rb", "a\tb", std::string("a\0b", 3), "a\x1b[31m", "a\x7f", "a\x1f"}},
      {v1::FORMAT_TEXT,
       {"", "a\nb", "a\tb", "a\r\nb", "« TIERS »"},
       {std::string("a\0b", 3), "a\x1b[31m", "a\x7f", "a\x0b", "a\x08"}},
      {v1::FORMAT_PERSON,
       {"Anne", "Anne-Lise O'Neil", "É", "李明", "Anne 2", "anne@ac-paris.fr"},
       {" Anne", "Anne ", "Anne|Zoé", "Anne/Zoé", "42", "-", "", "Anne\nZoé", "Anne\tZoé", "…", "Anne\x7f"}},
      {v1::FORMAT_UNSPECIFIED, {"", "\n", "\x01"}, {}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(v1::Format_Name(c.format));
    for (const std::string& value : c.taken) EXPECT_EQ(Wrong(c.format, value), "") << value;
    for (const std::string& value : c.refused) EXPECT_EQ(Wrong(c.format, value), "BAD_FORMAT") << value;
  }
}

TEST(Formats, AUaiWithTheWrongLetterIsToldTheRightOne) {
  EXPECT_EQ(Wrong(v1::FORMAT_UAI, "0750654D"), "");
  EXPECT_EQ(Wrong(v1::FORMAT_UAI, "0750654"), "BAD_FORMAT");
  EXPECT_EQ(Wrong(v1::FORMAT_UAI, "0750654d"), "BAD_FORMAT");
  EXPECT_EQ(Wrong(v1::FORMAT_UAI, "0750654Q"), "WRONG_CHECK_LETTER");
  v1::FieldRules rules;
  rules.set_format(v1::FORMAT_UAI);
  const auto wrong = CheckForm("0750654E", rules, "«0750654E»");
  ASSERT_TRUE(wrong.has_value());
  EXPECT_THAT(wrong->text.en, HasSubstr("0750654D"));
  EXPECT_THAT(wrong->text.fr, HasSubstr("0750654D"));
}

TEST(Formats, APatternHoldsForTheWholeValueAndComesFirst) {
  v1::FieldRules rules;
  rules.set_pattern("a|bc");
  rules.set_example("bc");
  rules.set_format(v1::FORMAT_LINE);
  for (const char* value : {"a", "bc"}) EXPECT_FALSE(CheckForm(value, rules, "").has_value()) << value;
  for (const char* value : {"", "ac", "abc", "bcd", "a\n", "A"}) {
    const auto wrong = CheckForm(value, rules, "«shown»");
    ASSERT_TRUE(wrong.has_value()) << value;
    EXPECT_EQ(wrong->reason, "BAD_FORMAT");
    EXPECT_EQ(wrong->text.en, "«shown» has not the expected form; for example: bc");
    EXPECT_EQ(wrong->text.fr, "«shown» n'a pas la forme attendue ; par exemple : bc");
  }
}

TEST(Formats, WithoutAValueToShowTheTextBeginsWithWhatIsWrong) {
  v1::FieldRules rules;
  rules.set_format(v1::FORMAT_PERSON);
  EXPECT_EQ(CheckForm("42", rules, "")->text.en.substr(0, 13), "it is no name");
}

}  // namespace
}  // namespace tutorat::domain
