#include "client/report/balance_diff_print.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

constexpr char kFrozen[] = "name: 'frozenBalances/1' from_date: '2023-11-10' to_date: '2024-02-10' wave: 'waves/V6' ";

v1::BalanceDiff ParseDiff(const std::string& text) {
  return Parse<v1::BalanceDiff>(absl::StrCat(
      "before { ", kFrozen, " label: 'comité' } after { from_date: '2023-11-10' to_date: '2024-02-10' } ", text));
}

v1::BalanceDiff SampleDiff() {
  return ParseDiff(R"(
      corrected_sessions { group { wave: 'waves/V6' number: 4 }
        before { session: 'sessions/a' local_date: '2024-01-30' themes: 'EJ' }
        after { session: 'sessions/a' local_date: '2024-01-31' themes: 'EJ, SF' }
        changes { field: 'local_date' before: '2024-01-30' after: '2024-01-31' }
        changes { field: 'themes' before: 'EJ' after: 'EJ, SF' }
        changes { field: 'attendance' before: '' after: '5/6' } }
      new_sessions { group { wave: 'waves/V6' number: 6 }
        after { session: 'sessions/b' local_date: '2024-02-01' themes: 'TIERS' } }
      removed_sessions { group { wave: 'waves/V6' number: 6 }
        before { session: 'sessions/c' local_date: '2024-02-02' themes: '=1+1' } }
      new_groups { wave: 'waves/V6' number: 11 }
      figures { key: 'observations/groups_by_session_count/2' label: 'Groupes ayant réalisé 2 séances'
                label_en: 'Groups that held 2 sessions' kind: FIGURE_KIND_SHARE
                before { numerator: 1 denominator: 10 groups { wave: 'waves/V6' number: 4 } }
                after { denominator: 11 } }
      figures { key: 'observations/group_count' label: 'Groupes' label_en: 'Groups' kind: FIGURE_KIND_COUNT
                before { numerator: 10 } after { numerator: 11 } })");
}

// What is under the two lines that say which balances these are: their hours are this machine's.
std::string Body(const std::string& text) {
  const size_t first = text.find('\n');
  return text.substr(text.find('\n', first + 1) + 1);
}

TEST(DiffTableTest, TellsSessionsGroupsAndFigures) {
  EXPECT_EQ(Body(DiffTable(SampleDiff(), Language::kFrench, {})),
            R"(Séances : 1 nouvelle, 1 corrigée, 1 retirée.
Groupes : 1 en plus, 0 en moins.
Chiffres changés : 2.

┌─────────────────┬────────┬────────────┬───────────┬────────────┬────────────┐
│ CHANGEMENT      │ GROUPE │ SÉANCE DU  │ CHAMP     │ AVANT      │ APRÈS      │
├─────────────────┼────────┼────────────┼───────────┼────────────┼────────────┤
│ séance corrigée │      4 │ 30/01/2024 │ date      │ 30/01/2024 │ 31/01/2024 │
│ séance corrigée │      4 │ 30/01/2024 │ thèmes    │ EJ         │ EJ, SF     │
│ séance corrigée │      4 │ 30/01/2024 │ présences │ (non noté) │ 5/6        │
│ séance nouvelle │      6 │ 01/02/2024 │ thèmes    │            │ TIERS      │
│ séance retirée  │      6 │ 02/02/2024 │ thèmes    │ =1+1       │            │
│ groupe en plus  │     11 │            │           │            │            │
└─────────────────┴────────┴────────────┴───────────┴────────────┴────────────┘

┌─────────────────────────────────┬───────────────────┬──────────────┐
│ CHIFFRE                         │ AVANT             │ APRÈS        │
├─────────────────────────────────┼───────────────────┼──────────────┤
│ Groupes ayant réalisé 2 séances │ 1/10 (10,0 %) : 4 │ 0/11 (0,0 %) │
│ Groupes                         │ 10                │ 11           │
└─────────────────────────────────┴───────────────────┴──────────────┘
)");
}

TEST(DiffTableTest, SaysWhichBalances) {
  const std::string text = DiffTable(SampleDiff(), Language::kFrench, {});
  EXPECT_TRUE(absl::StartsWith(text, "Avant : bilan figé le ")) << text;
  EXPECT_TRUE(absl::StrContains(text, " (« comité »), du 10/11/2023 au 09/02/2024, vague V6.\nAprès : bilan au "));
  const std::string english = DiffTable(SampleDiff(), Language::kEnglish, {});
  EXPECT_TRUE(absl::StartsWith(english, "Before: balance frozen on ")) << english;
  EXPECT_TRUE(absl::StrContains(english, "\nSessions: 1 new, 1 corrected, 1 removed.\n"));
}

TEST(DiffTableTest, SaysThatNothingChanged) {
  EXPECT_EQ(Body(DiffTable(ParseDiff("unchanged: true"), Language::kFrench, {})),
            "Rien n'a changé : mêmes séances, mêmes groupes, mêmes chiffres.\n");
  EXPECT_EQ(Body(DiffMarkdown(ParseDiff("unchanged: true"), Language::kEnglish)),
            "- Nothing changed: the same sessions, groups and figures.\n");
  EXPECT_EQ(DiffCsv(ParseDiff("unchanged: true"), CsvStyle::kPlain),
            "kind,change,group,session,date,field,label,before,after\n");
}

TEST(DiffTableTest, NamesTheWaveWhereSeveralAreTold) {
  v1::BalanceDiff diff = SampleDiff();
  diff.mutable_new_sessions(0)->mutable_group()->set_wave("waves/V7");
  const std::string text = DiffTable(diff, Language::kFrench, {});
  EXPECT_TRUE(absl::StrContains(text, "V6/4") && absl::StrContains(text, "V7/6")) << text;
}

TEST(DiffCsvTest, HoldsARecordAChange) {
  EXPECT_EQ(DiffCsv(SampleDiff(), CsvStyle::kPlain),
            R"(kind,change,group,session,date,field,label,before,after
session,corrected,V6/4,sessions/a,2024-01-30,local_date,date,2024-01-30,2024-01-31
session,corrected,V6/4,sessions/a,2024-01-30,themes,themes,EJ,"EJ, SF"
session,corrected,V6/4,sessions/a,2024-01-30,attendance,attendance,,5/6
session,new,V6/6,sessions/b,2024-02-01,themes,themes,,TIERS
session,removed,V6/6,sessions/c,2024-02-02,themes,themes,=1+1,
group,new,V6/11,,,,,,
figure,changed,,,,observations/groups_by_session_count/2,Groups that held 2 sessions,1/10 V6/4,0/11
figure,changed,,,,observations/group_count,Groups,10,11
)");
  EXPECT_TRUE(absl::StrContains(DiffCsv(SampleDiff(), CsvStyle::kSpreadsheet), ";'=1+1;"));
}

}  // namespace
}  // namespace tutorat::format
