#include "client/report/coverage_print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/report/coverage_sentences.h"
#include "client/text/width.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

using ::testing::ElementsAre;

std::string Group(const std::string& field, int number) {
  return absl::StrCat(field, " { group: 'groups/", number, "' wave: 'waves/V6' number: ", number, " } ");
}
std::string Cell(int number, const std::string& rest) {
  return absl::StrCat("cells { ", Group("group", number), rest, " } ");
}

v1::Coverage SampleCoverage() {
  return Parse<v1::Coverage>(absl::StrCat(
      "from_date: '2023-11-10' to_date: '2024-02-10' wave: 'waves/V6' programme: 'programmes/v6' session_count: 5 ",
      Group("groups", 1), Group("groups", 2), Group("groups", 3),
      "themes { theme: 'themes/db' code: 'db' label: 'Domaine budget' level: 1 group_count: 2 group_total: 3 "
      "session_count: 4 ",
      Group("groups_without", 2), Cell(1, "first_date: '2023-11-16' session_count: 3"),
      Cell(3, "first_date: '2023-12-01' session_count: 1"),
      "} themes { theme: 'themes/b' code: 'b' label: 'Budget' label_en: 'The budget' level: 2 parent: 'themes/db' "
      "group_count: 2 group_total: 3 session_count: 4 programme_item { theme: 'themes/b' month: 2 weight: WEIGHT_CORE "
      "} ",
      Group("groups_without", 2), Group("groups_late", 2), Cell(1, "first_date: '2023-11-16' session_count: 3"),
      Cell(3, "first_date: '2023-12-01' session_count: 1"),
      "} themes { theme: 'themes/bs' code: 'bs' label: 'Saisie, et \"intégration\"' level: 3 parent: 'themes/b' "
      "group_count: 0 group_total: 3 ",
      Group("groups_without", 1), Group("groups_without", 2), Group("groups_without", 3),
      "} themes { theme: 'themes/t' code: 't' label: 'Tiers' level: 2 parent: 'themes/db' group_count: 3 group_total: "
      "3 "
      "session_count: 3 ",
      Cell(1, "first_date: '2023-11-16' session_count: 1"), Cell(2, "first_date: '2023-11-16' session_count: 1"),
      Cell(3, "first_date: '2023-11-16' session_count: 1"),
      "} observations { never_covered: 'themes/bs' almost_covered { theme: 'themes/db' ", Group("groups_without", 2),
      "} almost_covered { theme: 'themes/b' ", Group("groups_without", 2), "} repeated_themes { theme: 'themes/db' ",
      Group("group", 1), "session_count: 3 session_total: 3 } repeated_themes { theme: 'themes/b' ", Group("group", 1),
      "session_count: 3 session_total: 3 } repeated_themes { theme: 'themes/b' ", Group("group", 3),
      "session_count: 2 session_total: 4 } repeated_from: 2 mentions { mention_count: 12 recognised_count: 9 "
      "ambiguous_count: 1 unknown_count: 2 session_count: 5 sessions_with_unresolved: 2 sessions_without_theme: 1 } "
      "}"));
}

// With groups 1 to `count`, and one theme that the even ones covered.
v1::Coverage WideCoverage(int count) {
  auto coverage = Parse<v1::Coverage>("from_date: '2023-11-10' to_date: '2024-02-10'");
  v1::ThemeCoverage* theme = coverage.add_themes();
  theme->set_label("Habilitations, profils, délégations et tout ce qui leur ressemble");
  theme->set_level(kSubThemeLevel);
  theme->set_group_total(count);
  for (int number = 1; number <= count; ++number) {
    v1::GroupReference* group = coverage.add_groups();
    group->set_group(absl::StrCat("groups/", number));
    group->set_wave("waves/V6");
    group->set_number(number);
    if (number % 2 == 1) {
      *theme->add_groups_without() = *group;
      continue;
    }
    v1::CoverageCell* cell = theme->add_cells();
    *cell->mutable_group() = *group;
    cell->set_session_count(1);
    theme->set_group_count(theme->group_count() + 1);
  }
  return coverage;
}

TEST(CoverageTableTest, PrintsThemesByGroupsAndTheObservations) {
  EXPECT_EQ(CoverageTable(SampleCoverage(), {}, kFrench, {}),
            R"(┌──────────────────────────────┬─────────┬─────────┬───┬───┬───┬──────┐
│ THÈME                        │ GROUPES │ SÉANCES │ 1 │ 2 │ 3 │ SANS │
├──────────────────────────────┼─────────┼─────────┼───┼───┼───┼──────┤
│ Domaine budget               │     2/3 │       4 │ 3 │ · │ 1 │ 2    │
│   Budget                     │     2/3 │       4 │ 3 │ ! │ 1 │ 2    │
│     Saisie, et "intégration" │     0/3 │       0 │ · │ · │ · │ tous │
│   Tiers                      │     3/3 │       3 │ 1 │ 1 │ 1 │      │
└──────────────────────────────┴─────────┴─────────┴───┴───┴───┴──────┘

- Du 10/11/2023 au 09/02/2024, vague V6 : 5 séances tenues dans 3 groupes.
- Jamais abordé par aucun groupe (0 sur 3) : Saisie, et "intégration".
- Abordé par tous sauf 1 groupe sur 3 : Budget (sans 2).
- Revenu dans 2 séances ou plus d'un même groupe : Budget (groupe 1 : 3 séances sur 3, groupe 3 : 2 séances sur 4).
- En retard sur le programme v6, marqué « ! » : 1 groupe sur 3 ; Budget (socle, mois 2 : 2).
- Mots reconnus : 9 mentions sur 12.
- À décider par une personne : 3 mentions sur 12 (1 ambiguë, 2 inconnues), dans 2 séances sur 5.
- Sans aucun thème reconnu : 1 séance sur 5.
)");
}

TEST(CoverageTableTest, FitsAHundredColumnsForTenGroups) {
  for (const int count : {1, 10, 25, 60}) {
    const v1::Coverage coverage = WideCoverage(count);
    for (const int width : {60, 80, 100, 200}) {
      const std::string text = CoverageTable(coverage, {}, kFrench, {.width = width});
      for (const absl::string_view line : absl::StrSplit(text, '\n')) {
        EXPECT_LE(DisplayWidth(line), width) << count << "\n" << text;
      }
    }
    const std::string text = CoverageTable(coverage, {}, kFrench, {.width = 100});
    const auto lines = static_cast<std::vector<std::string>>(absl::StrSplit(text, '\n'));
    const auto tables = std::count_if(
        lines.begin(), lines.end(), [](const std::string& line) { return line.find("GROUPES") != std::string::npos; });
    EXPECT_EQ(tables == 1, count <= 10) << text;
  }
}

TEST(CoverageTableTest, NoGroupsAndNoThemesMakeAnEmptyTable) {
  const std::string text =
      CoverageTable(Parse<v1::Coverage>("from_date: '2024-01-01' to_date: '2024-01-01'"), {}, kEnglish, {});
  EXPECT_NE(text.find("│ THEME │ GROUPS │ SESSIONS │ WITHOUT │"), std::string::npos) << text;
  EXPECT_NE(text.find("- Empty period (no day from 2024-01-01 on).\n"), std::string::npos) << text;
}

TEST(CoverageViewTest, NarrowsToLevelsAndGaps) {
  const v1::Coverage coverage = SampleCoverage();
  const auto codes = [&coverage](const CoverageView& view) {
    std::string all;
    for (const v1::ThemeCoverage* theme : ShownThemes(coverage, view)) absl::StrAppend(&all, theme->code(), " ");
    return all;
  };
  EXPECT_EQ(codes({}), "db b bs t ");
  EXPECT_EQ(codes({.level = kThemeLevel}), "db b t ");
  EXPECT_EQ(codes({.level = kDomainLevel}), "db ");
  EXPECT_EQ(codes({.gaps = true}), "db b bs ");
  // Sentences are of the same levels.
  for (const std::string& sentence : CoverageSentences(coverage, {.level = kDomainLevel}, kFrench)) {
    EXPECT_EQ(sentence.find("Saisie"), std::string::npos) << sentence;
  }
  EXPECT_EQ(CoverageSentences(coverage, {.level = kDomainLevel}, kFrench)[1],
            "Abordé par tous sauf 1 groupe sur 3 : Domaine budget (sans 2).");
}

TEST(CoverageSentencesTest, SpeakEnglish) {
  EXPECT_THAT(
      CoverageSentences(SampleCoverage(), {}, kEnglish),
      ElementsAre("From 2023-11-10 to 2024-02-09, wave V6: 5 sessions held in 3 groups.",
                  "Never covered by any group (0 out of 3): Saisie, et \"intégration\".",
                  "Covered by all but 1 group out of 3: The budget (without 2).",
                  "Came back in 2 sessions or more of one group: The budget (group 1: 3 sessions out of 3, group 3: 2 "
                  "sessions out of 4).",
                  "Late on the programme v6, marked \"!\": 1 group out of 3; The budget (core, month 2: 2).",
                  "Words recognised: 9 mentions out of 12.",
                  "For a person to decide: 3 mentions out of 12 (1 ambiguous, 2 unknown), in 2 sessions out of 5.",
                  "Without any theme recognised: 1 session out of 5."));
}

TEST(CoverageSentencesTest, SayThatNobodyIsLate) {
  v1::Coverage coverage = SampleCoverage();
  for (auto& theme : *coverage.mutable_themes()) theme.clear_groups_late();
  EXPECT_EQ(CoverageSentences(coverage, {}, kFrench)[4], "Aucun groupe n'est en retard sur le programme v6 (0 sur 3).");
}

TEST(CoverageCsvTest, HoldsARecordAThemeAndGroup) {
  EXPECT_EQ(CoverageCsv(SampleCoverage(), {.level = kThemeLevel}, CsvStyle::kPlain),
            "theme,label,group,first_date,sessions\n"
            "db,Domaine budget,1,2023-11-16,3\ndb,Domaine budget,2,,0\ndb,Domaine budget,3,2023-12-01,1\n"
            "b,Budget,1,2023-11-16,3\nb,Budget,2,,0\nb,Budget,3,2023-12-01,1\n"
            "t,Tiers,1,2023-11-16,1\nt,Tiers,2,2023-11-16,1\nt,Tiers,3,2023-11-16,1\n");
  EXPECT_EQ(CoverageCsv(Parse<v1::Coverage>(""), {}, CsvStyle::kPlain), "theme,label,group,first_date,sessions\n");
}

TEST(CoverageCsvTest, SummaryHoldsARecordATheme) {
  EXPECT_EQ(CoverageSummaryCsv(SampleCoverage(), {}, CsvStyle::kPlain),
            "theme,label,level,groups,sessions,groups_total,groups_without,month,weight,groups_late\n"
            "db,Domaine budget,1,2,4,3,2,,,\nb,Budget,2,2,4,3,2,2,core,2\n"
            "bs,\"Saisie, et \"\"intégration\"\"\",3,0,0,3,1 2 3,,,\nt,Tiers,2,3,3,3,,,,\n");
}

TEST(CoverageMarkdownTest, PrintsTheTableAndTheObservations) {
  const std::string text = CoverageMarkdown(SampleCoverage(), {.level = kThemeLevel, .gaps = true}, kEnglish);
  EXPECT_EQ(text.substr(0, text.find("\n\n") + 2),
            "| THEME | GROUPS | SESSIONS | 1 | 2 | 3 | WITHOUT |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |\n"
            "| Domaine budget | 2/3 | 4 | 3 | · | 1 | 2 |\n|   The budget | 2/3 | 4 | 3 | ! | 1 | 2 |\n\n");
  EXPECT_NE(text.find("\n- Words recognised: 9 mentions out of 12.\n"), std::string::npos) << text;
}

TEST(GroupNameTest, NamesTheWaveWhereThereAreSeveral) {
  const auto coverage =
      Parse<v1::Coverage>("groups { wave: 'waves/V6' number: 4 } groups { wave: 'waves/V7' number: 4 }");
  EXPECT_EQ(GroupName(coverage, coverage.groups(1)), "V7/4");
  EXPECT_EQ(GroupName(SampleCoverage(), SampleCoverage().groups(1)), "2");
}

}  // namespace
}  // namespace tutorat::format
