#include "server/domain/theme/theme_validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/domain/theme/term_decision.h"
#include "server/domain/theme/unresolved_terms.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using tests::Listed;
using tests::Make;

v1::Theme LabelledTheme(const std::string& code, const std::string& rest = "") {
  return Make<v1::Theme>(absl::StrCat("name: 'themes/", code, "' code: '", code, "' label: '", code, "' ", rest));
}

std::string Sure(const std::string& text) {
  return absl::StrCat("aliases { text: '", text, "' certainty: CERTAINTY_SURE } ");
}

// With `theme` in it, as after a write.
std::vector<std::string> ThemeViolations(std::vector<v1::Theme> others, const v1::Theme& theme) {
  others.push_back(theme);
  return Listed(ThemeValidator(others).Check(theme, "theme"));
}

TEST(ThemeRules, AParentIsThereAndTheTreeHasThreeLevels) {
  const std::vector<v1::Theme> tree = {LabelledTheme("a"), LabelledTheme("b", "parent: 'themes/a'"),
                                       LabelledTheme("c", "parent: 'themes/b'")};
  EXPECT_THAT(ThemeViolations({}, LabelledTheme("x")), IsEmpty());
  EXPECT_THAT(ThemeViolations(tree, LabelledTheme("x", "parent: 'themes/b'")), IsEmpty());
  EXPECT_THAT(ThemeViolations(tree, LabelledTheme("x", "parent: 'themes/c'")), ElementsAre("theme.parent TOO_DEEP"));
  EXPECT_THAT(ThemeViolations(tree, LabelledTheme("x", "parent: 'themes/gone'")),
              ElementsAre("theme.parent THEME_NOT_FOUND"));
  // A domain with two levels below it becomes no theme.
  EXPECT_THAT(ThemeViolations({LabelledTheme("top"), tree[1], tree[2]}, LabelledTheme("a", "parent: 'themes/top'")),
              ElementsAre("theme.parent TOO_DEEP"));
}

TEST(ThemeRules, NothingIsAPartOfItself) {
  EXPECT_THAT(ThemeViolations({}, LabelledTheme("a", "parent: 'themes/a'")), ElementsAre("theme.parent CYCLE"));
  EXPECT_THAT(ThemeViolations({LabelledTheme("b", "parent: 'themes/a'")}, LabelledTheme("a", "parent: 'themes/b'")),
              ElementsAre("theme.parent CYCLE"));
  EXPECT_THAT(ThemeViolations({LabelledTheme("a", "parent: 'themes/b'"), LabelledTheme("b", "parent: 'themes/a'")},
                              LabelledTheme("c", "parent: 'themes/a'")),
              ElementsAre("theme.parent CYCLE"));
}

TEST(ThemeRules, ItEndsAfterItBegins) {
  EXPECT_THAT(ThemeViolations({}, LabelledTheme("a", "valid_from: '2024-01-01' valid_to: '2024-01-02'")), IsEmpty());
  EXPECT_THAT(ThemeViolations({}, LabelledTheme("a", "valid_from: '2024-01-01' valid_to: '2024-01-01'")),
              ElementsAre("theme.valid_to BEFORE_START"));
}

TEST(ThemeRules, SureWordsAreOfOneThemeWhichTheErrorNames) {
  const std::vector<v1::Theme> others = {LabelledTheme("other", Sure("Engagements juridiques"))};
  EXPECT_THAT(ThemeViolations(others, LabelledTheme("a", Sure("engagement juridique"))),
              ElementsAre("theme.aliases[0].text ALIAS_TAKEN"));
  EXPECT_THAT(ThemeValidator(others).Check(LabelledTheme("a", Sure("l’engagement juridique")), "theme").front().text.fr,
              HasSubstr("themes/other"));
  EXPECT_THAT(
      ThemeViolations(others, LabelledTheme("a", "aliases { text: 'engagement juridique' certainty: CERTAINTY_ASK }")),
      IsEmpty());
  EXPECT_THAT(
      ThemeViolations(others, LabelledTheme("other", Sure("Engagements juridiques") + Sure("engagement juridique"))),
      IsEmpty());
}

TEST(ThemeRules, AnAliasHasAWordThatCounts) {
  EXPECT_THAT(ThemeViolations({}, LabelledTheme("a", Sure("de la"))), ElementsAre("theme.aliases[0].text NO_WORDS"));
  EXPECT_THAT(ThemeViolations({}, LabelledTheme("a", Sure("EJ"))), IsEmpty());
}

TEST(ThemeRules, OnlyWhatHasAParentCountsBesideIt) {
  const std::string beside = "aliases { text: 'saisie' certainty: CERTAINTY_WITH_PARENT }";
  EXPECT_THAT(ThemeViolations({}, LabelledTheme("a", beside)),
              ElementsAre("theme.aliases[0].certainty CONFLICTING_FIELDS"));
  EXPECT_THAT(ThemeViolations({LabelledTheme("b")}, LabelledTheme("a", "parent: 'themes/b' " + beside)), IsEmpty());
}

TEST(ThemeRules, SureWithIsForWordsThatAskAndNamesOthersThatExist) {
  const auto with = [](const std::string& certainty, const std::string& name) {
    return LabelledTheme("a", absl::StrCat("aliases { text: 'DP' certainty: CERTAINTY_", certainty,
                                           " sure_with: 'themes/", name, "' }"));
  };
  EXPECT_THAT(ThemeViolations({LabelledTheme("b")}, with("ASK", "b")), IsEmpty());
  EXPECT_THAT(ThemeViolations({LabelledTheme("b")}, with("SURE", "b")),
              ElementsAre("theme.aliases[0].sure_with CONFLICTING_FIELDS"));
  EXPECT_THAT(ThemeViolations({}, with("ASK", "b")), ElementsAre("theme.aliases[0].sure_with[0] THEME_NOT_FOUND"));
  EXPECT_THAT(ThemeViolations({}, with("ASK", "a")), ElementsAre("theme.aliases[0].sure_with[0] CONFLICTING_FIELDS"));
}

TEST(TermDecision, MakesASureAliasAndTakesTheWordsFromWhoeverHadThem) {
  std::vector<v1::Theme> themes = {LabelledTheme("a", "aliases { text: 'be' certainty: CERTAINTY_ASK }"),
                                   LabelledTheme("b", Sure("B.E.") + Sure("EJ")),
                                   LabelledTheme("c", "aliases { text: 'BE' certainty: CERTAINTY_ASK }")};
  auto thesaurus = Make<v1::Thesaurus>("ignored_terms: 'Be' ignored_terms: 'divers'");
  EXPECT_THAT(Decide("BE", "themes/a", &themes, &thesaurus), ElementsAre("themes/a", "themes/b"));
  ASSERT_EQ(themes[0].aliases_size(), 1);
  EXPECT_EQ(themes[0].aliases(0).text(), "BE");
  EXPECT_EQ(themes[0].aliases(0).certainty(), v1::ThemeAlias::CERTAINTY_SURE);
  ASSERT_EQ(themes[1].aliases_size(), 1);
  EXPECT_EQ(themes[1].aliases(0).text(), "EJ");
  EXPECT_EQ(themes[2].aliases_size(), 1);
  EXPECT_THAT(thesaurus.ignored_terms(), ElementsAre("divers"));
}

TEST(TermDecision, ThatATermMeansNothingIgnoresIt) {
  std::vector<v1::Theme> themes = {LabelledTheme("a", Sure("CJOBu")),
                                   LabelledTheme("b", "aliases { text: 'cjobu' certainty: CERTAINTY_ASK }")};
  v1::Thesaurus thesaurus;
  EXPECT_THAT(Decide("CJOBu", "", &themes, &thesaurus), ElementsAre("themes/a"));
  EXPECT_THAT(thesaurus.ignored_terms(), ElementsAre("CJOBu"));
  EXPECT_EQ(themes[0].aliases_size(), 0);
  EXPECT_EQ(themes[1].aliases_size(), 1);
  // And back.
  EXPECT_THAT(Decide("cjobu", "themes/b", &themes, &thesaurus), ElementsAre("themes/b"));
  EXPECT_THAT(thesaurus.ignored_terms(), IsEmpty());
}

TEST(TermDecision, AnImportKeepsWhatWasDecidedLast) {
  const v1::Theme stored = LabelledTheme("a", Sure("BE") + Sure("EDS") + Sure("EJ"));
  const std::vector<v1::Resolution> resolutions = {Make<v1::Resolution>("text: 'BE' theme: 'themes/a'"),
                                                   Make<v1::Resolution>("text: 'EDS' theme: 'themes/a'"),
                                                   Make<v1::Resolution>("text: 'eds' theme: 'themes/b'")};
  v1::Theme theme = LabelledTheme("a", "aliases { text: 'be' certainty: CERTAINTY_ASK }");
  EXPECT_THAT(KeepDecided(stored, resolutions, &theme), ElementsAre("BE"));
  ASSERT_EQ(theme.aliases_size(), 1);
  EXPECT_EQ(theme.aliases(0).certainty(), v1::ThemeAlias::CERTAINTY_SURE);
  EXPECT_THAT(KeepDecided(stored, resolutions, &theme), IsEmpty());
}

TEST(UnresolvedTerms, AreOneWhenTheyDifferInCaseAndPluralOnlyAndTheMostFrequentComesFirst) {
  const auto session = [](const std::string& name, const std::string& date, const std::string& mentions) {
    return Make<v1::Session>(
        absl::StrCat("name: '", name, "' group: 'groups/g' local_date: '", date, "' themes: 'x' ", mentions));
  };
  const std::vector<v1::Session> sessions = {
      session("sessions/2", "2024-01-20",
              "theme_mentions { state: STATE_UNKNOWN text: 'CJOBus' offset: 3 length: 6 }"
              "theme_mentions { state: STATE_UNKNOWN text: 'CJOBu' }"
              "theme_mentions { state: STATE_RECOGNISED text: 'EJ' theme: 'themes/a' }"),
      session("sessions/1", "2024-01-10",
              "theme_mentions { state: STATE_AMBIGUOUS text: 'BE' candidates: 'themes/a' candidates: 'themes/gone' }"
              "theme_mentions { state: STATE_UNKNOWN text: 'le cjobu' candidates: 'themes/a' }")};
  const auto terms = UnresolvedTerms(sessions, {{"groups/g", Make<v1::Group>("wave: 'waves/V6' number: 4")}},
                                     {{"themes/a", LabelledTheme("a", "label_en: 'A'")}});
  ASSERT_EQ(terms.size(), 2U);
  EXPECT_EQ(terms[0].text(), "le cjobu");
  EXPECT_EQ(terms[0].occurrence_count(), 3);
  EXPECT_EQ(terms[0].session_count(), 2);
  EXPECT_EQ(terms[0].sightings(1).session(), "sessions/2");
  EXPECT_EQ(terms[0].sightings(1).offset(), 3);
  EXPECT_EQ(terms[0].sightings(1).group_number(), 4);
  EXPECT_EQ(terms[1].state(), v1::ThemeMention::STATE_AMBIGUOUS);
  ASSERT_EQ(terms[1].candidates_size(), 1);
  EXPECT_EQ(terms[1].candidates(0).label_en(), "A");
}

}  // namespace
}  // namespace tutorat::domain
