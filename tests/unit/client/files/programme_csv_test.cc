#include "client/files/programme_csv.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

// `line theme month weight` of each item.
Lines Items(absl::string_view bytes) {
  Lines items;
  for (const ProgrammeLine& line : ReadProgramme(bytes, kEnglish).lines) {
    items.push_back(absl::StrCat(line.line, " ", line.item.theme(), " ", line.item.month(), " ",
                                 v1::ProgrammeItem::Weight_Name(line.item.weight())));
  }
  return items;
}

Lines ProgrammeProblems(absl::string_view bytes, Language language = kEnglish) {
  return Described(ReadProgramme(bytes, language).problems, language);
}

TEST(ReadProgrammeTest, ReadsBothLanguagesInAnyOrder) {
  const Lines expected = {"2 themes/budget 2 WEIGHT_CORE", "3 themes/gfe 6 WEIGHT_OPTIONAL"};
  EXPECT_EQ(Items("theme,month,weight\nbudget,2,core\nthemes/gfe,6,optional\n"), expected);
  EXPECT_EQ(Items("\xEF\xBB\xBFpoids;Mois;THÈME\r\nsocle;2; budget \r\nFacultatif;6;gfe\r\n;;\r\n"), expected);
  EXPECT_EQ(Items("poids;mois;th\xE8me\nsocle;2;budget\nfacultatif;6;gfe\n"), expected);
}

TEST(ReadProgrammeTest, WhatIsNotSaidToBeOptionalIsCore) {
  const Lines expected = {"2 themes/budget 2 WEIGHT_CORE"};
  EXPECT_EQ(Items("theme,month\nbudget,2\n"), expected);
  EXPECT_EQ(Items("theme,month,weight\nbudget,2,\n"), expected);
  EXPECT_EQ(Items("theme,month,weight\n"), Lines());
}

TEST(ReadProgrammeTest, SaysWhatIsWrongWithEachLine) {
  EXPECT_EQ(
      ProgrammeProblems("theme,month,weight\n,1,core\nbudget,zéro,core\nej,0,core\ntiers,1,large\ngfe,1,core\n"),
      (Lines{"line 2, column theme: the cell is empty; fill it in",
             "line 3, column month: \"zéro\" is no month; write 1 for the first month of the tutoring, 2 for the next",
             "line 4, column month: \"0\" is no month; write 1 for the first month of the tutoring, 2 for the next",
             "line 5, column weight: \"large\" is not known; choose core|optional"}));
  EXPECT_EQ(Items("theme,month,weight\n,1,core\ngfe,1,core\n"), (Lines{"3 themes/gfe 1 WEIGHT_CORE"}));
}

TEST(ReadProgrammeTest, RefusesAHeaderItDoesNotKnow) {
  EXPECT_EQ(ProgrammeProblems("thème;mois;mois;durée\nej;1;2;3\n", kFrench),
            (Lines{"ligne 1 : « mois » répète la colonne « mois » ; n'en garder qu'une"}));
  EXPECT_EQ(ProgrammeProblems("theme\nej\n"), (Lines{"line 1: the column \"month\" is missing; add it to the header"}));
  EXPECT_EQ(Items("theme\nej\n"), Lines());
  EXPECT_EQ(ProgrammeProblems("").size(), 1U);
}

TEST(WriteProgrammeTest, IsReadAsItWas) {
  v1::Programme programme;
  for (int i = 1; i <= 5; ++i) {
    v1::ProgrammeItem* item = programme.add_items();
    item->set_theme(absl::StrCat("themes/t", i));
    item->set_month(i);
    item->set_weight(i % 2 == 0 ? v1::ProgrammeItem::WEIGHT_CORE : v1::ProgrammeItem::WEIGHT_OPTIONAL);
  }
  for (const CsvStyle style : {CsvStyle::kPlain, CsvStyle::kSpreadsheet}) {
    for (const Language language : {kFrench, kEnglish}) {
      const ProgrammeFile file = ReadProgramme(WriteProgramme(programme, style, language), language);
      EXPECT_TRUE(file.problems.empty());
      v1::Programme read;
      for (const ProgrammeLine& line : file.lines) *read.add_items() = line.item;
      EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(read, programme));
    }
  }
  EXPECT_EQ(WriteProgramme({}, CsvStyle::kPlain, kFrench), "thème,mois,poids\n");
}

}  // namespace
}  // namespace tutorat::format
