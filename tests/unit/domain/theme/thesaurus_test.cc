// Each rule of recognition, on a thesaurus of its own.
#include "server/domain/theme/thesaurus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using tests::Make;

constexpr char kThemes[] = R"(
  d-budget ; ; ;
  budget ; d-budget ; budget|budgétaire ;
  preparation ; budget ; ; préparation
  saisie ; budget ; ; saisie
  integration ; budget ; ; intégration|mise en place
  execution ; budget ; ; exécution ; BE
  cgr ; budget ; CGR ;
  d-tiers ; ; ;
  tiers ; d-tiers ; tiers ;
  creation ; tiers ; domiciliation ; création
  d-depenses ; ; dépenses ;
  ej ; d-depenses ; EJ|engagement juridique ; ; BE
  fiche ; ej ; ; création
  sf ; d-depenses ; SF ;
  dp ; d-depenses ; demande de paiement ; ; DP>ej+sf
  marches ; d-depenses ; marché|marché public ;
  d-recettes ; ; ;
  titres ; d-recettes ; TR|titre de recettes ;
  pension ; d-recettes ; demi-pension ; ; DP>titres
  prelevement ; d-recettes ; prélèvement|prélèvement automatique ;
  d-autres ; ; ;
  bascule ; d-autres ; bascule|kit de bascule ;
  bee ; d-autres ; BEE|SIECLE BEE ;
  profil ; d-autres ; profil|habilitation ;
)";

// `code ; parent ; sure ; with parent ; ask` of each line.
std::vector<v1::Theme> ParseThemes(absl::string_view text) {
  std::vector<v1::Theme> themes;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    std::vector<std::string> cells = absl::StrSplit(line, ';');
    cells.resize(5);
    for (std::string& cell : cells) absl::StripAsciiWhitespace(&cell);
    v1::Theme& theme = themes.emplace_back();
    theme.set_code(cells[0]);
    theme.set_name("themes/" + cells[0]);
    theme.set_label(cells[0]);
    theme.set_rank(static_cast<int32_t>(themes.size()));
    if (!cells[1].empty()) theme.set_parent("themes/" + cells[1]);
    const auto add = [&](const std::string& cell, v1::ThemeAlias::Certainty certainty) {
      for (const absl::string_view part : absl::StrSplit(cell, '|', absl::SkipEmpty())) {
        const std::vector<std::string> sides = absl::StrSplit(part, '>');
        v1::ThemeAlias& alias = *theme.add_aliases();
        alias.set_text(sides[0]);
        alias.set_certainty(certainty);
        if (sides.size() < 2) continue;
        for (const absl::string_view code : absl::StrSplit(sides[1], '+')) {
          alias.add_sure_with(absl::StrCat("themes/", code));
        }
      }
    };
    add(cells[2], v1::ThemeAlias::CERTAINTY_SURE);
    add(cells[3], v1::ThemeAlias::CERTAINTY_WITH_PARENT);
    add(cells[4], v1::ThemeAlias::CERTAINTY_ASK);
  }
  return themes;
}

v1::Thesaurus Words() {
  return Make<v1::Thesaurus>("revision: 7 ignored_terms: 'op@le' ignored_terms: 'points divers'");
}

const Thesaurus& Known() {
  static const auto& thesaurus = *new Thesaurus(ParseThemes(kThemes), Words());
  return thesaurus;
}

// `words=code`, `words?candidate,candidate` or `words!candidate,candidate` of each mention.
std::vector<std::string> ToldMentions(const std::vector<v1::ThemeMention>& mentions) {
  std::vector<std::string> told;
  for (const v1::ThemeMention& mention : mentions) {
    const std::string candidates = absl::StrJoin(mention.candidates(), ",", [](std::string* out, const auto& name) {
      absl::StrAppend(out, absl::StripPrefix(name, "themes/"));
    });
    told.push_back(mention.state() == v1::ThemeMention::STATE_RECOGNISED
                       ? absl::StrCat(mention.text(), "=", absl::StripPrefix(mention.theme(), "themes/"))
                   : mention.state() == v1::ThemeMention::STATE_AMBIGUOUS
                       ? absl::StrCat(mention.text(), "?", candidates)
                       : absl::StrCat(mention.text(), "!", candidates));
  }
  return told;
}

std::vector<std::string> Read(absl::string_view text) { return ToldMentions(Known().Recognise(text, "2024-01-15")); }

TEST(ThesaurusTest, WholeWordsOnlyTheLongestFirst) {
  EXPECT_THAT(Read("BEE"), ElementsAre("BEE=bee"));
  EXPECT_THAT(Read("Kit de bascule"), ElementsAre("Kit de bascule=bascule"));
  EXPECT_THAT(Read("prélèvements automatiques"), ElementsAre("prélèvements automatiques=prelevement"));
  EXPECT_THAT(Read("liens avec BEE-Siecle"), ElementsAre("BEE-Siecle=bee"));  // in any order
}

TEST(ThesaurusTest, AQualifierNeedsItsParentInTheSegment) {
  EXPECT_THAT(Read("Saisie du budget"), ElementsAre("Saisie du budget=saisie"));
  EXPECT_THAT(Read("Préparation budgétaire"), ElementsAre("Préparation budgétaire=preparation"));
  EXPECT_THAT(Read("Mise en exécution du Budget"), ElementsAre("exécution du Budget=execution"));
  EXPECT_THAT(Read("budget 2024 saisie"), ElementsAre("budget 2024 saisie=saisie"));
  EXPECT_THAT(Read("saisie complète du budget"), ElementsAre("saisie=saisie", "budget=budget"));
  EXPECT_THAT(Read("Saisie des CGRs"), ElementsAre("Saisie=saisie", "CGRs=cgr"));
}

TEST(ThesaurusTest, AnotherThemeBetweenPartsAQualifierFromItsParent) {
  EXPECT_THAT(Read("saisie des tiers du budget"), ElementsAre("tiers=tiers", "budget=budget"));
  EXPECT_THAT(Read("Budget & Préparation BASCULE op@LE"), ElementsAre("Budget=budget", "BASCULE=bascule"));
}

TEST(ThesaurusTest, AQualifierAloneBelongsToTheSegmentBesideIt) {
  EXPECT_THAT(Read("BUDGET (CGRs, exécution, saisie)"),
              ElementsAre("BUDGET=budget", "CGRs=cgr", "exécution=execution", "saisie=saisie"));
  EXPECT_THAT(Read("saisie et intégration du budget"),
              ElementsAre("saisie=saisie", "intégration du budget=integration"));
  EXPECT_THAT(Read("exécution, saisie : budget"), ElementsAre("exécution=execution", "saisie=saisie", "budget=budget"));
  EXPECT_THAT(Read("budget (rappels utiles, saisie)")[2], "saisie=saisie");
}

TEST(ThesaurusTest, AQualifierWithOtherWordsBelongsToNobodyBesideIt) {
  EXPECT_THAT(Read("budget, saisie des domiciliations"), ElementsAre("budget=budget", "domiciliations=creation"));
  EXPECT_THAT(Read("budget, saisie des fiches")[1], "saisie des fiches!saisie,fiche");
  EXPECT_THAT(Read("saisie"), ElementsAre("saisie!saisie"));
}

TEST(ThesaurusTest, WhatABracketHoldsQualifiesItsHeadOnly) {
  EXPECT_THAT(Read("bascule (préparation), budget"),
              ElementsAre("bascule=bascule", StartsWith("préparation!preparation"), "budget=budget"));
  EXPECT_THAT(Read("budget, préparation (bascule)"),
              ElementsAre("budget=budget", StartsWith("préparation!preparation"), "bascule=bascule"));
  EXPECT_THAT(Read("Exécution (budget)"), ElementsAre("Exécution=execution", "budget=budget"));
}

TEST(ThesaurusTest, AQualifierOfTwoParentsBelongsToTheNearest) {
  EXPECT_THAT(Read("création des tiers"), ElementsAre("création des tiers=creation"));
  EXPECT_THAT(Read("tiers (création)"), ElementsAre("tiers=tiers", "création=creation"));
  EXPECT_THAT(Read("EJ, création, tiers"), ElementsAre("EJ=ej", "création=fiche", "tiers=tiers"));
}

TEST(ThesaurusTest, AWordThatAsksIsForAPerson) {
  EXPECT_THAT(Read("DP"), ElementsAre("DP?dp,pension"));
  EXPECT_THAT(Read("BE"), ElementsAre("BE?execution,ej"));
  EXPECT_THAT(Read("marchés, BE"), ElementsAre("marchés=marches", "BE?ej,execution"));
}

TEST(ThesaurusTest, AWordThatAsksIsSureBesideWhatMakesItSo) {
  EXPECT_THAT(Read("EJ, SF, DP"), ElementsAre("EJ=ej", "SF=sf", "DP=dp"));
  EXPECT_THAT(Read("TR, DP"), ElementsAre("TR=titres", "DP=pension"));
  EXPECT_THAT(Read("EJ, TR, DP"), ElementsAre("EJ=ej", "TR=titres", "DP?dp,pension"));
}

TEST(ThesaurusTest, WhatBracketsSayAgainIsSure) {
  EXPECT_THAT(Read("demande de paiement (DP)"), ElementsAre("demande de paiement=dp", "DP=dp"));
  EXPECT_THAT(Read("DP [demi-pension]"), ElementsAre("DP=pension", "demi-pension=pension"));
  EXPECT_THAT(Read("demande de paiement, DP"), ElementsAre("demande de paiement=dp", "DP?dp,pension"));
}

TEST(ThesaurusTest, OneSlipInALongWordIsPassedOver) {
  EXPECT_THAT(Read("bugdet"), ElementsAre("bugdet=budget"));
  EXPECT_THAT(Read("habilitatons"), ElementsAre("habilitatons=profil"));
  EXPECT_THAT(Read("saise du budjet"), ElementsAre("saise du budjet=saisie"));
}

TEST(ThesaurusTest, NoSlipInShortWordsNorInOtherFrenchOnes) {
  EXPECT_THAT(Read("EI")[0].substr(0, 3), "EI!");
  EXPECT_THAT(Read("profit")[0].substr(0, 7), "profit!");
  EXPECT_THAT(Read("xudget")[0].substr(0, 7), "xudget!");
  EXPECT_THAT(Read("défense")[0].substr(0, 9), "défense!");
}

TEST(ThesaurusTest, AnAbbreviationIsTheOneWordThatBeginsSo) {
  EXPECT_THAT(Read("prélèv."), ElementsAre("prélèv.=prelevement"));
  EXPECT_THAT(Read("saisie du budg."), ElementsAre("saisie du budg.=saisie"));
  EXPECT_THAT(Read("habil. et bascule"), ElementsAre("habil.=profil", "bascule=bascule"));
  // Of prélèvement and préparation, one is sure.
  EXPECT_THAT(Read("prélèv"), ElementsAre("prélèv!prelevement"));
}

TEST(ThesaurusTest, UnknownSegmentsAreToldWithGuesses) {
  EXPECT_THAT(Read("budget, réunion de rentrée"), ElementsAre("budget=budget", "réunion de rentrée!"));
  EXPECT_THAT(Read("kit des bascules EPLE")[0], "kit des bascules=bascule");
  EXPECT_THAT(Read("engagements"), ElementsAre(StartsWith("engagements!ej")));
}

TEST(ThesaurusTest, AnUnknownAcronymIsToldEvenBesideWhatIsKnown) {
  EXPECT_THAT(Read("budget CJOBu"), ElementsAre("budget=budget", "CJOBu!"));
  EXPECT_THAT(Read("BUDGET CJOBU"), ElementsAre("BUDGET=budget"));
  EXPECT_THAT(Read("budget prévisionnel"), ElementsAre("budget=budget"));
}

TEST(ThesaurusTest, IgnoredTermsAndNumbersAreNeither) {
  EXPECT_THAT(Read("points divers"), IsEmpty());
  EXPECT_THAT(Read("2024"), IsEmpty());
  EXPECT_THAT(Read("op@le, 12, budget"), ElementsAre("budget=budget"));
}

TEST(ThesaurusTest, ThemesCountOnTheirDaysOnly) {
  auto themes = ParseThemes("d ; ; ;\n budget ; d ; budget ;\n saisie ; budget ; CGR ;");
  themes[1].set_valid_from("2024-01-01");
  themes[1].set_valid_to("2024-02-01");
  const Thesaurus thesaurus(themes, Words());
  EXPECT_THAT(ToldMentions(thesaurus.Recognise("budget", "2023-12-31")), ElementsAre("budget!"));
  EXPECT_THAT(ToldMentions(thesaurus.Recognise("budget", "2024-01-01")), ElementsAre("budget=budget"));
  EXPECT_THAT(ToldMentions(thesaurus.Recognise("budget", "2024-02-01")), ElementsAre("budget!"));
  EXPECT_THAT(ToldMentions(thesaurus.Recognise("CGR", "2024-02-01")), ElementsAre("CGR!"));  // nor what is below them
  EXPECT_THAT(ToldMentions(thesaurus.Recognise("budget", "")), ElementsAre("budget=budget"));
}

TEST(ThesaurusTest, DeletedThemesAndAnEmptyThesaurusRecogniseNothing) {
  auto themes = ParseThemes("d ; ; ;\n budget ; d ; budget ;\n tiers ; d ; tiers ;");
  themes[1].mutable_delete_time()->set_seconds(1);
  EXPECT_THAT(ToldMentions(Thesaurus(themes, Words()).Recognise("budget, tiers", "")),
              ElementsAre("budget!", "tiers=tiers"));
  EXPECT_THAT(Thesaurus({}, Words()).Recognise("budget", ""), IsEmpty());
}

TEST(ThesaurusTest, AMentionSaysWhichWordsGaveIt) {
  const auto mentions = Known().Recognise("Été : l'exécution du « Budget », EJs", "2024-01-15");
  ASSERT_EQ(mentions.size(), 3U);
  EXPECT_EQ(mentions[1].text(), "exécution du « Budget");
  EXPECT_EQ(mentions[1].offset(), 8);
  EXPECT_EQ(mentions[1].length(), 21);
  EXPECT_EQ(mentions[1].alias(), "exécution");
  EXPECT_EQ(mentions[2].text(), "EJs");
  EXPECT_EQ(mentions[2].alias(), "EJ");
  EXPECT_EQ(Known().revision(), 7);
}

TEST(ThesaurusTest, SureIsStrongerThanIgnoredAndIgnoredThanAsking) {
  auto themes = ParseThemes("d ; ; ;\n a ; d ; ; ; EDS|EDR\n b ; d ; EDR ; ; EDS");
  const Thesaurus thesaurus(themes, Make<v1::Thesaurus>("ignored_terms: 'EDS' ignored_terms: 'EDR'"));
  EXPECT_THAT(ToldMentions(thesaurus.Recognise("EDS, EDR", "")), ElementsAre("EDR=b"));
}

TEST(ThesaurusTest, AnAliasMayHoldSeparators) {
  const Thesaurus thesaurus(ParseThemes("d ; ; ;\n a ; d ; profils et rôles ;\n b ; d ; rôle ;"), Words());
  EXPECT_THAT(ToldMentions(thesaurus.Recognise("profils et rôles", "")), ElementsAre("profils et rôles=a"));
  EXPECT_THAT(ToldMentions(thesaurus.Recognise("Profils, rôles", "")), ElementsAre("Profils, rôles=a"));
}

}  // namespace
}  // namespace tutorat::domain
