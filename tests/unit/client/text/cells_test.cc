#include "client/text/cells.h"

#include <gtest/gtest.h>

#include "tests/unit/client/text/helpers.h"

namespace tutorat::format {
namespace {

TEST(ParseDateTest, TakesBothForms) {
  for (const auto& [text, date] : {std::pair("2024-02-09", "2024-02-09"),
                                   {"09/02/2024", "2024-02-09"},
                                   {" 10/11/2023 ", "2023-11-10"},
                                   {"2024-02-29", "2024-02-29"},
                                   {"29/02/2000", "2000-02-29"},
                                   {"31/12/1999", "1999-12-31"},
                                   {"9/2/2024", "2024-02-09"},
                                   {"09-02-2024", "2024-02-09"},
                                   {"9.2.2024", "2024-02-09"},
                                   {"2024/02/09", "2024-02-09"},
                                   {"09/02/24", "2024-02-09"},
                                   {"09/02/2024 00:00", "2024-02-09"},
                                   {"2024-02-09T00:00:00", "2024-02-09"},
                                   {"09/02/2024 0:00:00", "2024-02-09"},
                                   {"vendredi 9 février 2024", "2024-02-09"},
                                   {"Ven. 9 févr. 2024", "2024-02-09"},
                                   {"09-févr-24", "2024-02-09"},
                                   {"1er août 2024", "2024-08-01"},
                                   {"Friday, 9 February 2024", "2024-02-09"},
                                   {"09\u00A0/\u00A002/2024\u202F", "2024-02-09"}}) {
    const absl::StatusOr<std::string> parsed = ParseDate(text, kEnglish);
    ASSERT_TRUE(parsed.ok()) << text << ": " << parsed.status();
    EXPECT_EQ(*parsed, date);
  }
}

TEST(ParseDateTest, RefusesDaysThatDoNotExistAndOtherForms) {
  for (const auto& [text, reason] : {std::pair("30/02/2024", "29 days"),
                                     {"2023-02-29", "28 days"},
                                     {"1900-02-29", "28 days"},
                                     {"31/04/2024", "30 days"},
                                     {"00/04/2024", "30 days"},
                                     {"02/30/2024", "months go from 01 to 12"},
                                     {"2024-00-10", "months go from 01 to 12"},
                                     {"9/2/024", "is no date"},
                                     {"9 ju 2024", "is no date"},
                                     {"9 jui 2024", "is no date"},
                                     {"09/02", "is no date"},
                                     {"09/02/2024 14:00", "is no date"},
                                     {"45331", "number for 2024-02-09; format the column as dates"},
                                     {"12345", "is no date"},
                                     {"2024-02-09T10:00", "is no date"},
                                     {"2024-02", "is no date"},
                                     {"+024-02-09", "is no date"},
                                     {"demain", "is no date"},
                                     {"", "is no date"}}) {
    const absl::StatusOr<std::string> parsed = ParseDate(text, kEnglish);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_NE(std::string(parsed.status().message()).find(reason), std::string::npos) << text << parsed.status();
  }
}

TEST(ParseDateTest, SaysTheRemedyInFrench) {
  EXPECT_EQ(ParseDate("30/02/2024", Language::kFrench).status().message(),
            "n'existe pas : ce mois-là a 29 jours ; corriger le jour, le mois ou l'année");
}

TEST(ParseClockTest, TakesWhatPeopleType) {
  for (const auto& [text, clock] : {std::pair("14:00", "14:00"),
                                    {"9:30", "09:30"},
                                    {"14h", "14:00"},
                                    {"14h00", "14:00"},
                                    {"9H05", "09:05"},
                                    {"14 h 30", "14:30"},
                                    {"14:30:00", "14:30"},
                                    {"14.30", "14:30"},
                                    {"1430", "14:30"},
                                    {"0930", "09:30"},
                                    {"14 heures 30", "14:30"},
                                    {"9 heures", "09:00"},
                                    {"14\u202Fh\u00A030", "14:30"},
                                    {"00:00", "00:00"},
                                    {"23:59", "23:59"}}) {
    const absl::StatusOr<std::string> parsed = ParseClock(text, kEnglish);
    ASSERT_TRUE(parsed.ok()) << text << ": " << parsed.status();
    EXPECT_EQ(*parsed, clock);
  }
  for (const char* text : {"24:00", "14:60", "14", "14:0", "14:", "h30", "14h5", "14:30:15", "quatorze", "", "-1:00"}) {
    EXPECT_FALSE(ParseClock(text, kEnglish).ok()) << text;
  }
}

TEST(ParseDurationTest, TakesMinutesAndHours) {
  for (const auto& [text, minutes] : {std::pair("90", 90),
                                      {"1h30", 90},
                                      {"1 h 30", 90},
                                      {"1H05", 65},
                                      {"2h", 120},
                                      {"90 min", 90},
                                      {"45mn", 45},
                                      {"1:30", 90},
                                      {"01:30:00", 90},
                                      {"1,5", 90},
                                      {"1.5 h", 90},
                                      {"0,75", 45},
                                      {"1,25 heure", 75},
                                      {"2,0", 120},
                                      {"1h30min", 90},
                                      {"1 heure 30 minutes", 90},
                                      {"2 heures", 120},
                                      {"90 minutes", 90},
                                      {"1\u00A0h\u202F30", 90},
                                      {"0", 0},
                                      {"999999999", 999999999}}) {
    const absl::StatusOr<int> parsed = ParseDuration(text, kEnglish);
    ASSERT_TRUE(parsed.ok()) << text << ": " << parsed.status();
    EXPECT_EQ(*parsed, minutes);
  }
  for (const char* text :
       {"1h75", "1:75", "01:30:15", "-60", "1,30", "1,5,0", "une heure", "", "min", "9999999999", "h30", ","}) {
    EXPECT_FALSE(ParseDuration(text, kEnglish).ok()) << text;
  }
}

TEST(ParsePeopleTest, TellsNumbersFromNames) {
  EXPECT_EQ(ParsePeople("6", kEnglish)->count(), 6);
  EXPECT_TRUE(ParsePeople("0", kEnglish)->has_count());
  EXPECT_EQ(ParsePeople("6,00\u00A0", kEnglish)->count(), 6);
  for (const char* nobody : {"aucun", "Aucune", "néant", "personne", "none"}) {
    EXPECT_TRUE(ParsePeople(nobody, kEnglish)->has_count()) << nobody;
  }
  for (const char* list : {"Ana Un|Bo Deux|", "Ana Un\nBo Deux\n", "Ana Un | Bo Deux"}) {
    EXPECT_EQ(ParsePeople(list, kEnglish)->names_size(), 2) << list;
  }
  EXPECT_EQ(ParsePeople("Lefèvre, Zoé", kEnglish)->names(0), "Lefèvre, Zoé");
  const v1::People people = *ParsePeople(" Anne Mésange | Bruno Loriot|| ", kEnglish);
  EXPECT_FALSE(people.has_count());
  ASSERT_EQ(people.names_size(), 2);
  EXPECT_EQ(people.names(0), "Anne Mésange");
  EXPECT_EQ(people.names(1), "Bruno Loriot");
  EXPECT_EQ(WritePeople(people), "Anne Mésange|Bruno Loriot");
  EXPECT_EQ(ParsePeople("王芳", kEnglish)->names(0), "王芳");
  const v1::People nobody = *ParsePeople("  ", kEnglish);
  EXPECT_FALSE(nobody.has_count());
  EXPECT_EQ(nobody.names_size(), 0);
  EXPECT_EQ(WritePeople(nobody), "");
  for (const char* text : {"-3", "6,5", "6|7", "?", "9999999999", "tous", "6 sur 9", "6/9"})
    EXPECT_FALSE(ParsePeople(text, kEnglish).ok()) << text;
}

TEST(ParseShareTest, GivesHowManyOfHowMany) {
  for (const char* text : {"6 sur 9", "6/9", " 6 / 9", "6 of 9", "6\u00A0sur\u00A09"}) {
    EXPECT_EQ(ParseShare(text), std::pair(6, 9)) << text;
  }
  for (const char* text : {"6", "6/", "sur 9", "6/9/1", "Ana/Bo", ""}) EXPECT_FALSE(ParseShare(text)) << text;
  EXPECT_TRUE(IsEverybody(" Tous "));
  EXPECT_TRUE(IsEverybody("tout le monde"));
  EXPECT_FALSE(IsEverybody("Toussaint"));
}

TEST(ParseCountTest, TakesWholeNumbersOnly) {
  EXPECT_EQ(*ParseCount(" 12 ", kEnglish), 12);
  EXPECT_EQ(*ParseCount("12,00", kEnglish), 12);
  EXPECT_EQ(*ParseCount("12.0", kEnglish), 12);
  for (const char* text : {"", "-1", "1.5", "12 personnes", "0x1"})
    EXPECT_FALSE(ParseCount(text, kEnglish).ok()) << text;
}

}  // namespace
}  // namespace tutorat::format
