// The coverage of random trees, groups and sessions, against one counted in plain loops.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "server/domain/figures/coverage.h"
#include "tests/unit/domain/helpers.h"

namespace tutorat::domain {
namespace {

using tests::kSeed;

constexpr int kCoveredWorlds = 300;

class RandomWorld {
 public:
  explicit RandomWorld(unsigned seed) : random_(seed) {
    const absl::CivilDay from = absl::CivilDay(2023, 11, 1) + Number(0, 40);
    input.period = {from, from + Number(0, 100)};
    for (int i = Number(0, 10); i > 0; --i) AddTheme();
    for (int i = Number(0, 6); i > 0; --i) AddGroup(i);
    for (int i = Number(0, 30); i > 0; --i) AddSession();
    input.repeated_from = Number(2, 4);
    if (Number(0, 1) == 1) AddProgramme();
  }

  CoverageInput input;

 private:
  int Number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
  std::string Day() { return FormatDate(absl::CivilDay(2023, 10, 15) + Number(0, 160)); }

  void AddTheme() {
    const int index = static_cast<int>(input.themes.size());
    v1::Theme& theme = input.themes.emplace_back();
    theme.set_code(absl::StrCat("t", index));
    theme.set_name(absl::StrCat("themes/t", index));
    theme.set_rank(Number(0, 2));
    if (index > 0 && Number(0, 2) > 0) theme.set_parent(absl::StrCat("themes/t", Number(0, index - 1)));
    if (Number(0, 4) == 0) theme.set_valid_from(Day());
    if (Number(0, 4) == 0) theme.set_valid_to(Day());
  }

  void AddGroup(int number) {
    v1::Group& group = input.groups.emplace_back();
    group.set_name(absl::StrCat("groups/g", number));
    group.set_wave("waves/V6");
    group.set_number(number);
    if (Number(0, 1) == 0) group.set_start_date(Day());
  }

  void AddSession() {
    v1::Session& session = input.sessions.emplace_back();
    session.set_name(absl::StrCat("sessions/s", input.sessions.size()));
    session.set_group(absl::StrCat("groups/g", Number(1, 7)));
    session.set_state(static_cast<v1::SessionState>(Number(0, 3) == 0 ? Number(1, 3) : 2));
    session.set_local_date(Day());
    for (int i = Number(0, 4); i > 0; --i) {
      v1::ThemeMention* mention = session.add_theme_mentions();
      mention->set_state(static_cast<v1::ThemeMention::State>(Number(0, 3) == 0 ? Number(2, 3) : 1));
      if (mention->state() == v1::ThemeMention::STATE_RECOGNISED) {
        mention->set_theme(absl::StrCat("themes/t", Number(0, 10)));
      }
    }
  }

  void AddProgramme() {
    input.programme.emplace();
    input.programme->set_name("programmes/p");
    for (const v1::Theme& theme : input.themes) {
      if (Number(0, 1) == 0) continue;
      v1::ProgrammeItem* item = input.programme->add_items();
      item->set_theme(theme.name());
      item->set_month(Number(1, 4));
      item->set_weight(v1::ProgrammeItem::WEIGHT_CORE);
    }
  }

  std::mt19937 random_;
};

// Whether the words of the session were taken for the theme or for a part of it.
bool Covers(const CoverageInput& input, const v1::Session& session, const std::string& theme) {
  for (const v1::ThemeMention& mention : session.theme_mentions()) {
    if (mention.state() != v1::ThemeMention::STATE_RECOGNISED) continue;
    bool known = false;
    for (const v1::Theme& one : input.themes) known = known || one.name() == mention.theme();
    std::string at = known ? mention.theme() : "";
    while (!at.empty()) {
      if (at == theme) return true;
      std::string above;
      for (const v1::Theme& one : input.themes) {
        if (one.name() == at) above = one.parent();
      }
      at = above;
    }
  }
  return false;
}

struct Counted {
  int sessions = 0;
  std::string first;
  bool ever = false;
};

Counted Count(const CoverageInput& input, const v1::Group& group, const std::string& theme) {
  Counted counted;
  for (const v1::Session& session : input.sessions) {
    if (session.group() != group.name() || session.state() != v1::SESSION_STATE_HELD) continue;
    if (session.local_date() >= FormatDate(input.period.to) || !Covers(input, session, theme)) continue;
    counted.ever = true;
    if (session.local_date() < FormatDate(input.period.from)) continue;
    ++counted.sessions;
    if (counted.first.empty() || session.local_date() < counted.first) counted.first = session.local_date();
  }
  return counted;
}

bool IsLate(const CoverageInput& input, const v1::Group& group, int month, bool ever) {
  std::string start = group.start_date();
  if (start.empty()) {
    for (const v1::Session& session : input.sessions) {
      if (session.group() != group.name() || session.state() != v1::SESSION_STATE_HELD) continue;
      if (session.local_date() >= FormatDate(input.period.to)) continue;
      if (start.empty() || session.local_date() < start) start = session.local_date();
    }
  }
  return !ever && !start.empty() && AddMonths(*ParseDate(start), month) <= input.period.to;
}

void CheckCounts(const CoverageInput& input) {
  const v1::Coverage coverage = ComputeCoverage(input);
  int almost = 0;
  int repeated = 0;
  for (const v1::ThemeCoverage& theme : coverage.themes()) {
    int groups = 0;
    int sessions = 0;
    int late = 0;
    for (int number = 1; number <= static_cast<int>(input.groups.size()); ++number) {
      v1::Group group;
      for (const v1::Group& one : input.groups) {
        if (one.number() == number) group = one;
      }
      const Counted counted = Count(input, group, theme.theme());
      sessions += counted.sessions;
      repeated += counted.sessions >= input.repeated_from ? 1 : 0;
      if (counted.sessions > 0) {
        ASSERT_LT(groups, theme.cells_size());
        EXPECT_EQ(theme.cells(groups).group().number(), number);
        EXPECT_EQ(theme.cells(groups).first_date(), counted.first);
        EXPECT_EQ(theme.cells(groups).session_count(), counted.sessions);
        ++groups;
      } else {
        ASSERT_LT(number - 1 - groups, theme.groups_without_size());
        EXPECT_EQ(theme.groups_without(number - 1 - groups).number(), number);
      }
      if (theme.has_programme_item() && IsLate(input, group, theme.programme_item().month(), counted.ever)) ++late;
    }
    EXPECT_EQ(theme.group_count(), groups) << theme.theme();
    EXPECT_EQ(theme.cells_size(), groups);
    EXPECT_EQ(theme.session_count(), sessions) << theme.theme();
    EXPECT_EQ(theme.groups_late_size(), late) << theme.theme();
    const int without = static_cast<int>(input.groups.size()) - groups;
    EXPECT_EQ(theme.groups_without_size(), without);
    almost += groups > 0 && without >= 1 && without <= 3 ? 1 : 0;
  }
  EXPECT_EQ(coverage.observations().almost_covered_size(), almost);
  EXPECT_EQ(coverage.observations().repeated_themes_size(), repeated);
}

// Every theme that a session of the period covered is there, however its validity was changed.
void CheckShown(const CoverageInput& input) {
  const v1::Coverage coverage = ComputeCoverage(input);
  for (const v1::Theme& theme : input.themes) {
    bool covered = false;
    for (const v1::Group& group : input.groups) covered = covered || Count(input, group, theme.name()).sessions > 0;
    bool shown = false;
    for (const v1::ThemeCoverage& one : coverage.themes()) shown = shown || one.theme() == theme.name();
    EXPECT_TRUE(shown || !covered) << theme.name();
  }
}

TEST(CoveragePropertyTest, EqualsWhatPlainLoopsCount) {
  for (unsigned world = 0; world < kCoveredWorlds; ++world) {
    const RandomWorld random(kSeed + world);
    CheckCounts(random.input);
    CheckShown(random.input);
    ASSERT_FALSE(HasFailure()) << "world " << kSeed + world;
  }
}

}  // namespace
}  // namespace tutorat::domain
