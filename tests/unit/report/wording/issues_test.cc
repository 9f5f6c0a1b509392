#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// As the committee's document has it: 3 groups, of which 2.
v1::IssueRegister OfTheCommittee() {
  return Make<v1::IssueRegister>(absl::StrCat(
      "as_of_date: '2024-02-09' figures { group_count: 10 issue_count: 6 mic_or_camera { kinds: KIND_MIC kinds: "
      "KIND_CAMERA ",
      GroupsText("groups", {3, 7, 9}), GroupsText("groups_with_impact", {7, 9}), "} groups_by_kind { kinds: KIND_MIC ",
      GroupsText("groups", {3, 7, 9}), "} groups_by_kind { kinds: KIND_CAMERA ", GroupsText("groups", {3}), "} }"));
}

TEST(IssueDocumentTest, SaysTheCommitteesSentence) {
  const v1::Document document = DocumentOf(OfTheCommittee(), kFrench);
  EXPECT_THAT(
      Sentences(document),
      ElementsAre("Au 09/02/2024 : dans 3 groupes sur 10, il est relevé l'absence de micro ou de caméra de certains "
                  "auditeurs (3, 7 et 9) ; dans 2 de ces 3 groupes, cela pèse sur le dynamisme (7 et 9).",
                  "Ce qui manque : micro dans 3 groupes sur 10 (3, 7 et 9) ; caméra dans 1 groupe sur 10 (3)."));
  EXPECT_THAT(FiguresOf(document, "Au "), ElementsAre("3/10: 3 7 9", "2/3: 7 9"));
  EXPECT_THAT(FiguresOf(document, "Ce qui"), ElementsAre("3/10: 3 7 9", "1/10: 3"));
  EXPECT_THAT(Sentences(DocumentOf(OfTheCommittee(), kEnglish)),
              ElementsAre("On 2024-02-09: in 3 groups out of 10, some members lack microphone or camera (3, 7 and 9); "
                          "in 2 of these 3 groups it weighs on dynamism (7 and 9).",
                          "What is missing: microphone in 3 groups out of 10 (3, 7 and 9); camera in 1 group out of 10 "
                          "(3)."));
}

TEST(IssueDocumentTest, SaysOtherKindsAndWhatBecameOfIssues) {
  const v1::Document document = DocumentOf(SampleIssueRegister(), kFrench);
  const Lines sentences = Sentences(document);
  ASSERT_EQ(sentences.size(), 7);
  EXPECT_EQ(sentences[2],
            "Dans 2 groupes sur 10, il est relevé des problèmes de connexion (4 et 5) ; dans aucun de ces 2 groupes, "
            "cela ne pèse sur le dynamisme.");
  EXPECT_EQ(sentences[3],
            "Dans 1 groupe sur 10, il est relevé des problèmes de salle (5) ; dans ce groupe, cela pèse sur le "
            "dynamisme.");
  EXPECT_EQ(sentences[4], "Pour 1 problème sur 6, un équipement est demandé, dans 1 groupe sur 10 (7).");
  EXPECT_EQ(sentences[5], "2 problèmes sur 6 : résolus, dans 2 groupes sur 10 (3 et 9).");
  EXPECT_EQ(sentences[6], "1 problème sur 6 : abandonné, dans 1 groupe sur 10 (1).");
  EXPECT_THAT(FiguresOf(document, "2 problèmes"), ElementsAre("2/6", "2/10: 3 9"));
}

TEST(IssueDocumentTest, MindsItsGrammar) {
  const auto sentence = [](std::initializer_list<int> groups, std::initializer_list<int> weighing, Language language) {
    const auto issue_register = Make<v1::IssueRegister>(
        absl::StrCat("figures { group_count: 9 issue_count: 1 groups_by_kind { kinds: KIND_ACCESS ",
                     GroupsText("groups", groups), GroupsText("groups_with_impact", weighing), "} }"));
    return Sentences(DocumentOf(issue_register, language)).back();
  };
  EXPECT_EQ(sentence({4}, {}, kFrench),
            "Dans 1 groupe sur 9, il est relevé des problèmes d'accès (4) ; dans ce groupe, cela ne pèse pas sur le "
            "dynamisme.");
  EXPECT_EQ(sentence({4, 5}, {4, 5}, kFrench),
            "Dans 2 groupes sur 9, il est relevé des problèmes d'accès (4 et 5) ; dans chacun de ces 2 groupes, cela "
            "pèse sur le dynamisme.");
  EXPECT_EQ(sentence({4, 5}, {4, 5}, kEnglish),
            "In 2 groups out of 9, there are access problems (4 and 5); in each of these 2 groups it weighs on "
            "dynamism.");
}

TEST(IssueDocumentTest, SaysThatThereIsNothing) {
  EXPECT_THAT(
      Sentences(DocumentOf(
          Make<v1::IssueRegister>("as_of_date: '2024-02-09' wave: 'waves/V6' figures { group_count: 10 }"), kFrench)),
      ElementsAre("Au 09/02/2024, vague V6 : aucun problème de participation n'est connu (0 groupe sur 10)."));
  EXPECT_THAT(
      Sentences(DocumentOf(
          Make<v1::IssueRegister>("as_of_date: '2024-02-09' figures { group_count: 10 issue_count: 1 }"), kEnglish)),
      ElementsAre("On 2024-02-09: in no group members lack microphone or camera (0 groups out of 10)."));
  EXPECT_EQ(RowsOf(DocumentOf(OfTheCommittee(), kFrench), "issues"), Lines());
}

TEST(IssueDocumentTest, NamesTheWaveWhenThereAreSeveral) {
  auto several = OfTheCommittee();
  v1::IssueFigures& figures = *several.mutable_figures();
  *figures.add_groups_by_state() = Make<v1::GroupsByIssueState>("groups { wave: 'waves/V6' number: 3 }");
  *figures.add_groups_by_state() = Make<v1::GroupsByIssueState>("groups { wave: 'waves/V7' number: 3 }");
  EXPECT_THAT(Sentences(DocumentOf(several, kFrench))[0], HasSubstr("(V6/3, V6/7 et V6/9)"));
  several.set_wave("waves/V6");
  EXPECT_THAT(Sentences(DocumentOf(several, kFrench))[0], HasSubstr("(3, 7 et 9)"));
}

TEST(IssueDocumentTest, HasARowAnIssue) {
  EXPECT_THAT(RowsOf(DocumentOf(SampleIssueRegister(), kFrench), "issues"),
              ElementsAre("| GROUPE | PROBLÈME | TOUCHÉS | DEPUIS | VU LE | POIDS | ÉTAT | QUI AGIT | ID |",
                          "| V6/7 | micro | 2 | 28/11/2023 | 30/01/2024 | fort | demandé | DSI; \"parc\" | 2x8qr5 |",
                          "| V6/4 | connexion | non communiqué |  |  | aucun | ouvert |  | i/1 |"));
}

TEST(IssueDocumentTest, HoldsAllOfAnIssueForPrograms) {
  const std::string plain = CsvOf(DocumentOf(SampleIssueRegister(), kFrench), "issues");
  EXPECT_EQ(plain,
            "group,issue,affected,first_seen,last_seen,impact,state,actor,id,sessions,state_date,reason,first_session,"
            "last_session\n"
            "V6/7,mic,2,2023-11-28,2024-01-30,strong,requested,\"DSI; \"\"parc\"\"\",issues/01hf2x8qr5,3,2024-01-31,"
            "=demande,sessions/a,sessions/b\n"
            "V6/4,connection,withheld,,,none,open,,i/1,0,,,,\n");
  EXPECT_EQ(CsvOf(DocumentOf(SampleIssueRegister(), kEnglish), "issues"), plain);
  EXPECT_THAT(CsvOf(DocumentOf(SampleIssueRegister(), kFrench), "", CsvStyle::kSpreadsheet),
              HasSubstr("V6/7;micro;2;28/11/2023;30/01/2024;fort;demandé;\"DSI; \"\"parc\"\"\";2x8qr5;3;31/01/2024;"
                        "'=demande;sessions/a;sessions/b\r\n"));
}

}  // namespace
}  // namespace tutorat::report
