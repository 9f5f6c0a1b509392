#include "client/report/balance_print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "client/report/observations.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

using ::testing::ElementsAre;

v1::Balance SampleBalance() {
  return Parse<v1::Balance>(R"(
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
  EXPECT_EQ(BalanceCsv(SampleBalance(), CsvStyle::kPlain, Language::kFrench),
            "group,sessions,themes\n3,2,\"TIERS, EJ\nBudget\n\"\"SDE\"\"\"\n7,1,=EJ|SF\n10,0,\n");
  EXPECT_EQ(BalanceCsv(SampleBalance(), CsvStyle::kSpreadsheet, Language::kFrench),
            "\xEF\xBB\xBFgroupe;séances;thèmes\r\n3;2;\"TIERS, EJ\nBudget\n\"\"SDE\"\"\"\r\n7;1;'=EJ|SF\r\n10;0;\r\n");
  EXPECT_EQ(BalanceCsv(Parse<v1::Balance>(""), CsvStyle::kPlain, Language::kFrench), "group,sessions,themes\n");
}

TEST(BalanceCsvTest, NamesTheWaveWhenThereAreSeveral) {
  EXPECT_EQ(
      BalanceCsv(Parse<v1::Balance>(R"(groups { wave: "waves/V6" number: 4 } groups { wave: "waves/V7" number: 4 })"),
                 CsvStyle::kPlain, Language::kFrench),
      "group,sessions,themes\nV6/4,0,\nV7/4,0,\n");
}

TEST(BalanceTableTest, PrintsTheTableAndTheObservations) {
  EXPECT_EQ(BalanceTable(SampleBalance(), Language::kFrench, {}),
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
- 1 groupe sur 3 n'a réalisé aucune séance : 10.
- 1 groupe sur 3 a réalisé 1 séance : 7.
- 1 groupe sur 3 a réalisé 2 séances : 3.
- Dans 2 groupes sur 3, il est relevé l'absence de micro de certains auditeurs : 3 et 7 ; dans 1 de ces 2 groupes, cela pèse sur le dynamisme : 7.
- Dans 1 groupe sur 3, il est relevé un problème de salle : 3 ; cela n'y pèse pas sur le dynamisme.
- En tout, au moins un problème de participation est relevé dans 2 groupes sur 3 : 3 et 7 ; dans 1 de ces 2 groupes, cela pèse sur le dynamisme : 7.
- Dans 1 groupe sur 3, le tuteur relève que le groupe évolue bien : 3.
- Dans 2 groupes sur 3, aucune appréciation n'est donnée : 7 et 10.
- Assiduité : 84,6)"
            "\u00a0"
            R"(%, soit 11 présences sur 13 attendues, d'après 2 séances tenues sur 3 ; pour l'autre, rien n'est noté.
)");
}

TEST(BalanceMarkdownTest, PrintsTheTableAndTheObservations) {
  const std::string text = BalanceMarkdown(SampleBalance(), Language::kEnglish);
  EXPECT_EQ(
      text.substr(0, text.find("\n\n") + 2),
      "| GROUP | SESSIONS | THEMES COVERED |\n| ---: | ---: | --- |\n| 3 | 2 | TIERS, EJ<br>Budget<br>  \"SDE\" |\n"
      "| 7 | 1 | =EJ\\|SF |\n| 10 | 0 |  |\n\n");
  EXPECT_NE(text.find("\n- 1 group out of 3 held 2 sessions: 3.\n"), std::string::npos) << text;
}

TEST(ObservationsTest, SpeakEnglish) {
  EXPECT_THAT(
      Observations(SampleBalance(), Language::kEnglish),
      ElementsAre(
          "From 2023-11-10 to 2024-02-09, wave V6: 3 sessions held in 3 groups.",
          "Not counted as held: 1 planned session and 2 cancelled sessions.", "1 group out of 3 held no session: 10.",
          "1 group out of 3 held 1 session: 7.", "1 group out of 3 held 2 sessions: 3.",
          "In 2 groups out of 3, some members lack a microphone: 3 and 7; in 1 of these 2 groups it weighs on the "
          "group's dynamism: 7.",
          "In 1 group out of 3, a room issue is reported: 3; it does not weigh on the group's dynamism.",
          "Altogether, at least one participation issue is reported in 2 groups out of 3: 3 and 7; in 1 of these 2 "
          "groups it weighs on the group's dynamism: 7.",
          "In 1 group out of 3, the tutor says that the group is progressing well: 3.",
          "In 2 groups out of 3, no appreciation is given: 7 and 10.",
          "Attendance: 84.6%, that is 11 presences out of 13 expected, from 2 held sessions out of 3; nothing was "
          "recorded for the other one."));
}

TEST(ObservationsTest, SayWhenThereIsNothing) {
  EXPECT_EQ(Observations(Parse<v1::Balance>(R"(from_date: "2024-01-01" to_date: "2024-01-01")"), Language::kFrench),
            (std::vector<std::string>{"Période vide (aucun jour à partir du 01/01/2024)."}));
  EXPECT_EQ(Observations(Parse<v1::Balance>(R"(from_date: "2024-02-29" to_date: "2024-03-01" groups { number: 1 }
                                  observations { group_count: 1
                                    groups_by_session_count { groups { number: 1 } } attendance { } })"),
                         Language::kFrench),
            (std::vector<std::string>{"Du 29/02/2024 au 29/02/2024 : 0 séance tenue dans 1 groupe.",
                                      "1 groupe sur 1 n'a réalisé aucune séance : 1.",
                                      "Aucun problème de participation n'est signalé (0 groupe sur 1).",
                                      "Dans 1 groupe sur 1, aucune appréciation n'est donnée : 1.",
                                      "Assiduité : aucune présence notée (0 séance tenue sur 0)."}));
}

// The sentences about issues of ten groups, in some of which one kind or the other was seen.
std::vector<std::string> OfIssues(const std::string& observations, Language language) {
  auto balance = Parse<v1::Balance>("from_date: '2023-11-10' to_date: '2024-02-10'");
  for (int number = 1; number <= 10; ++number) {
    v1::GroupBalance& group = *balance.add_groups();
    group.set_number(number);
    group.set_appreciation(v1::APPRECIATION_GOOD);
  }
  *balance.mutable_observations() =
      Parse<v1::Balance>(absl::StrCat("observations { group_count: 10 ", observations, " }")).observations();
  std::vector<std::string> sentences = Observations(balance, language);
  return {sentences.begin() + 1, sentences.end() - 1};  // without period and attendance
}

TEST(ObservationsTest, SayWhatTheCommitteeSaysOfMicrophonesAndCameras) {
  const std::string three = "groups { number: 3 } groups { number: 7 } groups { number: 9 }";
  const std::string two = "groups_with_impact { number: 7 } groups_with_impact { number: 9 }";
  const std::string both = absl::StrCat(
      "groups_by_issue { kind: KIND_MIC ", three, two, "} groups_by_issue { kind: KIND_CAMERA ", three,
      "} groups_with_issue { number: 3 } groups_with_issue { number: 7 } groups_with_issue { number: 9 } ", two);
  EXPECT_EQ(
      OfIssues(both, Language::kFrench),
      (std::vector<std::string>{
          "Dans 3 groupes sur 10, il est relevé l'absence de micro ou de caméra de certains auditeurs : 3, 7 et 9 ; "
          "dans 2 de ces 3 groupes, cela pèse sur le dynamisme : 7 et 9."}));
  EXPECT_EQ(
      OfIssues(both, Language::kEnglish),
      (std::vector<std::string>{
          "In 3 groups out of 10, some members lack a microphone or a camera: 3, 7 and 9; in 2 of these 3 groups it "
          "weighs on the group's dynamism: 7 and 9."}));
}

TEST(ObservationsTest, TellMicrophonesFromCamerasWhereTheGroupsAreNotTheSame) {
  const std::string apart =
      "groups_by_issue { kind: KIND_MIC groups { number: 9 } groups_with_impact { number: 9 } } "
      "groups_by_issue { kind: KIND_CAMERA groups { number: 3 } groups { number: 9 } groups_with_impact { number: 3 } "
      "} "
      "groups_with_issue { number: 3 } groups_with_issue { number: 9 } "
      "groups_with_impact { number: 3 } groups_with_impact { number: 9 }";
  EXPECT_EQ(OfIssues(apart, Language::kFrench),
            (std::vector<std::string>{
                "Dans 2 groupes sur 10, il est relevé l'absence de micro ou de caméra de certains auditeurs : 3 et 9 ; "
                "dans chacun de ces 2 groupes, cela pèse sur le dynamisme.",
                "Dont micro : 1 groupe sur 10 (9) ; caméra : 2 groupes sur 10 (3 et 9)."}));
  EXPECT_EQ(OfIssues(apart, Language::kEnglish).back(),
            "Of these, microphone: 1 group out of 10 (9); camera: 2 groups out of 10 (3 and 9).");
}

TEST(ObservationsTest, MindTheirGrammar) {
  const auto one = [](const std::string& impact) {
    return absl::StrCat("groups_by_issue { kind: KIND_CONNECTION groups { number: 4 } ", impact,
                        "} groups_with_issue { number: 4 }");
  };
  EXPECT_EQ(OfIssues(one(""), Language::kFrench).front(),
            "Dans 1 groupe sur 10, il est relevé un problème de connexion : 4 ; cela n'y pèse pas sur le dynamisme.");
  EXPECT_EQ(OfIssues(one("groups_with_impact { number: 4 }"), Language::kFrench).front(),
            "Dans 1 groupe sur 10, il est relevé un problème de connexion : 4 ; cela y pèse sur le dynamisme.");
  EXPECT_EQ(OfIssues(one("groups_with_impact { number: 4 }"), Language::kEnglish).front(),
            "In 1 group out of 10, a connection issue is reported: 4; it weighs on the group's dynamism.");
  EXPECT_EQ(
      OfIssues("groups_by_issue { kind: KIND_ACCESS groups { number: 4 } groups { number: 6 } } "
               "groups_with_issue { number: 4 } groups_with_issue { number: 6 }",
               Language::kFrench)
          .front(),
      "Dans 2 groupes sur 10, il est relevé un problème d'accès : 4 et 6 ; dans aucun de ces 2 groupes, cela ne pèse "
      "sur le dynamisme.");
  EXPECT_EQ(OfIssues("groups_by_session_count { session_count: 2 groups { number: 4 } groups { number: 6 } } "
                     "groups_by_session_count { groups { number: 1 } groups { number: 2 } }",
                     Language::kFrench),
            (std::vector<std::string>{"2 groupes sur 10 ont réalisé 2 séances : 4 et 6.",
                                      "2 groupes sur 10 n'ont réalisé aucune séance : 1 et 2.",
                                      "Aucun problème de participation n'est signalé (0 groupe sur 10)."}));
}

TEST(ObservationsTest, SayThatAttendanceIsWithheld) {
  v1::Balance balance;
  balance.mutable_observations()->set_group_count(1);
  balance.mutable_observations()->mutable_attendance()->set_withheld(true);
  EXPECT_EQ(Observations(balance, Language::kFrench).back(),
            "Assiduité : non communiqué, le chiffre désignerait des personnes.");
  EXPECT_EQ(Observations(balance, Language::kEnglish).back(),
            "Attendance: withheld, the figure would point at people.");
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
