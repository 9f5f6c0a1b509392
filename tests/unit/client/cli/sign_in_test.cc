// Where the program finds its token, how it gets one, and what it says without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/lib/outbox.h"
#include "tests/support/certificates.h"
#include "tests/support/process.h"
#include "tests/unit/client/cli/terminal.h"
#include "tests/unit/client/lib/answered.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using tests::kToken;

constexpr char kWhoAmI[] = "/tutorat.v1.AccountService/WhoAmI";

class SignIn : public tests::AnsweredTest {
 protected:
  SignIn() : previous_folder_(std::filesystem::current_path()) {
    std::filesystem::create_directories(dir_.File("here"));
    std::filesystem::current_path(dir_.File("here"));
    Answers<v1::WhoAmIResponse>(
        "WhoAmI",
        "account: 'accounts/a' display_name: 'Anne Martin' roles: ROLE_TUTOR roles: ROLE_READER "
        "tutor: 'tutors/t' expire_time { seconds: 1709285400 }");
  }
  ~SignIn() override { std::filesystem::current_path(previous_folder_); }

  // What the server is told of who calls; empty: nothing.
  std::string SentToken(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"whoami"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, 0) << result.err;
    std::string sent = server().calls().back().credentials;
    EXPECT_EQ(sent.substr(0, 7), sent.empty() ? "" : "Bearer ");
    return sent.empty() ? "" : sent.substr(7);
  }

  // The program in a process of its own, whose standard input is `input`.
  Result Pipe(const std::string& input, const std::string& arguments) const {
    const std::string in = Write("stdin", input);
    const auto process =
        tests::Process::Start({"sh", "-c", absl::StrCat("exec '", TUTORAT_PROGRAM, "' ", arguments, " <'", in, "'")},
                              {}, dir_.File("stderr"));
    Result result;
    while (const auto line = (*process)->ReadLine(absl::Seconds(20))) absl::StrAppend(&result.out, *line, "\n");
    result.code = (*process)->Wait(absl::Seconds(20));
    result.err = tests::ReadFile(dir_.File("stderr"));
    return result;
  }

  std::string StoredPath() const { return dir_.File("config/tutorat/token"); }

 private:
  const std::filesystem::path previous_folder_;
};

TEST_F(SignIn, TheStrongestPlaceThatHasATokenCounts) {
  EXPECT_EQ(SentToken(), "");
  WriteSecret("data/tutorat/administrator.token", "of-the-data-folder\n");
  EXPECT_EQ(SentToken(), "of-the-data-folder");
  WriteSecret("here/administrator.token", "of-this-folder\n");
  EXPECT_EQ(SentToken(), "of-this-folder");
  WriteSecret("config/tutorat/token", "stored\n");
  EXPECT_EQ(SentToken(), "stored");
  const std::string config =
      Write("c.toml", absl::StrCat("token-file = \"", WriteSecret("configured", "configured\n"), "\"\n"));
  EXPECT_EQ(SentToken({"--config", config}), "configured");
  Set("TUTORAT_TOKEN_FILE", WriteSecret("variable", "of-the-variable\n"));
  EXPECT_EQ(SentToken({"--config", config}), "of-the-variable");
  Set("TUTORAT_TOKEN", "itself");
  EXPECT_EQ(SentToken({"--config", config}), "itself");
  EXPECT_EQ(SentToken({"--token-file", WriteSecret("typed", "typed\n")}), "typed");
  EXPECT_EQ(SentToken({absl::StrCat("--token-file=", dir_.File("typed"))}), "typed");
  // As editors of Windows store it.
  EXPECT_EQ(SentToken({"--token-file", WriteSecret("marked", "\xEF\xBB\xBFmarked\r\n")}), "marked");
}

TEST_F(SignIn, AnAdministratorsTokenIsForThisMachineOnly) {
  WriteSecret("here/administrator.token", "of-this-folder\n");
  const Result result = Run({"whoami", "--server", "192.0.2.1:1", "--timeout", "0.2", "--tls"});
  EXPECT_THAT(result.err, Not(HasSubstr("en clair")));
  EXPECT_EQ(result.code, 7) << result.err;
  EXPECT_THAT(server().calls(), IsEmpty());
}

TEST_F(SignIn, AFileThatOthersCanReadIsRefusedWithTheRemedy) {
  for (const char* file : {"here/administrator.token", "config/tutorat/token", "with space"}) {
    const std::string path = Write(file, absl::StrCat(kToken, "\n"));
    std::filesystem::permissions(path, std::filesystem::perms(0640));
    const Result result = file == std::string("with space") ? Run({"whoami", "--token-file", path}) : Run({"whoami"});
    EXPECT_EQ(result.code, 5);
    EXPECT_THAT(result.err, HasSubstr("taper : chmod 600 "));
    EXPECT_THAT(result.err, Not(HasSubstr(kToken)));
    std::filesystem::permissions(path, std::filesystem::perms(0600));
  }
  EXPECT_THAT(server().calls(), IsEmpty());
  EXPECT_EQ(SentToken(), kToken);
}

TEST_F(SignIn, ANamedFileMustHoldAToken) {
  const Result gone = Run({"whoami", "--token-file", dir_.File("gone")});
  EXPECT_EQ(gone.code, 5);
  EXPECT_THAT(gone.err, HasSubstr("n'existe pas"));
  const Result empty = Run({"whoami", "--token-file", WriteSecret("empty", "\n")});
  EXPECT_EQ(empty.code, 5);
  EXPECT_THAT(empty.err, HasSubstr("ne contient pas de jeton"));
  const Result words = Run({"whoami", "--token-file", WriteSecret("words", "my secret words\n")});
  EXPECT_EQ(words.code, 5);
  EXPECT_THAT(words.err,
              AllOf(HasSubstr("n'est pas un jeton"), HasSubstr(dir_.File("words")), Not(HasSubstr("secret"))));
  EXPECT_THAT(server().calls(), IsEmpty());
}

TEST_F(SignIn, AStoredTokenIsForTheServerThatAcceptedIt) {
  WriteSecret("config/tutorat/token", absl::StrCat(kToken, "\nserver=tutorat.example.fr:443\n"));
  EXPECT_EQ(SentToken(), "");
  const std::string port = server().address().substr(server().address().rfind(':'));
  WriteSecret("config/tutorat/token", absl::StrCat(kToken, "\nserver=localhost", port, "\n"));
  EXPECT_EQ(SentToken(), kToken);
}

TEST_F(SignIn, WhoAmISaysTheAccountAndWhereTheTokenIs) {
  Set("TUTORAT_TOKEN", kToken);
  const Result french = Run({"whoami"});
  for (const char* text : {"Anne Martin", "accounts/a", "tuteur, lecteur", "tutors/t", "TUTORAT_TOKEN"}) {
    EXPECT_THAT(french.out, HasSubstr(text));
  }
  EXPECT_THAT(french.out, Not(HasSubstr(kToken)));
  EXPECT_THAT(Run({"whoami", "--lang", "en"}).out, HasSubstr("tutor, reader"));
  EXPECT_THAT(Run({"whoami", "--format", "json"}).out,
              HasSubstr("\"roles\": [\n  \"ROLE_TUTOR\",\n  \"ROLE_READER\"\n ]"));
}

TEST_F(SignIn, WhoIsNotKnownIsToldHowToGetAToken) {
  Refuses("ListWaves", tests::Refusal(grpc::StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN"));
  const Result without = Run({"wave", "list"});
  EXPECT_EQ(without.code, 5);
  EXPECT_THAT(without.err, AllOf(HasSubstr("demande qui vous êtes"), HasSubstr("tutorat login")));
  Set("TUTORAT_TOKEN", kToken);
  const Result refused = Run({"wave", "list", "--lang", "en"});
  EXPECT_EQ(refused.code, 5);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("does not accept the token of TUTORAT_TOKEN"), HasSubstr("token create"),
                                 Not(HasSubstr(kToken))));
  EXPECT_THAT(Run({"wave", "list", "--format", "json"}).err, HasSubstr("\"reason\":\"NOT_SIGNED_IN\""));
  Refuses("ListWaves", tests::Refusal(grpc::StatusCode::PERMISSION_DENIED, "ROLE_REQUIRED"));
  const Result denied = Run({"wave", "list"});
  EXPECT_EQ(denied.code, 5);
  EXPECT_THAT(denied.err, HasSubstr("refused (« tutorat whoami » dit vos rôles)"));
}

TEST_F(SignIn, ASessionIsNotKeptForSomebodyWhoIsNotSignedIn) {
  Refuses("RecordSession", tests::Refusal(grpc::StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN"));
  EXPECT_EQ(Run({"session", "record", "--group", "4", "--date", "2024-01-31", "-t", "EJ"}).code, 5);
  EXPECT_FALSE(std::filesystem::exists(dir_.File("state/tutorat/outbox.jsonl")));
}

TEST_F(SignIn, ASessionThatWaitsStaysUntilSomebodySignsIn) {
  v1::RecordSessionRequest request;
  request.set_request_id("waiting");
  const client::Outbox outbox(dir_.File("state/tutorat/outbox.jsonl"));
  ASSERT_TRUE(outbox.Keep(server().address(), request).ok());
  Refuses("RecordSession", tests::Refusal(grpc::StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN"));
  EXPECT_THAT(Run({"wave", "list"}).err, HasSubstr("attendent encore : 1"));
  EXPECT_THAT(tests::ReadFile(outbox.path()), HasSubstr("waiting"));
  EXPECT_FALSE(std::filesystem::exists(outbox.RejectedPath()));
}

TEST_F(SignIn, LoginStoresWhatTheServerAccepts) {
  const Result result = Pipe(absl::StrCat(kToken, "\n"), "login");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("Anne Martin (tuteur, lecteur)"), HasSubstr(StoredPath())));
  EXPECT_THAT(result.out + result.err, Not(HasSubstr(kToken)));
  EXPECT_EQ(std::filesystem::status(StoredPath()).permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(tests::ReadFile(StoredPath()), absl::StrCat(kToken, "\nserver=", server().address(), "\n"));
  EXPECT_EQ(SentToken(), kToken);
}

TEST_F(SignIn, LoginStoresNothingElse) {
  WriteSecret("config/tutorat/token", "before\n");
  Refuses("WhoAmI", tests::Refusal(grpc::StatusCode::UNAUTHENTICATED, "NOT_SIGNED_IN"));
  const Result refused = Pipe(absl::StrCat(kToken, "\n"), "login");
  EXPECT_EQ(refused.code, 5);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("n'accepte pas ce jeton"), Not(HasSubstr(kToken))));
  EXPECT_EQ(Pipe("\n", "login").code, 2);
  EXPECT_EQ(Pipe("two words\n", "login").code, 5);
  EXPECT_EQ(Pipe(absl::StrCat(kToken, "\n"), absl::StrCat("login --server ", tests::NobodysAddress())).code, 7);
  EXPECT_EQ(Pipe(absl::StrCat(kToken, "\n"), "login --server 192.0.2.1:1").code, 5);
  EXPECT_EQ(tests::ReadFile(StoredPath()), "before\n");
}

TEST_F(SignIn, LoginReplacesAFileThatOthersCouldRead) {
  const std::string path = Write("shared", "old\n");
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  EXPECT_EQ(Pipe(kToken, absl::StrCat("login --token-file '", path, "'")).code, 0);
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
  EXPECT_FALSE(std::filesystem::exists(StoredPath()));
  EXPECT_EQ(SentToken({"--token-file", path}), kToken);
}

TEST_F(SignIn, OnATerminalTheTokenDoesNotShow) {
  const std::vector<std::string> environment = {absl::StrCat("HOME=", dir_.path()),
                                                absl::StrCat("XDG_CONFIG_HOME=", dir_.File("config")), "LANG=C.UTF-8",
                                                absl::StrCat("TUTORAT_SERVER=", server().address())};
  tests::Terminal terminal({TUTORAT_PROGRAM, "login"}, environment);
  ASSERT_TRUE(terminal.Shows("nothing shows")) << terminal.screen();
  terminal.Type(absl::StrCat(kToken, "\n"));
  EXPECT_TRUE(terminal.Shows("Signed in")) << terminal.screen();
  EXPECT_EQ(terminal.Wait(), 0);
  EXPECT_THAT(terminal.screen(), Not(HasSubstr(kToken)));
  EXPECT_THAT(tests::ReadFile(StoredPath()), HasSubstr(kToken));
}

TEST_F(SignIn, CtrlCGivesUpAndStoresNothing) {
  tests::Terminal terminal({TUTORAT_PROGRAM, "login"}, {absl::StrCat("HOME=", dir_.path()), "LANG=C.UTF-8",
                                                        absl::StrCat("TUTORAT_SERVER=", server().address())});
  ASSERT_TRUE(terminal.Shows("nothing shows")) << terminal.screen();
  terminal.Type("half\x03");
  EXPECT_TRUE(terminal.Shows("Given up")) << terminal.screen();
  EXPECT_EQ(terminal.Wait(), 1);
  EXPECT_THAT(server().Requests<v1::WhoAmIRequest>(kWhoAmI), SizeIs(0));
}

TEST_F(SignIn, NoTokenIsAskedForAServerThatIsNotThere) {
  tests::Terminal terminal({TUTORAT_PROGRAM, "login", "--server", tests::NobodysAddress()},
                           {absl::StrCat("HOME=", dir_.path()), "LANG=C.UTF-8"});
  EXPECT_TRUE(terminal.Shows("does not answer")) << terminal.screen();
  EXPECT_EQ(terminal.Wait(), 7);
  EXPECT_THAT(terminal.screen(), AllOf(Not(HasSubstr("Token for")), Not(HasSubstr("tutoratd"))));
}

// Strongest first: --server, TUTORAT_SERVER, the configuration file, the server of login, this machine.
TEST_F(SignIn, TheServerOfLoginIsRemembered) {
  const std::string address = server().address();
  ASSERT_EQ(Pipe(absl::StrCat(kToken, "\n"), absl::StrCat("login --server ", address)).code, 0);
  Set("TUTORAT_SERVER", "");
  EXPECT_EQ(SentToken(), kToken);
  const std::string nobody = tests::NobodysAddress();
  EXPECT_EQ(Run({"whoami", "--server", nobody, "--timeout", "0.2"}).code, 7);
  const std::string config = Write("c.toml", absl::StrCat("server = \"", nobody, "\"\n"));
  EXPECT_EQ(Run({"whoami", "--config", config, "--timeout", "0.2"}).code, 7);
  Set("TUTORAT_SERVER", nobody);
  EXPECT_EQ(Run({"whoami", "--timeout", "0.2"}).code, 7);
  Set("TUTORAT_SERVER", "");
  EXPECT_EQ(SentToken({"--token-file", StoredPath()}), kToken);
  Set("TUTORAT_TOKEN", kToken);
  EXPECT_EQ(Run({"whoami", "--timeout", "0.2"}).err.find(address), std::string::npos) << "a token of another place";
}

TEST_F(SignIn, AFileThatSomebodyElseWroteStays) {
  const std::string own = WriteSecret("zoe.token", "only-copy\n");
  Set("TUTORAT_TOKEN_FILE", own);
  const Result login = Pipe(absl::StrCat(kToken, "\n"), "login");
  EXPECT_EQ(login.code, 0) << login.err;
  EXPECT_THAT(login.err, HasSubstr("TUTORAT_TOKEN_FILE est plus forte"));
  EXPECT_THAT(tests::ReadFile(StoredPath()), HasSubstr(kToken));
  EXPECT_EQ(Run({"logout"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(StoredPath()));
  EXPECT_EQ(Run({"logout", "--token-file", own}).code, 2);
  EXPECT_EQ(Run({"logout", "--config", Write("c.toml", absl::StrCat("token-file = \"", own, "\"\n"))}).code, 0);
  EXPECT_EQ(tests::ReadFile(own), "only-copy\n");
  const std::string named = WriteSecret("named", absl::StrCat(kToken, "\nserver=", server().address(), "\n"));
  EXPECT_EQ(Run({"logout", "--token-file", named}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(named));
}

TEST_F(SignIn, LogoutForgetsTheToken) {
  WriteSecret("config/tutorat/token", absl::StrCat(kToken, "\n"));
  const Result result = Run({"logout"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr(StoredPath()));
  EXPECT_FALSE(std::filesystem::exists(StoredPath()));
  EXPECT_THAT(Run({"logout"}).out, HasSubstr("Aucun jeton"));
  EXPECT_THAT(server().calls(), IsEmpty());
}

TEST_F(SignIn, CertificatesComeByFlagAndTogether) {
  EXPECT_EQ(Run({"whoami", "--certificate-file", "c.pem"}).code, 2);
  EXPECT_EQ(Run({"whoami", "--key-file", "k.pem"}).code, 2);
  const Result gone = Run({"whoami", "--ca-file", dir_.File("gone.pem")});
  EXPECT_EQ(gone.code, 3);
  EXPECT_THAT(gone.err, HasSubstr(dir_.File("gone.pem")));
  EXPECT_EQ(Run({"whoami", "--ca-file", Write("no.pem", "x")}).code, 4);
  EXPECT_THAT(server().Requests<v1::WhoAmIRequest>(kWhoAmI), SizeIs(0));
}

TEST_F(SignIn, WhatIsWrongWithTlsIsSaid) {
  const tests::Authority authority("authority");
  const std::string ca_file = Write("ca.pem", authority.certificate());
  const std::string other_file = Write("other.pem", tests::Authority("other").certificate());
  const tests::Identity identity = authority.Issue("server");
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({identity.key, identity.certificate});
  const tests::FakeServer encrypted([](const tests::FakeServer::Call&, std::string&) { return grpc::Status::OK; },
                                    grpc::SslServerCredentials(options));
  const auto ask = [](const std::string& server, const std::string& trusted) {
    std::vector<std::string> arguments = {"whoami", "--server", server};
    if (!trusted.empty()) arguments.insert(arguments.end(), {"--ca-file", trusted});
    const Result result = Run(arguments);
    EXPECT_EQ(result.code, 7);
    return result.err;
  };
  EXPECT_THAT(ask(server().address(), ca_file), HasSubstr("pas d'accord TLS"));
  EXPECT_THAT(ask(encrypted.address(), other_file), HasSubstr("certificat du serveur"));
  EXPECT_THAT(ask(encrypted.address(), ""), HasSubstr("donner --ca-file ou --tls"));
  EXPECT_EQ(Run({"whoami", "--server", encrypted.address(), "--ca-file", ca_file}).code, 0);
}

}  // namespace
}  // namespace tutorat::cli
