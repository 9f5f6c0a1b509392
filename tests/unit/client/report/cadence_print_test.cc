#include "client/report/cadence_print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr char kWave[] =
    "as_of_date: '2024-02-09' interval_weeks: 4 flagged_count: 1 waves { wave: 'waves/V6' group_count: 3 held_count: 8 "
    "doubled_median: 5 school_calendar: 'schoolCalendars/zone-b' school_calendar_label: 'Zone B' } ";
constexpr char kLate[] =
    "groups { wave: 'waves/V6' number: 4 held_count: 1 doubled_median: 5 start: START_FIRST_HELD start_date: "
    "'2023-11-28' elapsed_days: 74 holiday_days: 16 school_days: 58 school_weeks: 8 expected_count: 3 behind_cohort: 1 "
    "behind_weeks: 2 flagged: true behind_by: 1 reason: REASON_BEHIND_BOTH last_held_date: '2023-11-28' "
    "next_planned_date: '2024-02-13' planned_count: 1 } ";
constexpr char kOther[] =
    "groups { wave: 'waves/V6' number: 5 held_count: 3 doubled_median: 5 school_weeks: 9 expected_count: 4 "
    "behind_weeks: 1 reason: REASON_BEHIND_WEEKS last_held_date: '2024-02-06' } ";

TEST(CadencePrint, ATableWithItsSentences) {
  EXPECT_EQ(CadenceTable(Parse<v1::Cadence>(absl::StrCat(kWave, kLate, kOther)), Language::kFrench,
                         {.width = 100, .box = false}),
            R"(+--------+--------+---------+----------+-----------+-----------+------------+------------+
| GROUPE | TENUES | MÉDIANE | SEMAINES | ATTENDUES | RETARD    | DERNIÈRE   | PROCHAINE  |
+--------+--------+---------+----------+-----------+-----------+------------+------------+
|      4 |      1 |     2,5 |        8 |         3 | oui, de 1 | 28/11/2023 | 13/02/2024 |
|      5 |      3 |     2,5 |        9 |         4 | non       | 06/02/2024 |            |
+--------+--------+---------+----------+-----------+-----------+------------+------------+

- Au 09/02/2024, 1 groupe sur 2 est en retard : 4 (1 séance, 1 prévue le 13/02/2024).
- Est en retard un groupe qui a tenu au moins une séance de moins que la médiane de sa vague,
  arrondie vers le bas, et au moins une de moins que ses semaines de cours en demandent (une toutes
  les 4 semaines).
- Moins de séances que les semaines de cours en demandent, mais au moins autant que la médiane de la
  vague : 1 groupe sur 2 (5).
- Vague V6 : 8 séances tenues dans 3 groupes, médiane 2,5 par groupe ; les vacances du calendrier
  scolaire zone-b (Zone B) ne comptent pas.
)");
}

TEST(CadencePrint, ColourOnlyWhereAsked) {
  const auto cadence = Parse<v1::Cadence>(absl::StrCat(kWave, kLate, kOther));
  EXPECT_THAT(CadenceTable(cadence, Language::kEnglish, {.colour = false}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(CadenceTable(cadence, Language::kEnglish, {.colour = true}),
              AllOf(HasSubstr("\x1b[33myes, by 1\x1b[0m"), Not(HasSubstr("\x1b[33mno"))));
}

TEST(CadencePrint, SaysWhatIsPlanned) {
  auto cadence = Parse<v1::Cadence>(absl::StrCat(kWave, kLate));
  v1::GroupCadence& group = *cadence.mutable_groups(0);
  group.set_behind_by(2);
  group.set_planned_count(3);
  EXPECT_EQ(CadenceSentences(cadence, Language::kFrench)[0],
            "Au 09/02/2024, 1 groupe sur 1 est en retard : 4 (2 séances, 3 prévues, la prochaine le 13/02/2024).");
  group.set_planned_count(0);
  group.clear_next_planned_date();
  EXPECT_EQ(CadenceSentences(cadence, Language::kEnglish)[0],
            "On 2024-02-09, 1 group out of 1 is behind: 4 (2 sessions, none planned).");
}

TEST(CadencePrint, NobodyIsBehindAndNoCalendar) {
  const auto cadence = Parse<v1::Cadence>(
      "as_of_date: '2024-02-09' interval_weeks: 1 waves { wave: 'waves/V6' group_count: 1 held_count: 1 "
      "doubled_median: 2 } groups { wave: 'waves/V6' number: 4 held_count: 1 doubled_median: 2 reason: REASON_ON_TIME "
      "}");
  EXPECT_THAT(
      CadenceSentences(cadence, Language::kEnglish),
      ElementsAre("On 2024-02-09, no group is behind (0 out of 1).",
                  "Behind is a group that held at least one session fewer than its wave's median, rounded down, "
                  "and at least one fewer than its weeks of school ask for (one a week).",
                  "Wave V6: 1 session held in 1 group, median 1 a group; no school calendar: holidays count as "
                  "weeks of school."));
}

TEST(CadencePrint, SaysWhereTheCalendarEnds) {
  auto cadence = Parse<v1::Cadence>(absl::StrCat(kWave, kLate));
  cadence.mutable_waves(0)->set_school_calendar_end_date("2024-02-10");
  EXPECT_THAT(CadenceSentences(cadence, Language::kFrench).back(), HasSubstr("(Zone B) ne comptent pas."));
  cadence.mutable_waves(0)->set_school_calendar_end_date("2024-01-08");
  EXPECT_THAT(CadenceSentences(cadence, Language::kFrench).back(),
              HasSubstr("ne comptent pas ; il s'arrête au 08/01/2024 : les jours d'après comptent tous."));
}

TEST(CadencePrint, SeveralWavesNameTheirGroups) {
  const auto cadence = Parse<v1::Cadence>(
      absl::StrCat(kWave, kLate, "waves { wave: 'waves/V7' } groups { wave: 'waves/V7' number: 4 } "));
  EXPECT_THAT(CadenceMarkdown(cadence, Language::kFrench), HasSubstr("| V7/4 |"));
  EXPECT_THAT(CadenceMarkdown(cadence, Language::kFrench), HasSubstr("en retard : V6/4 (1 séance"));
}

TEST(CadencePrint, AsCsvEveryFigureOfAGroup) {
  EXPECT_EQ(
      CadenceCsv(Parse<v1::Cadence>(absl::StrCat(kWave, kLate)), CsvStyle::kPlain),
      "wave,group,held,median,start,start_date,elapsed_days,holiday_days,school_days,weeks,expected,behind_cohort,"
      "behind_weeks,flagged,behind,reason,last,next,planned\n"
      "V6,4,1,2.5,start_first_held,2023-11-28,74,16,58,8,3,1,2,true,1,reason_behind_both,2023-11-28,2024-02-13,1\n");
  EXPECT_THAT(CadenceCsv({}, CsvStyle::kSpreadsheet), HasSubstr("wave;group;held"));
}

}  // namespace
}  // namespace tutorat::format
