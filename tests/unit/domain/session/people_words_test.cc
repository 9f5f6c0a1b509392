#include "proto/people_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tutorat::contract {
namespace {

using testing::ElementsAre;

TEST(PeopleWordsTest, ANameIsTheSameInAnyOrder) {
  for (const char* name : {"Zoé Lefèvre", "LEFÈVRE Zoé", "Lefèvre, Zoé", "lefevre,zoe", " ZOE  LEFEVRE "}) {
    EXPECT_EQ(WordsInNoOrder(name), "lefevre zoe") << name;
  }
  EXPECT_NE(WordsInNoOrder("Zoé Lefèvre"), WordsInNoOrder("Zoé Lefebvre"));
  EXPECT_NE(WordsInNoOrder("Jean Jean"), WordsInNoOrder("Jean"));
}

TEST(PeopleWordsTest, ListsAreSeparatedInManyWays) {
  for (const char* list :
       {"Ana Un, Bo Deux", "Ana Un et Bo Deux", "Ana Un ; Bo Deux", "Ana Un / Bo Deux", "Ana Un & Bo Deux",
        "Ana Un and Bo Deux", "Ana Un\nBo Deux", "Ana Un,Bo Deux,", "Ana Un ET Bo Deux"}) {
    EXPECT_THAT(ListedNames(list), ElementsAre("Ana Un", "Bo Deux")) << list;
  }
  EXPECT_THAT(ListedNames("Ana Un, Bo Deux et Cy Trois"), ElementsAre("Ana Un", "Bo Deux", "Cy Trois"));
  for (const char* name : {"Ana Un", "Étienne Etienne", "Andy Sandet", "Marc-Antoine d'Et"}) {
    EXPECT_EQ(ListedNames(name).size(), 1U) << name;
  }
}

TEST(PeopleWordsTest, TellsWhatNamesNobody) {
  for (const char* text :
       {"tous", "TOUS", "aucun", "Néant", "6", "6 sur 9", "6/9", "6 of 9", "#REF!", "#N/A", "?", "-", "x", ""}) {
    EXPECT_TRUE(IsNobodysName(text)) << text;
  }
  for (const char* text : {"Ana Un", "Auditeur 3", "Rufus", "Tousard", "王芳", "Wu", "Łe", "Sur Of"}) {
    EXPECT_EQ(IsNobodysName(text), std::string(text) == "Sur Of") << text;
  }
}

TEST(PeopleWordsTest, ReadsGroupsAsRegistersWriteThem) {
  const struct {
    const char* text;
    const char* wave;
    int number;
  } known[] = {{"4", "", 4},
               {"04", "", 4},
               {"Groupe 4", "", 4},
               {"GROUPE 12", "", 12},
               {"groupe n°4", "", 4},
               {"G4", "", 4},
               {"Gr. 4", "", 4},
               {"n° 4", "", 4},
               {"N°4", "", 4},
               {"4,0", "", 4},
               {"4.0", "", 4},
               {"V6-4", "V6", 4},
               {"v6 / 4", "v6", 4},
               {"V6 groupe 4", "V6", 4},
               {"V6 G4", "V6", 4},
               {"V10-12", "V10", 12},
               {"V6-A/4", "V6-A", 4},
               {"V6/groupe 4", "V6", 4},
               {"pilote/4", "pilote", 4},
               {"vague V6 groupe 4", "V6", 4},
               {"Groupe\u00A04", "", 4}};
  for (const auto& one : known) {
    const auto group = ParseGroupWords(one.text);
    ASSERT_TRUE(group) << one.text;
    EXPECT_EQ(group->wave, one.wave) << one.text;
    EXPECT_EQ(group->number, one.number) << one.text;
  }
  for (const char* text : {"", "V6", "quatre", "Groupe", "4 et 5", "4-5-6", "4 5", "4.5", "Lycée 4", "pilote 4",
                           "V6/A/4", "/4", "12345", "le groupe de Paul 4", "#REF!", "-4x"}) {
    EXPECT_FALSE(ParseGroupWords(text)) << text;
  }
}

}  // namespace
}  // namespace tutorat::contract
