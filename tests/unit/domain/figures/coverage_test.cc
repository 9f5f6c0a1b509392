#include "server/domain/figures/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "tests/unit/domain/helpers.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Make;
using tests::Numbers;

class CoverageTest : public testing::Test {
 protected:
  CoverageTest() {
    input_.period = {absl::CivilDay(2023, 11, 10), absl::CivilDay(2024, 2, 10)};
    input_.wave = "waves/V6";
    input_.snapshot_time = absl::FromUnixSeconds(1'707'000'000);
    AddTheme("budget", "", "label: 'Budget' label_en: 'The budget' rank: 1");
    AddTheme("saisie", "budget", "label: 'Saisie du budget'");
    AddTheme("tiers", "", "label: 'Tiers' rank: 2");
    AddTheme("titres", "", "label: 'Titres de recettes' rank: 3");
  }

  void AddTheme(const std::string& code, const std::string& parent, const std::string& rest) {
    input_.themes.push_back(
        Make<v1::Theme>(absl::StrCat("name: 'themes/", code, "' code: '", code, "' ",
                                     parent.empty() ? "" : absl::StrCat("parent: 'themes/", parent, "' "), rest)));
  }
  void AddGroups(int count) {
    for (int number = 1; number <= count; ++number) AddGroup(number, "");
  }
  void AddGroup(int number, const std::string& rest) {
    input_.groups.push_back(
        Make<v1::Group>(absl::StrCat("name: 'groups/", number, "' wave: 'waves/V6' number: ", number, " ", rest)));
  }
  // Held, with these themes recognised in it.
  void AddSession(int group, const std::string& date, const std::vector<std::string>& themes,
                  const std::string& rest = "") {
    auto session =
        Make<v1::Session>(absl::StrCat("name: 'sessions/", input_.sessions.size(), "' group: 'groups/", group,
                                       "' state: SESSION_STATE_HELD local_date: '", date, "' ", rest));
    for (const std::string& theme : themes) {
      *session.add_theme_mentions() =
          Make<v1::ThemeMention>(absl::StrCat("state: STATE_RECOGNISED theme: 'themes/", theme, "'"));
    }
    input_.sessions.push_back(session);
  }
  void SetProgramme(const std::string& items) {
    input_.programme = Make<v1::Programme>(absl::StrCat("name: 'programmes/p' ", items));
  }

  v1::Coverage Compute() const { return ComputeCoverage(input_); }
  v1::ThemeCoverage Theme(const std::string& code) const {
    const v1::Coverage coverage = Compute();
    for (const auto& theme : coverage.themes()) {
      if (theme.code() == code) return theme;
    }
    ADD_FAILURE() << code << " is not there";
    return {};
  }
  // Groups / sessions / groups without.
  std::string Row(const std::string& code) const {
    const v1::ThemeCoverage theme = Theme(code);
    EXPECT_EQ(theme.group_count(), theme.cells_size());
    EXPECT_EQ(theme.group_count() + theme.groups_without_size(), theme.group_total());
    return absl::StrCat(theme.group_count(), " / ", theme.session_count(), " / ", Numbers(theme.groups_without()));
  }
  std::string Late(const std::string& code) const { return Numbers(Theme(code).groups_late()); }

  CoverageInput input_;
};

TEST_F(CoverageTest, SaysWhatItIsOf) {
  AddGroups(2);
  SetProgramme("");
  const v1::Coverage coverage = Compute();
  EXPECT_EQ(coverage.from_date(), "2023-11-10");
  EXPECT_EQ(coverage.to_date(), "2024-02-10");
  EXPECT_EQ(coverage.wave(), "waves/V6");
  EXPECT_EQ(coverage.programme(), "programmes/p");
  EXPECT_EQ(coverage.snapshot_time().seconds(), 1'707'000'000);
  EXPECT_EQ(Numbers(coverage.groups()), "1 2");
  EXPECT_EQ(coverage.session_count(), 0);
  EXPECT_EQ(coverage.groups_met(), 0);
}

TEST_F(CoverageTest, EveryThemeIsThereInTheOrderOfTheTree) {
  std::vector<std::string> lines;
  const v1::Coverage coverage = Compute();
  for (const auto& theme : coverage.themes()) {
    lines.push_back(absl::StrCat(theme.level(), " ", theme.theme(), " ", theme.parent(), " ", theme.label(), " ",
                                 theme.label_en()));
  }
  EXPECT_THAT(lines,
              ElementsAre("1 themes/budget  Budget The budget", "2 themes/saisie themes/budget Saisie du budget ",
                          "1 themes/tiers  Tiers ", "1 themes/titres  Titres de recettes "));
}

TEST_F(CoverageTest, ASubThemeCoversWhatItIsAPartOf) {
  AddGroups(3);
  AddSession(1, "2023-11-16", {"saisie"});
  AddSession(2, "2023-11-17", {"budget", "tiers"});
  EXPECT_EQ(Row("budget"), "2 / 2 / 3");
  EXPECT_EQ(Row("saisie"), "1 / 1 / 2 3");
  EXPECT_EQ(Row("tiers"), "1 / 1 / 1 3");
  EXPECT_EQ(Row("titres"), "0 / 0 / 1 2 3");
}

TEST_F(CoverageTest, ASessionCountsOnceForEachTheme) {
  AddGroups(1);
  AddSession(1, "2023-11-16", {"saisie", "budget", "saisie"});
  EXPECT_EQ(Row("budget"), "1 / 1 / ");
  EXPECT_EQ(Row("saisie"), "1 / 1 / ");
}

TEST_F(CoverageTest, OnlyHeldSessionsOfThePeriodCount) {
  AddGroups(1);
  AddSession(1, "2023-11-09", {"tiers"});
  AddSession(1, "2024-02-10", {"tiers"});
  AddSession(1, "2023-12-01", {"tiers"}, "state: SESSION_STATE_PLANNED");
  AddSession(1, "2023-12-02", {"tiers"}, "state: SESSION_STATE_CANCELLED");
  AddSession(9, "2023-12-02", {"tiers"});
  EXPECT_EQ(Row("tiers"), "0 / 0 / 1");
  AddSession(1, "2024-02-09", {"tiers"});
  AddSession(1, "2023-11-10", {"tiers"});
  EXPECT_EQ(Row("tiers"), "1 / 2 / ");
  EXPECT_EQ(Theme("tiers").cells(0).first_date(), "2023-11-10");
  EXPECT_EQ(Theme("tiers").cells(0).session_count(), 2);
  EXPECT_EQ(Compute().session_count(), 2);
  EXPECT_EQ(Compute().groups_met(), 1);
}

TEST_F(CoverageTest, ThemesOutsideThePeriodAreLeftOutUnlessTheyWereCovered) {
  AddTheme("old", "", "valid_to: '2023-11-10'");
  AddTheme("new", "", "valid_from: '2024-02-10'");
  AddTheme("last", "", "valid_from: '2024-02-09'");
  AddTheme("above", "", "valid_to: '2020-01-01'");
  AddTheme("below", "above", "valid_to: '2023-11-11'");
  AddTheme("recoded", "", "valid_to: '2020-01-01'");
  AddGroups(1);
  AddSession(1, "2023-12-01", {"recoded"});
  std::vector<std::string> codes;
  const v1::Coverage coverage = Compute();
  for (const auto& theme : coverage.themes()) codes.push_back(theme.code());
  EXPECT_THAT(codes, ElementsAre("above", "below", "last", "recoded", "budget", "saisie", "tiers", "titres"));
}

TEST_F(CoverageTest, AnEmptyPeriodCoversNothing) {
  input_.period.to = input_.period.from;
  AddGroups(1);
  AddSession(1, "2023-11-10", {"tiers"});
  EXPECT_EQ(Row("tiers"), "0 / 0 / 1");
  EXPECT_EQ(Compute().themes_size(), 4);
  EXPECT_EQ(Compute().session_count(), 0);
}

TEST_F(CoverageTest, TellsWhatNobodyCoveredButNotItsParts) {
  AddTheme("recouvrement", "titres", "");
  AddTheme("execution", "budget", "");
  AddGroups(2);
  AddSession(1, "2023-11-16", {"saisie"});
  EXPECT_THAT(Compute().observations().never_covered(),
              ElementsAre("themes/execution", "themes/tiers", "themes/titres"));
  input_.groups.clear();
  EXPECT_THAT(Compute().observations().never_covered(), IsEmpty());
}

TEST_F(CoverageTest, TellsWhatAllButOneTwoOrThreeCovered) {
  AddGroups(5);
  for (const int group : {1, 2, 3, 4, 5}) AddSession(group, "2023-11-16", {"budget"});
  for (const int group : {1, 3}) AddSession(group, "2023-11-17", {"saisie"});
  for (const int group : {1, 2, 4, 5}) AddSession(group, "2023-11-18", {"tiers"});
  AddSession(5, "2023-11-19", {"titres"});
  std::vector<std::string> lines;
  const v1::Coverage coverage = Compute();
  for (const auto& almost : coverage.observations().almost_covered()) {
    lines.push_back(absl::StrCat(almost.theme(), ": ", Numbers(almost.groups_without())));
  }
  EXPECT_THAT(lines, ElementsAre("themes/tiers: 3", "themes/saisie: 2 4 5"));
  input_.groups.resize(3);
  input_.sessions.clear();
  EXPECT_THAT(Compute().observations().almost_covered(), IsEmpty());
}

TEST_F(CoverageTest, TellsWhatCameBackInOneGroup) {
  AddGroups(2);
  for (const char* date : {"2023-11-16", "2023-11-23", "2023-11-30"}) AddSession(2, date, {"saisie"});
  AddSession(1, "2023-12-01", {"budget"});
  AddSession(1, "2023-12-08", {"budget"});
  AddSession(1, "2023-12-15", {"tiers"});
  const auto told = [this] {
    std::vector<std::string> lines;
    const v1::Coverage coverage = Compute();
    for (const auto& repeated : coverage.observations().repeated_themes()) {
      lines.push_back(absl::StrCat(repeated.theme(), " ", repeated.group().number(), ": ", repeated.session_count(),
                                   "/", repeated.session_total()));
    }
    return lines;
  };
  EXPECT_THAT(told(), ElementsAre("themes/budget 1: 2/3", "themes/budget 2: 3/3", "themes/saisie 2: 3/3"));
  input_.repeated_from = 3;
  EXPECT_THAT(told(), ElementsAre("themes/budget 2: 3/3", "themes/saisie 2: 3/3"));
  EXPECT_EQ(Compute().observations().repeated_from(), 3);
}

TEST_F(CoverageTest, TellsHowFarTheFiguresCanBeTrusted) {
  AddGroups(2);
  AddSession(1, "2023-11-16", {"tiers", "saisie"}, "theme_mentions { state: STATE_AMBIGUOUS }");
  AddSession(1, "2023-11-17", {}, "theme_mentions { state: STATE_UNKNOWN } theme_mentions { state: STATE_UNKNOWN }");
  AddSession(2, "2023-11-18", {});
  AddSession(2, "2023-11-19", {"tiers"});
  AddSession(2, "2023-11-01", {}, "theme_mentions { state: STATE_UNKNOWN }");
  EXPECT_EQ(Compute().observations().mentions().ShortDebugString(),
            "mention_count: 6 recognised_count: 3 ambiguous_count: 1 unknown_count: 2 session_count: 4 "
            "sessions_with_unresolved: 2 sessions_without_theme: 2");
}

TEST_F(CoverageTest, AnItemIsLateWhenItsMonthIsOverByTheLastDay) {
  AddGroup(1, "start_date: '2023-11-10'");
  AddGroup(2, "start_date: '2023-11-11'");
  AddGroup(3, "");
  AddGroup(4, "");
  AddSession(3, "2023-11-10", {"titres"});
  SetProgramme(
      "items { theme: 'themes/tiers' month: 3 weight: WEIGHT_CORE }"
      "items { theme: 'themes/budget' month: 1 weight: WEIGHT_OPTIONAL }");
  EXPECT_EQ(Late("tiers"), "1 3");
  EXPECT_EQ(Late("budget"), "1 2 3");
  EXPECT_EQ(Late("titres"), "");
  EXPECT_EQ(Theme("tiers").programme_item().month(), 3);
  EXPECT_FALSE(Theme("titres").has_programme_item());
}

TEST_F(CoverageTest, WhatWasCoveredBeforeThePeriodIsNotLate) {
  AddGroup(1, "");
  AddSession(1, "2023-09-01", {"saisie"});
  SetProgramme(
      "items { theme: 'themes/tiers' month: 2 weight: WEIGHT_CORE }"
      "items { theme: 'themes/budget' month: 2 weight: WEIGHT_CORE }");
  EXPECT_EQ(Late("tiers"), "1");
  EXPECT_EQ(Late("budget"), "");
  EXPECT_EQ(Row("budget"), "0 / 0 / 1");
}

TEST_F(CoverageTest, GroupsStandByWaveThenNumber) {
  AddGroup(10, "");
  AddGroup(2, "");
  AddGroup(1, "wave: 'waves/V7'");
  EXPECT_EQ(Numbers(Compute().groups()), "2 10 1");
  EXPECT_EQ(Row("tiers"), "0 / 0 / 2 10 1");
}

}  // namespace
}  // namespace tutorat::domain
