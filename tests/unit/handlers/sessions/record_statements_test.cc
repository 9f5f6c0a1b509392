// How many statements a record takes: on a database server each is a round trip, and whoever waits to write waits for
// all of them.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/storage/sql/store.h"
#include "server/storage/sqlite/connection.h"
#include "server/storage/sqlite/store.h"
#include "tests/support/counting_connection.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::tests {
namespace {

using storage::sql::SqlStore;
using Statements = std::vector<std::string>;

// Those of reading transactions are noted apart from those of writing ones.
class CountedStore final : public SqlStore {
 public:
  CountedStore(const std::string& path, Statements& statements)
      : SqlStore(
            1,
            [path, &statements]() -> absl::StatusOr<std::unique_ptr<storage::sql::Connection>> {
              ASSIGN_OR_RETURN(auto connection, storage::sqlite::Connection::Open(path));
              return std::make_unique<CountingConnection>(std::move(connection), statements);
            },
            nullptr) {}

  absl::StatusOr<Statements> Migrate() override { return Statements(); }
  absl::Status Check() override { return absl::OkStatus(); }
  std::string Description() override { return "counted"; }
};

class RecordStatements : public testing::Test {
 protected:
  static std::unique_ptr<storage::Store> Open(const std::string& path, Statements& statements) {
    EXPECT_TRUE(storage::sqlite::Open({path}).ok());
    return std::make_unique<CountedStore>(path, statements);
  }

  v1::Session Record(int number) {
    return api_
        .Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(absl::StrCat(
            "request_id: 'record-", number, "' record { group: '4' wave: 'V6' date: '2024-01-15' start: '1", number,
            ":00' themes: 'BUDGET, TIERS' present { names: ['Adèle Aubépine', 'Basile Houblon'] } }"))
        .session();
  }

  TempDir directory_;
  Statements statements_;
  LocalApi api_{Open(directory_.File("counted.db"), statements_)};
  World world_{api_};
};

TEST_F(RecordStatements, AreElevenOfANewSession) {
  api_.Do<v1::CreateThemeResponse, v1::CreateThemeRequest>(
      "theme { code: 'budget' label: 'Budget' aliases { text: 'budget' certainty: CERTAINTY_SURE } }");
  Record(0);
  statements_.clear();
  const auto session = Record(1);
  ASSERT_EQ(session.attendances_size(), 2);
  ASSERT_GT(session.theme_mentions_size(), 0);
  // The audit's head, the neighbours of the group and of the tutor, six tables, the head again, COMMIT.
  EXPECT_EQ(statements_.size(), 11U) << absl::StrJoin(statements_, "\n");
}

TEST_F(RecordStatements, ARepetitionIsFoundOutAndStoresNothing) {
  const auto session = Record(0);
  const auto count = [&] {
    size_t sessions = 0;
    api_.InTransaction(
        [&](storage::WriteTransaction& transaction) { sessions = transaction.List<v1::Session>({}).value().size(); });
    return sessions;
  };
  ASSERT_EQ(count(), 1U);
  EXPECT_EQ(Record(0).SerializeAsString(), session.SerializeAsString());
  EXPECT_EQ(count(), 1U);
}

TEST_F(RecordStatements, WhoCallsIsReadAgainInOne) {
  v1::Tutor tutor;
  const auto look = [&] {
    statements_.clear();
    EXPECT_EQ(api_.store().ReadRemembered(
                  absl::InfiniteFuture(),
                  [&](storage::ReadTransaction& transaction) { return transaction.Get(world_.anne, &tutor); }),
              absl::OkStatus());
    return statements_.size();
  };
  look();
  EXPECT_EQ(look(), 1U);
  Record(0);
  EXPECT_EQ(look(), 1U) << absl::StrJoin(statements_, "\n");
  // What changes is seen at once.
  tutor.set_email("autre@ac-exemple.fr");
  v1::UpdateTutorRequest update;
  *update.mutable_tutor() = tutor;
  update.mutable_update_mask()->add_paths("email");
  ASSERT_TRUE(api_.Send<v1::UpdateTutorResponse>(update).ok());
  tutor.clear_email();
  EXPECT_GT(look(), 1U);
  EXPECT_EQ(tutor.email(), "autre@ac-exemple.fr");
}

}  // namespace
}  // namespace tutorat::tests
