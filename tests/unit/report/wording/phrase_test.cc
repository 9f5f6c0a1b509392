#include "server/report/wording/phrase.h"

#include "tests/unit/report/helpers.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;

std::string FigureOf(int numerator, int denominator, v1::FigureKind kind, Language language) {
  return FigureText(Telling("", numerator, denominator).figures[0], kind, language);
}

TEST(FigureTextTest, ShowsWhatEachKindIsMadeOf) {
  EXPECT_EQ(FigureOf(31, 0, v1::FIGURE_KIND_COUNT, kFrench), "31");
  EXPECT_EQ(FigureOf(2, 10, v1::FIGURE_KIND_SHARE, kFrench), "2/10 (20,0\u00a0%)");
  EXPECT_EQ(FigureOf(2, 3, v1::FIGURE_KIND_SHARE, kEnglish), "2/3 (66.7%)");
  EXPECT_EQ(FigureOf(31, 10, v1::FIGURE_KIND_MEAN, kFrench), "31/10 (3,1)");
  EXPECT_EQ(FigureOf(5, 4, v1::FIGURE_KIND_MEAN, kEnglish), "5/4 (1.3)");
  // Of nothing there is no percentage.
  EXPECT_EQ(FigureOf(0, 0, v1::FIGURE_KIND_SHARE, kFrench), "0/0");
  EXPECT_EQ(FigureOf(0, 0, v1::FIGURE_KIND_MEAN, kFrench), "0/0");
}

TEST(FigureTextTest, SaysThatAFigureIsWithheld) {
  const auto value = Make<v1::FigureValue>("withheld: true");
  EXPECT_EQ(FigureText(value, v1::FIGURE_KIND_SHARE, kFrench), "non communiqué");
  EXPECT_EQ(FigureText(value, v1::FIGURE_KIND_SHARE, kEnglish), "withheld");
}

TEST(TenthsTextTest, HasOneDecimalOnEachSideOf0) {
  EXPECT_EQ(TenthsText(-3, kEnglish), "-0.3");
  EXPECT_EQ(TenthsText(0, kEnglish), "0.0");
  EXPECT_EQ(TenthsText(1000, kFrench), "100,0");
}

TEST(DayTextTest, IsWrittenAsPeopleDo) {
  EXPECT_EQ(DayText("2024-02-09", kFrench), "09/02/2024");
  EXPECT_EQ(DayText("2024-02-09", kEnglish), "2024-02-09");
  EXPECT_EQ(DayText("", kFrench), "");
  EXPECT_EQ(DayText("no day", kFrench), "no day");
  EXPECT_EQ(LastDayText("2024-03-01", kFrench), "29/02/2024");
  EXPECT_EQ(LastDayText("2024-01-01", kEnglish), "2023-12-31");
}

TEST(PeriodTextTest, EndsOnItsLastDay) {
  EXPECT_EQ(PeriodText("2023-11-10", "2024-02-10", kFrench), "du 10/11/2023 au 09/02/2024");
  EXPECT_EQ(PeriodText("2024-02-29", "2024-03-01", kEnglish), "from 2024-02-29 to 2024-02-29");
  EXPECT_EQ(PeriodText("2024-02-29", "2024-02-29", kFrench), "aucun jour à partir du 29/02/2024");
  EXPECT_EQ(PeriodText("2024-02-29", "2024-02-29", kEnglish), "no day from 2024-02-29 on");
}

TEST(MomentTextTest, IsInParis) {
  const auto winter = Make<google::protobuf::Timestamp>("seconds: 1704063600");  // 2023-12-31T23:00Z
  EXPECT_EQ(MomentText(winter, kFrench), "01/01/2024 00:00");
  const auto summer = Make<google::protobuf::Timestamp>("seconds: 1720000800");  // 2024-07-03T10:00Z
  EXPECT_EQ(MomentText(summer, kEnglish), "2024-07-03 12:00");
}

TEST(PhraseTest, JoinsTheLastOneByAWord) {
  EXPECT_EQ(List({}, kFrench).text, "");
  EXPECT_EQ(List({"3"}, kFrench).text, "3");
  EXPECT_EQ(List({"3", "7"}, kEnglish).text, "3 and 7");
  EXPECT_EQ(List({"3", "7", "9"}, kFrench).text, "3, 7 et 9");
}

TEST(PhraseTest, IsPluralFromTwoOnInFrenchAndButForOneInEnglish) {
  EXPECT_EQ(Count(0, kFrench, "groupe", "group").text, "0 groupe");
  EXPECT_EQ(Count(0, kEnglish, "groupe", "group").text, "0 groups");
  EXPECT_EQ(Count(1, kEnglish, "groupe", "group").text, "1 group");
  EXPECT_EQ(Count(2, kFrench, "groupe", "group").text, "2 groupes");
  EXPECT_EQ(OutOf(1, 10, kFrench, "groupe", "group").text, "1 groupe sur 10");
  EXPECT_EQ(OutOf(0, 10, kEnglish).text, "0 out of 10");
}

TEST(PhraseTest, CarriesTheFiguresOfItsParts) {
  const Phrase parts = List({Count(3, kFrench, "groupe", "group"), "rien", OutOf(1, 10, kFrench)}, kFrench);
  const Phrase whole = Say(kFrench, "$0 puis $1", "$0 then $1", parts, Telling("x", 7, 8));
  EXPECT_EQ(whole.text, "3 groupes, rien et 1 sur 10 puis x");
  v1::Sentence sentence;
  *sentence.mutable_figures() = {whole.figures.begin(), whole.figures.end()};
  EXPECT_THAT(FiguresOf(sentence), ElementsAre("3/0", "1/10", "7/8"));
  EXPECT_EQ(Join({parts, whole}, "; ").figures.size(), 5);
}

}  // namespace
}  // namespace tutorat::report
