#include "client/text/figures.h"

#include <gtest/gtest.h>

namespace tutorat::format {
namespace {

std::string Figure(int numerator, int denominator, v1::FigureKind kind, Language language) {
  v1::FigureValue value;
  value.set_numerator(numerator);
  value.set_denominator(denominator);
  return FigureText(value, kind, language);
}

TEST(FigureText, ShowsWhatEachKindIsMadeOf) {
  EXPECT_EQ(Figure(31, 0, v1::FIGURE_KIND_COUNT, Language::kFrench), "31");
  EXPECT_EQ(Figure(2, 10, v1::FIGURE_KIND_SHARE, Language::kFrench), "2/10 (20,0\u00a0%)");
  EXPECT_EQ(Figure(2, 3, v1::FIGURE_KIND_SHARE, Language::kEnglish), "2/3 (66.7%)");
  EXPECT_EQ(Figure(31, 10, v1::FIGURE_KIND_MEAN, Language::kFrench), "31/10 (3,1)");
  EXPECT_EQ(Figure(5, 4, v1::FIGURE_KIND_MEAN, Language::kEnglish), "5/4 (1.3)");
  // Of nothing there is no percentage.
  EXPECT_EQ(Figure(0, 0, v1::FIGURE_KIND_SHARE, Language::kFrench), "0/0");
  EXPECT_EQ(Figure(0, 0, v1::FIGURE_KIND_MEAN, Language::kFrench), "0/0");
}

TEST(FigureText, SaysThatAFigureIsWithheld) {
  v1::FigureValue value;
  value.set_withheld(true);
  EXPECT_EQ(FigureText(value, v1::FIGURE_KIND_SHARE, Language::kFrench), "non communiqué");
  EXPECT_EQ(FigureText(value, v1::FIGURE_KIND_SHARE, Language::kEnglish), "withheld");
}

TEST(TenthsText, HasOneDecimalOnEachSideOf0) {
  EXPECT_EQ(TenthsText(-3, Language::kEnglish), "-0.3");
  EXPECT_EQ(TenthsText(0, Language::kEnglish), "0.0");
  EXPECT_EQ(TenthsText(1000, Language::kFrench), "100,0");
}

TEST(PeriodText, EndsOnItsLastDay) {
  EXPECT_EQ(PeriodText("2023-11-10", "2024-02-10", Language::kFrench), "du 10/11/2023 au 09/02/2024");
  EXPECT_EQ(PeriodText("2024-02-29", "2024-03-01", Language::kEnglish), "from 2024-02-29 to 2024-02-29");
  EXPECT_EQ(PeriodText("2024-02-29", "2024-02-29", Language::kFrench), "aucun jour à partir du 29/02/2024");
}

TEST(ListText, JoinsTheLastOneByAWord) {
  EXPECT_EQ(ListText({}, Language::kFrench), "");
  EXPECT_EQ(ListText({"3"}, Language::kFrench), "3");
  EXPECT_EQ(ListText({"3", "7"}, Language::kEnglish), "3 and 7");
  EXPECT_EQ(ListText({"3", "7", "9"}, Language::kFrench), "3, 7 et 9");
}

TEST(CountText, IsPluralFromTwoOnInFrenchAndButForOneInEnglish) {
  EXPECT_EQ(CountText(0, Language::kFrench, "groupe", "group"), "0 groupe");
  EXPECT_EQ(CountText(0, Language::kEnglish, "groupe", "group"), "0 groups");
  EXPECT_EQ(CountText(1, Language::kEnglish, "groupe", "group"), "1 group");
  EXPECT_EQ(CountText(2, Language::kFrench, "groupe", "group"), "2 groupes");
}

}  // namespace
}  // namespace tutorat::format
