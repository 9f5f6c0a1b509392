#include "server/app/admin/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "server/app/stores.h"
#include "server/domain/base/local_time.h"
#include "server/domain/figures/frozen_balance.h"
#include "server/layers/audit_log.h"
#include "tests/support/temp_dir.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::app {
namespace {

using testing::HasSubstr;
using testing::Not;

class CheckTest : public testing::Test {
 protected:
  CheckTest() {
    spdlog::set_level(spdlog::level::off);
    Config config;
    config.store = absl::StrCat("sqlite:", directory_.File("t.db"));
    auto store = OpenStore(config);
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  void Store(const std::string& name, const std::string& content_now) {
    v1::Balance balance;
    balance.set_from_date("2023-11-10");
    v1::FrozenBalance frozen;
    domain::Freeze(balance, &frozen);
    frozen.set_name(name);
    if (!content_now.empty()) frozen.set_content(0, content_now);
    *frozen.mutable_create_time() = domain::ToTimestamp(absl::FromUnixSeconds(1'707'000'000));
    *frozen.mutable_update_time() = frozen.create_time();
    api::AuditLoggingStore audited(*store_, {api::kServerAccount, "test", ""});
    const absl::Status status = audited.Write(
        absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) { return transaction.Insert(frozen); });
    EXPECT_TRUE(status.ok()) << status;
  }

  tests::TempDir directory_;
  std::unique_ptr<storage::Store> store_;
};

TEST_F(CheckTest, FrozenBalancesAreVerifiedAndAWrongOneIsNamed) {
  std::stringstream out;
  Store("frozenBalances/good", "");
  EXPECT_EQ(Check(*store_, out), 0) << out.str();
  EXPECT_THAT(out.str(), HasSubstr("FrozenBalance: 1\n"));
  Store("frozenBalances/bad", "{\"fromDate\": \"2023-11-11\"}\n");
  out.str("");
  EXPECT_EQ(Check(*store_, out), 1);
  EXPECT_THAT(out.str(), HasSubstr("frozenBalances/bad: sha256: the content is not what was frozen"));
  EXPECT_THAT(out.str(), HasSubstr("1 values break a rule"));
  EXPECT_THAT(out.str(), Not(HasSubstr("frozenBalances/good")));
}

}  // namespace
}  // namespace tutorat::app
