#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PeriodsDocumentTest, PutsEachFigureBesideTheOtherWithItsDenominator) {
  const v1::Document document = DocumentOf(SamplePeriods(), kFrench);
  EXPECT_THAT(RowsOf(document, "periods"),
              ElementsAre("| CHIFFRE | du 10/11/2023 au 09/02/2024 | du 10/02/2024 au 09/05/2024 | ÉCART |",
                          "| Groupes | 10 | 10 | 0 |",
                          "| Séances réalisées, par groupe | 31/10 (3,1) | 28/10 (2,8) | -3 (-0,3) |",
                          "| Assiduité | 196/221 (88,7\u00a0%) | 9/10 (90,0\u00a0%) | -187 (+1,3 pt) |",
                          "| Groupe V6/4 | 5/6 (83,3\u00a0%) | 0/0 | -5 |"));
  EXPECT_THAT(Sentences(document),
              ElementsAre("Vague V6.",
                          "Écart : seconde période moins première, des numérateurs ; entre parenthèses, des valeurs."));
  EXPECT_EQ(Sentences(DocumentOf(v1::PeriodComparison(), kEnglish))[0], "Every wave.");
}

TEST(PeriodsDocumentTest, HoldsARowAFigureForPrograms) {
  constexpr char kText[] =
      R"(key,label,kind,first_numerator,first_denominator,second_numerator,second_denominator,difference,difference_rounded
observations/group_count,Groups,count,10,,10,,0,
observations/session_count,"Sessions held, per group",mean,31,10,28,10,-3,-0.3
observations/attendance,Attendance,share,196,221,9,10,-187,1.3
groups/V6/4/attendance,Group V6/4,share,5,6,0,0,-5,
)";
  EXPECT_EQ(CsvOf(DocumentOf(SamplePeriods(), kFrench)), kText);
  EXPECT_EQ(CsvOf(DocumentOf(SamplePeriods(), kEnglish)), kText);
  EXPECT_THAT(CsvOf(DocumentOf(SamplePeriods(), kFrench), "", CsvStyle::kSpreadsheet),
              HasSubstr("observations/attendance;Assiduité;part;196;221;9;10;"));
}

TEST(PeriodsDocumentTest, SaysWhatIsWithheldAndTellsNoDifference) {
  const auto comparison = Make<v1::PeriodComparison>(R"(
      figures { key: 'k' label: 'Assiduité' label_en: 'Attendance' kind: FIGURE_KIND_SHARE
                first { numerator: 196 denominator: 221 } second { withheld: true } })");
  const v1::Document document = DocumentOf(comparison, kFrench);
  EXPECT_THAT(CsvOf(document), HasSubstr("\nk,Attendance,share,196,221,withheld,,,\n"));
  EXPECT_EQ(RowsOf(document, "periods")[1], "| Assiduité | 196/221 (88,7\u00a0%) | non communiqué |  |");
}

TEST(WavesDocumentTest, LeavesWeeksBlankThatAWaveHasNotReached) {
  const v1::Document document = DocumentOf(SampleWaves(), kFrench);
  EXPECT_THAT(RowsOf(document, "waves"),
              ElementsAre("| SEMAINE | V6 SÉANCES | V6 GROUPES RÉUNIS | V6 SÉANCES PAR GROUPE | V7 SÉANCES | "
                          "V7 GROUPES RÉUNIS | V7 SÉANCES PAR GROUPE |",
                          "| 1 | 4 | 4/10 | 4/10 (0,4) | 1* | 1/1 | 1/1 (1,0) |",
                          "| 2 | 0 | 0/10 | 0/10 (0,0) |  |  |  |", "| 3 | 14* | 9/10 | 14/10 (1,4) |  |  |  |"));
  EXPECT_THAT(Sentences(document),
              ElementsAre("Vague V6 : 10 groupes, semaine 1 à partir du 22/01/2024 ; au 09/02/2024, semaine 3.",
                          "Vague V7 : 1 groupe, semaine 1 à partir du 05/02/2024 ; au 09/02/2024, semaine 1.",
                          "Séances réalisées, et groupes réunis au moins une fois, depuis le début de la vague "
                          "jusqu'à la fin de la semaine. Vide : semaine non atteinte. * : semaine en cours."));
}

TEST(WavesDocumentTest, SaysThatAWaveHasNotBegun) {
  v1::WaveComparison waves = SampleWaves();
  waves.mutable_second()->clear_start_date();
  const v1::Document document = DocumentOf(waves, kEnglish);
  EXPECT_EQ(Sentences(document)[1], "Wave V7: 1 group, not begun by 2024-02-09.");
  EXPECT_EQ(RowsOf(document, "waves")[2], "| 2 | 0 | 0/10 | 0/10 (0.0) |  |  |  |");
}

TEST(WavesDocumentTest, HoldsARowAWeekForPrograms) {
  EXPECT_EQ(
      CsvOf(DocumentOf(SampleWaves(), kFrench)),
      R"(week,first_wave,first_held_sessions,first_groups_met,first_group_count,first_partial,second_wave,second_held_sessions,second_groups_met,second_group_count,second_partial
1,V6,4,4,10,false,V7,1,1,1,true
2,V6,0,0,10,false,V7,,,,
3,V6,14,9,10,true,V7,,,,
)");
  EXPECT_THAT(CsvOf(DocumentOf(SampleWaves(), kFrench), "", CsvStyle::kSpreadsheet),
              HasSubstr("\r\n1;V6;4;4;10;non;V7;1;1;1;oui\r\n"));
}

}  // namespace
}  // namespace tutorat::report
