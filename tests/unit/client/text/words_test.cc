#include "client/text/words.h"

#include <gtest/gtest.h>

#include "proto/fold.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::format {
namespace {

using Kind = v1::ParticipationIssue::Kind;
using Impact = v1::ParticipationIssue::Impact;

TEST(FoldTest, LeavesOutCaseAccentsAndSurroundingSpaces) {
  EXPECT_EQ(contract::FoldName("  PRÉVUE "), "prevue");
  EXPECT_EQ(contract::FoldName("pre\u0301vue"), "prevue");
  EXPECT_EQ(contract::FoldName("Thèmes Abordés"), "themes abordes");
  EXPECT_EQ(contract::FoldName("Straße"), "strasse");
  EXPECT_EQ(contract::FoldName("LECŒUR, Lætitia Sørensen, Łukasz"), "lecoeur, laetitia sorensen, lukasz");
  EXPECT_EQ(contract::FoldName("Hé\u00ADlène\u200B"), "helene");
  EXPECT_EQ(contract::FoldName("\xFF"), "\uFFFD");
  EXPECT_EQ(contract::FoldName(""), "");
}

TEST(WordsTest, AreThoseOfTheFormat) {
  EXPECT_EQ(WordChoices<v1::SessionState>(Language::kEnglish), "planned|held|cancelled");
  EXPECT_EQ(WordChoices<v1::SessionState>(Language::kFrench), "prévue|tenue|annulée");
  EXPECT_EQ(WordChoices<Kind>(Language::kEnglish), "mic|camera|connection|access|room|other");
  EXPECT_EQ(WordChoices<Kind>(Language::kFrench), "micro|caméra|connexion|accès|salle|autre");
  EXPECT_EQ(WordChoices<Impact>(Language::kEnglish), "none|slight|strong");
  EXPECT_EQ(WordChoices<Impact>(Language::kFrench), "aucun|léger|fort");
  EXPECT_EQ(WordChoices<v1::Appreciation>(Language::kEnglish), "good|fair|poor");
  EXPECT_EQ(WordChoices<v1::Appreciation>(Language::kFrench), "bonne|moyenne|difficile");
  EXPECT_EQ(WordChoices<v1::ProgrammeItem::Weight>(Language::kEnglish), "core|optional");
  EXPECT_EQ(WordChoices<v1::ProgrammeItem::Weight>(Language::kFrench), "socle|facultatif");
  EXPECT_EQ(WordChoices<v1::AgendaItem::Choice>(Language::kEnglish), "taken|dropped");
  EXPECT_EQ(WordChoices<v1::AgendaItem::Choice>(Language::kFrench), "retenu|écarté");
  EXPECT_EQ(WordChoices<v1::Role>(Language::kEnglish), "tutor|coordinator|reader|administrator");
  EXPECT_EQ(WordChoices<v1::Role>(Language::kFrench), "tuteur|coordinateur|lecteur|administrateur");
  EXPECT_EQ(WordChoices<v1::AuditEntry::Action>(Language::kEnglish),
            "creation|change|deletion|undeletion|purge|erasure");
  EXPECT_EQ(WordChoices<v1::AuditEntry::Action>(Language::kFrench),
            "création|modification|suppression|rétablissement|purge|effacement");
  EXPECT_EQ(WordChoices<v1::Attendance::Status>(Language::kEnglish), "present|late|excused|absent");
  EXPECT_EQ(WordChoices<v1::Attendance::Status>(Language::kFrench), "présent|en retard|excusé|absent");
}

template <typename Enum>
void ExpectEveryWordIsRead(const google::protobuf::EnumDescriptor& type) {
  for (int i = 1; i < type.value_count(); ++i) {
    const auto value = static_cast<Enum>(type.value(i)->number());
    for (const Language language : {Language::kFrench, Language::kEnglish}) {
      const std::string word = Word(value, language);
      ASSERT_FALSE(word.empty()) << type.value(i)->name();
      EXPECT_EQ(ParseWord<Enum>(word), value) << word;
      EXPECT_EQ(ParseWord<Enum>(contract::FoldName(word)), value) << word;
    }
  }
  EXPECT_EQ(Word(static_cast<Enum>(0), Language::kFrench), "");
  EXPECT_FALSE(ParseWord<Enum>("").has_value());
  EXPECT_FALSE(ParseWord<Enum>("peut-être").has_value());
}

TEST(WordsTest, EveryValueHasAWordOfEachLanguage) {
  ExpectEveryWordIsRead<v1::SessionState>(*v1::SessionState_descriptor());
  ExpectEveryWordIsRead<v1::Attendance::Status>(*v1::Attendance::Status_descriptor());
  ExpectEveryWordIsRead<v1::Appreciation>(*v1::Appreciation_descriptor());
  ExpectEveryWordIsRead<Kind>(*v1::ParticipationIssue::Kind_descriptor());
  ExpectEveryWordIsRead<v1::ProgrammeItem::Weight>(*v1::ProgrammeItem::Weight_descriptor());
  ExpectEveryWordIsRead<v1::AgendaItem::Choice>(*v1::AgendaItem::Choice_descriptor());
  ExpectEveryWordIsRead<Impact>(*v1::ParticipationIssue::Impact_descriptor());
}

TEST(WordsTest, CaseAndAccentsDoNotCount) {
  EXPECT_EQ(ParseWord<v1::SessionState>(" ANNULEE "), v1::SESSION_STATE_CANCELLED);
  EXPECT_EQ(ParseWord<Impact>("Leger"), v1::ParticipationIssue::IMPACT_SLIGHT);
  EXPECT_EQ(ParseWord<Kind>("Camera"), v1::ParticipationIssue::KIND_CAMERA);
}

}  // namespace
}  // namespace tutorat::format
