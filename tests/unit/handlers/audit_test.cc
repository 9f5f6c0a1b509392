// What the audit tells through the API: every field that changed, by whom; of people only that it did.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/domain/base/local_time.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class AuditHandlerTest : public testing::Test {
 protected:
  std::vector<v1::AuditEntry> List(const std::string& request) {
    const auto answer =
        api_.Do<v1::ListAuditEntriesResponse, v1::ListAuditEntriesRequest>(absl::StrCat("page_size: 1000 ", request));
    return {answer.audit_entries().begin(), answer.audit_entries().end()};
  }
  std::vector<v1::AuditEntry> Of(const std::string& resource) {
    return List(absl::StrCat("resource: '", resource, "'"));
  }

  // The fields of an entry, with what they were and are.
  static std::map<std::string, std::string> Told(const v1::AuditEntry& entry) {
    std::map<std::string, std::string> told;
    for (const v1::AuditChange& change : entry.changes()) {
      told[change.field()] =
          absl::StrCat(change.before(), change.personal_before(), " > ", change.after(), change.personal_after());
    }
    return told;
  }

  v1::Member Member() {
    return api_.Do<v1::GetMemberResponse, v1::GetMemberRequest>(absl::StrCat("name: '", world_.adele, "'")).member();
  }
  void Rename(const std::string& name, const std::string& email) {
    v1::UpdateMemberRequest update;
    *update.mutable_member() = Member();
    update.mutable_member()->set_display_name(name);
    update.mutable_member()->set_email(email);
    update.mutable_update_mask()->add_paths("display_name");
    update.mutable_update_mask()->add_paths("email");
    const auto updated = api_.Send<v1::UpdateMemberResponse>(update);
    EXPECT_TRUE(updated.ok()) << updated.status();
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(AuditHandlerTest, AChangeIsToldWithItsFieldBeforeAndAfter) {
  auto wave = api_.Do<v1::GetWaveResponse, v1::GetWaveRequest>("name: 'waves/V6'").wave();
  for (const char* name : {"Vague 6", "Vague six"}) {
    const auto updated = api_.Do<v1::UpdateWaveResponse, v1::UpdateWaveRequest>(
        absl::StrCat("wave { name: 'waves/V6' etag: '", wave.etag(), "' display_name: '", name,
                     "' } update_mask { paths: 'display_name' }"));
    wave = updated.wave();
  }
  const auto entries = Of("waves/V6");
  ASSERT_THAT(entries, SizeIs(3));
  EXPECT_EQ(entries[0].action(), v1::AuditEntry::ACTION_CREATE);
  EXPECT_EQ(entries[1].action(), v1::AuditEntry::ACTION_UPDATE);
  EXPECT_THAT(Told(entries[1]), ElementsAre(testing::Pair("display_name", " > \"Vague 6\"")));
  EXPECT_THAT(Told(entries[2]), ElementsAre(testing::Pair("display_name", "\"Vague 6\" > \"Vague six\"")));
  for (const v1::AuditEntry& entry : entries) {
    EXPECT_EQ(entry.account(), "accounts/anybody");
    EXPECT_THAT(entry.method(), HasSubstr("tutorat.v1.GroupService."));
  }
}

TEST_F(AuditHandlerTest, OfNamesAndAddressesItIsToldOnlyThatTheyChanged) {
  Rename("Adèle Bouleau", "bouleau@ac-paris.fr");
  const auto entries = Of(world_.adele);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[1].changes_size(), 2);
  for (const v1::AuditEntry& entry : entries) {
    const std::string text = entry.DebugString();
    for (const char* personal : {"Aubépine", "Bouleau", "ac-paris.fr"}) {
      // As it is written in a text that may hold any bytes.
      EXPECT_FALSE(absl::StrContains(entry.SerializeAsString(), personal)) << text;
    }
    for (const v1::AuditChange& change : entry.changes()) EXPECT_EQ(change.salt(), "") << text;
  }
  std::vector<std::string> fields;
  for (const v1::AuditChange& change : entries[1].changes()) fields.push_back(change.field());
  EXPECT_THAT(fields, testing::UnorderedElementsAre("display_name", "email"));
}

TEST_F(AuditHandlerTest, ATutorsWordsAreTold) {
  const auto session = api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
                               "record { group: '4' wave: 'V6' date: '2024-01-30' themes: 'EJ & Marchés' }")
                           .session();
  const auto entries = Of(session.name());
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(Told(entries[0])["themes"], " > \"EJ & Marchés\"");
  const auto got =
      api_.Do<v1::GetAuditEntryResponse, v1::GetAuditEntryRequest>(absl::StrCat("name: '", entries[0].name(), "'"));
  EXPECT_EQ(Told(got.audit_entry()), Told(entries[0])) << "one by one as in a list";
}

TEST_F(AuditHandlerTest, ADeletionAndItsUndoingAreEntries) {
  const v1::Member member = Member();
  api_.Do<v1::DeleteMemberResponse, v1::DeleteMemberRequest>(
      absl::StrCat("name: '", member.name(), "' etag: '", member.etag(), "'"));
  api_.Do<v1::UndeleteMemberResponse, v1::UndeleteMemberRequest>(absl::StrCat("name: '", member.name(), "'"));
  std::vector<v1::AuditEntry::Action> actions;
  for (const v1::AuditEntry& entry : Of(member.name())) actions.push_back(entry.action());
  EXPECT_THAT(actions, ElementsAre(v1::AuditEntry::ACTION_CREATE, v1::AuditEntry::ACTION_DELETE,
                                   v1::AuditEntry::ACTION_UNDELETE));
}

TEST_F(AuditHandlerTest, WhatIsRefusedOrOnlyTriedLeavesNoEntry) {
  const size_t before = List("").size();
  EXPECT_FALSE(api_.Send<v1::CreateWaveResponse>(tests::Make<v1::CreateWaveRequest>("wave { code: 'V6' }")).ok());
  api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>("wave { code: 'V8' } validate_only: true");
  api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
      "record { group: '4' wave: 'V6' date: '2024-01-30' themes: 'EJ' } validate_only: true");
  EXPECT_EQ(List("").size(), before);
}

TEST_F(AuditHandlerTest, ARepeatedRequestIsOneEntryThatNamesIt) {
  const std::string request = "wave { code: 'V8' } request_id: 'once'";
  for (int time = 0; time < 3; ++time) api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>(request);
  const auto entries = Of("waves/V8");
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].request_id(), "once");
}

TEST_F(AuditHandlerTest, EntriesAreListedByAccountAndDay) {
  api_.caller().account = "accounts/zoe";
  world_.AddWave("V8");
  world_.AddWave("V9");
  api_.caller().account = "accounts/anybody";
  const auto hers = List("account: 'accounts/zoe'");
  ASSERT_THAT(hers, SizeIs(2));
  EXPECT_EQ(hers[0].resource(), "waves/V8");
  EXPECT_EQ(hers[1].resource(), "waves/V9");
  const absl::CivilDay today = absl::ToCivilDay(absl::Now(), *domain::FindTimeZone("Europe/Paris"));
  const auto on = [&](int from, int to) {
    return List(absl::StrCat("account: 'accounts/zoe' from_date: '", domain::FormatDate(today + from), "' to_date: '",
                             domain::FormatDate(today + to), "'"))
        .size();
  };
  EXPECT_EQ(on(0, 1), 2U);
  EXPECT_EQ(on(-5, 0), 0U) << "the last day is not one of them";
  EXPECT_EQ(on(1, 9), 0U);
  EXPECT_THAT(List("account: 'accounts/zoe' resource: 'waves/V6'"), IsEmpty());
}

TEST_F(AuditHandlerTest, PagesHoldEveryEntryOnceInTheOrderInWhichTheyWereMade) {
  for (int wave = 10; wave < 25; ++wave) world_.AddWave(absl::StrCat("V", wave));
  const auto all = List("");
  for (const int size : {1, 4, 7, 100}) {
    std::vector<std::string> names;
    v1::ListAuditEntriesRequest request;
    request.set_page_size(size);
    do {
      const auto page = api_.Send<v1::ListAuditEntriesResponse>(request);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& entry : page->audit_entries()) names.push_back(entry.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    ASSERT_EQ(names.size(), all.size()) << size;
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  }
}

TEST_F(AuditHandlerTest, AnEntryThatIsNotThereIsSaid) {
  for (const char* name : {"auditEntries/999999999999", "auditEntries/x", "waves/V6", "nonsense"}) {
    v1::GetAuditEntryRequest request;
    request.set_name(name);
    EXPECT_THAT(tests::Refusal(api_.Send<v1::GetAuditEntryResponse>(request).status()), HasSubstr("NOT_FOUND")) << name;
  }
}

}  // namespace
}  // namespace tutorat::api
