// The audit on each store: written with the change, chained, checked, dropped from its beginning.
#include "server/domain/audit/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "server/app/admin/check.h"
#include "server/domain/base/local_time.h"
#include "server/handlers/privacy/maintenance.h"
#include "server/layers/audit_log.h"
#include "server/storage/records.h"
#include "server/storage/resource_types.h"
#include "server/storage/sql/schema.h"
#include "tests/contract/fixture.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::tests {
namespace {

using storage::WriteTransaction;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kSecond[] = "auditEntries/000000000002";

class AuditTest : public StoreTest {
 protected:
  api::AuditLoggingStore Audited() { return {store(), {"accounts/1", "tutorat.v1.GroupService.CreateTutor", "r1"}}; }

  static v1::Tutor MakeTutor(int number) {
    auto tutor = static_cast<const v1::Tutor&>(*Minimal(v1::Tutor::descriptor(), absl::StrCat("tutors/t", number)));
    tutor.set_display_name(absl::StrCat("Tutor ", number));
    return tutor;
  }

  // One entry for each.
  void WriteTutors(int count) {
    api::AuditLoggingStore audited = Audited();
    for (int i = 1; i <= count; ++i) {
      ASSERT_EQ(audited.Write(Soon(), [&](WriteTransaction& t) { return t.Insert(MakeTutor(i)); }), absl::OkStatus());
    }
  }

  std::vector<v1::AuditEntry> Entries() {
    std::vector<v1::AuditEntry> entries;
    const absl::Status status = store().Read(Soon(), [&](storage::ReadTransaction& transaction) -> absl::Status {
      auto found = transaction.List<v1::AuditEntry>({});
      if (!found.ok()) return found.status();
      entries = *std::move(found);
      return absl::OkStatus();
    });
    EXPECT_EQ(status, absl::OkStatus());
    return entries;
  }

  v1::AuditMark MarkOf(absl::string_view name) {
    v1::AuditMark mark;
    const absl::Status status = store().Read(Soon(), [&](storage::ReadTransaction& transaction) {
      const auto found = storage::GetAuditMark(transaction, name);
      if (found.ok()) mark = *found;
      return found.status();
    });
    EXPECT_EQ(status, absl::OkStatus());
    return mark;
  }

  // Behind the server's back.
  void RunSql(const std::string& statement) {
    const auto connection = database().Connect();
    ASSERT_EQ(connection.status(), absl::OkStatus());
    ASSERT_EQ((*connection)->Run(statement), absl::OkStatus());
  }

  // What the check prints, but for its counts.
  std::string Checked(int exit_code) {
    std::stringstream out;
    EXPECT_EQ(app::Check(store(), out), exit_code) << out.str();
    return out.str();
  }
};

TEST(ResourceTypesTest, AreThoseThatHaveTablesInTheirOrder) {
  std::vector<std::string> types;
  for (const auto* type : storage::ResourceTypes()) types.push_back(type->GetTypeName());
  std::vector<std::string> tables;
  for (const auto& table : storage::sql::Tables()) tables.push_back(table.message->full_name());
  EXPECT_EQ(types, tables);
}

TEST_P(AuditTest, RecordsEachChangeInItsTransaction) {
  api::AuditLoggingStore audited = Audited();
  ASSERT_EQ(audited.Write(Soon(), [&](WriteTransaction& t) { return t.Insert(MakeTutor(1)); }), absl::OkStatus());
  ASSERT_EQ(audited.Write(Soon(),
                          [&](WriteTransaction& t) {
                            v1::Tutor tutor = MakeTutor(1);
                            tutor.set_email("t@ac-paris.fr");
                            return t.Update(tutor);
                          }),
            absl::OkStatus());
  const auto entries = Entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].name(), "auditEntries/000000000001");
  EXPECT_EQ(entries[0].account(), "accounts/1");
  EXPECT_EQ(entries[0].request_id(), "r1");
  EXPECT_EQ(entries[0].resource(), "tutors/t1");
  EXPECT_EQ(entries[0].action(), v1::AuditEntry::ACTION_CREATE);
  EXPECT_EQ(entries[1].action(), v1::AuditEntry::ACTION_UPDATE);
  EXPECT_EQ(entries[1].previous_hash(), entries[0].hash());
  ASSERT_EQ(entries[1].changes_size(), 1);
  EXPECT_EQ(entries[1].changes(0).field(), "email");
  EXPECT_EQ(entries[1].changes(0).personal_after(), "\"t@ac-paris.fr\"");
  EXPECT_EQ(MarkOf(storage::kAuditHead).number(), 2);
  EXPECT_EQ(MarkOf(storage::kAuditHead).hash(), entries[1].hash());
  EXPECT_THAT(Checked(0), HasSubstr("AuditEntry: 2\n"));
}

TEST_P(AuditTest, LeavesNothingOfWhatWasRolledBackAndOneEntryOfWhatWasWrittenTwice) {
  api::AuditLoggingStore audited = Audited();
  const absl::Status undone = audited.Write(Soon(), [&](WriteTransaction& t) -> absl::Status {
    EXPECT_EQ(t.Insert(MakeTutor(1)), absl::OkStatus());
    return absl::CancelledError("validate_only");
  });
  EXPECT_TRUE(absl::IsCancelled(undone));
  EXPECT_TRUE(Entries().empty());
  ASSERT_EQ(audited.Write(Soon(),
                          [&](WriteTransaction& t) -> absl::Status {
                            if (absl::Status status = t.Insert(MakeTutor(1)); !status.ok()) return status;
                            v1::Tutor tutor = MakeTutor(1);
                            tutor.set_display_name("Changed");
                            return t.Update(tutor);
                          }),
            absl::OkStatus());
  ASSERT_EQ(Entries().size(), 1U);
  EXPECT_EQ(Entries()[0].action(), v1::AuditEntry::ACTION_CREATE);
  EXPECT_EQ(Entries()[0].changes(0).personal_after(), "\"Changed\"");
}

TEST_P(AuditTest, StaysAChainWhenManyWriteAtOnce) {
  constexpr int kThreads = 8;
  InParallel(kThreads, [&](int thread) {
    api::AuditLoggingStore audited = Audited();
    for (int i = 0; i < 5; ++i) {
      const absl::Status status =
          audited.Write(Soon(), [&](WriteTransaction& t) { return t.Insert(MakeTutor(100 * thread + i)); });
      EXPECT_EQ(status, absl::OkStatus());
    }
  });
  EXPECT_EQ(Entries().size(), 40U);
  EXPECT_THAT(Checked(0), HasSubstr("AuditEntry: 40\n"));
}

TEST_P(AuditTest, CheckNamesARowThatWasAltered) {
  WriteTutors(3);
  RunSql("UPDATE audit_entries SET account = 'accounts/2' WHERE name = 'auditEntries/000000000002'");
  EXPECT_THAT(Checked(1), HasSubstr(absl::StrCat(kSecond, ": hash: the entry was altered")));
}

TEST_P(AuditTest, CheckNamesARowOfWhichAValueWasAltered) {
  WriteTutors(3);
  RunSql("UPDATE audit_entry_changes SET personal_after = '\"X\"' WHERE owner = 'auditEntries/000000000002'");
  EXPECT_THAT(Checked(1), HasSubstr(absl::StrCat(kSecond, ": changes[0].commitment: the entry was altered")));
}

TEST_P(AuditTest, CheckNamesARowOfWhichPersonalValuesWereTakenOut) {
  WriteTutors(3);
  RunSql(
      "UPDATE audit_entry_changes SET personal_before = '', personal_after = '', salt = '' WHERE owner = "
      "'auditEntries/000000000002'");
  EXPECT_THAT(Checked(1), HasSubstr(absl::StrCat(kSecond, ": has lost its personal values")));
}

TEST_P(AuditTest, CheckFindsThatTheWholeAuditIsGone) {
  WriteTutors(2);
  for (const char* table : {"audit_entry_changes", "audit_entries", "audit_marks"}) {
    RunSql(absl::StrCat("DELETE FROM ", table));
  }
  EXPECT_THAT(Checked(1), HasSubstr("audit: was emptied"));
}

TEST_P(AuditTest, CheckNamesARowThatWasRemoved) {
  WriteTutors(3);
  RunSql("DELETE FROM audit_entries WHERE name = 'auditEntries/000000000002'");
  EXPECT_THAT(Checked(1), HasSubstr(absl::StrCat(kSecond, ": was removed")));
}

TEST_P(AuditTest, CheckNamesARowThatWasInserted) {
  WriteTutors(3);
  RunSql(
      "INSERT INTO audit_entries (name, create_time, local_date, account, method, resource, action, previous_hash, "
      "hash) "
      "SELECT 'auditEntries/000000000004', create_time, local_date, account, method, resource, action, hash, hash FROM "
      "audit_entries WHERE name = 'auditEntries/000000000003'");
  EXPECT_THAT(Checked(1), HasSubstr("auditEntries/000000000004: was inserted"));
}

TEST_P(AuditTest, DropsWhatIsOldFromTheBeginningAndKeepsTheChain) {
  WriteTutors(3);
  const auto before = Entries();
  const absl::Time later = absl::Now() + absl::Hours(24 * 10);
  EXPECT_EQ(api::DropOldAudit(store(), 11, later, Soon()).value_or(-1), 0);
  // As if the first two had been written long ago.
  RunSql("UPDATE audit_entries SET create_time = 1 WHERE name <> 'auditEntries/000000000003'");
  EXPECT_EQ(api::DropOldAudit(store(), 30, later, Soon()).value_or(-1), 2);
  EXPECT_EQ(MarkOf(storage::kAuditAnchor).number(), 2);
  EXPECT_EQ(MarkOf(storage::kAuditAnchor).hash(), before[1].hash());
  EXPECT_EQ(Entries().size(), 1U);
  EXPECT_THAT(Checked(0), HasSubstr("AuditEntry: 1\n"));
  WriteTutors(0);
  RunSql("DELETE FROM audit_marks WHERE name = 'anchor'");
  EXPECT_THAT(Checked(1), HasSubstr(absl::StrCat(kSecond, ": was removed")));
}

TEST_P(AuditTest, RecordsAPurgeAndForgetsThePersonalValuesOfWhatIsGone) {
  api::AuditLoggingStore audited = Audited();
  v1::Tutor tutor = MakeTutor(1);
  *tutor.mutable_delete_time() = tutor.create_time();
  *tutor.mutable_purge_time() = tutor.create_time();
  ASSERT_EQ(audited.Write(Soon(), [&](WriteTransaction& t) { return t.Insert(tutor); }), absl::OkStatus());
  ASSERT_EQ(api::PurgeDeleted(store(), absl::Now(), Soon()).value_or(-1), 1);
  const auto entries = Entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].changes(0).personal_after(), "");
  EXPECT_EQ(entries[0].changes(0).salt(), "");
  EXPECT_NE(entries[0].changes(0).commitment(), "");
  EXPECT_EQ(entries[1].action(), v1::AuditEntry::ACTION_PURGE);
  EXPECT_EQ(entries[1].resource(), "tutors/t1");
  EXPECT_EQ(entries[1].account(), "server");
  Checked(0);
}

TEST_P(AuditTest, AnswersAreListedInPagesAndRedacted) {
  ASSERT_EQ(store().Write(Soon(),
                          [&](WriteTransaction& t) -> absl::Status {
                            for (const char* id : {"c", "a", "b"}) {
                              absl::Status status = t.Insert(MakeAnswer(id));
                              if (!status.ok()) return status;
                            }
                            return t.Redact(MakeAnswer("b", "redacted"));
                          }),
            absl::OkStatus());
  std::vector<std::string> listed;
  ASSERT_EQ(store().Read(Soon(),
                         [&](storage::ReadTransaction& transaction) {
                           storage::Filter filter;
                           filter.after = "a";
                           filter.limit = 5;
                           const auto page = transaction.List<v1::StoredResponse>(filter);
                           for (const auto& answer : *page) listed.push_back(answer.name() + "=" + answer.response());
                           return page.status();
                         }),
            absl::OkStatus());
  EXPECT_THAT(listed, ElementsAre("b=redacted", "c=r"));
}

INSTANTIATE_TEST_SUITE_P(On, AuditTest, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
