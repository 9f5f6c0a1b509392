#include "client/text/figures.h"

#include <gtest/gtest.h>

namespace tutorat::format {
namespace {

TEST(PeriodText, EndsOnItsLastDay) {
  EXPECT_EQ(PeriodText("2023-11-10", "2024-02-10", Language::kFrench), "du 10/11/2023 au 09/02/2024");
  EXPECT_EQ(PeriodText("2024-02-29", "2024-03-01", Language::kEnglish), "from 2024-02-29 to 2024-02-29");
  EXPECT_EQ(PeriodText("2024-02-29", "2024-02-29", Language::kFrench), "aucun jour à partir du 29/02/2024");
}

TEST(WaveCode, LeavesOutTheCollection) {
  EXPECT_EQ(WaveCode("waves/V6"), "V6");
  EXPECT_EQ(WaveCode(""), "");
}

}  // namespace
}  // namespace tutorat::format
