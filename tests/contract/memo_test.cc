// What is remembered of the store, by its revision.
#include "server/storage/sql/memo.h"

#include <gtest/gtest.h>

#include "tests/contract/fixture.h"
#include "tutorat/v1/group.pb.h"

namespace tutorat::tests {
namespace {

using storage::sql::Memo;

const auto* const kWaveType = v1::Wave::descriptor();
const auto* const kGroupType = v1::Group::descriptor();

Memo::Rows Rows(const std::string& wave) {
  std::vector<std::unique_ptr<google::protobuf::Message>> rows;
  rows.push_back(std::make_unique<v1::Wave>(MakeWave(wave)));
  return std::make_shared<const std::vector<std::unique_ptr<google::protobuf::Message>>>(std::move(rows));
}

TEST(Memo, KnowsWhatWasReadAtItsRevisionOnly) {
  Memo memo;
  memo.Add(3, kWaveType, "all", Rows("waves/V6"));
  ASSERT_NE(memo.Find(3, kWaveType, "all"), nullptr);
  EXPECT_EQ(memo.Find(2, kWaveType, "all"), nullptr);
  EXPECT_EQ(memo.Find(4, kWaveType, "all"), nullptr);
  EXPECT_EQ(memo.Find(3, kWaveType, "some"), nullptr);
  EXPECT_EQ(memo.Find(3, kGroupType, "all"), nullptr);
}

TEST(Memo, OwnWritesForgetTheirTypesAlone) {
  Memo memo;
  memo.Add(3, kWaveType, "all", Rows("waves/V6"));
  memo.Add(3, kGroupType, "all", Rows("waves/V6"));
  memo.Announce(4);
  // A reader that is faster than the writer's last word.
  memo.Add(4, kWaveType, "all", Rows("waves/new"));
  EXPECT_NE(memo.Find(3, kGroupType, "all"), nullptr);
  memo.Advance(3, 4, {kWaveType});
  EXPECT_EQ(memo.Find(4, kWaveType, "all"), nullptr);
  EXPECT_NE(memo.Find(4, kGroupType, "all"), nullptr);
  // A snapshot from before adds nothing.
  memo.Add(3, kWaveType, "all", Rows("waves/old"));
  EXPECT_EQ(memo.Find(3, kWaveType, "all"), nullptr);
  EXPECT_EQ(memo.Find(4, kWaveType, "all"), nullptr);
}

TEST(Memo, AnotherServersWriteForgetsEverything) {
  Memo memo;
  memo.Add(3, kWaveType, "all", Rows("waves/V6"));
  memo.Add(5, kGroupType, "all", Rows("waves/V6"));
  EXPECT_EQ(memo.Find(3, kWaveType, "all"), nullptr);
  EXPECT_EQ(memo.Find(5, kWaveType, "all"), nullptr);
  EXPECT_NE(memo.Find(5, kGroupType, "all"), nullptr);
  // A write that began later than what is known here.
  memo.Advance(6, 7, {kWaveType});
  EXPECT_EQ(memo.Find(7, kGroupType, "all"), nullptr);
}

TEST(Memo, AfterACommitOfWhichNobodyKnowsNothingIsKnown) {
  Memo memo;
  memo.Add(3, kWaveType, "all", Rows("waves/V6"));
  memo.Clear();
  EXPECT_EQ(memo.Find(3, kWaveType, "all"), nullptr);
}

TEST(Memo, HoldsNoMoreThanItMay) {
  Memo memo;
  for (int i = 0; i < 60; ++i) {
    auto wave = MakeWave("waves/large");
    wave.set_display_name(std::string(size_t{1} << 20, 'x'));
    std::vector<std::unique_ptr<google::protobuf::Message>> rows;
    rows.push_back(std::make_unique<v1::Wave>(wave));
    memo.Add(1, kWaveType, std::to_string(i),
             std::make_shared<const std::vector<std::unique_ptr<google::protobuf::Message>>>(std::move(rows)));
  }
  int known = 0;
  for (int i = 0; i < 60; ++i) known += memo.Find(1, kWaveType, std::to_string(i)) != nullptr ? 1 : 0;
  EXPECT_GT(known, 0);
  EXPECT_LT(known, 33);
}

}  // namespace
}  // namespace tutorat::tests
