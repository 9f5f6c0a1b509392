#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::ElementsAre;

TEST(RetentionDocumentTest, HasARowAWaveAndTheTextsThatNameItsMembers) {
  const v1::Document document = DocumentOf(SampleRetention(), kFrench);
  EXPECT_THAT(RowsOf(document, "waves"), ElementsAre("| VAGUE | DONNÉES JUSQU'AU | AUDITEURS À EFFACER | EFFACÉS |",
                                                     "| V5 | 31/01/2024 | 12 | 2 |", "| V4 |  | 1 | 0 |"));
  EXPECT_THAT(RowsOf(document, "remarks"),
              ElementsAre("| RESSOURCE | CHAMP | TEXTE | DEVIENT |",
                          "| sessions/a | notes | Zoé absente | auditeur-1 absente |",
                          "| sessions/a | themes | EJ avec Zoé | (à reprendre à la main) |"));
  EXPECT_THAT(Sentences(document),
              ElementsAre("Textes qui nomment la personne et qu'une personne doit reprendre, car les mots des tuteurs "
                          "sur les thèmes ne sont jamais modifiés : 1"));
  EXPECT_THAT(FiguresOf(document, "Textes"), ElementsAre("1/0"));
  EXPECT_EQ(CsvOf(document, "waves"),
            "wave,personal_data_until,member_count,erasure_count\nV5,2024-01-31,12,2\nV4,,1,0\n");
}

TEST(RetentionDocumentTest, LeavesOutWhatThereIsNoneOf) {
  v1::ApplyRetentionResponse retention = SampleRetention();
  retention.mutable_waves(0)->mutable_remarks()->RemoveLast();
  const v1::Document document = DocumentOf(retention, kEnglish);
  EXPECT_THAT(RowsOf(document, "remarks"), ElementsAre("| RESOURCE | FIELD | TEXT | BECOMES |",
                                                       "| sessions/a | notes | Zoé absente | auditeur-1 absente |"));
  EXPECT_EQ(Sentences(document), Lines());
}

TEST(RetentionDocumentTest, SaysThatNoWaveHasDataToErase) {
  EXPECT_THAT(Sentences(DocumentOf(v1::ApplyRetentionResponse(), kFrench)),
              ElementsAre("Aucune vague n'a de donnée à effacer."));
  EXPECT_THAT(Sentences(DocumentOf(v1::ApplyRetentionResponse(), kEnglish)), ElementsAre("No wave has data to erase."));
}

TEST(RetentionDocumentTest, CountsNothingAsErasedThatWouldOnlyBe) {
  v1::ApplyRetentionRequest request;
  request.set_validate_only(true);
  EXPECT_EQ(RowsOf(DocumentOf(SampleRetention(), kFrench, request), "waves")[1], "| V5 | 31/01/2024 | 12 | 0 |");
}

}  // namespace
}  // namespace tutorat::report
