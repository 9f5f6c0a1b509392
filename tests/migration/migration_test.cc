// Migrations: from nothing, step by step, interrupted, at the same moment, and onto a database that is ahead.
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "server/domain/base/error.h"
#include "server/storage/records.h"
#include "tests/support/database.h"
#include "tests/support/filled.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::tests {
namespace {

using storage::Store;
using Strings = std::vector<std::string>;

absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

class MigrationTest : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override { Begin(); }

  void Begin() {
    database_.reset();
    auto database = MakeDatabase(GetParam(), Schema::kNone);
    ASSERT_EQ(database.status(), absl::OkStatus());
    database_ = *std::move(database);
  }

  // What a version of the server that knows `target` does on its way up.
  absl::StatusOr<Strings> MigrateTo(int target) {
    const auto store = database_->Open(target);
    if (!store.ok()) return store.status();
    // SQLite has done it on opening.
    return GetParam().server() ? (*store)->Migrate() : absl::StatusOr<Strings>(Applied());
  }

  Strings Applied() {
    Strings names;
    const auto connection = database_->Connect();
    EXPECT_EQ(connection.status(), absl::OkStatus());
    EXPECT_EQ((*connection)
                  ->Query("SELECT name FROM schema_migrations ORDER BY version", {},
                          [&](storage::sql::Row row) { names.push_back(std::get<std::string>(row[0])); }),
              absl::OkStatus());
    return names;
  }

  Strings Known() const {
    Strings names;
    for (const auto& migration : database_->Migrations()) names.emplace_back(migration.name);
    return names;
  }

  // Everything can be stored and read.
  void ExpectWorking() {
    const auto opened = database_->Open();
    ASSERT_EQ(opened.status(), absl::OkStatus());
    Store& store = **opened;
    EXPECT_EQ(store.Check(), absl::OkStatus());
    EXPECT_EQ(Applied(), Known());
    const MessagePtr session = Filled(v1::Session::descriptor(), "sessions/x", 1);
    const absl::Status written = store.Write(Soon(), [&](storage::WriteTransaction& transaction) {
      absl::Status status;
      for (const MessagePtr& parent : Parents()) status.Update(transaction.Insert(*parent));
      status.Update(transaction.Insert(*session));
      return status;
    });
    EXPECT_EQ(written, absl::OkStatus());
    const absl::Status read = store.Read(Soon(), [&](storage::ReadTransaction& transaction) {
      const auto got = transaction.Get<v1::Session>("sessions/x");
      if (got.ok()) {
        EXPECT_EQ(Difference(*session, *got), "");
      }
      return got.status();
    });
    EXPECT_EQ(read, absl::OkStatus());
  }

  std::unique_ptr<Database> database_;
};

TEST_P(MigrationTest, VersionsHaveNoGaps) {
  int expected = 1;
  for (const auto& migration : database_->Migrations()) {
    EXPECT_EQ(migration.version, expected++);
    EXPECT_TRUE(absl::StartsWith(
        migration.name, absl::StrCat(std::string(migration.version < 10 ? 3 : 2, '0'), migration.version, "_")))
        << migration.name;
  }
  EXPECT_GT(expected, 1);
}

TEST_P(MigrationTest, FromAnEmptyDatabase) {
  const auto made = MigrateTo(0);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(*made, Known());
  ExpectWorking();
}

TEST_P(MigrationTest, EachVersionFromTheOneBefore) {
  Strings expected;
  for (const auto& migration : database_->Migrations()) {
    expected.emplace_back(migration.name);
    ASSERT_EQ(MigrateTo(migration.version).status(), absl::OkStatus());
    EXPECT_EQ(Applied(), expected);
  }
  ExpectWorking();
}

TEST_P(MigrationTest, AgainChangesNothing) {
  ASSERT_EQ(MigrateTo(0).status(), absl::OkStatus());
  ExpectWorking();
  const auto store = database_->Open();
  ASSERT_EQ(store.status(), absl::OkStatus());
  const auto made = (*store)->Migrate();
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(*made, Strings());
  EXPECT_EQ((*store)->Read(Soon(), [](auto& t) { return t.template Get<v1::Session>("sessions/x").status(); }),
            absl::OkStatus());
}

TEST_P(MigrationTest, InterruptedAnywhereIsFinishedByTheNext) {
  for (const auto& migration : database_->Migrations()) {
    const Strings statements = absl::StrSplit(migration.text, ";\n", absl::SkipWhitespace());
    // After the first, in the middle, and before the version is written.
    for (const size_t done : {size_t{1}, statements.size() / 2, statements.size()}) {
      Begin();
      if (migration.version > 1) {
        ASSERT_EQ(MigrateTo(migration.version - 1).status(), absl::OkStatus());
      }
      const auto connection = database_->Connect();
      ASSERT_EQ(connection.status(), absl::OkStatus());
      // SQLite's migrations are one transaction, DDL included: of one that was interrupted nothing is left.
      if (!GetParam().server()) {
        ASSERT_EQ((*connection)->Run("BEGIN"), absl::OkStatus());
      }
      for (size_t i = 0; i < done; ++i) ASSERT_EQ((*connection)->Run(statements[i]), absl::OkStatus());
      if (!GetParam().server()) {
        ASSERT_EQ((*connection)->Run("ROLLBACK"), absl::OkStatus());
      }
      ASSERT_EQ(MigrateTo(0).status(), absl::OkStatus()) << migration.name << " after " << done << " statements";
      ExpectWorking();
    }
  }
}

TEST_P(MigrationTest, StoredResponsesAndTheEndsOfTheAuditComeAlong) {
  ASSERT_EQ(MigrateTo(3).status(), absl::OkStatus());
  {
    const auto connection = database_->Connect();
    for (const char* statement :
         {"INSERT INTO answers (request_id, method, fingerprint, response, create_time) VALUES "
          "('id', 'm', 'f', 'AP8=', 1700000000000001), ('empty', 'm', 'f', '', 1700000000000001)",
          "UPDATE audit_heads SET number = 7, hash = 'newest' WHERE id = 1",
          "INSERT INTO audit_heads (id, number, hash) VALUES (2, 3, 'dropped')"}) {
      ASSERT_EQ((*connection)->Run(statement), absl::OkStatus());
    }
  }
  ASSERT_EQ(MigrateTo(0).status(), absl::OkStatus());
  const auto store = database_->Open();
  ASSERT_EQ(store.status(), absl::OkStatus());
  const absl::Status read = (*store)->Read(Soon(), [&](storage::ReadTransaction& transaction) -> absl::Status {
    const auto answer = storage::FindStoredResponse(transaction, "id").value();
    EXPECT_EQ(answer->ShortDebugString(),
              "name: \"id\" method: \"m\" fingerprint: \"f\" response: \"\\000\\377\" "
              "purge_time { seconds: 1700604800 nanos: 1000 }");
    EXPECT_EQ(storage::FindStoredResponse(transaction, "empty").value()->response(), "");
    EXPECT_EQ(storage::GetAuditMark(transaction, storage::kAuditHead)->ShortDebugString(),
              "name: \"head\" number: 7 hash: \"newest\"");
    EXPECT_EQ(storage::GetAuditMark(transaction, storage::kAuditAnchor)->ShortDebugString(),
              "name: \"anchor\" number: 3 hash: \"dropped\"");
    return absl::OkStatus();
  });
  EXPECT_EQ(read, absl::OkStatus());
}

TEST_P(MigrationTest, ManyAtTheSameMomentMakeEachStepOnce) {
  constexpr int kMigrators = 8;
  std::vector<absl::StatusOr<Strings>> made(kMigrators, Strings());
  std::vector<std::thread> threads;
  threads.reserve(kMigrators);
  for (auto& result : made) {
    threads.emplace_back([this, &result] {
      const auto store = database_->Open();
      result = store.ok() ? (*store)->Migrate() : absl::StatusOr<Strings>(store.status());
    });
  }
  for (std::thread& thread : threads) thread.join();
  size_t steps = 0;
  for (const auto& result : made) {
    ASSERT_EQ(result.status(), absl::OkStatus());
    steps += result->size();
  }
  if (GetParam().server()) {
    EXPECT_EQ(steps, Known().size());
  }
  ExpectWorking();
}

TEST_P(MigrationTest, NewerSchemaIsRefusedWithItsRemedyInBothLanguages) {
  ASSERT_EQ(MigrateTo(0).status(), absl::OkStatus());
  {
    const auto connection = database_->Connect();
    ASSERT_EQ((*connection)->Run("INSERT INTO schema_migrations (version, name, applied_at) VALUES (99, 'later', 0)"),
              absl::OkStatus());
  }
  const absl::Status status = MigrateTo(0).status();
  EXPECT_EQ(domain::Reason(status), "SCHEMA_NOT_READY");
  const std::string english = domain::MessageIn(status, domain::Language::kEnglish);
  const std::string french = domain::MessageIn(status, domain::Language::kFrench);
  EXPECT_TRUE(absl::StrContains(english, "schema 99") && absl::StrContains(english, "install the newer server"))
      << english;
  EXPECT_TRUE(absl::StrContains(french, "schéma 99") && absl::StrContains(french, "installer le serveur plus récent"))
      << french;
  EXPECT_EQ(Applied().back(), "later");
}

INSTANTIATE_TEST_SUITE_P(On, MigrationTest, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
