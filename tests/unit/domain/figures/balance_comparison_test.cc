#include "server/domain/figures/balance_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "server/domain/figures/balance.h"
#include "tests/unit/domain/figures/random_balance.h"
#include "tests/unit/domain/helpers.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::kSeed;
using tests::Make;

constexpr int kComparedWorlds = 300;

std::string ComparedFigure(const v1::FigureComparison& figure) {
  std::string shown =
      absl::StrCat(figure.key(), ": ", figure.first().numerator(), "/", figure.first().denominator(), " ",
                   figure.second().numerator(), "/", figure.second().denominator(), " ", figure.difference());
  if (figure.has_difference_tenths()) absl::StrAppend(&shown, " ", figure.difference_tenths());
  return shown;
}

TEST(ComparePeriods, PutsFiguresSideBySide) {
  const auto first = Make<v1::Balance>(R"(
      from_date: '2023-11-10' to_date: '2024-02-10' wave: 'waves/V6'
      groups { wave: 'waves/V6' number: 4 held_count: 2 attendance { numerator: 2 denominator: 3 } }
      groups { wave: 'waves/V6' number: 6 }
      observations { group_count: 2 session_count: 2
                     groups_by_session_count { session_count: 0 groups { number: 6 } }
                     groups_by_session_count { session_count: 2 groups { number: 4 } }
                     attendance { numerator: 2 denominator: 3 session_count: 1 held_count: 2 } })");
  const auto second = Make<v1::Balance>(R"(
      from_date: '2024-02-10' to_date: '2024-05-10' wave: 'waves/V6'
      groups { wave: 'waves/V6' number: 4 held_count: 3 appreciation: APPRECIATION_GOOD }
      groups { wave: 'waves/V6' number: 6 held_count: 3 appreciation: APPRECIATION_GOOD }
      observations { group_count: 2 session_count: 6
                     groups_by_session_count { session_count: 3 groups { number: 4 } groups { number: 6 } }
                     groups_by_appreciation { appreciation: APPRECIATION_GOOD groups { number: 4 } groups { number: 6 } }
                     attendance { held_count: 6 } })");
  const v1::PeriodComparison comparison = ComparePeriods(first, second);
  EXPECT_EQ(comparison.first().from_date(), "2023-11-10");
  EXPECT_EQ(comparison.second().to_date(), "2024-05-10");
  EXPECT_EQ(comparison.wave(), "waves/V6");
  std::vector<std::string> figures;
  for (const auto& figure : comparison.figures()) figures.push_back(ComparedFigure(figure));
  EXPECT_THAT(figures,
              ElementsAre("observations/group_count: 2/0 2/0 0", "observations/session_count: 2/2 6/2 4 20",
                          "observations/groups_by_session_count/0: 1/2 0/2 -1 -500",
                          "observations/groups_by_session_count/2: 1/2 0/2 -1 -500",
                          "observations/groups_by_session_count/3: 0/2 2/2 2 1000",
                          "observations/groups_with_issue: 0/2 0/2 0 0",
                          "observations/groups_by_appreciation/unspecified: 2/2 0/2 -2 -1000",
                          "observations/groups_by_appreciation/good: 0/2 2/2 2 1000",
                          // 66.7 % against nothing noted: there is no difference to tell.
                          "observations/attendance: 2/3 0/0 -2", "observations/attendance/sessions: 1/2 0/6 -1 -500",
                          "groups/V6/4/held_count: 2/0 3/0 1", "groups/V6/4/attendance: 2/3 0/0 -2",
                          "groups/V6/6/held_count: 0/0 3/0 3"));
}

TEST(ComparePeriods, TheDifferenceIsThatOfWhatIsShown) {
  v1::Balance first;
  v1::Balance second;
  const auto difference = [&](int n1, int d1, int n2, int d2) {
    auto set = [](v1::Balance* balance, int numerator, int denominator) {
      balance->mutable_observations()->mutable_attendance()->set_numerator(numerator);
      balance->mutable_observations()->mutable_attendance()->set_denominator(denominator);
    };
    set(&first, n1, d1);
    set(&second, n2, d2);
    const v1::PeriodComparison comparison = ComparePeriods(first, second);
    for (const auto& figure : comparison.figures()) {
      if (figure.key() == "observations/attendance") return figure.difference_tenths();
    }
    return -1;
  };
  EXPECT_EQ(difference(1, 3, 2, 3), 334);  // 33.3 and 66.7
  EXPECT_EQ(difference(2, 3, 1, 3), -334);
  EXPECT_EQ(difference(1, 2000, 0, 1), -1);  // 0.05 rounds up to 0.1
  EXPECT_EQ(difference(2'000'000'000, 2'100'000'000, 1, 1), 48);
}

TEST(ComparePeriodsProperty, EveryFigureIsThatOfItsBalance) {
  std::mt19937 random(kSeed);
  for (int world = 0; world < kComparedWorlds; ++world) {
    SCOPED_TRACE(absl::StrCat("world ", world, " of seed ", kSeed));
    const BalanceInput inputs[] = {tests::RandomInput(random), tests::RandomInput(random)};
    const v1::PeriodComparison comparison = ComparePeriods(ComputeBalance(inputs[0]), ComputeBalance(inputs[1]));
    std::set<std::string> keys;
    int held[] = {0, 0};
    for (const auto& figure : comparison.figures()) {
      EXPECT_TRUE(keys.insert(figure.key()).second) << figure.key();
      EXPECT_EQ(figure.difference(), figure.second().numerator() - figure.first().numerator());
      if (figure.kind() == v1::FIGURE_KIND_SHARE) {
        EXPECT_LE(figure.first().numerator(), figure.first().denominator()) << figure.key();
      }
      if (figure.key().rfind("groups/", 0) != 0 || figure.key().find("/held_count") == std::string::npos) continue;
      held[0] += figure.first().numerator();
      held[1] += figure.second().numerator();
    }
    for (int i = 0; i < 2; ++i) {
      const auto counted = std::count_if(inputs[i].sessions.begin(), inputs[i].sessions.end(),
                                         [&](const auto& session) { return tests::Counts(inputs[i], session); });
      EXPECT_EQ(held[i], counted);
    }
  }
}

class WavesTest : public testing::Test {
 protected:
  static void AddGroup(WaveInput* wave, int number, const std::string& start_date = "") {
    wave->groups.push_back(
        Make<v1::Group>(absl::StrCat("name: '", wave->wave, "/", number, "' start_date: '", start_date, "'")));
  }
  static void AddSession(WaveInput* wave, int group, const std::string& date,
                         v1::SessionState state = v1::SESSION_STATE_HELD) {
    auto& session = wave->sessions.emplace_back();
    session.set_group(absl::StrCat(wave->wave, "/", group));
    session.set_local_date(date);
    session.set_state(state);
  }
  v1::WaveComparison Compare(const std::string& as_of, int weeks = 0) const {
    return CompareWaves(v6_, v7_, weeks, *ParseDate(as_of));
  }
  static std::string Shown(bool there, const v1::WaveWeek& week) {
    if (!there) return "-";
    return absl::StrCat(week.held_sessions(), ":", week.groups_met(), "/", week.group_count(),
                        week.partial() ? "..." : "");
  }
  static std::vector<std::string> Rows(const v1::WaveComparison& comparison) {
    std::vector<std::string> rows;
    for (const auto& row : comparison.weeks()) {
      rows.push_back(absl::StrCat(row.week(), " ", Shown(row.has_first(), row.first()), " ",
                                  Shown(row.has_second(), row.second())));
    }
    return rows;
  }

  WaveInput v6_{"waves/V6", {}, {}};
  WaveInput v7_{"waves/V7", {}, {}};
};

TEST_F(WavesTest, StandAtTheSameAgeAndWeeksNotReachedAreBlank) {
  for (int number = 1; number <= 3; ++number) AddGroup(&v6_, number);
  for (int number = 1; number <= 2; ++number) AddGroup(&v7_, number);
  AddSession(&v6_, 2, "2023-11-13");
  AddSession(&v6_, 1, "2023-11-19");  // the last day of week 1
  AddSession(&v6_, 1, "2023-11-20");  // the first of week 2
  AddSession(&v6_, 3, "2023-12-04");  // week 4
  AddSession(&v6_, 3, "2023-11-14", v1::SESSION_STATE_PLANNED);
  AddSession(&v7_, 1, "2024-03-04");
  AddSession(&v7_, 1, "2024-03-06");
  AddSession(&v7_, 2, "2024-03-12");
  const v1::WaveComparison comparison = Compare("2024-03-12", 5);
  EXPECT_EQ(comparison.first().start_date(), "2023-11-13");
  EXPECT_EQ(comparison.first().group_count(), 3);
  EXPECT_EQ(comparison.first().weeks_reached(), 18);
  EXPECT_EQ(comparison.second().weeks_reached(), 2);
  EXPECT_THAT(Rows(comparison),
              ElementsAre("1 2:2/3 2:1/2", "2 3:2/3 3:2/2...", "3 3:2/3 -", "4 4:3/3 -", "5 4:3/3 -"));
  EXPECT_EQ(Compare("2024-03-12").weeks_size(), 18);
}

TEST_F(WavesTest, AsOfADayKnowsNothingOfWhatWasHeldLater) {
  AddGroup(&v6_, 1);
  AddGroup(&v7_, 1);
  AddSession(&v6_, 1, "2023-11-13");
  AddSession(&v6_, 1, "2023-11-15");
  AddSession(&v7_, 1, "2024-03-04");
  EXPECT_THAT(Rows(Compare("2023-11-14")), ElementsAre("1 1:1/1... -"));
  EXPECT_THAT(Rows(Compare("2023-11-18")), ElementsAre("1 2:1/1... -"));
  EXPECT_THAT(Rows(Compare("2023-11-19")), ElementsAre("1 2:1/1 -"));
  EXPECT_THAT(Rows(Compare("2023-11-20")), ElementsAre("1 2:1/1 -", "2 2:1/1... -"));
  EXPECT_THAT(Rows(Compare("2023-11-12")), IsEmpty());
  EXPECT_THAT(Rows(Compare("2023-11-12", 2)), ElementsAre("1 - -", "2 - -"));
  EXPECT_EQ(Compare("2023-11-12").first().start_date(), "");
}

TEST_F(WavesTest, AGroupsStartDateIsItsFirstDay) {
  AddGroup(&v6_, 1, "2023-11-06");  // its first session is a week later
  AddGroup(&v6_, 2);
  AddSession(&v6_, 1, "2023-11-13");
  AddSession(&v6_, 2, "2023-11-14");
  EXPECT_EQ(Compare("2023-11-20").first().start_date(), "2023-11-06");
  EXPECT_THAT(Rows(Compare("2023-11-20")), ElementsAre("1 0:0/2 -", "2 2:2/2 -", "3 2:2/2... -"));
  // Later than its first session: what was held before counts from week 1 on.
  v6_.groups[0].set_start_date("2023-11-15");
  v6_.groups[1].set_start_date("2023-11-16");
  EXPECT_EQ(Compare("2023-11-20").first().start_date(), "2023-11-15");
  EXPECT_THAT(Rows(Compare("2023-11-20")), ElementsAre("1 2:2/2... -"));
}

TEST_F(WavesTest, AWaveWithoutSessionsHasNotBegun) {
  EXPECT_THAT(Rows(Compare("2024-01-01")), IsEmpty());
  AddGroup(&v6_, 1);
  AddSession(&v6_, 9, "2023-11-13");  // of no group of the wave
  EXPECT_THAT(Rows(Compare("2024-01-01", 1)), ElementsAre("1 - -"));
  AddGroup(&v7_, 1, "1900-01-01");
  EXPECT_EQ(Compare("2024-01-01").weeks_size(), kMostWeeks);
}

TEST(WavesProperty, EveryWeekIsWhatPlainLoopsCount) {
  std::mt19937 random(kSeed);
  for (int world = 0; world < kComparedWorlds; ++world) {
    SCOPED_TRACE(absl::StrCat("world ", world, " of seed ", kSeed));
    WaveInput waves[2];
    for (WaveInput& wave : waves) {
      const BalanceInput input = tests::RandomInput(random);
      wave = {"waves/x", input.groups, input.sessions};
      for (auto& group : wave.groups) {
        if (random() % 4 == 0)
          group.set_start_date(FormatDate(absl::CivilDay(2023, 11, 1) + static_cast<int>(random() % 40)));
      }
    }
    const absl::CivilDay as_of = absl::CivilDay(2023, 11, 5) + static_cast<int>(random() % 80);
    const v1::WaveComparison comparison = CompareWaves(waves[0], waves[1], 12, as_of);
    ASSERT_EQ(comparison.weeks_size(), 12);
    for (int i = 0; i < 2; ++i) {
      // The first day, by looking at each day in turn.
      std::string first;
      for (absl::CivilDay day(2023, 10, 1); day <= as_of && first.empty(); ++day) {
        const std::string date = FormatDate(day);
        for (const auto& group : waves[i].groups) {
          if (group.start_date() == date) first = date;
          if (!group.start_date().empty()) continue;
          for (const auto& session : waves[i].sessions) {
            if (session.group() == group.name() && session.state() == v1::SESSION_STATE_HELD &&
                session.local_date() == date) {
              first = date;
            }
          }
        }
      }
      EXPECT_EQ((i == 0 ? comparison.first() : comparison.second()).start_date(), first);
      for (int week = 1; week <= 12; ++week) {
        const auto& row = comparison.weeks(week - 1);
        const bool there = i == 0 ? row.has_first() : row.has_second();
        const bool reached = !first.empty() && *ParseDate(first) + int64_t{7} * (week - 1) <= as_of;
        ASSERT_EQ(there, reached) << week;
        if (!reached) continue;
        const std::string end = FormatDate(std::min(*ParseDate(first) + int64_t{7} * week, as_of + 1));
        int held = 0;
        std::set<std::string> met;
        for (const auto& group : waves[i].groups) {
          for (const auto& session : waves[i].sessions) {
            if (session.group() != group.name() || session.state() != v1::SESSION_STATE_HELD ||
                session.local_date() >= end) {
              continue;
            }
            ++held;
            met.insert(group.name());
          }
        }
        const auto& told = i == 0 ? row.first() : row.second();
        EXPECT_EQ(told.held_sessions(), held);
        EXPECT_EQ(told.groups_met(), static_cast<int>(met.size()));
        EXPECT_EQ(told.group_count(), static_cast<int>(waves[i].groups.size()));
      }
    }
  }
}

}  // namespace
}  // namespace tutorat::domain
