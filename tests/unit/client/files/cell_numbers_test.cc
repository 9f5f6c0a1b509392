#include "client/files/cell_numbers.h"

#include <gtest/gtest.h>

namespace tutorat::format {
namespace {

constexpr NumberForm kNumber = NumberForm::kNumber;
constexpr NumberForm kMoment = NumberForm::kMoment;
constexpr NumberForm kTime = NumberForm::kTime;
constexpr NumberForm kDuration = NumberForm::kDuration;

TEST(NumberTextTest, IsAsPeopleWriteIt) {
  const struct {
    const char* stored;
    const char* text;
  } cases[] = {{"4.0", "4"},
               {"1.5", "1.5"},
               {"-0", "0"},
               {"-2.50", "-2.5"},
               {"1E+05", "100000"},
               {"1.5e3", "1500"},
               {"1E-3", "0.001"},
               {"0.30000000000000004", "0.3"},
               {"0.1", "0.1"},
               {"123456789012345", "123456789012345"},
               {"1234567890123456789", "1234567890123460000"},
               {"1e20", "100000000000000000000"},
               {"99.999999999999999", "100"},
               {"", ""},
               {"abc", "abc"},
               {"nan", "nan"},
               {"1e999", "1e999"}};
  for (const auto& each : cases) EXPECT_EQ(NumberText(each.stored), each.text) << each.stored;
}

TEST(FormOfBuiltInTest, KnowsDaysTimesAndDurations) {
  for (const int id : {14, 15, 16, 17, 22, 27, 36, 50, 58}) EXPECT_EQ(FormOfBuiltIn(id), kMoment) << id;
  for (const int id : {18, 19, 20, 21, 45, 47}) EXPECT_EQ(FormOfBuiltIn(id), kTime) << id;
  EXPECT_EQ(FormOfBuiltIn(46), kDuration);
  for (const int id : {0, 1, 13, 23, 26, 37, 44, 48, 49, 59, 164, -1}) EXPECT_EQ(FormOfBuiltIn(id), kNumber) << id;
}

TEST(FormOfCodeTest, LooksOutsideQuotesBracketsAndEscapes) {
  const struct {
    const char* code;
    NumberForm form;
  } cases[] = {{"dd/mm/yyyy", kMoment},
               {"[$-40C]d mmmm yyyy;@", kMoment},
               {"YYYY-MM-DD\\ HH:MM", kMoment},
               {"mmmm", kMoment},
               {"hh:mm", kTime},
               {"h:mm AM/PM", kTime},
               {"mm:ss.0", kTime},
               {"[h]:mm", kDuration},
               {"[HH]:mm:ss", kDuration},
               {"[mm]:ss", kDuration},
               {"General", kNumber},
               {"0.00", kNumber},
               {"# ##0,00\\ \"jours\"", kNumber},
               {"0\\d", kNumber},
               {"0_d", kNumber},
               {"0*d", kNumber},
               {"[Red]0;[Red]-0", kNumber},
               {"[$Dhs-40C] 0", kNumber},
               {"0;dd/mm/yyyy", kNumber},
               {"0.00E+00", kNumber},
               {"@", kNumber},
               {"\"open", kNumber},
               {"[open", kNumber},
               {"\\", kNumber},
               {"", kNumber}};
  for (const auto& each : cases) EXPECT_EQ(FormOfCode(each.code), each.form) << each.code;
}

TEST(SerialTextTest, IsADayATimeOrADuration) {
  const struct {
    const char* serial;
    NumberForm form;
    bool from_1904;
    const char* text;
  } cases[] = {{"45342", kMoment, false, "2024-02-20"},
               {"45342.604166666664", kMoment, false, "2024-02-20 14:30"},
               {"45342.99999999", kMoment, false, "2024-02-21"},
               {"1", kMoment, false, "1900-01-01"},
               {"59", kMoment, false, "1900-02-28"},
               {"60", kMoment, false, "1900-02-29"},
               {"61", kMoment, false, "1900-03-01"},
               {"2958465", kMoment, false, "9999-12-31"},
               {"2958466", kMoment, false, "2958466"},
               {"2957003", kMoment, true, "9999-12-31"},
               {"2957004", kMoment, true, "2957004"},
               {"0", kMoment, true, "1904-01-01"},
               {"43880", kMoment, true, "2024-02-20"},
               {"0", kMoment, false, "0"},
               {"-1", kMoment, false, "-1"},
               {"0.5", kMoment, false, "12:00"},
               {"0.4375", kTime, false, "10:30"},
               {"0", kTime, false, "00:00"},
               {"45342.4375", kTime, false, "10:30"},
               {"0.0625", kDuration, false, "1:30"},
               {"1.0625", kDuration, false, "25:30"},
               {"45342", kNumber, false, "45342"},
               {"x", kMoment, false, "x"},
               {"1e300", kDuration, false, nullptr}};
  for (const auto& each : cases) {
    const std::string expected = each.text != nullptr ? each.text : "1" + std::string(300, '0');
    EXPECT_EQ(SerialText(each.serial, each.form, each.from_1904), expected) << each.serial;
  }
}

TEST(IsoTextTest, ReadsMomentsAndDurations) {
  EXPECT_EQ(IsoMomentText("2024-02-20"), "2024-02-20");
  EXPECT_EQ(IsoMomentText("2024-02-20T00:00:00"), "2024-02-20");
  EXPECT_EQ(IsoMomentText("2024-02-20T14:00:00"), "2024-02-20 14:00");
  EXPECT_EQ(IsoMomentText("2024-02-20T14:00:00.000Z"), "2024-02-20 14:00");
  EXPECT_EQ(IsoMomentText("2024-12-31T23:59:59.9999"), "2025-01-01");
  EXPECT_EQ(IsoMomentText("hier"), "hier");
  EXPECT_EQ(IsoDurationText("PT01H30M00S"), "01:30");
  EXPECT_EQ(IsoDurationText("PT1H29M59.9999S"), "01:30");
  EXPECT_EQ(IsoDurationText("PT100H"), "100:00");
  for (const char* none : {"", "PT", "P1D", "PTxH", "PT1", "-PT1H", "PT1e300H"}) EXPECT_EQ(IsoDurationText(none), none);
}

}  // namespace
}  // namespace tutorat::format
