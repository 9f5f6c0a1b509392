#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;

TEST(FrozenBalanceDocumentTest, IsTheBalanceAndWhoFrozeIt) {
  const v1::Document document = DocumentOf(SampleFrozenBalance(), kFrench);
  EXPECT_THAT(RowsOf(document, "balance"), ElementsAre("| GROUPE | NB SÉANCES | THÈMES ABORDÉS |", "| 3 | 1 | EJ |"));
  const Lines sentences = Sentences(document);
  EXPECT_EQ(sentences[0], "Du 10/11/2023 au 09/02/2024, vague V6 : 1 séance tenue dans 1 groupe.");
  EXPECT_THAT(Lines(sentences.end() - 3, sentences.end()),
              ElementsAre("Bilan figé le 09/02/2024 14:20 par claire@example.org : « comité ».",
                          "Identifiant : frozenBalances/01.", "SHA-256 : abc123"));
  EXPECT_EQ(CsvOf(document), "group,sessions,themes\n3,1,EJ\n");
}

TEST(FrozenBalanceDocumentTest, OfAContentThatIsNoBalanceSaysWhichItIs) {
  for (const char* content : {"", "no JSON", "[]", "{\"groups\":7}", "{\"groups\":[{\"number\":3}]"}) {
    v1::FrozenBalance frozen = SampleFrozenBalance();
    frozen.clear_content();
    frozen.add_content(content);
    frozen.clear_label();
    frozen.clear_frozen_by();
    const v1::Document document = DocumentOf(frozen, kEnglish);
    EXPECT_THAT(Sentences(document),
                ElementsAre("Balance frozen on 2024-02-09 14:20.", "Id: frozenBalances/01.", "SHA-256: abc123"))
        << content;
    EXPECT_EQ(RowsOf(document, "balance"), Lines()) << content;
    EXPECT_EQ(CsvOf(document), "no such table") << content;
  }
}

TEST(FrozenBalanceDocumentTest, TellsAReaderThatTheSumIsOfMore) {
  v1::FrozenBalance frozen = SampleFrozenBalance();
  frozen.clear_sha256();
  EXPECT_EQ(Sentences(DocumentOf(frozen, kFrench)).back(),
            "SHA-256 : celui de la liste, du contenu entier ; en partie non communiqué ici");
  EXPECT_EQ(Sentences(DocumentOf(frozen, kEnglish)).back(),
            "SHA-256: as in the list, of the whole content; here it is withheld in part");
}

}  // namespace
}  // namespace tutorat::report
