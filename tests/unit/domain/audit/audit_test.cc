#include "server/domain/audit/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/audit/audit_chain.h"
#include "server/domain/figures/frozen_balance.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using tests::Make;

// `field: before -> after` of each; values that are personal in brackets.
std::vector<std::string> ListedChanges(const google::protobuf::RepeatedPtrField<v1::AuditChange>& changes) {
  std::vector<std::string> listed;
  for (const v1::AuditChange& change : changes) {
    listed.push_back(
        change.commitment().empty()
            ? absl::StrCat(change.field(), ": ", change.before(), " -> ", change.after())
            : absl::StrCat(change.field(), ": [", change.personal_before(), " -> ", change.personal_after(), "]"));
  }
  return listed;
}

template <class Message>
std::vector<std::string> Differences(const std::string& before, const std::string& after) {
  const auto old = Make<Message>(before);
  return ListedChanges(Diff(&old, Make<Message>(after), PersonalValues::kKeep));
}

template <class Message>
std::vector<std::string> Creation(const std::string& text) {
  return ListedChanges(Diff(nullptr, Make<Message>(text), PersonalValues::kKeep));
}

TEST(AuditDiff, SaysWhatWasChangedByPath) {
  EXPECT_THAT(
      Differences<v1::Session>(
          "group: 'groups/4' themes: 'EJ' head_count { present: 0 } attendances { member: 'members/a' status: "
          "STATUS_ABSENT } attendances { member: 'members/b' status: STATUS_LATE }",
          "group: 'groups/4' themes: 'EJ & \"SF\"\\n' head_count { present: 6 } attendances { member: "
          "'members/a' status: STATUS_PRESENT } attendances { member: 'members/b' status: STATUS_LATE } "
          "duration { seconds: 3600 }"),
      ElementsAre("duration:  -> \"3600s\"", "themes: [\"EJ\" -> \"EJ & \\\"SF\\\"\\n\"]",
                  "attendances[0].status: \"STATUS_ABSENT\" -> \"STATUS_PRESENT\"", "head_count.present: 0 -> 6"));
}

TEST(AuditDiff, GivesWholeWhatIsOnOneSideOnlyAndThePersonalPartsApart) {
  EXPECT_THAT(Differences<v1::Session>(
                  "participation_issues { kind: KIND_MIC note: 'Adèle' }",
                  "participation_issues { kind: KIND_MIC note: 'Adèle' } participation_issues { kind: KIND_ROOM note: "
                  "'Salle' affected_count: 2 } guests { display_name: 'Inès' }"),
              ElementsAre("guests:  -> [{}]", "guests[0].display_name: [ -> \"Inès\"]",
                          "participation_issues[1]:  -> {\"kind\":\"KIND_ROOM\",\"affectedCount\":2}",
                          "participation_issues[1].note: [ -> \"Salle\"]"));
  EXPECT_THAT(Differences<v1::Session>("head_count { present: 3 }", ""),
              ElementsAre("head_count: {\"present\":3} -> "));
}

TEST(AuditDiff, KeepsFreeTextsApartAsWhatIsPersonal) {
  EXPECT_THAT(Creation<v1::Token>("account: 'accounts/1' label: 'portable de Hélène'"),
              ElementsAre("account:  -> \"accounts/1\"", "label: [ -> \"portable de Hélène\"]"));
  EXPECT_THAT(
      Differences<v1::Session>("theme_mentions { text: 'Hélène' offset: 3 } external_link: 'https://x/helene'",
                               "theme_mentions { text: 'EJ' offset: 3 } theme_mentions { text: 'Hélène' offset: 9 }"),
      ElementsAre("external_link: [\"https://x/helene\" -> ]", "theme_mentions[0].text: [\"Hélène\" -> \"EJ\"]",
                  "theme_mentions[1]:  -> {\"offset\":9}", "theme_mentions[1].text: [ -> \"Hélène\"]"));
}

TEST(AuditDiff, TellsWhichPathsAreMarkedPersonal) {
  const auto& type = *v1::Session::descriptor();
  EXPECT_TRUE(IsMarkedPersonal(type, "notes"));
  EXPECT_TRUE(IsMarkedPersonal(type, "guests[2].display_name"));
  EXPECT_TRUE(IsMarkedPersonal(type, "participation_issues[0].note"));
  EXPECT_TRUE(IsMarkedPersonal(type, "no_field"));
  EXPECT_TRUE(IsMarkedPersonal(type, "themes.of"));
  EXPECT_FALSE(IsMarkedPersonal(type, "themes"));
  EXPECT_FALSE(IsMarkedPersonal(type, "theme_mentions[1].text"));
  EXPECT_FALSE(IsMarkedPersonal(type, "head_count.present"));
}

TEST(AuditDiff, LeavesOutSecretsAndWhatEveryWriteChanges) {
  EXPECT_THAT(
      Creation<v1::Token>("name: 'tokens/1' account: 'accounts/1' secret_hash: 'abc' create_time { seconds: 9 } "
                          "etag: 'e'"),
      ElementsAre("account:  -> \"accounts/1\""));
  EXPECT_THAT(Differences<v1::Token>("last_use_time { seconds: 1 } update_time { seconds: 1 }",
                                     "last_use_time { seconds: 2 } update_time { seconds: 2 } secret_hash: 'x'"),
              IsEmpty());
  // Of a new one, what the server derived; later, what was derived anew.
  EXPECT_THAT(Creation<v1::Session>("thesaurus_revision: 3 local_date: '2024-01-01'"), IsEmpty());
  EXPECT_THAT(Differences<v1::Session>("thesaurus_revision: 3", "thesaurus_revision: 4"),
              ElementsAre("thesaurus_revision: 3 -> 4"));
}

TEST(AuditDiff, GivesALongValueByItsHash) {
  v1::FrozenBalance frozen;
  frozen.add_content(std::string(20'000, 'x'));
  const auto changes = Diff(nullptr, frozen, PersonalValues::kKeep);
  ASSERT_EQ(changes.size(), 1);
  EXPECT_EQ(changes[0].personal_after(),
            absl::StrCat("{\"bytes\":20004,\"sha256\":\"", Sha256(absl::StrCat("[\"", std::string(20'000, 'x'), "\"]")),
                         "\"}"));
}

TEST(AuditDiff, ForgetsPersonalValuesWhereTheyAreBeingErased) {
  const auto old = Make<v1::Member>("display_name: 'Adèle Aubépine' email: 'a@b.fr' leave_date: '2024-01-01'");
  const auto changes =
      Diff(&old, Make<v1::Member>("display_name: 'Personne 12AB' leave_date: '2024-01-02'"), PersonalValues::kForget);
  EXPECT_THAT(ListedChanges(changes),
              ElementsAre("display_name:  -> ", "email:  -> ", "leave_date: \"2024-01-01\" -> \"2024-01-02\""));
  const auto later = Diff(&old, Make<v1::Member>("display_name: 'Personne 12AB' leave_date: '2024-01-02'"),
                          PersonalValues::kKeepAfter);
  EXPECT_THAT(ListedChanges(later), ElementsAre("display_name: [\"…\" -> \"Personne 12AB\"]", "email: [\"…\" -> ]",
                                                "leave_date: \"2024-01-01\" -> \"2024-01-02\""));
}

TEST(AuditDiff, TellsTheAction) {
  const auto live = Make<v1::Member>("");
  const auto deleted = Make<v1::Member>("delete_time { seconds: 1 }");
  EXPECT_EQ(ActionOf(nullptr, live), v1::AuditEntry::ACTION_CREATE);
  EXPECT_EQ(ActionOf(&live, live), v1::AuditEntry::ACTION_UPDATE);
  EXPECT_EQ(ActionOf(&live, deleted), v1::AuditEntry::ACTION_DELETE);
  EXPECT_EQ(ActionOf(&deleted, live), v1::AuditEntry::ACTION_UNDELETE);
}

TEST(AuditEntryName, IsANumberInTwelveDigits) {
  EXPECT_EQ(AuditEntryName(42), "auditEntries/000000000042");
  EXPECT_EQ(AuditEntryNumber("auditEntries/000000000042"), 42);
  for (const char* name : {"auditEntries/42", "auditEntries/00000000004x", "auditEntries/-00000000042",
                           "auditEntries/+00000000042", "auditEntries/ 00000000042", "sessions/000000000042", ""}) {
    EXPECT_EQ(AuditEntryNumber(name), 0) << name;
  }
}

std::vector<v1::AuditEntry> Chain(int length) {
  std::vector<v1::AuditEntry> entries;
  for (int i = 1; i <= length; ++i) {
    auto entry = Make<v1::AuditEntry>(
        "create_time { seconds: 1700000000 } local_date: '2023-11-14' account: 'accounts/1' method: 'm' "
        "resource: 'members/a' action: ACTION_UPDATE");
    entry.set_name(AuditEntryName(i));
    entry.set_request_id(absl::StrCat("r", i));
    const auto old = Make<v1::Member>("display_name: 'Adèle' join_date: '2024-01-01'");
    *entry.mutable_changes() =
        Diff(&old, Make<v1::Member>("display_name: 'Adèle A.' join_date: '2024-01-02'"), PersonalValues::kKeep);
    entry.set_previous_hash(entries.empty() ? "" : entries.back().hash());
    entry.set_hash(HashOf(entry));
    entries.push_back(entry);
  }
  return entries;
}

// One more, of the same resource.
void AddEntry(v1::AuditEntry::Action action, std::vector<v1::AuditEntry>* entries) {
  v1::AuditEntry entry = entries->back();
  entry.set_name(AuditEntryName(static_cast<int64_t>(entries->size()) + 1));
  entry.set_action(action);
  entry.clear_changes();
  entry.set_previous_hash(entries->back().hash());
  entry.set_hash(HashOf(entry));
  entries->push_back(entry);
}

std::vector<std::string> Wrong(const std::vector<v1::AuditEntry>& entries, const ChainEnd& head,
                               const ChainEnd& anchor = {}) {
  ChainCheck check(anchor, head);
  for (const v1::AuditEntry& entry : entries) check.Add(entry);
  return tests::Listed(check.Finish());
}

ChainEnd EndOf(const std::vector<v1::AuditEntry>& entries) {
  return {static_cast<int64_t>(entries.size()), entries.back().hash()};
}

TEST(AuditChain, IsWholeAsItWasMadeAndAfterErasures) {
  std::vector<v1::AuditEntry> entries = Chain(5);
  EXPECT_THAT(Wrong(entries, EndOf(entries)), IsEmpty());
  AddEntry(v1::AuditEntry::ACTION_ERASE, &entries);
  for (v1::AuditChange& change : *entries[2].mutable_changes()) ForgetPersonalValues(&change);
  EXPECT_THAT(Wrong(entries, EndOf(entries)), IsEmpty());
  EXPECT_THAT(Wrong({}, {}), IsEmpty());
}

TEST(AuditChain, NamesAnEntryOfWhichAnyFieldWasAltered) {
  const std::vector<v1::AuditEntry> whole = Chain(4);
  const auto* descriptor = v1::AuditEntry::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (field->name() == "name") continue;
    std::vector<v1::AuditEntry> entries = whole;
    entries[1].GetReflection()->ClearField(&entries[1], field);
    EXPECT_THAT(Wrong(entries, EndOf(whole)), ElementsAre("auditEntries/000000000002: hash AUDIT_ENTRY_ALTERED"))
        << field->name();
  }
  std::vector<v1::AuditEntry> entries = whole;
  for (v1::AuditChange& change : *entries[1].mutable_changes()) {
    if (!change.commitment().empty()) change.set_personal_after("\"Zoé\"");
  }
  EXPECT_THAT(Wrong(entries, EndOf(whole)),
              ElementsAre("auditEntries/000000000002: changes[0].commitment AUDIT_VALUE_ALTERED"));
}

TEST(AuditChain, NamesAnEntryWhoseValuesAreGoneWithoutAnErasureAfterIt) {
  const auto forgotten = [](v1::AuditEntry::Action action, size_t at) {
    std::vector<v1::AuditEntry> entries = Chain(2);
    AddEntry(action, &entries);
    AddEntry(v1::AuditEntry::ACTION_UPDATE, &entries);
    *entries[3].mutable_changes() = entries[0].changes();
    entries[3].set_hash(HashOf(entries[3]));
    for (v1::AuditChange& change : *entries[at].mutable_changes()) ForgetPersonalValues(&change);
    return Wrong(entries, EndOf(entries));
  };
  EXPECT_THAT(forgotten(v1::AuditEntry::ACTION_ERASE, 1), IsEmpty());
  EXPECT_THAT(forgotten(v1::AuditEntry::ACTION_PURGE, 1), IsEmpty());
  EXPECT_THAT(forgotten(v1::AuditEntry::ACTION_UPDATE, 1),
              ElementsAre("auditEntries/000000000002 AUDIT_VALUE_REMOVED"));
  EXPECT_THAT(forgotten(v1::AuditEntry::ACTION_ERASE, 3), ElementsAre("auditEntries/000000000004 AUDIT_VALUE_REMOVED"));
  // Another resource's erasure accounts for nothing.
  std::vector<v1::AuditEntry> entries = Chain(2);
  AddEntry(v1::AuditEntry::ACTION_ERASE, &entries);
  entries[2].set_resource("members/b");
  entries[2].set_hash(HashOf(entries[2]));
  for (v1::AuditChange& change : *entries[1].mutable_changes()) ForgetPersonalValues(&change);
  EXPECT_THAT(Wrong(entries, EndOf(entries)), ElementsAre("auditEntries/000000000002 AUDIT_VALUE_REMOVED"));
}

TEST(AuditChain, NamesAnEntryThatWasAlteredAndHashedAnew) {
  std::vector<v1::AuditEntry> entries = Chain(4);
  const ChainEnd head = EndOf(entries);
  entries[1].set_account("accounts/2");
  entries[1].set_hash(HashOf(entries[1]));
  EXPECT_THAT(Wrong(entries, head), ElementsAre("auditEntries/000000000002 AUDIT_ENTRY_ALTERED"));
  entries = Chain(4);
  const ChainEnd newest = EndOf(entries);
  entries[3].set_account("accounts/2");
  entries[3].set_hash(HashOf(entries[3]));
  EXPECT_THAT(Wrong(entries, newest), ElementsAre("auditEntries/000000000004 AUDIT_ENTRY_ALTERED"));
}

TEST(AuditChain, NamesWhatWasRemovedAndWhatWasInserted) {
  const std::vector<v1::AuditEntry> whole = Chain(4);
  for (size_t removed = 0; removed < whole.size(); ++removed) {
    std::vector<v1::AuditEntry> entries = whole;
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(removed));
    EXPECT_THAT(Wrong(entries, EndOf(whole)),
                ElementsAre(absl::StrCat(AuditEntryName(static_cast<int64_t>(removed) + 1), " AUDIT_ENTRY_REMOVED")));
  }
  for (const std::string& name : {std::string("auditEntries/000000000002x"), AuditEntryName(5)}) {
    std::vector<v1::AuditEntry> entries = whole;
    v1::AuditEntry inserted = whole[1];
    inserted.set_name(name);
    inserted.set_hash(HashOf(inserted));
    entries.insert(entries.begin() + (name.back() == 'x' ? 2 : 4), inserted);
    EXPECT_THAT(Wrong(entries, EndOf(whole)), ElementsAre(absl::StrCat(name, " AUDIT_ENTRY_INSERTED")));
  }
}

TEST(AuditChain, BeginsLaterOnlyFromItsAnchor) {
  std::vector<v1::AuditEntry> entries = Chain(5);
  const ChainEnd head = EndOf(entries);
  const ChainEnd anchor{2, entries[1].hash()};
  entries.erase(entries.begin(), entries.begin() + 2);
  EXPECT_THAT(Wrong(entries, head, anchor), IsEmpty());
  EXPECT_THAT(Wrong(entries, head), UnorderedElementsAre("auditEntries/000000000001 AUDIT_ENTRY_REMOVED",
                                                         "auditEntries/000000000002 AUDIT_ENTRY_REMOVED"));
  EXPECT_THAT(Wrong(entries, head, {2, "other"}), ElementsAre("auditEntries/000000000003 AUDIT_ENTRY_ALTERED"));
}

}  // namespace
}  // namespace tutorat::domain
