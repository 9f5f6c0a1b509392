#include "server/call/answer_cache.h"

#include <gtest/gtest.h>

namespace tutorat::api {
namespace {

AnswerCache::Answer Of(const std::string& text) { return std::make_shared<const std::string>(text); }

TEST(AnswerCache, GivesAnAnswerAtItsOwnRevisionOnly) {
  AnswerCache cache;
  EXPECT_EQ(cache.Find(7, "q"), nullptr);
  cache.Add(7, "q", Of("a"));
  ASSERT_NE(cache.Find(7, "q"), nullptr);
  EXPECT_EQ(*cache.Find(7, "q"), "a");
  EXPECT_EQ(cache.Find(7, "another"), nullptr);
  EXPECT_EQ(cache.Find(6, "q"), nullptr);
  EXPECT_EQ(cache.Find(8, "q"), nullptr);
}

TEST(AnswerCache, ForgetsWhatIsOlderAndTakesNothingThatIs) {
  AnswerCache cache;
  cache.Add(7, "q", Of("a"));
  cache.Add(8, "q2", Of("b"));
  EXPECT_EQ(cache.Find(7, "q"), nullptr);
  EXPECT_EQ(cache.Find(8, "q"), nullptr);
  cache.Add(7, "q", Of("late"));
  EXPECT_EQ(cache.Find(7, "q"), nullptr);
  EXPECT_EQ(cache.Find(8, "q"), nullptr);
  EXPECT_EQ(*cache.Find(8, "q2"), "b");
}

TEST(AnswerCache, KeepsNoMoreThanItMay) {
  AnswerCache cache;
  const std::string large(size_t{10} << 20, 'x');
  for (int i = 0; i < 5; ++i) cache.Add(1, std::string(1, static_cast<char>('a' + i)), Of(large));
  int known = 0;
  for (int i = 0; i < 5; ++i) known += cache.Find(1, std::string(1, static_cast<char>('a' + i))) != nullptr ? 1 : 0;
  EXPECT_EQ(known, 3);
  cache.Add(2, "new", Of(large));
  EXPECT_NE(cache.Find(2, "new"), nullptr);
}

}  // namespace
}  // namespace tutorat::api
