#include "client/report/balance_comparison_print.h"

#include <gtest/gtest.h>

#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

v1::PeriodComparison Periods() {
  return Parse<v1::PeriodComparison>(R"(
      first { from_date: '2023-11-10' to_date: '2024-02-10' } second { from_date: '2024-02-10' to_date: '2024-05-10' }
      wave: 'waves/V6'
      figures { key: 'observations/group_count' label: 'Groupes' label_en: 'Groups' kind: FIGURE_KIND_COUNT
                first { numerator: 10 } second { numerator: 10 } }
      figures { key: 'observations/session_count' label: 'Séances réalisées, par groupe'
                label_en: 'Sessions held, per group' kind: FIGURE_KIND_MEAN
                first { numerator: 31 denominator: 10 } second { numerator: 28 denominator: 10 } difference: -3
                difference_tenths: -3 }
      figures { key: 'observations/attendance' label: 'Assiduité' label_en: 'Attendance' kind: FIGURE_KIND_SHARE
                first { numerator: 196 denominator: 221 } second { numerator: 9 denominator: 10 } difference: -187
                difference_tenths: 13 }
      figures { key: 'groups/V6/4/attendance' label: 'Groupe V6/4' label_en: 'Group V6/4' kind: FIGURE_KIND_SHARE
                first { numerator: 5 denominator: 6 } second { } difference: -5 })");
}

TEST(PeriodsTableTest, PutsEachFigureBesideTheOtherWithItsDenominator) {
  EXPECT_EQ(
      PeriodsTable(Periods(), Language::kFrench, {}),
      R"(┌───────────────────────────────┬─────────────────────────────┬─────────────────────────────┬────────────────┐
│ CHIFFRE                       │ du 10/11/2023 au 09/02/2024 │ du 10/02/2024 au 09/05/2024 │          ÉCART │
├───────────────────────────────┼─────────────────────────────┼─────────────────────────────┼────────────────┤
│ Groupes                       │                          10 │                          10 │              0 │
│ Séances réalisées, par groupe │                 31/10 (3,1) │                 28/10 (2,8) │      -3 (-0,3) │
│ Assiduité                     │            196/221 (88,7 %) │               9/10 (90,0 %) │ -187 (+1,3 pt) │
│ Groupe V6/4                   │                5/6 (83,3 %) │                         0/0 │             -5 │
└───────────────────────────────┴─────────────────────────────┴─────────────────────────────┴────────────────┘

- Vague V6.
- Écart : seconde période moins première, des numérateurs ; entre parenthèses, des valeurs.
)");
}

TEST(PeriodsCsvTest, HoldsARecordAFigure) {
  EXPECT_EQ(
      PeriodsCsv(Periods(), CsvStyle::kPlain),
      R"(key,label,kind,first_numerator,first_denominator,second_numerator,second_denominator,difference,difference_rounded
observations/group_count,Groups,count,10,,10,,0,
observations/session_count,"Sessions held, per group",mean,31,10,28,10,-3,-0.3
observations/attendance,Attendance,share,196,221,9,10,-187,1.3
groups/V6/4/attendance,Group V6/4,share,5,6,0,0,-5,
)");
}

TEST(PeriodsTest, SayWhatIsWithheldAndTellNoDifference) {
  const auto comparison = Parse<v1::PeriodComparison>(R"(
      figures { key: 'k' label: 'Assiduité' label_en: 'Attendance' kind: FIGURE_KIND_SHARE
                first { numerator: 196 denominator: 221 } second { withheld: true } })");
  EXPECT_EQ(
      PeriodsCsv(comparison, CsvStyle::kPlain),
      R"(key,label,kind,first_numerator,first_denominator,second_numerator,second_denominator,difference,difference_rounded
k,Attendance,share,196,221,withheld,,,
)");
  const std::string markdown = PeriodsMarkdown(comparison, Language::kFrench);
  EXPECT_NE(markdown.find("non communiqué"), std::string::npos) << markdown;
  EXPECT_EQ(markdown.find("-196"), std::string::npos) << markdown;
}

v1::WaveComparison Waves() {
  return Parse<v1::WaveComparison>(R"(
      as_of_date: '2024-02-09'
      first { wave: 'waves/V6' group_count: 10 start_date: '2024-01-22' weeks_reached: 3 }
      second { wave: 'waves/V7' group_count: 1 start_date: '2024-02-05' weeks_reached: 1 }
      weeks { week: 1 first { held_sessions: 4 groups_met: 4 group_count: 10 }
              second { held_sessions: 1 groups_met: 1 group_count: 1 partial: true } }
      weeks { week: 2 first { groups_met: 0 group_count: 10 } }
      weeks { week: 3 first { held_sessions: 14 groups_met: 9 group_count: 10 partial: true } })");
}

TEST(WavesTableTest, LeavesWeeksBlankThatAWaveHasNotReached) {
  EXPECT_EQ(WavesTable(Waves(), Language::kFrench, {.width = 100}),
            R"(┌─────────┬────────────┬──────────────┬───────────────┬────────────┬───────────────┬───────────────┐
│ SEMAINE │ V6 SÉANCES │   V6 GROUPES │    V6 SÉANCES │ V7 SÉANCES │    V7 GROUPES │    V7 SÉANCES │
│         │            │       RÉUNIS │    PAR GROUPE │            │        RÉUNIS │    PAR GROUPE │
├─────────┼────────────┼──────────────┼───────────────┼────────────┼───────────────┼───────────────┤
│       1 │          4 │         4/10 │    4/10 (0,4) │         1* │           1/1 │     1/1 (1,0) │
│       2 │          0 │         0/10 │    0/10 (0,0) │            │               │               │
│       3 │        14* │         9/10 │   14/10 (1,4) │            │               │               │
└─────────┴────────────┴──────────────┴───────────────┴────────────┴───────────────┴───────────────┘

- Vague V6 : 10 groupes, semaine 1 à partir du 22/01/2024 ; au 09/02/2024, semaine 3.
- Vague V7 : 1 groupe, semaine 1 à partir du 05/02/2024 ; au 09/02/2024, semaine 1.
- Séances réalisées, et groupes réunis au moins une fois, depuis le début de la vague jusqu'à la fin
  de la semaine. Vide : semaine non atteinte. * : semaine en cours.
)");
}

TEST(WavesTableTest, SaysThatAWaveHasNotBegun) {
  v1::WaveComparison waves = Waves();
  waves.mutable_second()->clear_start_date();
  const std::string text = WavesMarkdown(waves, Language::kEnglish);
  EXPECT_NE(text.find("- Wave V7: 1 group, not begun by 2024-02-09.\n"), std::string::npos) << text;
  EXPECT_NE(text.find("| 2 | 0 | 0/10 | 0/10 (0.0) |  |  |  |\n"), std::string::npos) << text;
}

TEST(WavesCsvTest, HoldsARecordAWeek) {
  EXPECT_EQ(
      WavesCsv(Waves(), CsvStyle::kPlain),
      R"(week,first_wave,first_held_sessions,first_groups_met,first_group_count,first_partial,second_wave,second_held_sessions,second_groups_met,second_group_count,second_partial
1,V6,4,4,10,false,V7,1,1,1,true
2,V6,0,0,10,false,V7,,,,
3,V6,14,9,10,true,V7,,,,
)");
}

}  // namespace
}  // namespace tutorat::format
