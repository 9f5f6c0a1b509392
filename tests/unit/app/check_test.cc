#include "server/app/admin/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/app/stores.h"
#include "server/domain/base/local_time.h"
#include "server/domain/figures/frozen_balance.h"
#include "server/layers/audit_log.h"
#include "server/storage/resource_types.h"
#include "tests/support/temp_dir.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

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

  // As a handler would, without its rules.
  void Insert(const google::protobuf::Message& resource) {
    api::AuditLoggingStore audited(*store_, {api::kServerAccount, "test", ""});
    Write(audited, [&](storage::WriteTransaction& transaction) { return transaction.Insert(resource); });
  }
  static void Write(storage::Store& store, storage::Store::WriteFunction f) {
    const absl::Status status = store.Write(absl::InfiniteFuture(), f);
    EXPECT_TRUE(status.ok()) << status;
  }

  static v1::Wave WaveOf(const std::string& code) {
    v1::Wave wave;
    wave.set_name(absl::StrCat("waves/", code));
    wave.set_code(code);
    *wave.mutable_create_time() = domain::ToTimestamp(absl::FromUnixSeconds(1'707'000'000));
    *wave.mutable_update_time() = wave.create_time();
    return wave;
  }

  // What is written, with the exit code in front.
  std::string Checked() {
    std::stringstream out;
    const int code = Check(*store_, out);
    return absl::StrCat(code, "\n", out.str());
  }

  std::vector<v1::AuditEntry> Audit() {
    std::vector<v1::AuditEntry> entries;
    const absl::Status status = store_->Read(absl::InfiniteFuture(), [&](storage::ReadTransaction& transaction) {
      auto listed = transaction.List<v1::AuditEntry>({});
      if (listed.ok()) entries = *listed;
      return listed.status();
    });
    EXPECT_TRUE(status.ok()) << status;
    return entries;
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

TEST_F(CheckTest, AnEmptyStoreIsRightAndCountsEveryKindOfResource) {
  const std::string checked = Checked();
  EXPECT_THAT(checked, StartsWith(absl::StrCat("0\n", store_->Description(), "\n")));
  for (const google::protobuf::Message* type : storage::ResourceTypes()) {
    EXPECT_THAT(checked, HasSubstr(absl::StrCat("\n", type->GetDescriptor()->name(), ": 0\n")));
  }
}

TEST_F(CheckTest, EachBrokenRuleIsNamedByItsResourceAndField) {
  Insert(WaveOf("V6"));
  v1::Wave wave = WaveOf("V7");
  wave.set_start_date("2024-02-30");
  wave.set_display_name(std::string(10'000, 'x'));
  Insert(wave);
  v1::Wave deleted = WaveOf("V8");
  deleted.set_start_date("hier");
  *deleted.mutable_delete_time() = deleted.create_time();
  *deleted.mutable_purge_time() = deleted.create_time();
  Insert(deleted);
  const std::string checked = Checked();
  EXPECT_THAT(checked, AllOf(StartsWith("1\n"), HasSubstr("waves/V7: start_date: "),
                             HasSubstr("waves/V7: display_name: "), HasSubstr("waves/V8: start_date: "),
                             HasSubstr("Wave: 3\n"), HasSubstr("3 values break a rule"), Not(HasSubstr("waves/V6: "))));
}

TEST_F(CheckTest, AnAuditEntryThatWasAlteredIsNamed) {
  Insert(WaveOf("V6"));
  Insert(WaveOf("V7"));
  ASSERT_THAT(Checked(), StartsWith("0\n"));
  v1::AuditEntry entry = Audit().at(1);
  entry.set_account("accounts/somebody-else");
  Write(*store_, [&](storage::WriteTransaction& transaction) { return transaction.Update(entry); });
  EXPECT_THAT(Checked(), AllOf(StartsWith("1\n"), HasSubstr(entry.name()), HasSubstr("AuditEntry: 2\n")));
}

TEST_F(CheckTest, AnAuditWhoseBeginningIsGoneWithoutANoteIsNamed) {
  for (const char* code : {"V6", "V7", "V8"}) Insert(WaveOf(code));
  const std::string first = Audit().front().name();
  Write(*store_, [&](storage::WriteTransaction& transaction) { return transaction.DropAuditEntries(first).status(); });
  EXPECT_THAT(Checked(), AllOf(StartsWith("1\n"), HasSubstr("AuditEntry: 2\n")));
}

TEST_F(CheckTest, ResourcesThatNoEntryTellsOfMeanThatTheAuditWasEmptied) {
  Write(*store_, [&](storage::WriteTransaction& transaction) { return transaction.Insert(WaveOf("V6")); });
  EXPECT_THAT(Checked(), AllOf(StartsWith("1\n"), HasSubstr("audit: was emptied"), HasSubstr("AuditEntry: 0\n")));
}

TEST_F(CheckTest, AStoreThatIsNotThereIsAnError) {
  Insert(WaveOf("V6"));
  Config config;
  config.store = absl::StrCat("mysql://u@127.0.0.1:1/d");
  const auto away = OpenStore(config);
  ASSERT_TRUE(away.ok()) << away.status();
  std::stringstream out;
  EXPECT_EQ(Check(**away, out), 1);
  EXPECT_THAT(out.str(), Not(HasSubstr("Wave: ")));
}

}  // namespace
}  // namespace tutorat::app
