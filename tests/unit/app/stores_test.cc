#include "server/app/stores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/temp_dir.h"

namespace tutorat::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

absl::StatusOr<std::unique_ptr<storage::Store>> Open(const std::string& store) {
  Config config;
  config.store = store;
  config.store_password = "from elsewhere";
  spdlog::set_level(spdlog::level::off);
  return OpenStore(config);
}

TEST(OpenStore, AFileOfSqliteIsMadeAndReady) {
  const tests::TempDir directory;
  const auto store = Open(absl::StrCat("sqlite:", directory.File("t.db")));
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE((*store)->Check().ok());
  EXPECT_THAT((*store)->Description(), HasSubstr("t.db"));
}

TEST(OpenStore, AFileThatCannotBeUsedIsNamed) {
  const tests::TempDir directory;
  const std::string text = directory.File("notes.txt");
  std::ofstream(text) << std::string(4096, 'x');
  const struct {
    std::string path;
    std::string why;
  } cases[] = {{directory.File("no/such/folder/t.db"), absl::StrCat("no folder ", directory.File("no/such/folder"))},
               {directory.File(""), "this is a folder"},
               {text, "no file of SQLite"}};
  for (const auto& each : cases) {
    const absl::Status status = Open(absl::StrCat("sqlite:", each.path)).status();
    EXPECT_TRUE(absl::IsUnavailable(status)) << status;
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(each.path), HasSubstr(each.why)));
  }
  std::stringstream kept;
  kept << std::ifstream(text).rdbuf();
  EXPECT_EQ(kept.str(), std::string(4096, 'x'));
}

TEST(OpenStore, OnlyWhatServesOrMigratesMakesAFile) {
  const tests::TempDir directory;
  Config config;
  config.store = absl::StrCat("sqlite:", directory.File("typo.db"));
  for (const Command command : {Command::kAccount, Command::kCheck}) {
    config.command = command;
    const absl::Status status = OpenStore(config).status();
    EXPECT_TRUE(absl::IsNotFound(status)) << status;
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(directory.File("typo.db")), HasSubstr("--store"),
                                                     HasSubstr("tutoratd serve or migrate")));
    EXPECT_FALSE(std::filesystem::exists(directory.File("typo.db")));
  }
  for (const Command command : {Command::kMigrate, Command::kAccount, Command::kCheck, Command::kServe}) {
    config.command = command;
    EXPECT_TRUE(OpenStore(config).ok());
  }
}

TEST(OpenStore, AServerOnAnotherMachineThatNeedNotProveWhoItIsIsWarnedOf) {
  const tests::TempDir directory;
  const std::string authority = directory.File("ca.pem");
  std::ofstream(authority) << "x";
  const auto log_of = [](const std::string& store) {
    std::ostringstream log;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    Config config;
    config.store = store;
    EXPECT_TRUE(OpenStore(config).ok());
    spdlog::set_default_logger(before);
    return log.str();
  };
  for (const char* host : {"192.0.2.1", "db.invalid", "[2001:db8::1]"}) {
    EXPECT_THAT(log_of(absl::StrCat("mysql://u@", host, ":1/d")),
                AllOf(HasSubstr("event=store_without_tls"), HasSubstr("--store-ca")));
    EXPECT_EQ(log_of(absl::StrCat("mysql://u@", host, ":1/d?ssl-ca=", authority)), "");
  }
  for (const char* host : {"127.0.0.1", "127.1.2.3", "localhost", "[::1]"}) {
    EXPECT_EQ(log_of(absl::StrCat("mysql://u@", host, ":1/d")), "");
  }
}

TEST(OpenStore, AServerMayBeAway) {
  const auto store = Open("mysql://tutorat@127.0.0.1:1/tutorat");
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_THAT((*store)->Description(), Not(HasSubstr("from elsewhere")));
}

TEST(OpenStore, AnAuthorityIsForAServerAndMustBeReadable) {
  const tests::TempDir directory;
  const auto with = [&](const std::string& store, const std::string& file) {
    Config config;
    config.store = store;
    config.store_ca = file;
    return std::string(OpenStore(config).status().message());
  };
  const std::string file = directory.File("ca.pem");
  EXPECT_THAT(with(absl::StrCat("sqlite:", directory.File("t.db")), file), HasSubstr("--store-ca"));
  EXPECT_THAT(with("mysql://u@127.0.0.1:1/d", file), HasSubstr(file));
  EXPECT_THAT(with("mysql://u@127.0.0.1:1/d?ssl-ca=/nowhere/ca.pem", ""), HasSubstr("/nowhere/ca.pem"));
  std::ofstream(file) << "x";
  EXPECT_EQ(with("mysql://u@127.0.0.1:1/d", file), "");
  EXPECT_EQ(with(absl::StrCat("mysql://u@127.0.0.1:1/d?ssl-ca=", file), file), "");
  EXPECT_THAT(with("mysql://u@127.0.0.1:1/d?ssl-ca=/other.pem", file), HasSubstr("two files"));
}

TEST(OpenStore, APasswordInTheAddressIsRefusedAndNotRepeated) {
  for (const char* url : {"mysql://tutorat:s3cret@127.0.0.1:3306/tutorat", "mysql://tutorat:s3cret@127.0.0.1/tutorat",
                          "mysql://tutorat:s3cret@127.0.0.1:99999/tutorat", "mysql://tutorat:s3cret@/tutorat",
                          "mysql://tutorat:s3cret@127.0.0.1", "mysql://tutorat:s3cret@h/d?x=s3cret",
                          "mysql:tutorat:s3cret@127.0.0.1/tutorat"}) {
    const auto store = Open(url);
    EXPECT_TRUE(absl::IsInvalidArgument(store.status())) << url;
    EXPECT_THAT(std::string(store.status().message()), Not(HasSubstr("s3cret")));
  }
  EXPECT_THAT(std::string(Open("mysql://tutorat:s3cret@127.0.0.1:3306/tutorat").status().message()),
              HasSubstr("TUTORATD_STORE_PASSWORD"));
}

TEST(OpenStore, AnythingElseIsNoStore) {
  for (const char* store : {"", "sqlite:", "sqlite", "tutorat.db", "postgres://u@h/d", "mariadb://u@h/d", "SQLITE:x",
                            "mysql://", "mysql://h/d", "mysql://u@h"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Open(store).status())) << store << ' ' << Open(store).status();
  }
}

}  // namespace
}  // namespace tutorat::app
