#include "client/format/balance_print.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "client/format/observations.h"
#include "google/protobuf/text_format.h"

namespace tutorat::format {
namespace {

v1::Balance Parse(const std::string& text) {
  v1::Balance balance;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &balance)) << text;
  return balance;
}

v1::Balance Sample() {
  return Parse(R"(
    from_date: "2023-11-10" to_date: "2024-02-10" wave: "waves/V6"
    groups { wave: "waves/V6" number: 3 held_count: 2 planned_count: 1 appreciation: APPRECIATION_GOOD
             sessions { themes: "TIERS, EJ" } sessions { themes: "Budget\n\"SDE\"" } }
    groups { wave: "waves/V6" number: 7 held_count: 1 cancelled_count: 2 sessions { themes: "=EJ|SF" } }
    groups { wave: "waves/V6" number: 10 }
    observations {
      group_count: 3 session_count: 3
      groups_by_session_count { session_count: 0 groups { wave: "waves/V6" number: 10 } }
      groups_by_session_count { session_count: 1 groups { wave: "waves/V6" number: 7 } }
      groups_by_session_count { session_count: 2 groups { wave: "waves/V6" number: 3 } }
      groups_by_issue { kind: KIND_MIC groups { wave: "waves/V6" number: 3 } groups { wave: "waves/V6" number: 7 }
                        groups_with_impact { wave: "waves/V6" number: 7 } }
      groups_by_issue { kind: KIND_ROOM groups { wave: "waves/V6" number: 3 } }
      groups_with_issue { wave: "waves/V6" number: 3 } groups_with_issue { wave: "waves/V6" number: 7 }
      groups_with_impact { wave: "waves/V6" number: 7 }
      groups_by_appreciation { appreciation: APPRECIATION_GOOD groups { wave: "waves/V6" number: 3 } }
      attendance { numerator: 11 denominator: 13 session_count: 2 held_count: 3 } })");
}

TEST(BalanceCsvTest, HoldsARecordAGroup) {
  EXPECT_EQ(BalanceCsv(Sample(), CsvStyle::kPlain),
            "group,sessions,themes\n3,2,\"TIERS, EJ\nBudget\n\"\"SDE\"\"\"\n7,1,=EJ|SF\n10,0,\n");
  EXPECT_EQ(BalanceCsv(Sample(), CsvStyle::kSpreadsheet),
            "\xEF\xBB\xBFgroup;sessions;themes\r\n3;2;\"TIERS, EJ\nBudget\n\"\"SDE\"\"\"\r\n7;1;'=EJ|SF\r\n10;0;\r\n");
  EXPECT_EQ(BalanceCsv(Parse(""), CsvStyle::kPlain), "group,sessions,themes\n");
}

TEST(BalanceCsvTest, NamesTheWaveWhenThereAreSeveral) {
  EXPECT_EQ(BalanceCsv(Parse(R"(groups { wave: "waves/V6" number: 4 } groups { wave: "waves/V7" number: 4 })"),
                       CsvStyle::kPlain),
            "group,sessions,themes\nV6/4,0,\nV7/4,0,\n");
}

TEST(BalanceTableTest, PrintsTheTableAndTheObservations) {
  EXPECT_EQ(BalanceTable(Sample(), Language::kFrench, {}),
            R"(┌────────┬────────────┬────────────────┐
│ GROUPE │ NB SÉANCES │ THÈMES ABORDÉS │
├────────┼────────────┼────────────────┤
│      3 │          2 │ TIERS, EJ      │
│        │            │ Budget         │
│        │            │   "SDE"        │
├────────┼────────────┼────────────────┤
│      7 │          1 │ =EJ|SF         │
├────────┼────────────┼────────────────┤
│     10 │          0 │                │
└────────┴────────────┴────────────────┘

- Du 10/11/2023 au 09/02/2024, vague V6 : 3 séances tenues dans 3 groupes.
- Séances qui ne sont pas comptées comme tenues : 1 prévue et 2 annulées.
- 1 groupe sur 3 n'a tenu aucune séance : 10.
- 1 groupe sur 3 a tenu 1 séance : 7.
- 1 groupe sur 3 a tenu 2 séances : 3.
- Dans 2 groupes sur 3, des problèmes de participation sont signalés : 3 et 7 ; dont 1 où cela pèse sur le dynamisme : 7.
- Absence de micro : dans 2 groupes sur 3 (3 et 7), dont 1 où cela pèse sur le dynamisme (7).
- Problème de salle : dans 1 groupe sur 3 (3), sans que cela pèse sur le dynamisme du groupe (0 groupe).
- Dans 1 groupe sur 3, le tuteur relève que le groupe évolue bien : 3.
- Dans 2 groupes sur 3, aucune appréciation n'est donnée : 7 et 10.
- Assiduité : 84,6)"
            "\u00a0"
            R"(%, soit 11 présences sur 13 attendues, d'après 2 séances tenues sur 3 ; pour l'autre, rien n'est noté.
)");
}

TEST(BalanceMarkdownTest, PrintsTheTableAndTheObservations) {
  const std::string text = BalanceMarkdown(Sample(), Language::kEnglish);
  EXPECT_EQ(
      text.substr(0, text.find("\n\n") + 2),
      "| GROUP | SESSIONS | THEMES COVERED |\n| ---: | ---: | --- |\n| 3 | 2 | TIERS, EJ<br>Budget<br>  \"SDE\" |\n"
      "| 7 | 1 | =EJ\\|SF |\n| 10 | 0 |  |\n\n");
  EXPECT_NE(text.find("\n- 1 group out of 3 held 2 sessions: 3.\n"), std::string::npos) << text;
}

TEST(ObservationsTest, SpeakEnglish) {
  EXPECT_EQ(
      Observations(Sample(), Language::kEnglish),
      (std::vector<std::string>{
          "From 2023-11-10 to 2024-02-09, wave V6: 3 sessions held in 3 groups.",
          "Not counted as held: 1 planned session and 2 cancelled sessions.", "1 group out of 3 held no session: 10.",
          "1 group out of 3 held 1 session: 7.", "1 group out of 3 held 2 sessions: 3.",
          absl::StrCat("In 2 groups out of 3, participation issues are reported: 3 and 7; of which 1 where it weighs "
                       "on dynamism: ",
                       "7."),
          "No microphone: in 2 groups out of 3 (3 and 7), of which 1 where it weighs on dynamism (7).",
          "Room: in 1 group out of 3 (3), without weighing on the group's dynamism (0 groups).",
          "In 1 group out of 3, the tutor says that the group progresses well: 3.",
          "In 2 groups out of 3, no appreciation is given: 7 and 10.",
          absl::StrCat(
              "Attendance: 84.6%, that is 11 presences out of 13 expected, from 2 held sessions out of 3; nothing was ",
              "recorded for the other 1.")}));
}

TEST(ObservationsTest, SayWhenThereIsNothing) {
  EXPECT_EQ(Observations(Parse(R"(from_date: "2024-01-01" to_date: "2024-01-01")"), Language::kFrench),
            (std::vector<std::string>{"Période vide (aucun jour à partir du 01/01/2024)."}));
  EXPECT_EQ(Observations(Parse(R"(from_date: "2024-02-29" to_date: "2024-03-01" groups { number: 1 }
                                  observations { group_count: 1
                                    groups_by_session_count { groups { number: 1 } } attendance { } })"),
                         Language::kFrench),
            (std::vector<std::string>{"Du 29/02/2024 au 29/02/2024 : 0 séance tenue dans 1 groupe.",
                                      "1 groupe sur 1 n'a tenu aucune séance : 1.",
                                      "Aucun problème de participation n'est signalé (0 groupe sur 1).",
                                      "Dans 1 groupe sur 1, aucune appréciation n'est donnée : 1.",
                                      "Assiduité : aucune présence notée (0 séance tenue sur 0)."}));
}

TEST(ObservationsTest, RoundPercentagesToTheNearestTenth) {
  const auto percent = [](int numerator, int denominator) {
    v1::Balance balance;
    balance.mutable_observations()->set_group_count(1);
    v1::AttendanceRatio& ratio = *balance.mutable_observations()->mutable_attendance();
    ratio.set_numerator(numerator);
    ratio.set_denominator(denominator);
    const std::string last = Observations(balance, Language::kEnglish).back();
    return last.substr(12, last.find('%') - 12);
  };
  EXPECT_EQ(percent(0, 7), "0.0");
  EXPECT_EQ(percent(7, 7), "100.0");
  EXPECT_EQ(percent(2, 3), "66.7");
  EXPECT_EQ(percent(1, 3), "33.3");
  EXPECT_EQ(percent(1, 2000), "0.1");
  EXPECT_EQ(percent(2000000000, 2100000000), "95.2");
}

}  // namespace
}  // namespace tutorat::format
