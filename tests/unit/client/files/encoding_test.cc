#include "client/files/encoding.h"

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/unit/client/text/helpers.h"
#include "tests/unit/client/text/random_text.h"

namespace tutorat::format {
namespace {

// The text in a character set by ICU's name.
std::string Encoded(const std::string& text, const char* charset) {
  const icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(text);
  std::string bytes(static_cast<size_t>(unicode.length()) * 4 + 4, '\0');
  bytes.resize(static_cast<size_t>(
      unicode.extract(0, unicode.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), charset)));
  return bytes;
}

// "charset: text", or what is wrong.
std::string Read(absl::string_view bytes) {
  const std::variant<DecodedText, Problem> decoded = Decode(bytes, kEnglish);
  if (const auto* problem = std::get_if<Problem>(&decoded)) return Describe(*problem, kEnglish);
  return absl::StrCat(std::get<DecodedText>(decoded).charset, ": ", std::get<DecodedText>(decoded).text);
}

std::string ReadAs(const std::string& text, const char* charset) { return Read(Encoded(text, charset)); }

TEST(DecodeTest, ReadsUtf16ByItsMark) {
  const std::string text = "thèmes\tœuvre 💾\r\n« évolue »\t12 €\r\n";
  EXPECT_EQ(Read("\xFF\xFE" + Encoded(text, "UTF-16LE")), "UTF-16: " + text);
  EXPECT_EQ(Read("\xFE\xFF" + Encoded(text, "UTF-16BE")), "UTF-16: " + text);
  EXPECT_TRUE(std::get<DecodedText>(Decode("\xFF\xFE", kEnglish)).had_mark);
}

TEST(DecodeTest, RefusesDamagedUtf16) {
  const std::string text = "\xFF\xFE" + Encoded("thèmes\n", "UTF-16LE");
  EXPECT_TRUE(absl::StartsWith(Read(text.substr(0, text.size() - 1)), "the file begins in UTF-16 and is damaged"));
  EXPECT_TRUE(absl::StartsWith(Read("\xFF\xFE\x3D\xD8\x20\x20"), "the file begins in UTF-16 and is damaged"));
  EXPECT_TRUE(absl::StrContains(Read(text + Encoded(std::string("a\0", 2), "UTF-16LE")), "line 2: a NUL byte"));
}

TEST(DecodeTest, ReadsSingleWordsInEachCharacterSet) {
  for (const char* word : {"Lefèvre", "Zoé", "Noël", "Garçon", "Hélène", "Gaël", "François", "Loïc", "Benoît", "Jérôme",
                           "Élise", "À voir", "FRANÇOIS", "Lefèvre;Zoé", "août", "où", "Müller", "n° 4", "pâte"}) {
    EXPECT_EQ(ReadAs(word, "windows-1252"), absl::StrCat("Windows-1252: ", word));
    EXPECT_EQ(ReadAs(word, "ibm-850"), absl::StrCat("CP850 (MS-DOS): ", word));
    EXPECT_EQ(ReadAs(word, "macintosh"), absl::StrCat("Mac Roman: ", word));
  }
  for (const char* word : {"Œillet", "cœur", "l’été", "Sœur Anne"}) {
    EXPECT_EQ(ReadAs(word, "windows-1252"), absl::StrCat("Windows-1252: ", word));
    EXPECT_EQ(ReadAs(word, "macintosh"), absl::StrCat("Mac Roman: ", word));
  }
}

TEST(DecodeTest, ReadsSentencesInEachCharacterSet) {
  const std::vector<std::string> sentences = {
      "groupe;date;thèmes\r\n4;20/02/2024;Saisie des CGRs & TIERS, clôture de l'exercice\r\n",
      "Exécution budgétaire ; prélèvement sur fonds de roulement",
      "Hélène Lefèvre, Zoé Jacinthe, Benoît Garçon, Noël Bâtie, Anaïs Août",
      "La même fenêtre s'est bloquée à l'enregistrement : à revoir dès que possible",
      "« évolue bien » ; micro coupé, caméra éteinte",
      "ÉTABLISSEMENT;ÉLÈVES PRÉSENTS;DÉPENSES ENGAGÉES À PAYER",
      "Régie d'avances et de recettes, créances, bourses, contrôle hiérarchisé",
      "Où en est-on ? Déjà vu, plutôt acquis ; bientôt terminé, sûr de lui",
      "N° 12 : opération spécifique, dû à l'agent, reçu le 3 février",
  };
  for (const std::string& sentence : sentences) {
    EXPECT_EQ(Read(sentence), ": " + sentence);
    EXPECT_EQ(Read("\xEF\xBB\xBF" + sentence), ": " + sentence);
    EXPECT_EQ(ReadAs(sentence, "windows-1252"), "Windows-1252: " + sentence);
    EXPECT_EQ(ReadAs(sentence, "ibm-850"), "CP850 (MS-DOS): " + sentence);
    EXPECT_EQ(ReadAs(sentence, "macintosh"), "Mac Roman: " + sentence);
  }
}

TEST(DecodeTest, ReadsAnyMixtureOfNamesAndThemes) {
  const std::vector<std::string> words = {"Lefèvre", "Zoé",    "budget", "clôture", "à",    "payée",      "régie",
                                          "TIERS",   "reçu",   "élèves", "ÉLÈVES",  "Noël", "où",         "être",
                                          "fenêtre", "maïs",   "« DP »", "n° 3",    "12",   "trésorerie", "Benoît",
                                          "château", "sûreté", "créée",  "EJ"};
  RandomText random;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> some = {"prélèvement"};
    for (int i = random.Number(0, 12); i > 0; --i) {
      some.push_back(words[static_cast<size_t>(random.Number(0, static_cast<int>(words.size()) - 1))]);
    }
    const std::string text = absl::StrJoin(some, random.Chance(2) ? " " : ";");
    ASSERT_EQ(ReadAs(text, "windows-1252"), "Windows-1252: " + text) << round;
    ASSERT_EQ(ReadAs(text, "ibm-850"), "CP850 (MS-DOS): " + text) << round;
    ASSERT_EQ(ReadAs(text, "macintosh"), "Mac Roman: " + text) << round;
  }
}

TEST(DecodeTest, Windows1252WinsWhereNothingSpeaksForAnother) {
  for (const char* text :
       {"12 €", "a – b", "2023–2024", "“Budget”", "l’an", "etc…", "‘x’", "l’état – dit “de rapprochement” – à 12 €…",
        "Muñoz", "García", "Strauß", "a±b", "½", "m²", "Paris–Lyon", "10 000 € ; 12 %", "• un", "a · b"}) {
    EXPECT_EQ(ReadAs(text, "windows-1252"), absl::StrCat("Windows-1252: ", text));
  }
}

TEST(DecodeTest, RefusesWhatLooksLikeNoneOfThem) {
  const char* why = "is text neither in UTF-8 nor in Windows-1252, CP850 or Mac Roman; save the file as \"CSV UTF-8\"";
  EXPECT_TRUE(absl::StrContains(Read("a,b\n1,x\x81\n"), "line 2: byte 81 ")) << Read("a,b\n1,x\x81\n");
  EXPECT_TRUE(absl::StrContains(Read("a,b\n1,x\x81\n"), why));
  EXPECT_TRUE(absl::StrContains(ReadAs("Привет, это бюджет и расходы", "windows-1251"), why))
      << ReadAs("Привет, это бюджет и расходы", "windows-1251");
  EXPECT_TRUE(absl::StrContains(ReadAs("预算执行情况与支出", "gb18030"), why))
      << ReadAs("预算执行情况与支出", "gb18030");
  EXPECT_TRUE(absl::StrContains(Read("budget\xE9taire, \xE9l\xE8ve, d\xE9pense, pr\xE9vu\n\x81\n"), "line 2: byte 81"))
      << "a damaged Windows-1252";
  const std::variant<DecodedText, Problem> french = Decode("x\x81", kFrench);
  EXPECT_EQ(Describe(std::get<Problem>(french), kFrench),
            "ligne 1 : l'octet 81 n'est du texte ni en UTF-8, ni en Windows-1252, CP850 ou Mac Roman ; enregistrer le "
            "fichier en « CSV UTF-8 » et recommencer");
}

}  // namespace
}  // namespace tutorat::format
