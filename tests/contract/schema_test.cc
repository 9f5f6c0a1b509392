// Check and Migrate on an empty, a current and a newer schema; and the tables against the contract.
#include "server/storage/sql/schema.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/resource_names.h"
#include "server/storage/sql/statements.h"
#include "tests/contract/fixture.h"

namespace tutorat::tests {
namespace {

using storage::sql::ChildTable;

TEST_P(StoreTest, CheckAndMigrateOnACurrentSchema) {
  EXPECT_EQ(store().Check(), absl::OkStatus());
  const auto made = store().Migrate();
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(*made, std::vector<std::string>());
  EXPECT_EQ(store().Check(), absl::OkStatus());
}

TEST_P(StoreTest, CheckIsQuick) {
  ASSERT_EQ(store().Check(), absl::OkStatus());
  const absl::Time started = absl::Now();
  InParallel(8, [&](int) { EXPECT_EQ(store().Check(), absl::OkStatus()); });
  EXPECT_LT(absl::Now() - started, absl::Milliseconds(500));
}

TEST_P(StoreTest, EveryFieldHasItsColumn) {
  const auto connection = database().Connect();
  ASSERT_EQ(connection.status(), absl::OkStatus());
  const auto select = [&](const std::string& columns, const std::string& table) {
    EXPECT_EQ((*connection)->Query(absl::StrCat("SELECT ", columns, " FROM `", table, "`"), {}, [](auto) {}),
              absl::OkStatus())
        << table;
  };
  for (const auto& table : storage::sql::RecordTables()) {
    select(storage::sql::ColumnList(table.columns), table.name);
  }
  for (const auto& table : storage::sql::Tables()) {
    select(storage::sql::ColumnList(table.columns), table.name);
    for (const ChildTable& child : table.children) {
      select(absl::StrCat("`owner`, `position`, ", storage::sql::ColumnList(child.columns)), child.name);
      for (const ChildTable& texts : child.children) select("`owner`, `parent`, `position`, `value`", texts.name);
    }
  }
}

TEST(Tables, HoldWhatOthersNameBeforeThem) {
  const auto& tables = storage::sql::Tables();
  const auto place = [&](const std::string& name) {
    return std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.name == name; }) -
           tables.begin();
  };
  size_t references = 0;
  for (const auto& table : tables) {
    for (const auto& reference : storage::sql::ReferencesTo(domain::ResourceOf(table.message).collection())) {
      EXPECT_LE(place(table.name), place(reference.table)) << reference.table << '.' << reference.column;
      ++references;
    }
  }
  EXPECT_GE(references, 20);
}

// On databases of their own, whose schema they spoil.
class SchemaTest : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    auto database = MakeDatabase(GetParam(), Schema::kNone);
    ASSERT_EQ(database.status(), absl::OkStatus());
    database_ = *std::move(database);
  }

  void MakeNewer() {
    const auto connection = database_->Connect();
    ASSERT_EQ(connection.status(), absl::OkStatus());
    ASSERT_EQ((*connection)->Run("INSERT INTO schema_migrations (version, name, applied_at) VALUES (99, 'later', 0)"),
              absl::OkStatus());
  }

  static void ExpectNotReady(const absl::Status& status, const std::string& remedy) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(domain::Reason(status), "SCHEMA_NOT_READY");
    EXPECT_TRUE(absl::StrContains(status.message(), remedy)) << status;
  }

  std::unique_ptr<Database> database_;
};

class ServerSchemaTest : public SchemaTest {};

absl::Status Nothing(storage::ReadTransaction& /*transaction*/) { return absl::OkStatus(); }

TEST_P(SchemaTest, NewerSchemaIsRefusedAndLeftAlone) {
  {
    const auto store = database_->Open();
    ASSERT_EQ(store.status(), absl::OkStatus());
    ASSERT_EQ((*store)->Migrate().status(), absl::OkStatus());
  }
  MakeNewer();
  const auto store = database_->Open();
  if (!GetParam().server()) {
    ExpectNotReady(store.status(), "install the newer server");
    return;
  }
  ASSERT_EQ(store.status(), absl::OkStatus());
  ExpectNotReady((*store)->Check(), "install the newer server");
  ExpectNotReady((*store)->Migrate().status(), "install the newer server");
  ExpectNotReady((*store)->Read(Soon(), Nothing), "install the newer server");
  ExpectNotReady((*store)->Write(Soon(), Nothing), "install the newer server");
}

TEST_P(SchemaTest, SchemaThatBecomesNewerUnderARunningStoreShowsInCheck) {
  const auto store = database_->Open();
  ASSERT_EQ(store.status(), absl::OkStatus());
  ASSERT_EQ((*store)->Migrate().status(), absl::OkStatus());
  EXPECT_EQ((*store)->Check(), absl::OkStatus());
  MakeNewer();
  ExpectNotReady((*store)->Check(), "install the newer server");
}

TEST_P(ServerSchemaTest, EmptyDatabaseSaysWhichCommandToTypeAndThenWorks) {
  const auto store = database_->Open();
  ASSERT_EQ(store.status(), absl::OkStatus());
  for (int i = 0; i < 2; ++i) {
    ExpectNotReady((*store)->Check(), "`tutoratd migrate`");
    ExpectNotReady((*store)->Read(Soon(), Nothing), "`tutoratd migrate`");
    ExpectNotReady((*store)->Write(Soon(), Nothing), "`tutoratd migrate`");
  }
  // By another process; this store finds out by itself.
  const auto administrator = database_->Open();
  ASSERT_EQ(administrator.status(), absl::OkStatus());
  const auto made = (*administrator)->Migrate();
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->size(), database_->Migrations().size());
  EXPECT_EQ((*store)->Check(), absl::OkStatus());
  EXPECT_EQ((*store)->Read(Soon(), Nothing), absl::OkStatus());
  EXPECT_EQ((*store)->Write(Soon(), Nothing), absl::OkStatus());
}

INSTANTIATE_TEST_SUITE_P(On, SchemaTest, ::testing::ValuesIn(AllKinds()), InstanceName);
INSTANTIATE_TEST_SUITE_P(On, ServerSchemaTest, ::testing::ValuesIn(Servers()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
