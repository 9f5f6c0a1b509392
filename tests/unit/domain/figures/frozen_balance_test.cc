#include "server/domain/figures/frozen_balance.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <clocale>

#include "absl/strings/str_join.h"
#include "server/domain/base/text.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using tests::Listed;
using tests::Make;

constexpr char kBalance[] = R"(
    from_date: '2023-11-10' to_date: '2024-02-10' wave: 'waves/V6' snapshot_time { seconds: 1707000000 }
    groups { group: 'groups/a' wave: 'waves/V6' number: 4 tutor: 'Anne' held_count: 1
             sessions { session: 'sessions/b' local_date: '2024-01-15' local_clock: '14:00' duration_minutes: 90
                        themes: 'Mise en œuvre : "EJ" & <SF>\n🎓' tutor: 'Bruno'
                        attendance { numerator: 6 denominator: 8 session_count: 1 held_count: 1 } }
             appreciation: APPRECIATION_GOOD }
    observations { group_count: 1 session_count: 1 } group_numbers: [4])";

// To the byte: whoever keeps a file compares its SHA-256 in ten years.
constexpr char kBytes[] = R"({
 "fromDate": "2023-11-10",
 "toDate": "2024-02-10",
 "wave": "waves/V6",
 "groups": [
  {
   "group": "groups/a",
   "wave": "waves/V6",
   "number": 4,
   "heldCount": 1,
   "sessions": [
    {
     "session": "sessions/b",
     "localDate": "2024-01-15",
     "localClock": "14:00",
     "durationMinutes": 90,
     "themes": "Mise en œuvre : \"EJ\" & \u003cSF\u003e\n🎓",
     "attendance": {
      "numerator": 6,
      "denominator": 8,
      "sessionCount": 1,
      "heldCount": 1
     }
    }
   ],
   "appreciation": "APPRECIATION_GOOD"
  }
 ],
 "observations": {
  "groupCount": 1,
  "sessionCount": 1
 },
 "groupNumbers": [
  4
 ]
}
)";

v1::FrozenBalance Frozen(const v1::Balance& balance) {
  v1::FrozenBalance frozen;
  frozen.set_name("frozenBalances/1");
  Freeze(balance, &frozen);
  return frozen;
}

TEST(FrozenBytes, AreTheBalanceAsJsonWithoutPeopleAndMoment) {
  EXPECT_EQ(FrozenBytes(Make<v1::Balance>(kBalance)), kBytes);
  EXPECT_EQ(FrozenBytes(v1::Balance()), "{}\n");
}

TEST(FrozenBytes, DependOnNoLocale) {
  ASSERT_NE(std::setlocale(LC_ALL, "C.UTF-8"), nullptr);
  EXPECT_EQ(FrozenBytes(Make<v1::Balance>(kBalance)), kBytes);
  std::setlocale(LC_ALL, "C");
}

TEST(Sha256, IsWhatSha256sumPrints) {
  // FIPS 180-2, and of nothing.
  EXPECT_EQ(Sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Freeze, KeepsWhatTheListShowsAndTheBytes) {
  const v1::FrozenBalance frozen = Frozen(Make<v1::Balance>(kBalance));
  EXPECT_EQ(frozen.from_date(), "2023-11-10");
  EXPECT_EQ(frozen.to_date(), "2024-02-10");
  EXPECT_EQ(frozen.wave(), "waves/V6");
  EXPECT_THAT(frozen.content(), ElementsAre(kBytes));
  EXPECT_EQ(frozen.sha256(), Sha256(kBytes));
  EXPECT_TRUE(CheckFrozen(frozen).empty());
}

TEST(Freeze, CutsBetweenCharacters) {
  // Shifted by one character at a time, so that a cut falls on each byte of a long one.
  for (int shift = 0; shift < 4; ++shift) {
    v1::Balance balance;
    balance.set_wave(std::string(static_cast<size_t>(shift), 'x'));
    for (int i = 0; i < 20; ++i) {
      std::string themes;
      for (int j = 0; j < 500; ++j) themes += "é🎓œx";
      balance.add_groups()->add_sessions()->set_themes(themes);
    }
    const v1::FrozenBalance frozen = Frozen(balance);
    ASSERT_GT(frozen.content_size(), 2);
    for (int i = 0; i < frozen.content_size(); ++i) {
      EXPECT_TRUE(IsValidUtf8(frozen.content(i)));
      EXPECT_LE(CountCharacters(frozen.content(i)), kLargestPiece);
      if (i + 1 < frozen.content_size()) {
        EXPECT_EQ(CountCharacters(frozen.content(i)), kLargestPiece);
      }
    }
    EXPECT_EQ(ContentOf(frozen), FrozenBytes(balance));
    const auto thawed = Unfreeze(frozen);
    ASSERT_TRUE(thawed.ok()) << thawed.status();
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*thawed, balance));
  }
}

TEST(CheckFrozen, NamesAContentThatIsAnotherOne) {
  v1::FrozenBalance frozen = Frozen(Make<v1::Balance>(kBalance));
  frozen.mutable_content(0)->at(5) ^= 1;
  EXPECT_THAT(Listed(CheckFrozen(frozen)), ElementsAre("sha256 SHA256_MISMATCH"));
  EXPECT_EQ(Reason(Unfreeze(frozen).status()), "FROZEN_BALANCE_DAMAGED");
  frozen.clear_content();
  EXPECT_THAT(Listed(CheckFrozen(frozen)), ElementsAre("sha256 SHA256_MISMATCH"));
  // Its hash is right, and it is no balance.
  frozen.add_content("[]\n");
  frozen.set_sha256(Sha256("[]\n"));
  EXPECT_TRUE(CheckFrozen(frozen).empty());
  EXPECT_EQ(Reason(Unfreeze(frozen).status()), "FROZEN_BALANCE_DAMAGED");
}

TEST(Unfreeze, ReadsWhatANewerProgramFroze) {
  v1::FrozenBalance frozen;
  frozen.add_content("{\"wave\": \"waves/V6\", \"later\": {\"more\": 1}}\n");
  frozen.set_sha256(Sha256(ContentOf(frozen)));
  const auto balance = Unfreeze(frozen);
  ASSERT_TRUE(balance.ok()) << balance.status();
  EXPECT_EQ(balance->wave(), "waves/V6");
}

}  // namespace
}  // namespace tutorat::domain
