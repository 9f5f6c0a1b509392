#include "client/files/session_csv.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

void ExpectRow(const SessionFile& file, size_t index, const std::string& expected) {
  for (const Problem& problem : file.problems) ADD_FAILURE() << Describe(problem, kEnglish);
  ASSERT_GT(file.rows.size(), index);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(file.rows[index], Parse<v1::ImportRow>(expected)))
      << file.rows[index].DebugString();
}

Lines SessionProblems(absl::string_view bytes, Language language = kEnglish) {
  return Described(ReadSessions(bytes, language).problems, language);
}

TEST(ReadSessionsTest, ReadsALineWithEveryColumn) {
  ExpectRow(
      ReadSessions("wave,group,tutor,date,start,zone,duration,status,reason,themes,asked,present,late,excused,absent,"
                   "expected,guests,issue,affected,impact,issue_note,appreciation,note,link,request_id\n"
                   "V6,4, Anne Mésange ,2023-11-28,14:00,Europe/Paris,1h30,cancelled,strike,\"TIERS, \nEJ\",\"GFE, "
                   "\nDP \",A B|C,"
                   "D,2,0,9,E|F,mic|camera,A B / 2,strong|none,x\\|y|z,good,say,https://example.org/a,id-1\n",
                   kEnglish),
      0,
      R"(line: 2 request_id: "id-1" record {
              wave: "V6" group: "4" tutor: "Anne Mésange" date: "2023-11-28" start: "14:00" time_zone: "Europe/Paris"
              duration_minutes: 90 state: SESSION_STATE_CANCELLED cancel_reason: "strike" themes: "TIERS, \nEJ"
              present { names: "A B" names: "C" } late { names: "D" } excused { count: 2 } absent { count: 0 }
              expected: 9 guests: "E" guests: "F"
              issues { kind: KIND_MIC affected { names: "A B" } impact: IMPACT_STRONG note: "x|y" }
              issues { kind: KIND_CAMERA affected { count: 2 } impact: IMPACT_NONE note: "z" }
              appreciation: APPRECIATION_GOOD notes: "say" external_link: "https://example.org/a"
              requested_themes: "GFE, \nDP " })");
}

TEST(ReadSessionsTest, TakesFrenchHeadersInAnyOrderAndSpelling) {
  for (const char* header : {"thèmes;DATE;Groupe;durée;statut;présents;problème;concernés",
                             "themes;date;groupe;duree;statut;presents;probleme;concernes"}) {
    ExpectRow(
        ReadSessions(absl::StrCat(header, "\r\n« EJ » & SF;09/02/2024;10;90;Annulee;6;caméra|accès;3\r\n"), kEnglish),
        0,
        R"(line: 2 record { group: "10" date: "2024-02-09" duration_minutes: 90 state: SESSION_STATE_CANCELLED
                themes: "« EJ » & SF" present { count: 6 } issues { kind: KIND_CAMERA affected { count: 3 } }
                issues { kind: KIND_ACCESS affected { count: 3 } } })");
  }
}

TEST(ReadSessionsTest, ReadsWhatExcelWritesInFrance) {
  ExpectRow(
      ReadSessions("groupe;date;th\xE8mes;note\r\n4;10/11/2023;\"Pr\xE9sentation; \"\"EJ\"\"\";'=A1+A2\r\n;;;\r\n",
                   kEnglish),
      0, R"(line: 2 record { group: "4" date: "2023-11-10" themes: "Présentation; \"EJ\"" notes: "=A1+A2" })");
}

TEST(ReadSessionsTest, OnlyRequiredColumnsAreNeeded) {
  const SessionFile file = ReadSessions("group,date,themes\n4,2023-11-10,  EJ \n4,2023-11-17,\n", kEnglish);
  ExpectRow(file, 0, R"(line: 2 record { group: "4" date: "2023-11-10" themes: "  EJ " })");
  ExpectRow(file, 1, R"(line: 3 record { group: "4" date: "2023-11-17" })");
}

TEST(ReadSessionsTest, AHeaderAloneHasNoSessions) {
  const SessionFile file = ReadSessions("group,date,themes\n", kEnglish);
  EXPECT_TRUE(file.rows.empty());
  EXPECT_TRUE(file.problems.empty());
  EXPECT_EQ(SessionProblems(""), (std::vector<std::string>{"the file is empty; one of its lines names the columns"}));
}

TEST(ReadSessionsTest, OneValueStandsForAllIssues) {
  ExpectRow(
      ReadSessions("group,date,themes,issue,affected,impact,issue_note\n4,2023-11-10,EJ,mic|camera|room,2,slight,x\n",
                   kEnglish),
      0,
      R"(line: 2 record { group: "4" date: "2023-11-10" themes: "EJ"
              issues { kind: KIND_MIC affected { count: 2 } impact: IMPACT_SLIGHT note: "x" }
              issues { kind: KIND_CAMERA affected { count: 2 } impact: IMPACT_SLIGHT note: "x" }
              issues { kind: KIND_ROOM affected { count: 2 } impact: IMPACT_SLIGHT note: "x" } })");
  ExpectRow(
      ReadSessions("group,date,themes,issue,affected,impact\n4,2023-11-10,EJ,mic|camera,/ A|B,|strong\n", kEnglish), 0,
      R"(line: 2 record { group: "4" date: "2023-11-10" themes: "EJ" issues { kind: KIND_MIC }
              issues { kind: KIND_CAMERA affected { names: "A" names: "B" } impact: IMPACT_STRONG } })");
}

TEST(ReadSessionsTest, LineEndsWithinACellBecomeLineFeeds) {
  ExpectRow(ReadSessions("group,date,themes\r\n4,2023-11-10,\"TIERS\r\nEJ\rSF\"\r\n", kEnglish), 0,
            R"(line: 2 record { group: "4" date: "2023-11-10" themes: "TIERS\nEJ\nSF" })");
}

std::vector<std::string> Notes(absl::string_view text, Language language = kEnglish) {
  std::vector<std::string> notes;
  for (const Problem& note : ReadSessions(text, language).notes) notes.push_back(Describe(note, language));
  return notes;
}

TEST(ReadSessionsTest, ASlipInAColumnsNameIsRefusedWithTheNearestOne) {
  EXPECT_EQ(SessionProblems("group,date,themmes,durrée,Groupe,zzzzzzzzzz,issue note\n4,2023-11-10,EJ,90,5,,\n"),
            (std::vector<std::string>{"line 1: \"Groupe\" repeats the column \"group\"; keep one of them",
                                      "line 1: \"themmes\" is no known column; perhaps \"themes\"?",
                                      "line 1: \"durrée\" is no known column; perhaps \"duration\"?",
                                      "line 1: the column \"themes\" is missing; add it to the header"}));
}

TEST(ReadSessionsTest, AColumnThatNobodyKnowsIsLeftAsideAndNamed) {
  const std::string text = "group,date,themes,salle,Remarks,note,Fin\n4,2023-11-10,EJ,B12,x,y,\n";
  EXPECT_TRUE(SessionProblems(text).empty());
  EXPECT_EQ(Notes(text), (std::vector<std::string>{"line 1: \"salle\" is no known column: left aside",
                                                   "line 1: \"Remarks\" is no known column: left aside"}));
  ExpectRow(ReadSessions(text, kEnglish), 0,
            R"(line: 2 record { group: "4" date: "2023-11-10" themes: "EJ" notes: "y" })");
}

TEST(ReadSessionsTest, TakesTheWordsOfRegisters) {
  ExpectRow(
      ReadSessions("N° groupe;Jour;Heure de début;Heure de fin;Thèmes abordés;Nb présents;Inscrits;Observations;État\n"
                   "G4;09/02/24;14h30;16h;EJ;6;9;à revoir;tenue\n",
                   Language::kFrench),
      0, R"(line: 2 record { group: "G4" date: "2024-02-09" start: "14:30" duration_minutes: 90
                    state: SESSION_STATE_HELD themes: "EJ" present { count: 6 } expected: 9 notes: "à revoir" })");
  // What `session list --excel` writes.
  EXPECT_TRUE(SessionProblems("GROUPE;DATE;HEURE;DURÉE (MINUTES);ÉTAT;THÈMES\n4;09/02/2024;14:00;60;tenue;EJ\n",
                              Language::kFrench)
                  .empty());
}

TEST(ReadSessionsTest, FindsTheHeaderBelowATitleAndLeavesTotalsAside) {
  const std::string text =
      "Registre du tutorat ; vague V6;;\n;;;\nGroupe;Date;Thèmes;Présents\n4;09/02/2024;EJ;6\n;16/02/2024;SF;5\n"
      "Groupe;Date;Thèmes;Présents\n5;16/02/2024;DP;7\nTotal;3 séances;;18\n";
  EXPECT_EQ(SessionProblems(text, Language::kFrench), std::vector<std::string>());
  const SessionFile file = ReadSessions(text, Language::kFrench);
  ASSERT_EQ(file.rows.size(), 3U);
  EXPECT_EQ(file.rows[1].record().group(), "4");
  EXPECT_EQ(file.rows[2].record().group(), "5");
  EXPECT_EQ(file.rows[2].line(), 7);
  EXPECT_EQ(Notes(text, Language::kFrench),
            (std::vector<std::string>{"ligne 1 : « Registre du tutorat » est au-dessus de l'en-tête : laissé de côté",
                                      "ligne 6 : « Groupe » répète l'en-tête : laissé de côté",
                                      "ligne 8 : « Total » est une ligne de total : laissée de côté",
                                      "colonne Groupe : vide, reprise de la ligne au-dessus : 5"}));
  EXPECT_EQ(SessionProblems("group,date,themes\nTotal des dépenses,09/02/2024,EJ\n").size(), 0U)
      << "a whole line is no total: the server judges the group";
}

TEST(ReadSessionsTest, RefusesWhatASpreadsheetCouldNotCompute) {
  for (const char* error : {"#REF!", "#N/A", "#VALEUR!", "#NOM?", "#DIV/0!", "#VALUE!", "Err:502", "########"}) {
    for (const char* line : {"$0;09/02/2024;EJ;6", "4;$0;EJ;6", "4;09/02/2024;$0;6", "4;09/02/2024;EJ;$0"}) {
      const std::vector<std::string> problems = SessionProblems(
          absl::StrCat("group;date;themes;present\n", absl::StrReplaceAll(line, {{"$0", error}}), "\n"));
      ASSERT_FALSE(problems.empty()) << line << error;
      EXPECT_NE(absl::StrJoin(problems, "\n").find("what a spreadsheet writes for an error"), std::string::npos)
          << problems[0];
    }
  }
}

TEST(ReadSessionsTest, ReadsHowManyOfHowManyAndEverybody) {
  const SessionFile file = ReadSessions(
      "group;date;themes;present;expected;absent\n4;09/02/2024;EJ;6 sur 9;;\n4;10/02/2024;EJ;tous;;aucun\n", kEnglish);
  ExpectRow(file, 0,
            R"(line: 2 record { group: "4" date: "2024-02-09" themes: "EJ" present { count: 6 } expected: 9 })");
  ExpectRow(file, 1, R"(line: 3 record { group: "4" date: "2024-02-10" themes: "EJ"
                          unlisted_members: UNLISTED_PRESENT })");
  EXPECT_EQ(SessionProblems("group;date;themes;present;expected\n4;09/02/2024;EJ;6 sur 9;8\n").size(), 1U);
  EXPECT_EQ(SessionProblems("group;date;themes;end\n4;09/02/2024;EJ;16h\n").size(), 1U) << "no start";
  EXPECT_EQ(SessionProblems("group;date;themes;start;end\n4;09/02/2024;EJ;16h;15h\n").size(), 1U);
}

TEST(ReadSessionsTest, CellsMayBeMissingAtTheEndAndEmptyOnesTooMany) {
  const std::string header = "group;date;themes;present\n";
  EXPECT_TRUE(SessionProblems(header + "4;09/02/2024;EJ\n4;10/02/2024;EJ;6;;;\n").empty());
  EXPECT_EQ(SessionProblems(header + "4;09/02/2024;EJ;6;;x\n"),
            (std::vector<std::string>{"line 2: \"x\" is cell 6 of the line, and the header has 4 columns; remove the "
                                      "separator too many, or quote the text that holds one"}));
}

TEST(ReadSessionsTest, NoRowIsGivenWhenTheHeaderIsWrong) {
  const SessionFile file = ReadSessions("group,date,group\n4,2023-11-10,EJ\n4,2023-02-30,EJ\n", kEnglish);
  EXPECT_TRUE(file.rows.empty());
  ASSERT_EQ(file.problems.size(), 3U) << "and every line is looked at";
  EXPECT_EQ(file.problems[2].line, 3);
}

TEST(ReadSessionsTest, NamesEveryMissingColumn) {
  EXPECT_EQ(SessionProblems("tuteur,début\nAnne,14:00\n", Language::kFrench),
            (std::vector<std::string>{"ligne 1 : la colonne « groupe » manque ; l'ajouter à l'en-tête",
                                      "ligne 1 : la colonne « date » manque ; l'ajouter à l'en-tête",
                                      "ligne 1 : la colonne « themes » manque ; l'ajouter à l'en-tête"}));
}

TEST(ReadSessionsTest, ReportsEveryWrongCellByLineColumnValueAndRemedy) {
  EXPECT_EQ(
      SessionProblems("groupe;date;thèmes;début;durée;statut;présents;attendus;problème;concernés;impact;appréciation\n"
                      ";30/02/2024;EJ;25:00;longtemps;faite;-3;six;;;;super\n"
                      "4;2024-01-15;EJ;;;;;;;;;\n"
                      "4;;EJ;;;;;;micro|son;;;\n"
                      "4;2024-01-15;EJ;;;;;;;3;;\n"
                      "4;2024-01-15;EJ;;;;;;micro;1 / 2;fort|fort;\n",
                      Language::kFrench),
      (std::vector<std::string>{
          "ligne 2, colonne groupe : la cellule est vide ; la remplir",
          absl::StrCat("ligne 2, colonne date : « 30/02/2024 » n'existe pas : ce mois-là a 29 jours ; corriger le "
                       "jour, le mois ou ",
                       "l'année"),
          "ligne 2, colonne début : « 25:00 » n'est pas une heure ; écrire HH:MM, de 00:00 à 23:59, par exemple 14:00",
          absl::StrCat("ligne 2, colonne durée : « longtemps » n'est pas une durée ; écrire des minutes ou 1h30, par "
                       "exemple 90 ou ",
                       "1h30"),
          "ligne 2, colonne statut : « faite » n'est pas connu ; choisir prévue|tenue|annulée",
          "ligne 2, colonne présents : « -3 » n'est ni un nombre ni des noms ; écrire 6, ou des noms séparés par |",
          "ligne 2, colonne attendus : « six » n'est pas un nombre ; écrire des chiffres seulement, par exemple 7",
          "ligne 2, colonne appréciation : « super » n'est pas connu ; choisir bonne|moyenne|difficile",
          "ligne 4, colonne date : la cellule est vide ; la remplir",
          absl::StrCat(
              "ligne 4, colonne problème : « micro|son » n'est pas un problème connu ; écrire un ou plusieurs de ",
              "micro|caméra|connexion|accès|salle|autre"),
          absl::StrCat(
              "ligne 5, colonne concernés : « 3 » se rapporte à un problème, et la ligne n'en nomme aucun ; écrire ",
              "lequel : micro|caméra|connexion|accès|salle|autre"),
          absl::StrCat("ligne 6, colonne concernés : « 1 / 2 » donne 2 valeurs pour 1 problème(s) ; en écrire une pour "
                       "tous, ou une ",
                       "pour chacun, séparées par « / »"),
          absl::StrCat("ligne 6, colonne impact : « fort|fort » donne 2 valeurs pour 1 problème(s) ; en écrire une "
                       "pour tous, ou ",
                       "une ", "pour chacun, séparées par « | »")}));
}

TEST(ReadSessionsTest, TheOtherLinesAreStillRead) {
  const SessionFile file =
      ReadSessions("group,date,themes\n4,2023-11-10,EJ\n4,2023-02-30,EJ\n4\n5,2023-11-10,EJ\n", kEnglish);
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[1].line(), 5);
  ASSERT_EQ(file.problems.size(), 2U);
  EXPECT_EQ(file.problems[0].line, 3);
  EXPECT_EQ(file.problems[1].line, 4);
}

TEST(ReadSessionsTest, ColumnsWithoutANameMustBeEmpty) {
  EXPECT_TRUE(SessionProblems("group,date,themes,\n4,2023-11-10,EJ,\n").empty());
  EXPECT_EQ(
      SessionProblems("group,date,themes,\n4,2023-11-10,EJ,x\n"),
      (std::vector<std::string>{"line 2: \"x\" stands in a column without a name; name it in the header or empty it"}));
}

TEST(ReadSessionsTest, ALongValueIsCutInTheMessage) {
  const std::vector<std::string> problems =
      SessionProblems(absl::StrCat("group,date,themes\n4,", std::string(1U << 20, 'x'), ",EJ\n"));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_LT(problems[0].size(), 300U);
}

TEST(ColumnNameTest, IsThatOfTheFile) {
  const SessionFile file = ReadSessions("Groupe,date,thèmes,durée,problème\n", kEnglish);
  for (const auto& [field, column] : {std::pair("group", "Groupe"),
                                      {"themes", "thèmes"},
                                      {"duration_minutes", "durée"},
                                      {"issues", "problème"},
                                      {"issues[0].kind", "problème"},
                                      {"issues[1].affected.names[3]", "affected"},
                                      {"issues[1].impact", "impact"},
                                      {"present.names[2]", "present"},
                                      {"state", "status"},
                                      {"cancel_reason", "reason"},
                                      {"time_zone", "zone"},
                                      {"notes", "note"},
                                      {"external_link", "link"},
                                      {"requested_themes", "asked"},
                                      {"guests[0]", "guests"},
                                      {"nothing", ""},
                                      {"", ""}}) {
    EXPECT_EQ(ColumnName(file, field), column) << field;
  }
}

TEST(WriteSessionsTest, AnEmptyListGivesAHeaderThatIsRead) {
  const std::string text = WriteSessions({}, CsvStyle::kPlain, Language::kFrench);
  EXPECT_EQ(text,
            "vague,groupe,tuteur,date,debut,fuseau,duree,statut,motif,themes,demandes,presents,retards,excuses,absents,"
            "autres,attendus,invites,probleme,concernes,impact,note_probleme,appreciation,note,lien\n");
  EXPECT_TRUE(SessionProblems(text).empty());
}

}  // namespace
}  // namespace tutorat::format
