// A server that goes away, stays silent, or loses an answer on its way.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/storage/mysql/store.h"
#include "server/storage/records.h"
#include "tests/contract/fixture.h"
#include "tests/contract/tcp_proxy.h"

namespace tutorat::tests {
namespace {

using storage::WriteTransaction;

class Outage : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (HasFatalFailure()) return;
    auto options = database().Address();
    proxy_ = std::make_unique<TcpProxy>(options.host, options.port);
    options.host = "127.0.0.1";
    options.port = proxy_->port();
    options.ssl_ca.clear();  // the proxy reads along
    behind_ = storage::mysql::Open(options);
  }

  absl::Status Write(const std::string& wave) {
    return behind_->Write(Soon(), [&](WriteTransaction& transaction) { return transaction.Insert(MakeWave(wave)); });
  }

  std::unique_ptr<TcpProxy> proxy_;
  std::unique_ptr<storage::Store> behind_;  // the proxy
};

TEST_P(Outage, ServerDownThenUp) {
  ASSERT_EQ(Write("waves/before"), absl::OkStatus());
  EXPECT_EQ(behind_->Check(), absl::OkStatus());
  proxy_->Down();
  for (int i = 0; i < 3; ++i) {
    const absl::Status status = Write("waves/during");
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(domain::Reason(status), "STORE_UNAVAILABLE");
    EXPECT_EQ(domain::Reason(behind_->Check()), "STORE_UNAVAILABLE");
  }
  proxy_->Pass();
  EXPECT_EQ(behind_->Check(), absl::OkStatus());
  EXPECT_EQ(Write("waves/after"), absl::OkStatus());
  EXPECT_FALSE(Exists("waves/during"));
}

TEST_P(Outage, StoreStartsWhileItsServerIsDown) {
  auto options = database().Address();
  options.host = "127.0.0.1";
  options.port = 1;  // where nobody listens
  const auto store = storage::mysql::Open(options);
  EXPECT_EQ(domain::Reason(store->Check()), "STORE_UNAVAILABLE");
  EXPECT_EQ(domain::Reason(store->Migrate().status()), "STORE_UNAVAILABLE");
  EXPECT_EQ(domain::Reason(store->Read(Soon(), [](storage::ReadTransaction&) { return absl::OkStatus(); })),
            "STORE_UNAVAILABLE");
  EXPECT_EQ(store->Description(), absl::StrCat("MySQL, ", options.database, " at 127.0.0.1:1"));
}

// Waiting would not help, and the remedy is an administrator's.
TEST_P(Outage, ALoginThatIsRefusedIsToldFromAServerThatIsAway) {
  auto wrong_password = database().Address();
  wrong_password.password += "x";
  auto unknown_user = database().Address();
  unknown_user.user = "nobody_of_tutorat";
  auto no_database = database().Address();
  no_database.database = "no_such_tutorat";
  for (const auto& options : {wrong_password, unknown_user, no_database}) {
    SCOPED_TRACE(absl::StrCat(options.user, " ", options.database));
    const auto store = storage::mysql::Open(options);
    EXPECT_EQ(store->Check().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(domain::Reason(store->Check()), "STORE_LOGIN_REFUSED");
    EXPECT_EQ(domain::Reason(store->Migrate().status()), "STORE_LOGIN_REFUSED");
    EXPECT_EQ(domain::Reason(store->Read(Soon(), [](storage::ReadTransaction&) { return absl::OkStatus(); })),
              "STORE_LOGIN_REFUSED");
  }
}

TEST_P(Outage, SilentServerFailsTheCheckInTime) {
  ASSERT_EQ(behind_->Check(), absl::OkStatus());
  proxy_->Silent();
  for (int i = 0; i < 3; ++i) {
    const absl::Time started = absl::Now();
    EXPECT_EQ(domain::Reason(behind_->Check()), "STORE_UNAVAILABLE");
    EXPECT_LT(absl::Now() - started, absl::Milliseconds(800));
  }
  proxy_->Pass();
}

TEST_P(Outage, SilentServerHoldsANewConnectionForSecondsOnly) {
  proxy_->Silent();
  const absl::Time started = absl::Now();
  EXPECT_EQ(domain::Reason(Write("waves/none")), "STORE_UNAVAILABLE");
  EXPECT_LT(absl::Now() - started, absl::Seconds(10));
  proxy_->Pass();
  EXPECT_EQ(Write("waves/after"), absl::OkStatus());
}

TEST_P(Outage, LostAnswerToCommitIsUnavailableAndTheRequestIdFindsOut) {
  ASSERT_EQ(Write("waves/before"), absl::OkStatus());
  proxy_->LoseCommit();
  int runs = 0;
  const auto once = [&](WriteTransaction& transaction) -> absl::Status {
    ++runs;
    const auto earlier = storage::FindStoredResponse(transaction, "request");
    if (!earlier.ok() || earlier->has_value()) return earlier.status();
    if (absl::Status status = transaction.Insert(MakeWave("waves/V6")); !status.ok()) return status;
    return transaction.Insert(MakeAnswer("request"));
  };
  EXPECT_EQ(domain::Reason(behind_->Write(Soon(), once)), "STORE_UNAVAILABLE");
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(Exists("waves/V6"));
  EXPECT_EQ(behind_->Write(Soon(), once), absl::OkStatus());
}

INSTANTIATE_TEST_SUITE_P(On, Outage, ::testing::ValuesIn(Servers()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
