#include "tests/bench/numbers.h"

#include <gtest/gtest.h>

#include <numeric>

namespace tutorat::bench {
namespace {

std::vector<double> UpTo(int last) {
  std::vector<double> values(static_cast<size_t>(last));
  std::iota(values.rbegin(), values.rend(), 1);
  return values;
}

TEST(NumbersTest, APercentileIsOneOfTheValues) {
  EXPECT_EQ(Percentile(UpTo(100), 50), 50);
  EXPECT_EQ(Percentile(UpTo(100), 99), 99);
  EXPECT_EQ(Percentile(UpTo(1000), 99), 990);
  EXPECT_EQ(Percentile({1, 10}, 50), 1);
}

TEST(NumbersTest, OfFewValuesTheHighestPercentileIsTheGreatest) {
  EXPECT_EQ(Percentile(UpTo(10), 99), 10);
  EXPECT_EQ(Percentile({7}, 99), 7);
  EXPECT_EQ(Percentile(UpTo(10), 100), 10);
  EXPECT_EQ(Percentile(UpTo(10), 0), 1);
}

TEST(NumbersTest, TheMedianIsInTheMiddle) {
  EXPECT_EQ(Median({9, 1, 5}), 5);
  EXPECT_EQ(Median({9, 1, 5, 2}), 3.5);
  EXPECT_EQ(Median({4}), 4);
}

TEST(NumbersTest, OfNothingTheyAreNothing) {
  EXPECT_EQ(Percentile({}, 50), 0);
  EXPECT_EQ(Median({}), 0);
}

}  // namespace
}  // namespace tutorat::bench
