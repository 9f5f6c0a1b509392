// Coverage, programmes and agendas as they are typed, in this process, against a server whose answers the test decides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/agenda.pb.h"
#include "tutorat/v1/coverage.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/report_export.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/theme.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using ThemeVerbs = tests::AnsweredTest;

TEST_F(ThemeVerbs, CoverageAsksForThePeriodTheGroupsAndTheProgramme) {
  EXPECT_EQ(Run({"coverage", "--from", "10/11/2023", "--wave", "V6", "-g", "3", "-g", "4", "--programme", "v6",
                 "--repeated", "3"})
                .code,
            0);
  EXPECT_EQ(Last<v1::GetCoverageRequest>("ReportService/GetCoverage").ShortDebugString(),
            "from_date: \"2023-11-10\" months: 3 wave: \"V6\" group_numbers: 3 group_numbers: 4 programme: \"v6\" "
            "repeated_from: 3 document { language: \"fr\" }");
  EXPECT_EQ(Run({"coverage", "--from", "2023-11-10", "--to", "2023-12-31"}).code, 0);
  EXPECT_EQ(Last<v1::GetCoverageRequest>("ReportService/GetCoverage").ShortDebugString(),
            "from_date: \"2023-11-10\" to_date: \"2024-01-01\" document { language: \"fr\" }");
}

TEST_F(ThemeVerbs, CoverageSaysWhatIsWrongInALine) {
  const auto expect = [](int code, const std::vector<std::string>& arguments) {
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, code) << result.err;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  };
  // How flags go together is usage; what a flag's value is, input.
  expect(2, {"coverage"});
  expect(2, {"coverage", "--from", "2024-01-01", "--months", "1", "--to", "2024-02-01"});
  expect(2, {"coverage", "--from", "2024-01-01", "--summary", "--format", "json"});
  expect(4, {"coverage", "--from", "30/02/2024"});
  expect(4, {"coverage", "--from", "2024-01-01", "--months", "0"});
  expect(4, {"coverage", "--from", "2024-01-01", "--group", "x"});
  expect(4, {"coverage", "--from", "2024-01-01", "--level", "rayon"});
  expect(4, {"coverage", "--from", "2024-01-01", "--repeated", "x"});
  EXPECT_THAT(Run({"coverage", "--from", "2024-01-01", "--level", "rayon"}).err,
              HasSubstr("domaine, theme ou sous-theme"));
}

TEST_F(ThemeVerbs, CoverageTakesLevelsOfBothLanguages) {
  const auto level_of = [this](const std::string& word) {
    Run({"coverage", "--from", "2024-01-01", "--level", word});
    return Last<v1::GetCoverageRequest>("ReportService/GetCoverage").document_level();
  };
  for (const char* word : {"domaine", "domain"}) EXPECT_EQ(level_of(word), 1) << word;
  for (const char* word : {"thème", "theme"}) EXPECT_EQ(level_of(word), 2) << word;
  for (const char* word : {"sous-thème", "sub-theme"}) EXPECT_EQ(level_of(word), 3) << word;
}

TEST_F(ThemeVerbs, AThemeIsMeantByItsCodeInAnyCase) {
  Run({"theme", "show", "EJ"});
  EXPECT_EQ(Last<v1::GetThemeRequest>("ThemeService/GetTheme").name(), "themes/ej");
  Run({"theme", "create", "saisie", "--label", "Saisie", "--parent", "Budget", "--rank", "2"});
  const v1::Theme created = Last<v1::CreateThemeRequest>("ThemeService/CreateTheme").theme();
  EXPECT_EQ(created.ShortDebugString(), "code: \"saisie\" parent: \"themes/budget\" label: \"Saisie\" rank: 2");
}

TEST_F(ThemeVerbs, CoverageInAFileIsTheServersWithTheTableThatIsAskedFor) {
  Run({"coverage", "--from", "2024-01-01", "--summary", "--gaps"});
  const auto asked = Last<v1::ExportReportRequest>("ReportService/ExportReport");
  EXPECT_EQ(asked.format(), v1::ExportReportRequest::FORMAT_CSV);
  EXPECT_EQ(asked.table(), "summary");
  EXPECT_TRUE(asked.coverage().document_gaps_only());
  EXPECT_EQ(asked.coverage().document().language(), "fr");
}

TEST_F(ThemeVerbs, ASessionKeepsWhatWasAskedTakenAndDropped) {
  EXPECT_EQ(Run({"session", "plan", "--group", "4", "--date", "2024-02-12", "--asked", "GFE", "--asked", "les DP",
                 "--take", "EJ", "--take", "themes/tiers", "--drop", "budget"})
                .code,
            0);
  const v1::SessionRecord record = Last<v1::RecordSessionRequest>("SessionService/RecordSession").record();
  EXPECT_EQ(record.requested_themes(), "GFE, les DP");
  std::vector<std::string> agenda;
  for (const auto& item : record.agenda()) {
    agenda.push_back(absl::StrCat(item.theme(), " ", v1::AgendaItem::Choice_Name(item.choice())));
  }
  EXPECT_THAT(agenda,
              ElementsAre("themes/ej CHOICE_TAKEN", "themes/tiers CHOICE_TAKEN", "themes/budget CHOICE_DROPPED"));
}

TEST_F(ThemeVerbs, AnEditSendsWhatIsSaidOfTheAgenda) {
  Answers<v1::GetSessionResponse>("GetSession",
                                  "session { name: 'sessions/a' etag: 'e' local_date: '2024-02-12' "
                                  "agenda { theme: 'themes/ej' choice: CHOICE_TAKEN } }");
  EXPECT_EQ(Run({"session", "edit", "sessions/a", "--drop", "tiers", "--take", "gfe", "--asked", "DP"}).code, 0);
  const auto request = Last<v1::RecordSessionRequest>("SessionService/RecordSession");
  EXPECT_EQ(request.record().requested_themes(), "DP");
  std::vector<std::string> agenda;
  for (const auto& item : request.record().agenda()) {
    agenda.push_back(absl::StrCat(item.theme(), " ", v1::AgendaItem::Choice_Name(item.choice())));
  }
  EXPECT_THAT(agenda, ElementsAre("themes/gfe CHOICE_TAKEN", "themes/tiers CHOICE_DROPPED"));
  EXPECT_EQ(Run({"session", "edit", "sessions/a", "--clear", "demandes", "--clear", "agenda"}).code, 0);
  EXPECT_THAT(Last<v1::RecordSessionRequest>("SessionService/RecordSession").clear(),
              ElementsAre("requested_themes", "agenda"));
}

TEST_F(ThemeVerbs, SessionShowPrintsWishesAndTheAgendaByLabel) {
  Answers<v1::GetSessionResponse>(
      "GetSession", "session { name: 'sessions/a' agenda { theme: 'themes/ej' choice: CHOICE_DROPPED } }");
  Answers<v1::GetSessionRecordResponse>("GetSessionRecord", "record { requested_themes: 'les DP' }");
  Answers<v1::ListThemesResponse>("ListThemes",
                                  "themes { name: 'themes/ej' code: 'ej' label: 'Engagement juridique' }");
  const std::string out = Run({"session", "show", "sessions/a"}).out;
  EXPECT_THAT(out, HasSubstr("les DP"));
  EXPECT_THAT(out, HasSubstr("Engagement juridique : écarté"));
  EXPECT_THAT(Run({"session", "show", "sessions/a", "--format", "csv"}).out, HasSubstr("ej: dropped"));
}

TEST_F(ThemeVerbs, SuggestionsAreShownWithWhatToDo) {
  Answers<v1::SuggestThemesResponse>(
      "SuggestThemes",
      "agenda { group { wave: 'waves/V6' number: 4 } planned_session: 'sessions/p' planned_date: '2024-02-12' } "
      "document { blocks { table { columns { key: 'rank' title: 'RANG' kind: KIND_NUMBER } "
      "columns { key: 'why' title: 'POURQUOI' kind: KIND_TEXT } "
      "rows { cells { number: 1 } cells { items: 'demandé (+80)' items: 'vu (+30)' } } } } "
      "blocks { sentence { text: 'Groupe V6/4 : 1 thème proposé sur 3.' } } }");
  EXPECT_EQ(Run({"session", "suggest", "--group", "V6/4", "--date", "09/02/2024", "--limit", "2"}).out,
            R"(┌──────┬───────────────┐
│ RANG │ POURQUOI      │
├──────┼───────────────┤
│    1 │ demandé (+80) │
│      │ vu (+30)      │
└──────┴───────────────┘

- Groupe V6/4 : 1 thème proposé sur 3.
  Retenir ou écarter : tutorat session edit --group V6/4 --date 2024-02-12 --take CODE --drop CODE
)");
  EXPECT_EQ(Last<v1::SuggestThemesRequest>("ReportService/SuggestThemes").ShortDebugString(),
            "group: \"waves/V6/groups/4\" date: \"2024-02-09\" limit: 2 document { }");
  EXPECT_EQ(Run({"session", "suggest"}).code, 2);
}

TEST_F(ThemeVerbs, AWaveTakesAProgrammeAndACalendar) {
  EXPECT_EQ(Run({"wave", "edit", "V6", "--programme", "V6-Mois", "--school-calendar", "zone-b"}).code, 0);
  const auto request = Last<v1::UpdateWaveRequest>("GroupService/UpdateWave");
  EXPECT_EQ(request.wave().programme(), "programmes/v6-mois");
  EXPECT_EQ(request.wave().school_calendar(), "schoolCalendars/zone-b");
  EXPECT_THAT(request.update_mask().paths(), ElementsAre("programme", "school_calendar"));
  EXPECT_EQ(Run({"wave", "edit", "V6", "--programme", ""}).code, 0);
  EXPECT_EQ(Last<v1::UpdateWaveRequest>("GroupService/UpdateWave").wave().programme(), "");
}

TEST_F(ThemeVerbs, AProgrammeIsImportedAfterItWasShown) {
  Refuses("GetProgramme", tests::Refusal(grpc::StatusCode::NOT_FOUND, "PROGRAMME_NOT_FOUND"));
  const std::string file = Write("p.csv", "thème;mois;poids\nbudget;2;socle\ngfe;6;facultatif\n");
  const Result preview = Run({"programme", "import", file, "--code", "v6"});
  EXPECT_EQ(preview.code, 0) << preview.err;
  EXPECT_THAT(preview.out, HasSubstr("│     2 │ ajouter │ budget, mois 2, socle   │"));
  EXPECT_THAT(preview.out, HasSubstr("--apply"));
  EXPECT_TRUE(Last<v1::CreateProgrammeRequest>("ThemeService/CreateProgramme").validate_only());
  EXPECT_EQ(Run({"programme", "import", file, "--code", "v6", "--label", "Six mois", "--apply"}).code, 0);
  const auto request = Last<v1::CreateProgrammeRequest>("ThemeService/CreateProgramme");
  EXPECT_FALSE(request.validate_only());
  EXPECT_EQ(request.programme().ShortDebugString(),
            "code: \"v6\" label: \"Six mois\" items { theme: \"themes/budget\" month: 2 weight: WEIGHT_CORE } "
            "items { theme: \"themes/gfe\" month: 6 weight: WEIGHT_OPTIONAL }");
}

TEST_F(ThemeVerbs, AnImportReplacesAndASecondOneChangesNothing) {
  Answers<v1::GetProgrammeResponse>("GetProgramme",
                                    "programme { name: 'programmes/v6' code: 'v6' etag: 'e' "
                                    "items { theme: 'themes/budget' month: 2 weight: WEIGHT_CORE } "
                                    "items { theme: 'themes/ej' month: 3 weight: WEIGHT_CORE } }");
  const std::string other = Write("p.csv", "theme,month,weight\nbudget,1,core\ntiers,2,core\n");
  const Result result = Run({"programme", "import", other, "--code", "v6", "--apply", "--format", "csv"});
  EXPECT_EQ(result.out,
            "line,action,detail\n2,change,\"budget, month 1, core; before: budget, month 2, core\"\n"
            "3,add,\"tiers, month 2, core\"\n,remove,\"ej, month 3, core\"\n");
  const auto request = Last<v1::UpdateProgrammeRequest>("ThemeService/UpdateProgramme");
  EXPECT_FALSE(request.validate_only());
  EXPECT_EQ(request.programme().etag(), "e");
  EXPECT_EQ(request.programme().items_size(), 2);
  const std::string same = Write("q.csv", "theme,month,weight\nej,3,core\nbudget,2,core\n");
  const Result again = Run({"programme", "import", same, "--code", "v6", "--apply"});
  EXPECT_THAT(again.out, HasSubstr("Rien à changer : programme v6, 2 thèmes."));
  EXPECT_TRUE(Last<v1::UpdateProgrammeRequest>("ThemeService/UpdateProgramme").validate_only());
}

TEST_F(ThemeVerbs, AnImportSaysWhichLineIsWrong) {
  Answers<v1::GetProgrammeResponse>("GetProgramme", "programme { name: 'programmes/v6' code: 'v6' etag: 'e' }");
  const std::string unread = Write("p.csv", "theme,month\nbudget,0\nej,1\n");
  const Result bad = Run({"programme", "import", unread, "--code", "v6", "--apply"});
  EXPECT_EQ(bad.code, 4);
  EXPECT_THAT(bad.err, HasSubstr("1 ligne(s) en erreur"));
  Refuses("UpdateProgramme",
          tests::Refusal(grpc::StatusCode::NOT_FOUND, "THEME_NOT_FOUND", "programme.items[1].theme"));
  const std::string unknown = Write("q.csv", "theme,month\nbudget,1\n\nnone,1\n");
  const Result refused = Run({"programme", "import", unknown, "--code", "v6", "--apply", "--format", "csv"});
  EXPECT_EQ(refused.code, 4);
  EXPECT_THAT(refused.out, HasSubstr("\n4,error,"));
  EXPECT_THAT(refused.out, HasSubstr("\n2,add,"));
  EXPECT_EQ(Run({"programme", "import", dir_.File("none.csv"), "--code", "v6"}).code, 3);
}

TEST_F(ThemeVerbs, AProgrammeIsListedShownAndExported) {
  const std::string programme =
      "name: 'programmes/v6' code: 'v6' label: 'Six mois' items { theme: 'themes/gfe' month: 6 weight: WEIGHT_OPTIONAL "
      "} "
      "items { theme: 'themes/ej' month: 3 weight: WEIGHT_CORE }";
  Answers<v1::GetProgrammeResponse>("GetProgramme", absl::StrCat("programme { ", programme, " }"));
  Answers<v1::ListProgrammesResponse>("ListProgrammes", absl::StrCat("programmes { ", programme, " }"));
  Answers<v1::ListThemesResponse>("ListThemes",
                                  "themes { name: 'themes/ej' label: 'Engagement' label_en: 'Commitment' }");
  EXPECT_EQ(Run({"programme", "list", "--format", "csv"}).out, "code,label,themes,core,months\nv6,Six mois,2,1,6\n");
  EXPECT_EQ(Run({"programme", "show", "v6", "--format", "csv", "--lang", "en"}).out,
            "month,theme,label,weight\n3,ej,Commitment,core\n6,gfe,themes/gfe,optional\n");
  EXPECT_EQ(Run({"programme", "export", "v6"}).out, "theme,month,weight\ngfe,6,optional\nej,3,core\n");
  EXPECT_EQ(Run({"programme", "export", "v6", "--excel"}).out,
            "\xEF\xBB\xBFthème;mois;poids\r\ngfe;6;facultatif\r\nej;3;socle\r\n");
}

}  // namespace
}  // namespace tutorat::cli
