// The starter thesaurus: sound in itself, and right on the sample although it holds none of its lines.
#include "tests/unit/domain/theme/starter_thesaurus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "server/domain/contract/validate.h"
#include "server/domain/theme/theme_validator.h"
#include "server/domain/theme/thesaurus_words.h"
#include "tests/unit/helpers.h"

namespace tutorat::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(StarterThesaurus, KeepsTheRulesOfThemes) {
  const domain::ThemeValidator tree(StarterThemes());
  for (const v1::Theme& theme : StarterThemes()) {
    EXPECT_THAT(Listed(domain::Validate(theme, "theme")), IsEmpty()) << theme.code();
    EXPECT_THAT(Listed(tree.Check(theme, "theme")), IsEmpty()) << theme.code();
  }
}

TEST(StarterThesaurus, EachThemeHasItsOwnCodeAndBothLabels) {
  std::set<std::string> codes;
  for (const v1::Theme& theme : StarterThemes()) {
    EXPECT_TRUE(codes.insert(theme.code()).second) << theme.code();
    EXPECT_FALSE(theme.label_en().empty()) << theme.code();
  }
}

TEST(StarterThesaurus, HoldsNoWholeLineOfTheSample) {
  std::set<std::string> lines;
  for (const v1::SessionRecord& session : SampleSessions()) lines.insert(domain::FoldTerm(session.themes()));
  for (const v1::Theme& theme : StarterThemes()) {
    EXPECT_FALSE(lines.contains(domain::FoldTerm(theme.label()))) << theme.label();
    EXPECT_FALSE(lines.contains(domain::FoldTerm(theme.label_en()))) << theme.label_en();
    for (const v1::ThemeAlias& alias : theme.aliases()) {
      EXPECT_FALSE(lines.contains(domain::FoldTerm(alias.text()))) << alias.text();
    }
  }
}

// DOMAIN: what the committee's table must give, counted by hand.
TEST(StarterThesaurus, GivesTheCommitteesTable) {
  std::map<std::string, std::set<std::string>> groups;
  std::map<std::string, int> sessions;
  for (const v1::SessionRecord& session : SampleSessions()) {
    std::set<std::string> covered;
    for (const std::string& code : Codes(StarterThesaurus().Recognise(session.themes(), session.date()))) {
      for (const std::string& above : WithAncestors(code)) covered.insert(above);
    }
    for (const std::string& code : covered) {
      groups[code].insert(session.group());
      ++sessions[code];
    }
  }
  const struct {
    const char* code;
    size_t groups;
    int sessions;
  } rows[] = {{"tiers", 10, 14},
              {"budget", 9, 16},
              {"budget-integration", 6, 6},
              {"ej", 6, 8},
              {"habilitations", 6, 7},
              {"bascule", 5, 6},
              {"presentation", 5, 5},
              {"presas", 3, 3},
              {"marches", 3, 3},
              {"restitutions", 3, 4},
              {"gfe", 2, 3},
              {"prelevements", 2, 2},
              {"encaissements", 2, 2},
              {"sf-dp", 1, 1},
              {"titres", 0, 0}};
  for (const auto& row : rows) {
    EXPECT_EQ(groups[row.code].size(), row.groups) << row.code;
    EXPECT_EQ(sessions[row.code], row.sessions) << row.code;
  }
}

TEST(StarterThesaurus, LeavesThreeTermsOfTheSampleToAPerson) {
  std::vector<std::string> left;
  for (const v1::SessionRecord& session : SampleSessions()) {
    for (const std::string& code : Codes(StarterThesaurus().Recognise(session.themes(), session.date()))) {
      if (code[0] == '?' || code[0] == '!') left.push_back(code);
    }
  }
  EXPECT_THAT(left, UnorderedElementsAre("?EDS", "?BE", "!CJOBu"));
}

TEST(StarterThesaurus, FallsIntoNoTrap) {
  const auto codes = [](const std::string& text) { return Codes(StarterThesaurus().Recognise(text, "2024-01-15")); };
  EXPECT_THAT(codes("Budget & Préparation BASCULE op@LE"), ElementsAre("budget", "bascule"));
  EXPECT_THAT(codes("TIERS (etab, sirene et hors sirene) + saisie des domiciliations"),
              ElementsAre("tiers", "tiers-types", "tiers-types", "tiers-types", "tiers-domiciliations"));
  EXPECT_THAT(codes("DP"), ElementsAre("?DP"));
  EXPECT_THAT(codes("EJ, DP"), ElementsAre("ej", "dp"));
  EXPECT_THAT(codes("bourses, DP"), ElementsAre("bourses", "hebergement"));
  EXPECT_THAT(codes("BE"), ElementsAre("?BE"));
  EXPECT_THAT(codes("BEE"), ElementsAre("siecle-bee"));
}

}  // namespace
}  // namespace tutorat::tests
