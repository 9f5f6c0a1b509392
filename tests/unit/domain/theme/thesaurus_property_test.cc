// What holds of every text: recognition says where the words stand, and nothing of the text is lost or altered.
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "server/domain/base/text.h"
#include "tests/unit/domain/helpers.h"
#include "tests/unit/domain/theme/starter_thesaurus.h"

namespace tutorat::tests {
namespace {

constexpr int kTexts = 3000;

// Words of the starter and of nobody, separators, and what no tutor would type.
class RandomText {
 public:
  explicit RandomText(unsigned seed) : random_(seed) {
    for (const v1::Theme& theme : StarterThemes()) {
      for (const v1::ThemeAlias& alias : theme.aliases()) pieces_.push_back(alias.text());
    }
    for (const char* piece :
         {" ",   " du ", ", ",   " & ",   " (",      ")",      "[",      "]",      " et ",  "\n", ". ",
          ".",   "...",  " - ",  "–",     "'",       "’",      "-",      "/",      ":",     ";",  "|",
          "«",   "»",    "🎓",    "é",     "e\u0301", "ﬁ",      "日本",   "\t",     "CJOBu", "BE", "DP",
          "EDS", "xyz",  "2024", "budg.", "prélèv.", "bugdet", "\u00a0", "\u200b", "İ",     "ß"}) {
      pieces_.emplace_back(piece);
    }
  }

  std::string Next() {
    std::string text;
    const size_t count = random_() % 14;
    for (size_t i = 0; i < count; ++i) {
      absl::StrAppend(&text, pieces_[random_() % pieces_.size()], random_() % 2 == 0 ? " " : "");
    }
    return text;
  }

 private:
  std::mt19937 random_;
  std::vector<std::string> pieces_;
};

// `length` characters of a text from `offset`.
std::string Slice(const std::string& text, int offset, int length) {
  std::string slice;
  int character = 0;
  for (size_t i = 0; i < text.size(); ++character) {
    const size_t bytes = domain::Utf8Length(text, i);
    if (character >= offset && character < offset + length) slice += text.substr(i, bytes);
    i += bytes;
  }
  return slice;
}

TEST(ThesaurusProperty, EachMentionIsASliceOfTheTextAndNoTwoOverlap) {
  RandomText texts(kSeed);
  int mentioned = 0;
  for (int i = 0; i < kTexts; ++i) {
    const std::string text = texts.Next();
    int end = 0;
    for (const v1::ThemeMention& mention : StarterThesaurus().Recognise(text, "2024-01-15")) {
      EXPECT_EQ(Slice(text, mention.offset(), mention.length()), mention.text()) << text;
      EXPECT_GE(mention.offset(), end) << text;
      EXPECT_GT(mention.length(), 0) << text;
      EXPECT_EQ(mention.state() == v1::ThemeMention::STATE_RECOGNISED, !mention.theme().empty()) << text;
      EXPECT_EQ(mention.state() == v1::ThemeMention::STATE_UNKNOWN, mention.alias().empty()) << text;
      end = mention.offset() + mention.length();
      ++mentioned;
    }
  }
  EXPECT_GT(mentioned, kTexts);
}

TEST(ThesaurusProperty, TheSameTextMeansTheSameEachTimeAndInAThesaurusMadeAnew) {
  const domain::Thesaurus again(StarterThemes(), StarterWords());
  RandomText texts(7);
  for (int i = 0; i < kTexts; ++i) {
    const std::string text = texts.Next();
    const auto first = StarterThesaurus().Recognise(text, "2024-01-15");
    for (const auto& other : {StarterThesaurus().Recognise(text, "2024-01-15"), again.Recognise(text, "2024-01-15")}) {
      ASSERT_EQ(first.size(), other.size()) << text;
      for (size_t m = 0; m < first.size(); ++m) {
        EXPECT_EQ(first[m].SerializeAsString(), other[m].SerializeAsString()) << text;
      }
    }
  }
}

TEST(ThesaurusProperty, ALongTextOfOneWordIsReadAndItsMentionsAreBounded) {
  std::string text;
  while (text.size() < 1990) absl::StrAppend(&text, "EJ, ");
  EXPECT_EQ(StarterThesaurus().Recognise(text, "").size(), text.size() / 4);
  text.clear();
  while (text.size() < 1990) absl::StrAppend(&text, "EJ,");
  EXPECT_EQ(StarterThesaurus().Recognise(text, "").size(), 500U);
}

}  // namespace
}  // namespace tutorat::tests
