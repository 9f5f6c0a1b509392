#include "server/app/admin/accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "server/app/first_administrator.h"
#include "server/app/stores.h"
#include "server/auth/token_authenticator.h"
#include "server/domain/base/local_time.h"
#include "tests/support/temp_dir.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using Verb = AccountCommand::Verb;

std::string FirstLine(const std::string& path) {
  std::string line;
  std::ifstream file(path);
  std::getline(file, line);
  return line;
}

class AccountsTest : public testing::Test {
 protected:
  AccountsTest() {
    spdlog::set_level(spdlog::level::off);
    Config config;
    config.store = absl::StrCat("sqlite:", directory_.File("t.db"));
    auto store = OpenStore(config);
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  int Run(const AccountCommand& command) {
    out_.str("");
    err_.str("");
    return RunAccountCommand(command, *store_, out_, err_);
  }
  // The token's text.
  std::string Create(const std::string& name, const std::vector<std::string>& roles) {
    AccountCommand command;
    command.verb = Verb::kCreate;
    command.account = name;
    command.roles = roles;
    EXPECT_EQ(Run(command), 0) << err_.str();
    const std::string out = out_.str();
    EXPECT_THAT(out, StartsWith("tutorat_"));
    EXPECT_EQ(out.find('\n'), out.size() - 1);
    return out.substr(0, out.size() - 1);
  }
  AccountCommand On(Verb verb, const std::string& account) {
    AccountCommand command;
    command.verb = verb;
    command.account = account;
    return command;
  }
  absl::StatusOr<api::Principal> Authentication(const std::string& token, absl::Time now = absl::Now()) {
    api::TokenAuthenticator tokens(*store_, [now] { return now; });
    return tokens.Authenticate({absl::StrCat("Bearer ", token), "here"}, absl::InfiniteFuture());
  }
  void AddTutor(const std::string& name, const std::string& display_name, const std::string& email) {
    v1::Tutor tutor;
    tutor.set_name(name);
    tutor.set_display_name(display_name);
    tutor.set_email(email);
    *tutor.mutable_create_time() = domain::ToTimestamp(absl::Now());
    *tutor.mutable_update_time() = tutor.create_time();
    const absl::Status status = store_->Write(
        absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) { return transaction.Insert(tutor); });
    EXPECT_TRUE(status.ok()) << status;
  }

  tests::TempDir directory_;
  std::unique_ptr<storage::Store> store_;
  std::stringstream out_;
  std::stringstream err_;
};

TEST_F(AccountsTest, CreateMakesAnAccountAndPrintsItsTokenAlone) {
  const std::string token = Create("Zoé Martin", {"coordinator", "administrator"});
  EXPECT_THAT(err_.str(), StartsWith("accounts/"));
  const auto principal = Authentication(token);
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->display_name, "Zoé Martin");
  EXPECT_THAT(principal->roles, ElementsAre(v1::ROLE_COORDINATOR, v1::ROLE_ADMINISTRATOR));
}

TEST_F(AccountsTest, ATutorIsFoundByNameEmailOrResource) {
  AddTutor("tutors/a", "Anne Onyme", "anne@ac-paris.fr");
  AddTutor("tutors/b", "Bob", "");
  AddTutor("tutors/c", "bob", "");
  AccountCommand command = On(Verb::kCreate, "Anne");
  command.roles = {"tutor"};
  for (const char* which : {"anne ONYME", "Anne@ac-paris.fr", "tutors/a"}) {
    command.tutor = which;
    ASSERT_EQ(Run(command), 0) << err_.str();
    EXPECT_EQ(Authentication(std::string(absl::StripAsciiWhitespace(out_.str())))->tutor, "tutors/a");
  }
  command.tutor = "Bob";
  EXPECT_EQ(Run(command), 1);
  EXPECT_THAT(err_.str(), HasSubstr("tutors/b, tutors/c"));
  command.tutor = "Nobody";
  EXPECT_EQ(Run(command), 1);
  EXPECT_THAT(err_.str(), HasSubstr("--tutor Nobody"));
  command.tutor = "";
  EXPECT_EQ(Run(command), 1);
  EXPECT_THAT(err_.str(), HasSubstr("account.tutor"));
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(AccountsTest, ATokenFileIsNewAndItsOwnersOnly) {
  AccountCommand command = On(Verb::kCreate, "Zoé");
  command.roles = {"reader"};
  command.token_file = directory_.File("token");
  ASSERT_EQ(Run(command), 0) << err_.str();
  EXPECT_THAT(out_.str(), IsEmpty());
  struct stat status {};
  ASSERT_EQ(stat(command.token_file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const std::string token = FirstLine(command.token_file);
  EXPECT_TRUE(Authentication(token).ok());
  // Another is not written over it, nor is its account made.
  command.account = "Autre";
  EXPECT_EQ(Run(command), 1);
  EXPECT_THAT(err_.str(), HasSubstr(command.token_file));
  EXPECT_EQ(FirstLine(command.token_file), token);
  command.token_file = directory_.File("no/such/folder");
  EXPECT_EQ(Run(command), 1);
  EXPECT_EQ(Run(On(Verb::kList, "")), 0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("Autre")));
}

TEST_F(AccountsTest, WhatFailsLeavesNoFile) {
  AccountCommand command = On(Verb::kCreate, std::string(300, 'x'));
  command.roles = {"reader"};
  command.token_file = directory_.File("token");
  EXPECT_EQ(Run(command), 1);
  EXPECT_THAT(err_.str(), HasSubstr("account.display_name"));
  EXPECT_FALSE(std::ifstream(command.token_file).good());
}

TEST_F(AccountsTest, TokenAndDisableTakeAnAccountByEitherName) {
  const std::string first = Create("Zoé Martin", {"reader"});
  const std::string account = Authentication(first)->account;
  AccountCommand more = On(Verb::kToken, "zoe martin");
  more.label = "laptop";
  more.expires_days = 2;
  ASSERT_EQ(Run(more), 0) << err_.str();
  const std::string second(absl::StripAsciiWhitespace(out_.str()));
  EXPECT_TRUE(Authentication(second, absl::Now() + absl::Hours(47)).ok());
  EXPECT_FALSE(Authentication(second, absl::Now() + absl::Hours(49)).ok());
  EXPECT_TRUE(Authentication(first, absl::Now() + absl::Hours(49)).ok());
  EXPECT_EQ(Run(On(Verb::kList, "")), 0);
  EXPECT_THAT(out_.str(), HasSubstr(absl::StrCat(account, "  Zoé Martin  reader\n  tokens/")));
  EXPECT_THAT(out_.str(), HasSubstr("  laptop  expires "));
  ASSERT_EQ(Run(On(Verb::kDisable, account)), 0) << err_.str();
  EXPECT_FALSE(Authentication(first).ok());
  EXPECT_FALSE(Authentication(second).ok());
  EXPECT_EQ(Run(On(Verb::kList, "")), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Zoé Martin  reader  disabled\n"));
  EXPECT_EQ(Run(On(Verb::kToken, account)), 1);
  EXPECT_THAT(err_.str(), HasSubstr("is disabled"));
}

TEST_F(AccountsTest, AnAccountThatIsNotOneIsRefused) {
  Create("Zoé", {"reader"});
  Create("zoe", {"reader"});
  EXPECT_EQ(Run(On(Verb::kDisable, "Zoé")), 1);
  EXPECT_THAT(err_.str(), HasSubstr("2 accounts have this name"));
  EXPECT_EQ(Run(On(Verb::kDisable, "Nobody")), 1);
  EXPECT_THAT(err_.str(), HasSubstr("Nobody"));
}

TEST_F(AccountsTest, TheFirstStartMakesAnAdministratorWhoseTokenIsInTheFolder) {
  const std::string folder = directory_.File("data");
  ASSERT_TRUE(MakeFirstAdministrator(*store_, folder).ok());
  const std::string path = absl::StrCat(folder, "/administrator.token");
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const std::string token = FirstLine(path);
  const auto principal = Authentication(token);
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_THAT(principal->roles, ElementsAre(v1::ROLE_ADMINISTRATOR));
  // Later starts make none.
  ASSERT_TRUE(MakeFirstAdministrator(*store_, folder).ok());
  EXPECT_EQ(FirstLine(path), token);
  EXPECT_EQ(Run(On(Verb::kDisable, "Administrator")), 1);
  EXPECT_THAT(err_.str(), HasSubstr("last administrator"));
}

TEST_F(AccountsTest, NoAdministratorIsMadeWhereThereAreAccounts) {
  Create("Zoé", {"reader"});
  ASSERT_TRUE(MakeFirstAdministrator(*store_, directory_.path()).ok());
  EXPECT_FALSE(std::ifstream(directory_.File("administrator.token")).good());
}

TEST_F(AccountsTest, WithoutRoomForTheTokenNoAccountIsMade) {
  EXPECT_FALSE(MakeFirstAdministrator(*store_, directory_.File("t.db/inside/a/file")).ok());
  EXPECT_EQ(Run(On(Verb::kList, "")), 0);
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(AccountsTest, ServersThatStartTogetherMakeOneAdministrator) {
  std::vector<std::thread> servers;
  servers.reserve(4);
  for (int i = 0; i < 4; ++i) {
    servers.emplace_back([&] { EXPECT_TRUE(MakeFirstAdministrator(*store_, directory_.path()).ok()); });
  }
  for (std::thread& server : servers) server.join();
  EXPECT_TRUE(Authentication(FirstLine(directory_.File("administrator.token"))).ok());
  EXPECT_EQ(Run(On(Verb::kList, "")), 0);
  EXPECT_EQ(std::vector<std::string>(absl::StrSplit(out_.str(), '\n')).size(), 3U) << out_.str();
}

}  // namespace
}  // namespace tutorat::app
