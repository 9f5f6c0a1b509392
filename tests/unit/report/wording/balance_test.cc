#include "tests/unit/report/wording/samples.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;

TEST(BalanceDocumentTest, HoldsARowAGroup) {
  EXPECT_EQ(CsvOf(DocumentOf(SampleBalance(), kFrench)),
            "group,sessions,themes\n3,2,\"TIERS, EJ\nBudget\n\"\"SDE\"\"\"\n7,1,=EJ|SF\n10,0,\n");
  EXPECT_EQ(CsvOf(DocumentOf(SampleBalance(), kFrench), "balance", CsvStyle::kSpreadsheet),
            "\xEF\xBB\xBFGROUPE;NB SÉANCES;THÈMES ABORDÉS\r\n3;2;\"TIERS, EJ\nBudget\n\"\"SDE\"\"\"\r\n"
            "7;1;'=EJ|SF\r\n10;0;\r\n");
  EXPECT_EQ(CsvOf(DocumentOf(SampleBalance(), kEnglish)), CsvOf(DocumentOf(SampleBalance(), kFrench)));
  EXPECT_EQ(CsvOf(DocumentOf(v1::Balance(), kFrench)), "group,sessions,themes\n");
}

TEST(BalanceDocumentTest, HasAnItemASession) {
  const v1::DocumentTable table = TableOf(DocumentOf(SampleBalance(), kEnglish), "balance");
  EXPECT_TRUE(table.ruled());
  EXPECT_THAT(table.rows(0).cells(2).items(), ElementsAre("TIERS, EJ", "Budget\n\"SDE\""));
  EXPECT_THAT(RowsOf(DocumentOf(SampleBalance(), kEnglish), "balance"),
              ElementsAre("| GROUP | SESSIONS | THEMES COVERED |", "| 3 | 2 | TIERS, EJ\nBudget\n\"SDE\" |",
                          "| 7 | 1 | =EJ|SF |", "| 10 | 0 |  |"));
}

TEST(BalanceDocumentTest, NamesTheWaveWhenThereAreSeveral) {
  EXPECT_EQ(
      CsvOf(DocumentOf(Make<v1::Balance>("groups { wave: 'waves/V6' number: 4 } groups { wave: 'waves/V7' number: 4 }"),
                       kFrench)),
      "group,sessions,themes\nV6/4,0,\nV7/4,0,\n");
}

TEST(BalanceDocumentTest, ReadsAsTheCommitteeWrites) {
  EXPECT_THAT(
      Sentences(DocumentOf(SampleBalance(), kFrench)),
      ElementsAre(
          "Du 10/11/2023 au 09/02/2024, vague V6 : 3 séances tenues dans 2 groupes sur 3.",
          "Non comptées : 1 séance prévue et 2 séances annulées.", "1 groupe sur 3 n'a tenu aucune séance : 10.",
          "1 groupe sur 3 a tenu 1 séance : 7.", "1 groupe sur 3 a tenu 2 séances : 3.",
          "Dans 2 groupes sur 3, il est relevé l'absence de micro de certains auditeurs : 3 et 7 ; dans 1 de ces 2 "
          "groupes, cela pèse sur le dynamisme : 7.",
          "Dans 1 groupe sur 3, il est relevé un problème de salle : 3, sans conséquence sur la dynamique du groupe.",
          "En tout, au moins un problème de participation est relevé dans 2 groupes sur 3 : 3 et 7 ; dans 1 de ces 2 "
          "groupes, cela pèse sur le dynamisme : 7.",
          "Dans 1 groupe sur 3, le tuteur relève que le groupe évolue bien : 3.",
          "Dans 2 groupes sur 3, aucune appréciation n'est donnée : 7 et 10.",
          "Assiduité : 84,6\u00a0%, soit 11 présences sur 13 attendues, d'après 2 séances tenues sur 3 ; pour l'autre, "
          "rien n'est noté."));
}

TEST(BalanceDocumentTest, CarriesTheFiguresOfItsSentences) {
  for (const Language language : {kFrench, kEnglish}) {
    const v1::Document document = DocumentOf(SampleBalance(), language);
    const auto figures = [&](const char* french, const char* english) {
      return FiguresOf(document, language == kFrench ? french : english);
    };
    EXPECT_THAT(figures("Du ", "From "), ElementsAre("3/0", "2/3"));
    EXPECT_THAT(figures("Non comptées", "Not counted"), ElementsAre("1/0", "2/0"));
    EXPECT_THAT(figures("1 groupe sur 3 a tenu 2", "1 group out of 3 held 2"), ElementsAre("1/3: 3", "2/0"));
    EXPECT_THAT(figures("Dans 2 groupes sur 3, il", "In 2 groups out of 3, some"), ElementsAre("2/3: 3 7", "1/2: 7"));
    EXPECT_THAT(figures("Dans 2 groupes sur 3, aucune", "In 2 groups out of 3, no"), ElementsAre("2/3: 7 10"));
    EXPECT_THAT(figures("Assiduité", "Attendance"), ElementsAre("11/13", "2/3"));
  }
}

TEST(ObservationsTest, SpeakEnglish) {
  EXPECT_THAT(
      Sentences(DocumentOf(SampleBalance(), kEnglish)),
      ElementsAre(
          "From 2023-11-10 to 2024-02-09, wave V6: 3 sessions held in 2 groups out of 3.",
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
  EXPECT_EQ(Sentences(DocumentOf(Make<v1::Balance>(R"(from_date: "2024-01-01" to_date: "2024-01-01")"), kFrench)),
            (Lines{"Période vide (aucun jour à partir du 01/01/2024)."}));
  EXPECT_EQ(Sentences(DocumentOf(Make<v1::Balance>(R"(from_date: "2024-02-29" to_date: "2024-03-01" groups { number: 1 }
                                  observations { group_count: 1
                                    groups_by_session_count { groups { number: 1 } } attendance { } })"),
                                 kFrench)),
            (Lines{"Du 29/02/2024 au 29/02/2024 : 0 séance tenue dans 0 groupe sur 1.",
                   "1 groupe sur 1 n'a tenu aucune séance : 1.",
                   "Aucun problème de participation n'est signalé (0 groupe sur 1).",
                   "Dans 1 groupe sur 1, aucune appréciation n'est donnée : 1.",
                   "Assiduité : aucune présence notée (0 séance tenue sur 0)."}));
}

// The sentences about issues of ten groups, in some of which one kind or the other was seen.
Lines OfIssues(const std::string& observations, Language language) {
  auto balance = Make<v1::Balance>("from_date: '2023-11-10' to_date: '2024-02-10'");
  for (int number = 1; number <= 10; ++number) {
    v1::GroupBalance& group = *balance.add_groups();
    group.set_number(number);
    group.set_appreciation(v1::APPRECIATION_GOOD);
  }
  *balance.mutable_observations() =
      Make<v1::Balance>(absl::StrCat("observations { group_count: 10 ", observations, " }")).observations();
  const Lines sentences = Sentences(DocumentOf(balance, language));
  return {sentences.begin() + 1, sentences.end() - 1};  // without period and attendance
}

TEST(ObservationsTest, SayWhatTheCommitteeSaysOfMicrophonesAndCameras) {
  const std::string three = "groups { number: 3 } groups { number: 7 } groups { number: 9 }";
  const std::string two = "groups_with_impact { number: 7 } groups_with_impact { number: 9 }";
  const std::string both = absl::StrCat(
      "groups_by_issue { kind: KIND_MIC ", three, two, "} groups_by_issue { kind: KIND_CAMERA ", three,
      "} groups_with_issue { number: 3 } groups_with_issue { number: 7 } groups_with_issue { number: 9 } ", two);
  EXPECT_EQ(
      OfIssues(both, kFrench),
      (Lines{"Dans 3 groupes sur 10, il est relevé l'absence de micro ou de caméra de certains auditeurs : 3, 7 et 9 ; "
             "dans 2 de ces 3 groupes, cela pèse sur le dynamisme : 7 et 9."}));
  EXPECT_EQ(
      OfIssues(both, kEnglish),
      (Lines{"In 3 groups out of 10, some members lack a microphone or a camera: 3, 7 and 9; in 2 of these 3 groups it "
             "weighs on the group's dynamism: 7 and 9."}));
}

TEST(ObservationsTest, TellMicrophonesFromCamerasWhereTheGroupsAreNotTheSame) {
  const std::string apart =
      "groups_by_issue { kind: KIND_MIC groups { number: 9 } groups_with_impact { number: 9 } } "
      "groups_by_issue { kind: KIND_CAMERA groups { number: 3 } groups { number: 9 } groups_with_impact { number: 3 } "
      "} "
      "groups_with_issue { number: 3 } groups_with_issue { number: 9 } "
      "groups_with_impact { number: 3 } groups_with_impact { number: 9 }";
  EXPECT_EQ(
      OfIssues(apart, kFrench),
      (Lines{"Dans 2 groupes sur 10, il est relevé l'absence de micro ou de caméra de certains auditeurs : 3 et 9 ; "
             "dans chacun de ces 2 groupes, cela pèse sur le dynamisme.",
             "Dont micro : 1 groupe sur 10 (9) ; caméra : 2 groupes sur 10 (3 et 9)."}));
  EXPECT_EQ(OfIssues(apart, kEnglish).back(),
            "Of these, microphone: 1 group out of 10 (9); camera: 2 groups out of 10 (3 and 9).");
}

TEST(ObservationsTest, MindTheirGrammar) {
  const auto one = [](const std::string& impact) {
    return absl::StrCat("groups_by_issue { kind: KIND_CONNECTION groups { number: 4 } ", impact,
                        "} groups_with_issue { number: 4 }");
  };
  EXPECT_EQ(
      OfIssues(one(""), kFrench).front(),
      "Dans 1 groupe sur 10, il est relevé un problème de connexion : 4, sans conséquence sur la dynamique du groupe.");
  EXPECT_EQ(OfIssues(one("groups_with_impact { number: 4 }"), kFrench).front(),
            "Dans 1 groupe sur 10, il est relevé un problème de connexion : 4 ; cela y pèse sur le dynamisme.");
  EXPECT_EQ(OfIssues(one("groups_with_impact { number: 4 }"), kEnglish).front(),
            "In 1 group out of 10, a connection issue is reported: 4; it weighs on the group's dynamism.");
  EXPECT_EQ(
      OfIssues("groups_by_issue { kind: KIND_ACCESS groups { number: 4 } groups { number: 6 } } "
               "groups_with_issue { number: 4 } groups_with_issue { number: 6 }",
               kFrench)
          .front(),
      "Dans 2 groupes sur 10, il est relevé un problème d'accès : 4 et 6 ; dans aucun de ces 2 groupes, cela ne pèse "
      "sur le dynamisme.");
  EXPECT_EQ(
      OfIssues("groups_by_session_count { session_count: 2 groups { number: 4 } groups { number: 6 } } "
               "groups_by_session_count { groups { number: 1 } groups { number: 2 } }",
               kFrench),
      (Lines{"2 groupes sur 10 ont tenu 2 séances : 4 et 6.", "2 groupes sur 10 n'ont tenu aucune séance : 1 et 2.",
             "Aucun problème de participation n'est signalé (0 groupe sur 10)."}));
}

TEST(ObservationsTest, SayThatAttendanceIsWithheld) {
  v1::Balance balance;
  balance.mutable_observations()->set_group_count(1);
  balance.mutable_observations()->mutable_attendance()->set_withheld(true);
  EXPECT_EQ(Sentences(DocumentOf(balance, kFrench)).back(),
            "Assiduité : non communiqué, le chiffre désignerait des personnes.");
  EXPECT_EQ(Sentences(DocumentOf(balance, kEnglish)).back(), "Attendance: withheld, the figure would point at people.");
}

TEST(ObservationsTest, RoundPercentagesToTheNearestTenth) {
  const auto percent = [](int numerator, int denominator) {
    v1::Balance balance;
    balance.mutable_observations()->set_group_count(1);
    v1::AttendanceRatio& ratio = *balance.mutable_observations()->mutable_attendance();
    ratio.set_numerator(numerator);
    ratio.set_denominator(denominator);
    const std::string last = Sentences(DocumentOf(balance, kEnglish)).back();
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
}  // namespace tutorat::report
