#include "server/domain/theme/thesaurus_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tutorat::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The words of each segment, `a b`, in their order.
std::vector<std::string> Segments(absl::string_view text) {
  const ThemeText cut = CutThemes(text, [](const std::string& word) { return word == "prelev"; });
  std::vector<std::string> segments;
  for (const ThemeSegment& segment : cut.segments) {
    std::string words;
    for (size_t i = segment.first_word; i < segment.end_word; ++i) {
      absl::StrAppend(&words, words.empty() ? "" : " ", cut.words[i].stem);
    }
    segments.push_back(words);
  }
  return segments;
}

TEST(ThesaurusWords, CaseAccentsAndPluralDoNotCount) {
  EXPECT_EQ(FoldTerm("Délégations"), FoldTerm("DELEGATION"));
  EXPECT_EQ(FoldTerm("EJs"), "ej");
  EXPECT_EQ(FoldTerm("EJS"), "ej");
  EXPECT_EQ(FoldTerm("CGRs"), FoldTerm("CGR"));
  EXPECT_EQ(FoldTerm("niveaux"), FoldTerm("Niveau"));
  EXPECT_EQ(FoldTerm("profil(s)"), FoldTerm("profils"));
  EXPECT_EQ(FoldTerm("EJ's"), "ej");
  EXPECT_EQ(FoldTerm("process"), "process");
}

TEST(ThesaurusWords, AccentsOfTwoCharactersAreThoseOfOne) {
  EXPECT_EQ(FoldTerm("pre\xCC\x81le\xCC\x80vement"), FoldTerm("prélèvement"));
}

TEST(ThesaurusWords, LittleWordsAndSingleLettersDoNotCount) {
  EXPECT_EQ(FoldTerm("l'intégration du budget"), "integration budget");
  EXPECT_EQ(FoldTerm("la saisie des d'une"), "saisie");
  EXPECT_EQ(FoldTerm("de la"), "");
  EXPECT_EQ(FoldTerm("à"), "");
  EXPECT_EQ(FoldTerm("integration of the budget"), "integration budget");
}

TEST(ThesaurusWords, HyphensAndApostrophesPartWordsAndDotsOfAcronymsDoNot) {
  EXPECT_EQ(FoldTerm("pré-sas"), "pre sa");
  EXPECT_EQ(FoldTerm("pré‑sas"), FoldTerm("pre sas"));
  EXPECT_EQ(FoldTerm("l’EPLE"), "eple");
  EXPECT_EQ(FoldTerm("E.J."), "ej");
  EXPECT_EQ(FoldTerm("E.J"), "ej");
  EXPECT_EQ(FoldTerm("Op@le"), "op@le");
  EXPECT_EQ(FoldTerm("B.E.E."), "bee");
}

TEST(ThesaurusWords, SeparatorsMakeSegments) {
  EXPECT_THAT(Segments("budget, tiers & EJ + SF / DP : GFE ; SDE|SDR • TR"),
              ElementsAre("budget", "tier", "ej", "sf", "dp", "gfe", "sde", "sdr", "tr"));
  EXPECT_THAT(Segments("budget et tiers puis EJ dont SF ou DP"), ElementsAre("budget", "tier", "ej", "sf", "dp"));
  EXPECT_THAT(Segments("budget\ntiers\r\nEJ"), ElementsAre("budget", "tier", "ej"));
  EXPECT_THAT(Segments("budget – tiers — EJ - SF"), ElementsAre("budget", "tier", "ej", "sf"));
  EXPECT_THAT(Segments("(budget) [tiers] {EJ}"), ElementsAre("budget", "tier", "ej"));
  EXPECT_THAT(Segments("EJ→SF ; « saisie » du \"budget\""), ElementsAre("ej", "sf", "saisie budget"));
}

TEST(ThesaurusWords, APeriodEndsASentenceUnlessItShortensAWord) {
  EXPECT_THAT(Segments("Saisie du budget. Tiers."), ElementsAre("saisie budget", "tier"));
  EXPECT_THAT(Segments("prélèv. auto"), ElementsAre("prelev auto"));
  EXPECT_THAT(Segments("prélèv... auto"), ElementsAre("prelev", "auto"));
  EXPECT_THAT(Segments("E.J. et S.F."), ElementsAre("ej", "sf"));
  EXPECT_THAT(Segments("tribu.hdf"), ElementsAre("tribu hdf"));
}

TEST(ThesaurusWords, NothingGivesNothing) {
  EXPECT_THAT(Segments(""), IsEmpty());
  EXPECT_THAT(Segments(" ,;()& - "), IsEmpty());
  EXPECT_THAT(Segments("\xff\xfe"), IsEmpty());
  EXPECT_THAT(Segments(")))(((budget"), ElementsAre("budget"));
}

TEST(ThesaurusWords, BracketsCompleteTheWordsBeforeThem) {
  const ThemeText cut = CutTerm("bascule (préparation, fiches), budget");
  ASSERT_EQ(cut.segments.size(), 4U);
  EXPECT_EQ(cut.segments[1].head, 0U);
  EXPECT_EQ(cut.segments[2].head, 0U);
  EXPECT_EQ(cut.segments[1].after, 2U);
  EXPECT_EQ(cut.segments[2].after, ThemeSegment::kNone);
  EXPECT_EQ(cut.segments[3].before, 0U);
  EXPECT_EQ(cut.segments[0].after, 3U);
}

TEST(ThesaurusWords, BracketsWithoutAHeadAreAsIfTheyWereNot) {
  const ThemeText cut = CutTerm("[budget] saisie");
  ASSERT_EQ(cut.segments.size(), 2U);
  EXPECT_EQ(cut.segments[0].head, ThemeSegment::kNone);
  EXPECT_EQ(cut.segments[1].before, 0U);
}

TEST(ThesaurusWords, KnowsAcronymsAndCapitals) {
  const ThemeText cut = CutTerm("CJOBu BASCULE EJs 2024 op@LE Budget");
  EXPECT_TRUE(cut.words[0].acronym);
  EXPECT_FALSE(cut.words[1].acronym);
  EXPECT_TRUE(cut.words[2].acronym);
  EXPECT_TRUE(cut.words[3].number);
  EXPECT_TRUE(cut.words[4].acronym);
  EXPECT_FALSE(cut.words[5].acronym);
  EXPECT_FALSE(cut.all_capitals);
  EXPECT_TRUE(CutTerm("BUDGET & EJ").all_capitals);
}

TEST(ThesaurusWords, OneSlipOfALetter) {
  EXPECT_TRUE(IsOneLetterAway("budget", "bugdet"));
  EXPECT_TRUE(IsOneLetterAway("budget", "budgt"));
  EXPECT_TRUE(IsOneLetterAway("budgt", "budget"));
  EXPECT_TRUE(IsOneLetterAway("budget", "budjet"));
  EXPECT_TRUE(IsOneLetterAway("budget", "budgete"));
  EXPECT_FALSE(IsOneLetterAway("budget", "budget"));
  EXPECT_FALSE(IsOneLetterAway("budget", "bugde"));
  EXPECT_FALSE(IsOneLetterAway("abc", "cba"));
  EXPECT_FALSE(IsOneLetterAway("", "ab"));
}

TEST(ThesaurusWords, OtherWordsAreNoSlips) {
  for (const char* word : {"profit", "defense", "fracture", "internet", "suivie", "expert", "impot", "regle"}) {
    EXPECT_TRUE(IsOtherWord(word)) << word;
  }
  EXPECT_FALSE(IsOtherWord("bugdet"));
}

}  // namespace
}  // namespace tutorat::domain
