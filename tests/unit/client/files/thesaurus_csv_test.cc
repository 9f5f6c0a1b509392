#include "client/files/thesaurus_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "client/report/theme_print.h"
#include "tests/unit/client/text/helpers.h"
#include "tests/unit/source.h"

namespace tutorat::format {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::ReadSource;

// As the server keeps them.
std::vector<v1::Theme> Named(const ThesaurusFile& file) {
  std::vector<v1::Theme> themes;
  for (const v1::ThemeRow& row : file.rows) {
    themes.push_back(row.theme());
    themes.back().set_name(absl::StrCat("themes/", row.theme().code()));
  }
  return themes;
}

Lines ThesaurusProblems(absl::string_view bytes) {
  return Described(ReadThesaurus(bytes, kEnglish).problems, kEnglish);
}

TEST(ThesaurusCsv, ReadsALineATheme) {
  const ThesaurusFile file = ReadThesaurus(
      "code,parent,rank,label,aliases,with_parent,ask,valid_from\n"
      "dp,sf-dp,2,Demande de paiement,demande de paiement| mise en paiement ,validation,DP>ej+sf|BE,01/09/2023\n"
      "*,,,,points divers|rappel,,,\n",
      Language::kEnglish);
  EXPECT_THAT(file.problems, IsEmpty());
  ASSERT_EQ(file.rows.size(), 1U);
  const v1::Theme& theme = file.rows[0].theme();
  EXPECT_EQ(file.rows[0].line(), 2);
  EXPECT_EQ(theme.parent(), "themes/sf-dp");
  EXPECT_EQ(theme.rank(), 2);
  EXPECT_EQ(theme.valid_from(), "2023-09-01");
  ASSERT_EQ(theme.aliases_size(), 5);
  EXPECT_EQ(theme.aliases(1).text(), "mise en paiement");
  EXPECT_EQ(theme.aliases(2).certainty(), v1::ThemeAlias::CERTAINTY_WITH_PARENT);
  EXPECT_THAT(theme.aliases(3).sure_with(), ElementsAre("themes/ej", "themes/sf"));
  EXPECT_THAT(file.ignored_terms, ElementsAre("points divers", "rappel"));
}

TEST(ThesaurusCsv, ReadsFrenchSpreadsheets) {
  const ThesaurusFile file =
      ReadThesaurus("code;libell\xe9;Valide jusqu'\xe0;alias\r\nej;D\xe9penses;31/12/2024;EJ\r\n", Language::kFrench);
  EXPECT_THAT(file.problems, IsEmpty());
  ASSERT_EQ(file.rows.size(), 1U);
  EXPECT_EQ(file.rows[0].theme().label(), "Dépenses");
  EXPECT_EQ(file.rows[0].theme().valid_to(), "2024-12-31");
}

TEST(ThesaurusCsv, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(ThesaurusProblems("code\nx\n"), ElementsAre(HasSubstr("\"label\" is missing")));
  EXPECT_THAT(ThesaurusProblems("code,label,valid_t\nx,X,\n"), ElementsAre(HasSubstr("perhaps \"valid_to\"")));
  EXPECT_THAT(ThesaurusProblems("code,label,code\nx,X,y\n"), ElementsAre(HasSubstr("repeats")));
  EXPECT_THAT(ThesaurusProblems("code,label,rank,valid_to\nx,X,first,30/02/2024\n"),
              ElementsAre(HasSubstr("rank"), HasSubstr("valid_to")));
}

TEST(ThesaurusCsv, WhatIsWrittenIsReadAgainEqual) {
  const ThesaurusFile starter = ReadThesaurus(ReadSource("deploy/thesaurus/opale.csv"), Language::kEnglish);
  std::vector<v1::Theme> themes = Named(starter);
  v1::ThemeAlias& odd = *themes[3].add_aliases();
  odd.set_text(R"(a|b>c+d\e)");
  odd.set_certainty(v1::ThemeAlias::CERTAINTY_ASK);
  odd.add_sure_with("themes/ej");
  for (const CsvStyle style : {CsvStyle::kPlain, CsvStyle::kSpreadsheet}) {
    const ThesaurusFile again =
        ReadThesaurus(WriteThesaurus(themes, starter.ignored_terms, style, Language::kFrench), Language::kFrench);
    EXPECT_THAT(again.problems, IsEmpty());
    EXPECT_EQ(again.ignored_terms, starter.ignored_terms);
    const std::vector<v1::Theme> read = Named(again);
    const std::vector<v1::Theme> expected = InTreeOrder(themes);
    ASSERT_EQ(read.size(), expected.size());
    for (size_t i = 0; i < read.size(); ++i) EXPECT_EQ(read[i].SerializeAsString(), expected[i].SerializeAsString());
  }
}

TEST(ThesaurusCsv, NamesTheColumnOfAField) {
  EXPECT_EQ(ThesaurusColumn("aliases[3].text", Language::kEnglish), "aliases");
  EXPECT_EQ(ThesaurusColumn("label", Language::kFrench), "libelle");
  EXPECT_EQ(ThesaurusColumn("other", Language::kFrench), "other");
}

TEST(ThemePrint, TellsAMentionInBothLanguages) {
  v1::ThemeLabel label;
  label.set_theme("themes/ej");
  label.set_label("Engagement juridique");
  label.set_label_en("Legal commitment");
  const ThemeLabels labels = {{label.theme(), label}};
  v1::ThemeMention mention;
  mention.set_text("EJs");
  mention.set_state(v1::ThemeMention::STATE_RECOGNISED);
  mention.set_theme("themes/ej");
  EXPECT_EQ(DescribeMention(mention, labels, Language::kFrench), "« EJs » : Engagement juridique");
  EXPECT_EQ(DescribeMention(mention, labels, Language::kEnglish), "\"EJs\": Legal commitment");
  mention.set_state(v1::ThemeMention::STATE_AMBIGUOUS);
  mention.clear_theme();
  mention.add_candidates("themes/ej");
  mention.add_candidates("themes/gone");
  EXPECT_EQ(DescribeMention(mention, labels, Language::kFrench),
            "« EJs » : à décider, peut-être Engagement juridique ou gone");
  EXPECT_EQ(MentionCodes(std::vector<v1::ThemeMention>{mention}), "?ej|gone");
}

}  // namespace
}  // namespace tutorat::format
