// Sessions on a server that end when nobody expects it, and how a session is settled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/contract/fixture.h"

namespace tutorat::tests {
namespace {

using storage::ReadTransaction;
using storage::WriteTransaction;

TEST_P(ServerTest, KilledInTheMiddleIsUnavailableAndTheNextCallWorks) {
  int runs = 0;
  const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
    ++runs;
    EXPECT_EQ(transaction.Insert(MakeWave("waves/lost")), absl::OkStatus());
    EXPECT_EQ(database().KillSessions(), absl::OkStatus());
    return transaction.Insert(MakeWave("waves/lost2"));
  });
  EXPECT_EQ(domain::Reason(status), "STORE_UNAVAILABLE");
  // Not repeated: whoever asked knows by the request id whether it was done.
  EXPECT_EQ(runs, 1);
  EXPECT_FALSE(Exists("waves/lost"));
  EXPECT_EQ(Insert(MakeWave("waves/next")), absl::OkStatus());
}

TEST_P(ServerTest, KilledBeforeCommitIsUnavailableAndNothingIsStored) {
  const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
    EXPECT_EQ(transaction.Insert(MakeWave("waves/lost")), absl::OkStatus());
    return database().KillSessions();
  });
  EXPECT_EQ(domain::Reason(status), "STORE_UNAVAILABLE");
  EXPECT_FALSE(Exists("waves/lost"));
}

TEST_P(ServerTest, KilledSessionOfAFunctionThatHidesItIsUnavailable) {
  const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
    EXPECT_EQ(database().KillSessions(), absl::OkStatus());
    EXPECT_FALSE(transaction.Insert(MakeWave("waves/lost")).ok());
    return absl::OkStatus();
  });
  EXPECT_EQ(domain::Reason(status), "STORE_UNAVAILABLE");
}

TEST_P(ServerTest, KilledWhileReadingIsUnavailable) {
  const absl::Status status = store().Read(Soon(), [&](ReadTransaction& transaction) -> absl::Status {
    EXPECT_EQ(database().KillSessions(), absl::OkStatus());
    return transaction.List<v1::Wave>({}).status();
  });
  EXPECT_EQ(domain::Reason(status), "STORE_UNAVAILABLE");
  EXPECT_FALSE(Exists("waves/none"));
}

TEST_P(ServerTest, KilledWhileIdleIsReplacedWithoutAWord) {
  // Several idle connections, and the one of Check().
  InParallel(8, [&](int i) { EXPECT_EQ(Insert(MakeWave(absl::StrCat("waves/W", i))), absl::OkStatus()); });
  EXPECT_EQ(store().Check(), absl::OkStatus());
  ASSERT_EQ(database().KillSessions(), absl::OkStatus());
  EXPECT_EQ(Insert(MakeWave("waves/after")), absl::OkStatus());
  ASSERT_EQ(database().KillSessions(), absl::OkStatus());
  EXPECT_TRUE(Exists("waves/after"));
  EXPECT_EQ(store().Check(), absl::OkStatus());
}

TEST_P(ServerTest, SessionsAreSettledAlikeOnEveryServer) {
  const auto connection = database().Connect();
  ASSERT_EQ(connection.status(), absl::OkStatus());
  std::map<std::string, std::string> settings;
  const auto read = [&](storage::sql::Access access) {
    EXPECT_EQ((*connection)->Begin(access), absl::OkStatus());
    const absl::Status status = (*connection)->Query("SHOW SESSION VARIABLES", {}, [&](storage::sql::Row row) {
      const auto* value = std::get_if<std::string>(&row[1]);
      settings[std::get<std::string>(row[0])] = value == nullptr ? "" : *value;
    });
    EXPECT_EQ(status, absl::OkStatus());
    (*connection)->Rollback();
    return settings["transaction_isolation"] + settings["tx_isolation"];
  };
  EXPECT_THAT(read(storage::sql::Access::kWrite), ::testing::HasSubstr("READ-COMMITTED"));
  EXPECT_THAT(read(storage::sql::Access::kRead), ::testing::HasSubstr("REPEATABLE-READ"));
  EXPECT_EQ(settings["autocommit"], "ON");
  EXPECT_THAT(read(storage::sql::Access::kWrite), ::testing::HasSubstr("READ-COMMITTED"));
  EXPECT_EQ(settings["time_zone"], "+00:00");
  EXPECT_TRUE(absl::StrContains(settings["sql_mode"], "STRICT_ALL_TABLES")) << settings["sql_mode"];
  EXPECT_EQ(settings["character_set_client"], "utf8mb4");
  EXPECT_EQ(settings["collation_connection"], "utf8mb4_bin");
  // What writes begins its transactions with their first statement.
  EXPECT_EQ(settings["autocommit"], "OFF");
  EXPECT_EQ(settings["innodb_lock_wait_timeout"], "3");
}

TEST_P(ServerTest, TooLongATextIsRefusedNotCut) {
  auto wave = MakeWave("waves/long");
  wave.set_display_name(std::string(201, 'x'));
  const absl::Status status = Insert(wave);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  // What the driver says is for the log.
  EXPECT_FALSE(absl::StrContains(status.message(), "display_name")) << status;
  EXPECT_FALSE(Exists("waves/long"));
}

}  // namespace
}  // namespace tutorat::tests
