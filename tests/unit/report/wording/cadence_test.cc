#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CadenceDocumentTest, HasARowAGroupAndItsSentences) {
  const v1::Document document = DocumentOf(SampleCadence(), kFrench);
  EXPECT_THAT(RowsOf(document, "cadence"),
              ElementsAre("| GROUPE | TENUES | MÉDIANE | SEMAINES | ATTENDUES | RETARD | DERNIÈRE | PROCHAINE |",
                          "| 4 | 1 | 2,5 | 8 | 3 | oui, de 1 | 28/11/2023 | 13/02/2024 |",
                          "| 5 | 3 | 2,5 | 9 | 4 | non | 06/02/2024 |  |"));
  EXPECT_THAT(
      Sentences(document),
      ElementsAre("Au 09/02/2024, 1 groupe sur 2 est en retard : 4 (1 séance de retard, prochaine le 13/02/2024).",
                  "Un groupe est en retard s'il compte au moins une séance de moins que la médiane de sa vague "
                  "(arrondie à l'inférieur) et que le rythme attendu, une toutes les 4 semaines de cours.",
                  "Moins de séances que les semaines de cours en demandent, mais au moins autant que la médiane de la "
                  "vague : 1 groupe sur 2 (5).",
                  "Vague V6 : 8 séances tenues dans 3 groupes, médiane 2,5 par groupe ; les vacances du calendrier "
                  "scolaire zone-b (Zone B) ne comptent pas."));
  EXPECT_THAT(FiguresOf(document, "Au "), ElementsAre("1/2: 4", "1/0"));
  EXPECT_THAT(FiguresOf(document, "Moins"), ElementsAre("1/2: 5"));
  EXPECT_THAT(FiguresOf(document, "Vague"), ElementsAre("8/0", "3/0"));
}

TEST(CadenceDocumentTest, MarksTheGroupsThatAreBehind) {
  const v1::DocumentTable table = TableOf(DocumentOf(SampleCadence(), kEnglish), "cadence");
  EXPECT_TRUE(table.rows(0).marked());
  EXPECT_EQ(table.rows(0).cells(5).text(), "yes, by 1");
  EXPECT_FALSE(table.rows(1).marked());
  EXPECT_EQ(table.rows(1).cells(5).text(), "no");
}

TEST(CadenceDocumentTest, SaysWhatIsPlanned) {
  v1::Cadence cadence = SampleCadence();
  cadence.mutable_groups()->RemoveLast();
  v1::GroupCadence& group = *cadence.mutable_groups(0);
  group.set_behind_by(2);
  group.set_planned_count(3);
  EXPECT_EQ(
      Sentences(DocumentOf(cadence, kFrench))[0],
      "Au 09/02/2024, 1 groupe sur 1 est en retard : 4 (2 séances de retard, 3 prévues, la prochaine le 13/02/2024).");
  EXPECT_THAT(RowsOf(DocumentOf(cadence, kEnglish), "cadence")[1], HasSubstr("| 2024-02-13 (3 planned) |"));
  group.set_planned_count(0);
  group.clear_next_planned_date();
  EXPECT_EQ(Sentences(DocumentOf(cadence, kEnglish))[0],
            "On 2024-02-09, 1 group out of 1 is behind: 4 (2 sessions behind, none planned).");
}

TEST(CadenceDocumentTest, SaysThatNobodyIsBehindAndThereIsNoCalendar) {
  const v1::Document document =
      DocumentOf(Make<v1::Cadence>(
                     "as_of_date: '2024-02-09' interval_weeks: 1 waves { wave: 'waves/V6' group_count: 1 held_count: "
                     "1 doubled_median: 2 } groups { wave: 'waves/V6' number: 4 held_count: 1 doubled_median: 2 "
                     "reason: REASON_ON_TIME }"),
                 kEnglish);
  EXPECT_THAT(Sentences(document),
              ElementsAre("On 2024-02-09, no group is behind (0 out of 1).",
                          "A group is behind when it held at least one session fewer than its wave's median (rounded "
                          "down) and than the expected pace, one a week of school.",
                          "Wave V6: 1 session held in 1 group, median 1 a group; no school calendar: holidays count as "
                          "weeks of school."));
  EXPECT_THAT(FiguresOf(document, "On "), ElementsAre("0/1"));
}

TEST(CadenceDocumentTest, SaysWhereTheCalendarEnds) {
  v1::Cadence cadence = SampleCadence();
  cadence.mutable_waves(0)->set_school_calendar_end_date("2024-02-10");
  EXPECT_THAT(Sentences(DocumentOf(cadence, kFrench)).back(), HasSubstr("(Zone B) ne comptent pas."));
  cadence.mutable_waves(0)->set_school_calendar_end_date("2024-01-08");
  EXPECT_THAT(Sentences(DocumentOf(cadence, kFrench)).back(),
              HasSubstr("ne comptent pas ; il s'arrête au 08/01/2024 : les jours d'après comptent tous."));
}

TEST(CadenceDocumentTest, NamesTheWaveWhenThereAreSeveral) {
  v1::Cadence cadence = SampleCadence();
  cadence.add_waves()->set_wave("waves/V7");
  cadence.mutable_groups(1)->set_wave("waves/V7");
  const v1::Document document = DocumentOf(cadence, kFrench);
  EXPECT_THAT(RowsOf(document, "cadence")[2], HasSubstr("| V7/5 |"));
  EXPECT_THAT(Sentences(document)[0], HasSubstr("en retard : V6/4 (1 séance"));
}

TEST(CadenceDocumentTest, HoldsEveryFigureOfAGroupForPrograms) {
  v1::Cadence cadence = SampleCadence();
  cadence.mutable_groups()->RemoveLast();
  EXPECT_EQ(
      CsvOf(DocumentOf(cadence, kFrench)),
      "wave,group,held,median,start,start_date,elapsed_days,holiday_days,school_days,weeks,expected,behind_cohort,"
      "behind_weeks,flagged,behind,reason,last,next,planned\n"
      "V6,4,1,2.5,start_first_held,2023-11-28,74,16,58,8,3,1,2,true,1,reason_behind_both,2023-11-28,2024-02-13,1\n");
  EXPECT_THAT(CsvOf(DocumentOf(cadence, kFrench), "", CsvStyle::kSpreadsheet),
              HasSubstr("V6;4;1;2,5;première séance tenue;28/11/2023;74;16;58;8;3;1;2;oui;1;en retard;28/11/2023;"
                        "13/02/2024;1\r\n"));
  EXPECT_THAT(CsvOf(DocumentOf(v1::Cadence(), kFrench), "", CsvStyle::kSpreadsheet), HasSubstr("VAGUE;GROUPE;TENUES"));
}

TEST(CadenceDocumentTest, TellsPeopleThatAGroupHasNotBegun) {
  v1::Cadence cadence = SampleCadence();
  cadence.mutable_groups(0)->set_start(v1::GroupCadence::START_UNSPECIFIED);
  EXPECT_THAT(CsvOf(DocumentOf(cadence, kFrench), "", CsvStyle::kSpreadsheet), HasSubstr("V6;4;1;2,5;pas commencé;"));
  EXPECT_THAT(CsvOf(DocumentOf(cadence, kFrench)), HasSubstr("V6,4,1,2.5,start_unspecified,"));
}

}  // namespace
}  // namespace tutorat::report
