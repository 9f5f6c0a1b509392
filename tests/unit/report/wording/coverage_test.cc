#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::GetCoverageRequest DownTo(int level, bool gaps_only = false) {
  v1::GetCoverageRequest request;
  request.set_document_level(level);
  request.set_document_gaps_only(gaps_only);
  return request;
}

TEST(CoverageDocumentTest, HasThemesByGroupsAndTheObservations) {
  const v1::Document document = DocumentOf(SampleCoverage(), kFrench);
  EXPECT_THAT(
      RowsOf(document, "coverage"),
      ElementsAre("| THÈME | GROUPES | SÉANCES | 1 | 2 | 3 | SANS |", "| Domaine budget | 2/3 | 4 | 3 | · | 1 | 2 |",
                  "| Budget | 2/3 | 4 | 3 | ! | 1 | 2 |", "| Saisie, et \"intégration\" | 0/3 | 0 | · | · | · | tous |",
                  "| Tiers | 3/3 | 3 | 1 | 1 | 1 |  |"));
  const v1::DocumentTable table = TableOf(document, "coverage");
  std::vector<int> levels;
  for (const v1::DocumentRow& row : table.rows()) levels.push_back(row.level());
  EXPECT_THAT(levels, ElementsAre(0, 1, 2, 1));
  std::vector<bool> splits;
  for (const v1::DocumentColumn& column : table.columns()) splits.push_back(column.splits());
  EXPECT_THAT(splits, ElementsAre(false, false, false, true, true, true, false));
  EXPECT_THAT(
      Sentences(document),
      ElementsAre("Du 10/11/2023 au 09/02/2024, vague V6 : 5 séances tenues dans 3 groupes.",
                  "Jamais abordé par aucun groupe (0 sur 3) : Saisie, et \"intégration\".",
                  "Abordé par tous sauf 1 groupe sur 3 : Budget (sans 2).",
                  "Revenu dans 2 séances ou plus d'un même groupe : Budget (groupe 1 : 3 séances sur 3, groupe 3 : 2 "
                  "séances sur 4).",
                  "En retard sur le programme v6, marqué « ! » : 1 groupe sur 3 ; Budget (socle, mois 2 : 2).",
                  "Mots reconnus : 9 mentions sur 12.",
                  "À décider par une personne : 3 mentions sur 12 (1 ambiguë, 2 inconnues), dans 2 séances sur 5.",
                  "Sans aucun thème reconnu : 1 séance sur 5."));
}

TEST(CoverageDocumentTest, SpeaksEnglish) {
  EXPECT_THAT(
      Sentences(DocumentOf(SampleCoverage(), kEnglish)),
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

TEST(CoverageDocumentTest, CarriesTheFiguresOfItsSentences) {
  const v1::Document document = DocumentOf(SampleCoverage(), kFrench);
  EXPECT_THAT(FiguresOf(document, "Jamais"), ElementsAre("0/3"));
  EXPECT_THAT(FiguresOf(document, "Revenu"), ElementsAre("3/3", "2/4"));
  EXPECT_THAT(FiguresOf(document, "En retard"), ElementsAre("1/3: 2"));
  EXPECT_THAT(FiguresOf(document, "À décider"), ElementsAre("3/12", "2/5"));
}

TEST(CoverageDocumentTest, OfNoGroupsAndNoThemesIsEmpty) {
  const v1::Document document =
      DocumentOf(Make<v1::Coverage>("from_date: '2024-01-01' to_date: '2024-01-01'"), kEnglish);
  EXPECT_THAT(RowsOf(document, "coverage"), ElementsAre("| THEME | GROUPS | SESSIONS | WITHOUT |"));
  EXPECT_THAT(Sentences(document), ElementsAre("Empty period (no day from 2024-01-01 on)."));
}

TEST(CoverageDocumentTest, NarrowsToLevelsAndGaps) {
  const auto labels = [](const v1::GetCoverageRequest& request) {
    Lines lines;
    const v1::Document document = DocumentOf(SampleCoverage(), kEnglish, request);
    const v1::DocumentTable table = TableOf(document, "coverage");
    for (const v1::DocumentRow& row : table.rows()) lines.push_back(row.cells(0).text());
    EXPECT_EQ(DataTable(document, "summary")->rows_size(), table.rows_size());
    return lines;
  };
  const std::string sub_theme = "Saisie, et \"intégration\"";
  EXPECT_THAT(labels(DownTo(0)), ElementsAre("Domaine budget", "The budget", sub_theme, "Tiers"));
  EXPECT_THAT(labels(DownTo(3)), ElementsAre("Domaine budget", "The budget", sub_theme, "Tiers"));
  EXPECT_THAT(labels(DownTo(2)), ElementsAre("Domaine budget", "The budget", "Tiers"));
  EXPECT_THAT(labels(DownTo(1)), ElementsAre("Domaine budget"));
  EXPECT_THAT(labels(DownTo(0, true)), ElementsAre("Domaine budget", "The budget", sub_theme));
}

TEST(CoverageDocumentTest, TellsOfTheLevelsThatAreShown) {
  const Lines sentences = Sentences(DocumentOf(SampleCoverage(), kFrench, DownTo(1)));
  for (const std::string& sentence : sentences) EXPECT_THAT(sentence, testing::Not(HasSubstr("Saisie")));
  EXPECT_EQ(sentences[1], "Abordé par tous sauf 1 groupe sur 3 : Domaine budget (sans 2).");
}

TEST(CoverageDocumentTest, SaysThatNobodyIsLate) {
  v1::Coverage coverage = SampleCoverage();
  for (auto& theme : *coverage.mutable_themes()) theme.clear_groups_late();
  const v1::Document document = DocumentOf(coverage, kFrench);
  EXPECT_EQ(Sentences(document)[4], "Aucun groupe n'est en retard sur le programme v6 (0 sur 3).");
  EXPECT_THAT(FiguresOf(document, "Aucun"), ElementsAre("0/3"));
}

TEST(CoverageDocumentTest, WritesConsecutiveGroupsAsARange) {
  auto coverage = Make<v1::Coverage>(
      "from_date: '2023-11-10' to_date: '2024-02-10' themes { label: 'T' level: 1 "
      "group_count: 1 group_total: 7 }");
  for (const int number : {1, 2, 4, 5, 6, 9}) {
    coverage.mutable_themes(0)->add_groups_without()->set_number(number);
  }
  EXPECT_EQ(RowsOf(DocumentOf(coverage, kFrench), "coverage")[1], "| T | 1/7 | 0 | 1 2 4-6 9 |");
}

TEST(CoverageDocumentTest, HoldsARowAThemeAndGroupForPrograms) {
  EXPECT_EQ(CsvOf(DocumentOf(SampleCoverage(), kFrench, DownTo(2))),
            "theme,label,group,first_date,sessions\n"
            "db,Domaine budget,1,2023-11-16,3\ndb,Domaine budget,2,,0\ndb,Domaine budget,3,2023-12-01,1\n"
            "b,Budget,1,2023-11-16,3\nb,Budget,2,,0\nb,Budget,3,2023-12-01,1\n"
            "t,Tiers,1,2023-11-16,1\nt,Tiers,2,2023-11-16,1\nt,Tiers,3,2023-11-16,1\n");
  EXPECT_EQ(CsvOf(DocumentOf(v1::Coverage(), kFrench)), "theme,label,group,first_date,sessions\n");
  EXPECT_THAT(CsvOf(DocumentOf(SampleCoverage(), kEnglish), "coverage", CsvStyle::kSpreadsheet),
              HasSubstr("\r\nb;The budget;1;2023-11-16;3\r\n"));
}

TEST(CoverageDocumentTest, HoldsARowAThemeInItsSummary) {
  EXPECT_EQ(CsvOf(DocumentOf(SampleCoverage(), kEnglish), "summary"),
            "theme,label,level,groups,sessions,groups_total,groups_without,month,weight,groups_late\n"
            "db,Domaine budget,1,2,4,3,2,,,\nb,Budget,2,2,4,3,2,2,core,2\n"
            "bs,\"Saisie, et \"\"intégration\"\"\",3,0,0,3,1 2 3,,,\nt,Tiers,2,3,3,3,,,,\n");
}

TEST(CoverageDocumentTest, NamesTheWaveWhenThereAreSeveral) {
  const auto coverage = Make<v1::Coverage>(
      "groups { group: 'groups/a' wave: 'waves/V6' number: 4 } groups { group: 'groups/b' wave: 'waves/V7' number: 4 } "
      "themes { label: 'T' level: 1 group_count: 1 group_total: 2 groups_without { wave: 'waves/V7' number: 4 } "
      "cells { group { group: 'groups/a' wave: 'waves/V6' number: 4 } session_count: 2 } }");
  EXPECT_THAT(RowsOf(DocumentOf(coverage, kFrench), "coverage"),
              ElementsAre("| THÈME | GROUPES | SÉANCES | V6/4 | V7/4 | SANS |", "| T | 1/2 | 0 | 2 | · | V7/4 |"));
}

}  // namespace
}  // namespace tutorat::report
