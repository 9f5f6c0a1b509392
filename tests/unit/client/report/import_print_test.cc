#include "client/report/import_print.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

SessionFile SampleFile() {
  return ReadSessions(
      "vague,groupe,date,début,thèmes\nV6,4,10/11/2023,14:00,TIERS\n,5,30/02/2024,25:00,EJ\nV6,6,10/11/"
      "2023,,\"Budget\nEJ\"\n,7,x,,\n",
      Language::kFrench);
}

TEST(ImportPrintTest, ProblemsOfTheFileAndOfTheServerStandInTheOrderOfTheFile) {
  const SessionFile file = SampleFile();
  const v1::ImportReport report = MergeProblems(file, Parse<v1::ImportReport>(R"(
      results { line: 2 action: ACTION_CREATE }
      results { line: 4 action: ACTION_ERROR errors { field: "duration_minutes" message: "trop long" }
                errors { field: "request_id" message: "déjà pris" } }
      create_count: 1 error_count: 1)"),
                                                Language::kFrench);
  EXPECT_EQ(report.error_count(), 3);
  EXPECT_EQ(report.results(1).errors(0).field(), "date");
  EXPECT_EQ(report.results(1).errors(1).field(), "start") << "as the server names it, whatever the file does";
  const Table table = ImportTable(file, report, Language::kFrench);
  ASSERT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[0], (std::vector<std::string>{"2", "créer", "groupe V6/4, 10/11/2023 14:00, TIERS"}));
  EXPECT_EQ(
      table.rows[1],
      (std::vector<std::string>{
          "3", "erreur",
          absl::StrCat(
              "colonne date : « 30/02/2024 » n'existe pas : ce mois-là a 29 jours ; corriger le jour, le mois ou "
              "l'année\n",
              "colonne début : « 25:00 » n'est pas une heure ; écrire HH:MM, de 00:00 à 23:59, par exemple 14:00")}));
  EXPECT_EQ(table.rows[2],
            (std::vector<std::string>{"4", "erreur",
                                      absl::StrCat("groupe V6/6, 10/11/2023, Budget\ncolonne duree : trop long\n",
                                                   "colonne request_id : déjà pris")}));
  EXPECT_EQ(table.rows[3][0], "5") << "as a spreadsheet numbers it, after a cell of two lines";
  EXPECT_EQ(
      ImportSummary(report, Language::kFrench),
      (std::vector<std::string>{"1 à créer, 0 identique(s), 0 à modifier, 3 en erreur : rien n'est enregistré."}));
}

TEST(ImportPrintTest, SaysWhatIsStoredWhereSomeRowsAreNot) {
  const auto report = Parse<v1::ImportReport>(R"(
      results { line: 2 action: ACTION_CREATE }
      results { line: 4 action: ACTION_ERROR errors { field: "group" message: "supprimé" } }
      create_count: 1 error_count: 1 applied: true)");
  EXPECT_EQ(ImportTable(SampleFile(), report, Language::kFrench).rows[0][1], "créée");
  EXPECT_EQ(ImportSummary(report, Language::kFrench),
            (std::vector<std::string>{"1 créée(s), 0 identique(s), 0 modifiée(s) : c'est enregistré ; 1 en erreur, non "
                                      "enregistrée(s) : d'autres ont changé quelque chose entre-temps."}));
}

TEST(ImportPrintTest, SaysWhatChangesAndWhatIsOdd) {
  const auto report = Parse<v1::ImportReport>(R"(
      results { line: 2 action: ACTION_UPDATE changed_fields: "notes" changed_fields: "duration"
                warnings { message: "un dimanche" } }
      results { line: 4 action: ACTION_SAME }
      created { collection: "groups" label: "V6/4" line: 2 } created { collection: "members" label: "Zoé" line: 2 }
      created { collection: "members" label: "Loïc" line: 4 } created { collection: "waves" label: "V6" line: 2 }
      update_count: 1 same_count: 1 applied: true)");
  const Table table = ImportTable(SampleFile(), report, Language::kEnglish);
  EXPECT_EQ(table.rows[0], (std::vector<std::string>{
                               "2", "updated",
                               absl::StrCat("group V6/4, 2023-11-10 14:00, TIERS\nchanged fields: notes, duration\n",
                                            "warning: un dimanche")}));
  EXPECT_EQ(table.rows[1][1], "same");
  EXPECT_EQ(ImportSummary(report, Language::kEnglish),
            (std::vector<std::string>{"Created: 1 wave (V6).", "Created: 1 group (V6/4).",
                                      "Created: 2 members (Zoé, Loïc).", "0 created, 1 same, 1 updated: stored."}));
}

TEST(ImportPrintTest, OfManyCreatedTheFirstOnesAreNamed) {
  v1::ImportReport report;
  for (int i = 1; i <= 14; ++i) {
    v1::CreatedResource& created = *report.add_created();
    created.set_collection("tutors");
    created.set_label(absl::StrCat("T", i));
  }
  EXPECT_EQ(ImportSummary(report, Language::kFrench)[0],
            "À créer : 14 tuteurs (T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12… et 2 de plus).");
}

TEST(ImportPrintTest, AProblemOfTheWholeFileHasNoLine) {
  const SessionFile file = ReadSessions("", Language::kEnglish);
  const v1::ImportReport report = MergeProblems(file, {}, Language::kEnglish);
  EXPECT_EQ(report.error_count(), 1);
  EXPECT_EQ(ImportTable(file, report, Language::kEnglish).rows[0],
            (std::vector<std::string>{"", "error", "the file is empty; one of its lines names the columns"}));
}

}  // namespace
}  // namespace tutorat::format
