#include "server/domain/contract/redaction.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "tests/unit/helpers.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::domain {
namespace {

using tests::Make;

template <class Message>
void ExpectCleared(const std::string& text, const std::string& expected) {
  auto message = Make<Message>(text);
  ClearPersonalData(&message);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(message, Make<Message>(expected)))
      << message.DebugString();
}

TEST(ClearPersonalData, ClearsWhatTheContractMarksAtEveryDepth) {
  ExpectCleared<v1::Session>(R"(
      group: 'groups/4' themes: 'TIERS' notes: 'Adèle est souvent en retard' cancel_reason: 'Adèle malade'
      guests { display_name: 'Inès' }
      participation_issues { kind: KIND_MIC note: 'chez Adèle' affected_count: 1 }
      participation_issues { kind: KIND_ROOM })",
                             R"(
      group: 'groups/4' themes: 'TIERS' guests {}
      participation_issues { kind: KIND_MIC affected_count: 1 }
      participation_issues { kind: KIND_ROOM })");
  ExpectCleared<v1::Balance>(R"(
      wave: 'waves/V6' groups { number: 4 tutor: 'Anne' label: 'Est' sessions { themes: 'EJ' tutor: 'Bruno' } })",
                             "wave: 'waves/V6' groups { number: 4 label: 'Est' sessions { themes: 'EJ' } }");
}

TEST(ClearPersonalData, LeavesWhatIsNotMarked) {
  const std::string text = "group: 'groups/4' state: SESSION_STATE_HELD start_time { seconds: 9 } themes: 'Adèle'";
  ExpectCleared<v1::Session>(text, text);
  ExpectCleared<v1::Session>("", "");
}

TEST(ClearSecrets, ClearsCredentialsAtEveryDepthAndNothingElse) {
  auto tokens = Make<v1::ListTokensResponse>("tokens { label: 'a' secret_hash: 'x' } tokens { secret_hash: 'y' }");
  ClearSecrets(&tokens);
  EXPECT_EQ(tokens.ShortDebugString(), "tokens { label: \"a\" } tokens { }");
  auto entry = Make<v1::AuditEntry>("changes { field: 'notes' personal_after: 'Adèle' salt: 'x' commitment: 'c' }");
  ClearSecrets(&entry);
  EXPECT_EQ(entry.changes(0).salt(), "");
  EXPECT_EQ(entry.changes(0).personal_after(), "Adèle");
  EXPECT_EQ(entry.changes(0).commitment(), "c");
}

TEST(ClearSecrets, ClearsCredentialsOfAMessageThatIsNotRepeated) {
  auto made = Make<v1::CreateTokenResponse>("token { label: 'a' secret_hash: 'x' }");
  ClearSecrets(&made);
  EXPECT_EQ(made.ShortDebugString(), "token { label: \"a\" }");
  auto listed = Make<v1::GetAuditEntryResponse>("audit_entry { changes { field: 'notes' salt: 'x' } }");
  ClearSecrets(&listed);
  EXPECT_EQ(listed.ShortDebugString(), "audit_entry { changes { field: \"notes\" } }");
}

}  // namespace
}  // namespace tutorat::domain
