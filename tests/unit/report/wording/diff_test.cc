#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(DiffDocumentTest, TellsSessionsGroupsAndFigures) {
  const v1::Document document = DocumentOf(SampleDiff(), kFrench);
  EXPECT_THAT(
      RowsOf(document, "changes"),
      ElementsAre("| CHANGEMENT | GROUPE | SÉANCE DU | CHAMP | AVANT | APRÈS |",
                  "| séance corrigée | 4 | 30/01/2024 | date | 30/01/2024 | 31/01/2024 |",
                  "| séance corrigée | 4 | 30/01/2024 | thèmes | EJ | EJ, SF |",
                  "| séance corrigée | 4 | 30/01/2024 | présences | (non noté) | 5/6 |",
                  "| séance nouvelle | 6 | 01/02/2024 | thèmes |  | TIERS |",
                  "| séance retirée | 6 | 02/02/2024 | thèmes | =1+1 |  |", "| groupe en plus | 11 |  |  |  |  |"));
  EXPECT_THAT(RowsOf(document, "figures"),
              ElementsAre("| CHIFFRE | AVANT | APRÈS |",
                          "| Groupes ayant réalisé 2 séances | 1/10 (10,0\u00a0%) : 4 | 0/11 (0,0\u00a0%) |",
                          "| Groupes | 10 | 11 |"));
}

TEST(DiffDocumentTest, SaysWhichBalancesAndHowManyChanges) {
  const v1::Document french = DocumentOf(SampleDiff(), kFrench);
  EXPECT_THAT(Sentences(french),
              ElementsAre("Avant : bilan figé le 09/02/2024 14:20 (« comité »), du 10/11/2023 au 09/02/2024, vague V6.",
                          "Après : bilan au 10/02/2024 14:20, du 10/11/2023 au 09/02/2024.",
                          "Séances : 1 nouvelle, 1 corrigée, 1 retirée.", "Groupes : 1 en plus, 0 en moins.",
                          "Chiffres changés : 2."));
  const v1::Document english = DocumentOf(SampleDiff(), kEnglish);
  EXPECT_THAT(Sentences(english),
              ElementsAre("Before: balance frozen on 2024-02-09 14:20 (\"comité\"), from 2023-11-10 to 2024-02-09, "
                          "wave V6.",
                          "After: balance as of 2024-02-10 14:20, from 2023-11-10 to 2024-02-09.",
                          "Sessions: 1 new, 1 corrected, 1 removed.", "Groups: 1 new, 0 gone.", "Changed figures: 2."));
  EXPECT_THAT(FiguresOf(french, "Séances"), ElementsAre("1/0", "1/0", "1/0"));
  EXPECT_THAT(FiguresOf(english, "Sessions"), ElementsAre("1/0", "1/0", "1/0"));
  EXPECT_THAT(FiguresOf(english, "Groups"), ElementsAre("1/0", "0/0"));
  EXPECT_THAT(FiguresOf(french, "Chiffres"), ElementsAre("2/0"));
}

TEST(DiffDocumentTest, SaysThatNothingChanged) {
  const auto unchanged = Make<v1::BalanceDiff>("unchanged: true");
  const v1::Document document = DocumentOf(unchanged, kFrench);
  EXPECT_EQ(Sentences(document).back(), "Rien n'a changé : mêmes séances, mêmes groupes, mêmes chiffres.");
  EXPECT_EQ(Sentences(DocumentOf(unchanged, kEnglish)).back(),
            "Nothing changed: the same sessions, groups and figures.");
  EXPECT_EQ(RowsOf(document, "changes"), Lines());
  EXPECT_EQ(RowsOf(document, "figures"), Lines());
  EXPECT_EQ(CsvOf(document), "kind,change,group,session,date,field,label,before,after\n");
}

TEST(DiffDocumentTest, NamesTheWaveWhereSeveralAreTold) {
  v1::BalanceDiff diff = SampleDiff();
  diff.mutable_new_sessions(0)->mutable_group()->set_wave("waves/V7");
  const Lines rows = RowsOf(DocumentOf(diff, kFrench), "changes");
  EXPECT_THAT(rows[1], HasSubstr("| V6/4 |"));
  EXPECT_THAT(rows[4], HasSubstr("| V7/6 |"));
  const auto groups =
      Make<v1::BalanceDiff>("new_groups { wave: 'waves/V6' number: 4 } gone_groups { wave: 'waves/V7' number: 4 }");
  EXPECT_THAT(
      RowsOf(DocumentOf(groups, kFrench), "changes"),
      ElementsAre(testing::_, "| groupe en plus | V6/4 |  |  |  |  |", "| groupe en moins | V7/4 |  |  |  |  |"));
}

TEST(DiffDocumentTest, HoldsARowAChangeForPrograms) {
  constexpr char kText[] = R"(kind,change,group,session,date,field,label,before,after
session,corrected,V6/4,sessions/a,2024-01-30,local_date,date,2024-01-30,2024-01-31
session,corrected,V6/4,sessions/a,2024-01-30,themes,themes,EJ,"EJ, SF"
session,corrected,V6/4,sessions/a,2024-01-30,attendance,attendance,,5/6
session,new,V6/6,sessions/b,2024-02-01,themes,themes,,TIERS
session,removed,V6/6,sessions/c,2024-02-02,themes,themes,=1+1,
group,new,V6/11,,,,,,
figure,changed,,,,observations/groups_by_session_count/2,Groups that held 2 sessions,1/10 V6/4,0/11
figure,changed,,,,observations/group_count,Groups,10,11
)";
  EXPECT_EQ(CsvOf(DocumentOf(SampleDiff(), kFrench)), kText);
  EXPECT_EQ(CsvOf(DocumentOf(SampleDiff(), kEnglish)), kText);
  const std::string spreadsheet = CsvOf(DocumentOf(SampleDiff(), kFrench), "diff", CsvStyle::kSpreadsheet);
  EXPECT_THAT(spreadsheet, HasSubstr(";'=1+1;"));
  EXPECT_THAT(spreadsheet, HasSubstr("séance;en moins;V6/6;sessions/c;02/02/2024;themes;thèmes;"));
}

}  // namespace
}  // namespace tutorat::report
