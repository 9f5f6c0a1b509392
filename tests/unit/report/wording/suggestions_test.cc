#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(SuggestionDocumentTest, SaysWhyEachThemeComesNext) {
  const v1::DocumentTable table = TableOf(DocumentOf(SampleAgenda(), kFrench), "suggestions");
  ASSERT_EQ(table.rows_size(), 3);
  EXPECT_THAT(table.rows(0).cells(4).items(),
              ElementsAre("au programme du mois 2, en retard (+100)", "demandé pour le 13/02/2024 (+50)",
                          "vu par 6 groupes sur 9 (+40)"));
  EXPECT_THAT(table.rows(1).cells(4).items(),
              ElementsAre("demandé le 30/01/2024, dans 2 séances (+50)", "abordé le 30/01/2024 (-40)"));
  EXPECT_THAT(table.rows(2).cells(4).items(), ElementsAre("déjà abordé le 28/11/2023"));
  const v1::DocumentTable english = TableOf(DocumentOf(SampleAgenda(), kEnglish), "suggestions");
  EXPECT_THAT(english.rows(0).cells(4).items(),
              ElementsAre("on the programme of month 2, late (+100)", "asked for 2024-02-13 (+50)",
                          "covered by 6 groups out of 9 (+40)"));
  EXPECT_THAT(english.rows(1).cells(4).items(),
              ElementsAre("asked for on 2024-01-30, in 2 sessions (+50)", "covered on 2024-01-30 (-40)"));
  EXPECT_THAT(english.rows(2).cells(4).items(), ElementsAre("already covered on 2023-11-28"));
}

TEST(SuggestionDocumentTest, HasARowATheme) {
  const Lines rows = RowsOf(DocumentOf(SampleAgenda(), kFrench), "suggestions");
  EXPECT_EQ(rows[0], "| RANG | CODE | THÈME | POINTS | POURQUOI | RETENU |");
  EXPECT_THAT(rows[1], HasSubstr("| 1 | t | Tiers | 190 | "));
  EXPECT_THAT(rows[1], testing::EndsWith(" | oui |"));
  EXPECT_THAT(rows[2], testing::EndsWith(" |  |"));
  const Lines english = RowsOf(DocumentOf(SampleAgenda(), kEnglish), "suggestions");
  EXPECT_THAT(english[1], HasSubstr("| Third parties |"));
  EXPECT_THAT(english[2], HasSubstr("| Service fait, =SF |")) << "there is no English label";
}

TEST(SuggestionDocumentTest, SaysWhatTheListIsOf) {
  const v1::Document document = DocumentOf(SampleAgenda(), kFrench);
  EXPECT_THAT(Sentences(document),
              ElementsAre("Groupe V6/4, au 09/02/2024, mois 3 du tutorat : 3 thèmes proposés sur 9.",
                          "Séance prévue le 13/02/2024.", "Écartés pour cette séance : paie, b."));
  EXPECT_THAT(FiguresOf(document, "Groupe"), ElementsAre("3/9"));
  EXPECT_THAT(Sentences(DocumentOf(SampleAgenda(), kEnglish)),
              ElementsAre("Group V6/4, as of 2024-02-09, month 3 of the tutoring: 3 themes shown out of 9.",
                          "Session planned for 2024-02-13.", "Dropped for this session: paie, b."));
  v1::Agenda agenda = SampleAgenda();
  agenda.clear_planned_session();
  agenda.set_month(0);
  agenda.mutable_suggestions()->DeleteSubrange(1, 2);
  EXPECT_THAT(Sentences(DocumentOf(agenda, kFrench)),
              ElementsAre("Groupe V6/4, au 09/02/2024 : 1 thème proposé sur 9."));
  agenda.clear_suggestions();
  EXPECT_EQ(RowsOf(DocumentOf(agenda, kFrench), "suggestions"), Lines());
}

TEST(SuggestionDocumentTest, HoldsEachTermForPrograms) {
  constexpr char kText[] =
      "rank,theme,label,points,programme_month,programme_weight,programme_urgency,programme_points,cohort_groups,"
      "cohort_groups_total,cohort_points,asked_date,asked_sessions,asked_points,recent_date,recent_points,last_date,"
      "taken\n"
      "1,t,Tiers,190,2,core,late,100,6,9,40,2024-02-13,1,50,,,,yes\n"
      "2,sf,\"Service fait, =SF\",10,,,,,,,,2024-01-30,2,50,2024-01-30,-40,2024-01-30,\n"
      "3,ej,EJ,0,,,,,,,,,,,,,2023-11-28,\n";
  EXPECT_EQ(CsvOf(DocumentOf(SampleAgenda(), kFrench)), kText);
  EXPECT_EQ(CsvOf(DocumentOf(SampleAgenda(), kEnglish)), kText);
  EXPECT_THAT(CsvOf(DocumentOf(SampleAgenda(), kFrench), "", CsvStyle::kSpreadsheet),
              HasSubstr("\r\n1;t;Tiers;190;2;socle;en retard;100;6;9;40;13/02/2024;1;50;;;;oui\r\n"));
}

}  // namespace
}  // namespace tutorat::report
