#include "client/cli/shell/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "client/cli/shell/text.h"

namespace tutorat::cli {
namespace {

using ::testing::HasSubstr;

class ParseTest : public ::testing::Test {
 protected:
  ParseTest() : context_(stream_, stream_) { context_.language = format::Language::kFrench; }

  std::ostringstream stream_;
  Context context_;
};

TEST_F(ParseTest, DaysAsPeopleSayThem) {
  EXPECT_EQ(ParseDay(context_, "--date", "2024-02-29").value(), "2024-02-29");
  EXPECT_EQ(ParseDay(context_, "--date", "29/02/2024").value(), "2024-02-29");
  const absl::CivilDay today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  for (const char* word : {"aujourd'hui", "AUJOURD'HUI", "today"}) {
    EXPECT_EQ(ParseDay(context_, "--date", word).value(), absl::FormatCivilTime(today)) << word;
  }
  for (const char* word : {"hier", "yesterday"}) {
    EXPECT_EQ(ParseDay(context_, "--date", word).value(), absl::FormatCivilTime(today - 1)) << word;
  }
  EXPECT_EQ(ParseDay(context_, "--date", "demain").value(), absl::FormatCivilTime(today + 1));
  EXPECT_EQ(ParseDay(context_, "--date", "Après-demain").value(), absl::FormatCivilTime(today + 2));
  EXPECT_EQ(ParseDay(context_, "--date", "avant-hier").value(), absl::FormatCivilTime(today - 2));
}

TEST_F(ParseTest, DaysOfTheWeekAndDaysWithoutTheirYear) {
  const absl::CivilDay today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone());
  constexpr const char* kWeek[] = {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"};
  for (int i = 0; i < 7; ++i) {
    const absl::CivilDay day = today - i;
    const std::string word = kWeek[static_cast<int>(absl::GetWeekday(day))];
    EXPECT_EQ(ParseDay(context_, "--date", word).value(), absl::FormatCivilTime(day)) << word;
    EXPECT_EQ(ParseDay(context_, "--date", word, Towards::kFuture).value(),
              absl::FormatCivilTime(i == 0 ? today : day + 7))
        << word;
    EXPECT_EQ(ParseDay(context_, "--date", word + " prochain").value(), absl::FormatCivilTime(day + 7)) << word;
    EXPECT_EQ(ParseDay(context_, "--date", word + " dernier").value(), absl::FormatCivilTime(i == 0 ? day - 7 : day))
        << word;
  }
  for (const int days : {-170, -30, 0, 30, 170}) {
    const absl::CivilDay day = today + days;
    EXPECT_EQ(ParseDay(context_, "--date", absl::StrCat(day.day(), "/", day.month())).value(),
              absl::FormatCivilTime(day));
  }
  EXPECT_FALSE(ParseDay(context_, "--date", "31/02").ok());
  EXPECT_FALSE(ParseDay(context_, "--date", "lundit").ok());
}

TEST_F(ParseTest, AWrongDayNamesFlagAndValue) {
  const absl::Status status = ParseDay(context_, "--date", "30/02/2024").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("--date : « 30/02/2024 »"));
}

TEST_F(ParseTest, ALongValueIsCut) {
  const absl::Status status = ParseDay(context_, "--date", std::string(1000, 'x')).status();
  EXPECT_LT(status.message().size(), 300);
}

TEST_F(ParseTest, AValueIsCutBetweenCharacters) {
  for (const char* begin : {"", "x", "xx", "xxx"}) {
    std::string value = begin;
    for (int i = 0; i < 80; ++i) value += i % 2 == 0 ? "é" : "💾";
    const absl::Status status = WrongValue(context_, "--date", value, "est faux");
    EXPECT_TRUE(IsUtf8(status.message())) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("... » est faux"));
  }
  const std::string whole(60, 'x');
  EXPECT_THAT(std::string(WrongValue(context_, "--date", whole, "est faux").message()), HasSubstr("« " + whole + " »"));
  EXPECT_THAT(std::string(WrongValue(context_, "--date", whole + "y", "est faux").message()),
              HasSubstr("« " + whole + "... »"));
}

TEST_F(ParseTest, DaysThatWereNotGivenStayEmpty) {
  EXPECT_EQ(ParseDayIfAny(context_, "--date", "").value(), "");
  EXPECT_EQ(ParseDayIfAny(context_, "--date", "31/01/2024").value(), "2024-01-31");
  EXPECT_FALSE(ParseDayIfAny(context_, "--date", "31/02/2024").ok());
}

TEST_F(ParseTest, PeriodsEndAfterTheyBegin) {
  // As it is typed, the last day included, and as it is asked for.
  for (const auto& [from, to, from_date, to_date] :
       std::vector<std::array<const char*, 4>>{{"", "", "", ""},
                                               {"01/02/2024", "", "2024-02-01", ""},
                                               {"", "29/02/2024", "", "2024-03-01"},
                                               {"", "31/03/2024", "", "2024-04-01"},
                                               {"1/2/2024", "1/2/2024", "2024-02-01", "2024-02-02"},
                                               {"2023-11-10", "2023-12-31", "2023-11-10", "2024-01-01"}}) {
    v1::ListSessionsRequest period;
    EXPECT_TRUE(SetPeriodDays(context_, {.from = from, .to = to}, period).ok()) << from << " " << to;
    EXPECT_EQ(period.from_date(), from_date);
    EXPECT_EQ(period.to_date(), to_date);
  }
  v1::ListSessionsRequest period;
  EXPECT_THAT(std::string(SetPeriodDays(context_, {.from = "", .to = "30/02/2024"}, period).message()),
              HasSubstr("--to"));
  EXPECT_THAT(
      std::string(SetPeriodDays(
                      context_,
                      {.from_flag = "--with", .from = "2024-02-01", .to_flag = "--with-to", .to = "2023-02-01"}, period)
                      .message()),
      HasSubstr("--with-to : « 01/02/2023 » est avant --with (01/02/2024)"));
  const absl::Status status = SetPeriodDays(context_, {.from = "2024-02-01", .to = "2024-01-31"}, period);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("--to : « 31/01/2024 » est avant --from (01/02/2024)"));
}

TEST_F(ParseTest, Ends) {
  v1::SessionRecord record;
  record.set_start("14:00");
  EXPECT_EQ(ParseEnd(context_, record, "15h30").value(), 90);
  EXPECT_FALSE(ParseEnd(context_, record, "14:00").ok());
  EXPECT_FALSE(ParseEnd(context_, record, "13:59").ok());
  record.set_date("2024-03-31");
  record.set_start("01:00");
  EXPECT_EQ(ParseEnd(context_, record, "4h").value(), 120);
  record.set_time_zone("Indian/Reunion");
  EXPECT_EQ(ParseEnd(context_, record, "4h").value(), 180);
}

TEST_F(ParseTest, DaysForPeopleAndPrograms) {
  EXPECT_EQ(ShownDay(context_, "2024-02-29"), "29/02/2024");
  EXPECT_EQ(ShownDay(context_, ""), "");
  context_.format = OutputFormat::kCsv;
  EXPECT_EQ(ShownDay(context_, "2024-02-29"), "2024-02-29");
  context_.format = OutputFormat::kTable;
  context_.language = format::Language::kEnglish;
  EXPECT_EQ(ShownDay(context_, "2024-02-29"), "2024-02-29");
}

}  // namespace
}  // namespace tutorat::cli
