#include "client/report/issue_sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

using testing::ElementsAre;

std::string Groups(const std::string& field, std::initializer_list<int> numbers) {
  std::string text;
  for (const int number : numbers) absl::StrAppend(&text, field, " { wave: 'waves/V6' number: ", number, " } ");
  return text;
}

// As the committee's document has it: 3 groups, of which 2.
v1::IssueRegister SampleRegister(const std::string& more = "") {
  return Parse<v1::IssueRegister>(absl::StrCat(
      "as_of_date: '2024-02-09' figures { group_count: 10 issue_count: 6 mic_or_camera { kinds: KIND_MIC kinds: "
      "KIND_CAMERA ",
      Groups("groups", {3, 7, 9}), Groups("groups_with_impact", {7, 9}), "} groups_by_kind { kinds: KIND_MIC ",
      Groups("groups", {3, 7, 9}), "} groups_by_kind { kinds: KIND_CAMERA ", Groups("groups", {3}), "} ", more, " }"));
}

TEST(IssueSentencesTest, SayTheCommitteesSentence) {
  EXPECT_THAT(
      IssueSentences(SampleRegister(), Language::kFrench),
      ElementsAre("Au 09/02/2024 : dans 3 groupes sur 10, il est relevé l'absence de micro ou de caméra de "
                  "certains auditeurs (3, 7 et 9) ; dans 2 de ces 3 groupes, cela pèse sur le dynamisme (7 et "
                  "9).",
                  "Ce qui manque : micro dans 3 groupes sur 10 (3, 7 et 9) ; caméra dans 1 groupe sur 10 (3)."));
  EXPECT_THAT(IssueSentences(SampleRegister(), Language::kEnglish),
              ElementsAre("On 2024-02-09: in 3 groups out of 10, some members lack microphone or camera (3, 7 and 9); "
                          "in 2 of these 3 groups it weighs on dynamism (7 and 9).",
                          "What is missing: microphone in 3 groups out of 10 (3, 7 and 9); camera in 1 group out of 10 "
                          "(3)."));
}

TEST(IssueSentencesTest, SayOtherKindsAndWhatBecameOfIssues) {
  const auto sentences = IssueSentences(
      SampleRegister(absl::StrCat(
          "groups_by_kind { kinds: KIND_CONNECTION ", Groups("groups", {4, 5}), "} groups_by_kind { kinds: KIND_ROOM ",
          Groups("groups", {5}), Groups("groups_with_impact", {5}),
          "} groups_by_state { state: ISSUE_STATE_OPEN issue_count: 2 ", Groups("groups", {4, 5}),
          "} groups_by_state { state: ISSUE_STATE_EQUIPMENT_REQUESTED issue_count: 1 ", Groups("groups", {7}),
          "} groups_by_state { state: ISSUE_STATE_RESOLVED issue_count: 2 ", Groups("groups", {3, 9}),
          "} groups_by_state { state: ISSUE_STATE_DROPPED issue_count: 1 ", Groups("groups", {1}), "}")),
      Language::kFrench);
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
}

TEST(IssueSentencesTest, SayThatThereIsNothing) {
  EXPECT_THAT(
      IssueSentences(Parse<v1::IssueRegister>("as_of_date: '2024-02-09' wave: 'waves/V6' figures { group_count: 10 }"),
                     Language::kFrench),
      ElementsAre("Au 09/02/2024, vague V6 : aucun problème de participation n'est connu (0 groupe sur 10)."));
  EXPECT_THAT(
      IssueSentences(Parse<v1::IssueRegister>("as_of_date: '2024-02-09' figures { group_count: 10 issue_count: 1 }"),
                     Language::kEnglish),
      ElementsAre("On 2024-02-09: in no group members lack microphone or camera (0 groups out of 10)."));
}

TEST(IssueSentencesTest, NameTheWaveWhereThereAreSeveral) {
  const std::string states = R"(figures { groups_by_state { groups { wave: "waves/V6" number: 3 } }
                                          groups_by_state { groups { wave: "waves/V7" number: 3 } } })";
  const auto several = Parse<v1::IssueRegister>(states);
  EXPECT_EQ(GroupLabel(several, several.figures().groups_by_state(1).groups(0)), "V7/3");
  const auto one = Parse<v1::IssueRegister>(absl::StrCat("wave: 'waves/V7' ", states));
  EXPECT_EQ(GroupLabel(one, one.figures().groups_by_state(1).groups(0)), "3");
}

}  // namespace
}  // namespace tutorat::format
