// Signing in, over the network: a stranger gets nothing, a revoked token nothing more, and no token's text is kept. On
// servers of its own, whatever $TUTORAT_TEST_SERVER: failed sign-ins close the door to the address.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "google/rpc/status.pb.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/load.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/session_service.grpc.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::tests {
namespace {

using grpc::StatusCode;
using ::testing::HasSubstr;

constexpr size_t kSecretLength = 43;

std::string Content(const std::filesystem::path& file) {
  std::stringstream content;
  content << std::ifstream(file, std::ios::binary).rdbuf();
  return content.str();
}

class SignInTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = TestServer::Make();
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    const absl::Status started = server_->Start();
    ASSERT_TRUE(started.ok()) << started;
    office_ = std::make_unique<Api>(server_->endpoint());
  }
  void TearDown() override {
    if (server_ == nullptr) return;
    EXPECT_EQ(server_->Stop(), 0) << server_->Log();
  }

  v1::CreateTokenResponse NewToken(v1::Role role) {
    v1::CreateAccountRequest account;
    account.mutable_account()->set_display_name("Zoé");
    account.mutable_account()->add_roles(role);
    account_ = office_->Get<v1::CreateAccountResponse>(account).account();
    v1::CreateTokenRequest token;
    token.mutable_token()->set_account(account_.name());
    token.set_request_id(RandomId());
    return office_->Get<v1::CreateTokenResponse>(token);
  }
  void Revoke(const std::string& token) {
    v1::RevokeTokenRequest request;
    request.set_name(token);
    office_->Get<v1::RevokeTokenResponse>(request);
  }
  Endpoint With(const std::string& token) const { return {server_->endpoint().address, token}; }
  Outcome WhoAmI(const Api& api) const {
    v1::WhoAmIResponse response;
    return api.Call(v1::WhoAmIRequest(), &response);
  }

  std::unique_ptr<TestServer> server_;
  std::unique_ptr<Api> office_;
  v1::Account account_;
};

TEST_F(SignInTest, WithoutATokenNoMethodAnswers) {
  const Api stranger(With(""));
  for (const auto* method : Methods()) {
    SCOPED_TRACE(method->full_name());
    std::string response;
    const Outcome outcome = stranger.CallBytes(PathOf(method), "", &response);
    ExpectRefused(outcome, StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN");
    EXPECT_EQ(response, "");
  }
  EXPECT_EQ(stranger.Health(), 1);
}

TEST_F(SignInTest, WhateverIsWrongTheAnswerIsTheSameAndTheLogKnows) {
  const v1::CreateTokenResponse good = NewToken(v1::ROLE_READER);
  const v1::CreateTokenResponse revoked = NewToken(v1::ROLE_READER);
  Revoke(revoked.token().name());
  const std::string& text = good.text();
  const std::string unknown =
      absl::StrCat("tutorat_", std::string(26, '0'), text.substr(text.size() - kSecretLength - 1));
  const std::string wrong = absl::StrCat(text.substr(0, text.size() - kSecretLength), std::string(kSecretLength, 'A'));
  const Outcome expected = WhoAmI(Api(With("")));
  const std::pair<std::string, const char*> cases[] = {{unknown, "why=unknown"},
                                                       {wrong, "why=wrong_secret"},
                                                       {revoked.text(), "why=revoked"},
                                                       {"word", "why=malformed"}};
  for (const auto& [token, why] : cases) {
    const Outcome outcome = WhoAmI(Api(With(token)));
    ExpectRefused(outcome, StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN");
    EXPECT_EQ(outcome.details, expected.details) << why;
    EXPECT_THAT(server_->Log(), HasSubstr(why));
  }
  EXPECT_TRUE(WhoAmI(Api(With(text))).ok());
}

// What was let in before is finished; nothing that comes after is let in.
TEST_F(SignInTest, ARevokedTokenIsRefusedWhileItsStreamIsStillGoing) {
  const v1::CreateTokenResponse token = NewToken(v1::ROLE_COORDINATOR);
  const Api api(With(token.text()));
  World world(api);
  v1::ImportSessionsRequest request;
  for (int i = 0; i < 2000; ++i) *request.add_rows()->mutable_record() = world.NewRecord(1);
  grpc::ClientContext context;
  context.AddMetadata("authorization", absl::StrCat("Bearer ", token.text()));
  const auto stub = v1::SessionService::NewStub(api.channel());
  const auto stream = stub->ImportSessions(&context);
  stream->WriteLast(request, grpc::WriteOptions());
  v1::ImportSessionsResponse progress;
  ASSERT_TRUE(stream->Read(&progress));
  EXPECT_FALSE(progress.has_report());
  Revoke(token.token().name());
  ExpectRefused(WhoAmI(api), StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN");
  v1::ImportReport report;
  while (stream->Read(&progress)) report = progress.report();
  const grpc::Status ended = stream->Finish();
  EXPECT_TRUE(ended.ok()) << ended.error_message();
  EXPECT_EQ(report.create_count(), 2000);
}

TEST_F(SignInTest, NoCallThatBeginsAfterTheRevocationSucceeds) {
  const v1::CreateTokenResponse token = NewToken(v1::ROLE_READER);
  std::atomic<bool> revoked = false;
  std::atomic<int> before = 0;
  std::atomic<int> after = 0;
  std::thread revoking([&] {
    while (before < 100) absl::SleepFor(absl::Milliseconds(1));
    Revoke(token.token().name());
    revoked = true;
  });
  AtOnce(4, [&](size_t) {
    const Api api(With(token.text()));
    while (true) {
      const bool late = revoked;
      const Outcome outcome = WhoAmI(api);
      if (!outcome.ok()) {
        ExpectRefused(outcome, StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN");
        break;
      }
      ++(late ? after : before);
    }
  });
  revoking.join();
  EXPECT_EQ(after, 0);
}

TEST_F(SignInTest, ADisabledAndADeletedAccountAreRefusedAtOnce) {
  const v1::CreateTokenResponse token = NewToken(v1::ROLE_READER);
  const Api api(With(token.text()));
  ASSERT_TRUE(WhoAmI(api).ok());
  v1::UpdateAccountRequest update;
  *update.mutable_account() = account_;
  update.mutable_account()->set_disabled(true);
  account_ = office_->Get<v1::UpdateAccountResponse>(update).account();
  ExpectRefused(WhoAmI(api), StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN");
  *update.mutable_account() = account_;
  update.mutable_account()->set_disabled(false);
  update.mutable_update_mask()->add_paths("disabled");
  account_ = office_->Get<v1::UpdateAccountResponse>(update).account();
  ASSERT_TRUE(WhoAmI(api).ok());
  v1::DeleteAccountRequest remove;
  remove.set_name(account_.name());
  remove.set_etag(account_.etag());
  office_->Get<v1::DeleteAccountResponse>(remove);
  ExpectRefused(WhoAmI(api), StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN");
}

TEST_F(SignInTest, TenGuessesCloseTheDoorOfTheAddressToNewcomers) {
  const v1::CreateTokenResponse newcomer = NewToken(v1::ROLE_READER);
  for (int i = 0; i < 10; ++i) {
    ExpectRefused(WhoAmI(Api(With(absl::StrCat("guess", i)))), StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN");
  }
  const Outcome closed = WhoAmI(Api(With(newcomer.text())));
  ExpectRefused(closed, StatusCode::RESOURCE_EXHAUSTED, "TOO_MANY_FAILED_SIGN_INS");
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(closed.details));
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(details.details(1).UnpackTo(&retry));
  EXPECT_GT(retry.retry_delay().seconds(), 240);
  EXPECT_LE(retry.retry_delay().seconds(), 300);
  EXPECT_TRUE(WhoAmI(*office_).ok());
}

// What would be found by `strings`, in the database, what goes with it, and the log; while the server runs and after.
// Its memory holds the tokens of connections that are open: of that no image is ever left, see below.
TEST_F(SignInTest, ARecordingLoadLeavesNoTokenBehind) {
  const std::filesystem::path store = std::string(absl::StripPrefix(server_->StoreAddress(), "sqlite:"));
  ASSERT_TRUE(std::filesystem::exists(store)) << "this looks into SQLite's files";
  const v1::CreateTokenResponse token = NewToken(v1::ROLE_COORDINATOR);
  const auto by_operator = server_->RunToEnd({"account", "token", "Zoé", "--label", "other"});
  ASSERT_TRUE(by_operator.ok() && by_operator->size() == 1) << by_operator.status();
  World world(*office_);
  const std::string group = world.AddGroup(1).name();
  Load load(With(token.text()), group, 8);
  absl::SleepFor(absl::Seconds(1));
  const Tally tally = load.Stop();
  ASSERT_GT(tally.acknowledged.size(), 20U);
  const auto look = [&] {
    std::string all = Content(server_->LogFile());
    for (const auto& file : std::filesystem::directory_iterator(store.parent_path())) {
      all += Content(file.path());
      constexpr auto kOfOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
      EXPECT_EQ(file.status().permissions() & kOfOthers, std::filesystem::perms::none) << file.path();
    }
    // It does look where things are.
    EXPECT_NE(all.find(token.token().name()), std::string::npos);
    EXPECT_NE(all.find(tally.acknowledged.begin()->first), std::string::npos);
    EXPECT_NE(all.find("event=call"), std::string::npos);
    for (const std::string& text : {token.text(), by_operator->front(), server_->endpoint().token}) {
      const std::string secret = text.substr(text.size() - kSecretLength);
      std::string bytes;
      ASSERT_TRUE(absl::WebSafeBase64Unescape(secret, &bytes));
      EXPECT_EQ(all.find(secret), std::string::npos);
      EXPECT_EQ(all.find(bytes), std::string::npos);
      EXPECT_EQ(all.find(absl::BytesToHexString(bytes)), std::string::npos);
      EXPECT_EQ(all.find(absl::Base64Escape(text).substr(0, 60)), std::string::npos);
    }
  };
  look();
  EXPECT_EQ(server_->Stop(), 0) << server_->Log();
  look();
  ASSERT_TRUE(server_->Start().ok());
}

TEST_F(SignInTest, ACrashLeavesNoCoreImage) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_CORE, &limit), 0);
  if (limit.rlim_max == 0) return;  // of nothing on this machine
  const rlimit all{limit.rlim_max, limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_CORE, &all), 0);
  EXPECT_EQ(server_->Stop(), 0);
  ASSERT_TRUE(server_->Start().ok());
  EXPECT_FALSE(server_->Abort());
  ASSERT_EQ(setrlimit(RLIMIT_CORE, &limit), 0);
  ASSERT_TRUE(server_->Start().ok());
}

}  // namespace
}  // namespace tutorat::tests
