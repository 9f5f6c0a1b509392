// What a server shows to whoever connects: TLS 1.2 and 1.3 only, certificates that are replaced while it serves.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/support/certificates.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tutorat::tests {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::Duration kTime = absl::Minutes(1);
constexpr char kListening[] = "tutoratd: listening on ";

// How a call ended, and what certificate the server showed.
struct Called {
  grpc::Status status;
  std::string certificate;
};

std::shared_ptr<grpc::Channel> Connect(const std::string& address, const std::string& authority,
                                       const Identity& client = {}) {
  grpc::ChannelArguments arguments;
  // A connection of its own, which is made anew.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  const auto credentials = grpc::SslCredentials({authority, client.key, client.certificate});
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

Called Call(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kTime));
  grpc::ByteBuffer sent;
  grpc::ByteBuffer received;
  const grpc::Slice empty;
  sent = grpc::ByteBuffer(&empty, 1);
  std::promise<grpc::Status> ended;
  grpc::GenericStub(channel).UnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::StubOptions(), &sent, &received,
                                       [&](grpc::Status status) { ended.set_value(std::move(status)); });
  Called called{ended.get_future().get(), ""};
  if (const auto peer = context.auth_context()) {
    for (const auto& value : peer->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME)) {
      called.certificate = std::string(value.data(), value.size());
    }
  }
  return called;
}

class TlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // When its last channel goes, gRPC winds itself up, for up to 10 seconds: the next channel would wait for that.
    [[maybe_unused]] static const auto& last = *new std::shared_ptr<grpc::Channel>(Connect("127.0.0.1:1", ""));
    first_ = authority_.Issue("first");
    ReplaceFile(File("server.pem"), first_.certificate);
    ReplaceFile(File("server.key"), first_.key);
  }

  std::string File(const std::string& name) const { return directory_.File(name); }
  std::string Log() const { return ReadFile(File("log")); }

  // The exit code of a server that does not start; nothing for one that does.
  std::optional<int> Start(const std::vector<std::string>& more = {}) {
    std::vector<std::string> argv = {TUTORAT_TEST_TUTORATD, "serve",   "--listen",
                                     "127.0.0.1:0",         "--store", absl::StrCat("sqlite:", File("tutorat.db"))};
    argv.insert(argv.end(), more.begin(), more.end());
    std::remove(File("log").c_str());
    server_ = *Process::Start(argv, {}, File("log"));
    const std::optional<std::string> line = server_->ReadLine(kTime);
    if (!line || !absl::StartsWith(*line, kListening)) return server_->Wait(kTime);
    address_ = std::string(absl::StripPrefix(*line, kListening));
    return std::nullopt;
  }
  std::optional<int> StartWithTls(std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--tls-certificate", File("server.pem"), "--tls-key", File("server.key")});
    return Start(more);
  }

  // What a new connection gets.
  Called New() const { return Call(Connect(address_, authority_.certificate())); }

  // Exit code and output of openssl s_client.
  std::pair<int, std::string> Handshake(const std::string& version) const {
    // At the default level openssl itself would not offer the old versions.
    const auto client = *Process::Start({"openssl", "s_client", version, "-cipher", "DEFAULT@SECLEVEL=0", "-alpn", "h2",
                                         "-brief", "-connect", address_},
                                        {}, File("s_client.log"));
    const int code = client->Wait(kTime);
    return {code, ReadFile(File("s_client.log"))};
  }

  const TempDir directory_;
  const Authority authority_{"Authority"};
  Identity first_;
  std::unique_ptr<Process> server_;
  std::string address_;
};

TEST_F(TlsTest, TheServerShowsItsCertificateToWhoeverConnects) {
  ASSERT_EQ(StartWithTls(), std::nullopt) << Log();
  const Called called = New();
  EXPECT_TRUE(called.status.ok()) << called.status.error_message();
  EXPECT_EQ(called.certificate, first_.certificate);
  // Nobody else's authority vouches for it, and nothing is said without encryption.
  EXPECT_EQ(Call(Connect(address_, Authority("Other").certificate())).status.error_code(), grpc::UNAVAILABLE);
  EXPECT_EQ(Call(grpc::CreateChannel(address_, grpc::InsecureChannelCredentials())).status.error_code(),
            grpc::UNAVAILABLE);
}

TEST_F(TlsTest, OldVersionsOfTheProtocolAreRefused) {
  ASSERT_EQ(StartWithTls(), std::nullopt) << Log();
  for (const char* version : {"-tls1", "-tls1_1"}) {
    const auto [code, output] = Handshake(version);
    EXPECT_NE(code, 0) << version;
    // gRPC hangs up, without an alert.
    EXPECT_THAT(output, AnyOf(HasSubstr("alert protocol version"), HasSubstr("unexpected eof"))) << version;
    EXPECT_THAT(output, Not(HasSubstr("CONNECTION ESTABLISHED"))) << version;
  }
  for (const auto& [version, name] : {std::pair("-tls1_2", "TLSv1.2"), std::pair("-tls1_3", "TLSv1.3")}) {
    const auto [code, output] = Handshake(version);
    EXPECT_EQ(code, 0) << output;
    EXPECT_THAT(output, HasSubstr(name));
  }
}

// Calls on connections that exist and on ever new ones, while certificate and key are replaced again and again: one
// after the other, so that for a while they do not go together.
TEST_F(TlsTest, CertificatesAreReplacedUnderLoadAndNoCallFails) {
  ASSERT_EQ(StartWithTls(), std::nullopt) << Log();
  std::atomic<bool> stopping = false;
  std::atomic<int> calls = 0;
  std::mutex mutex;
  std::vector<std::string> failures;
  constexpr int kClients = 4;
  std::vector<std::thread> clients;
  clients.reserve(kClients);
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, stays = client % 2 == 0] {
      const auto connected = Connect(address_, authority_.certificate());
      while (!stopping) {
        const Called called = stays ? Call(connected) : New();
        ++calls;
        if (called.status.ok()) continue;
        const std::lock_guard<std::mutex> lock(mutex);
        failures.push_back(called.status.error_message());
      }
    });
  }
  std::string shown = first_.certificate;
  for (int i = 0; i < 6; ++i) {
    const Identity next = authority_.Issue(absl::StrCat("next", i));
    // Either may come first.
    const bool key_first = i % 2 == 0;
    ReplaceFile(File(key_first ? "server.key" : "server.pem"), key_first ? next.key : next.certificate);
    absl::SleepFor(absl::Milliseconds(300));
    EXPECT_EQ(New().certificate, shown);
    ReplaceFile(File(key_first ? "server.pem" : "server.key"), key_first ? next.certificate : next.key);
    EXPECT_EQ(New().certificate, next.certificate);
    shown = next.certificate;
  }
  stopping = true;
  for (std::thread& client : clients) client.join();
  EXPECT_THAT(failures, ::testing::IsEmpty());
  EXPECT_GT(calls, 100);
  EXPECT_THAT(Log(), HasSubstr("event=tls_files_failed"));
}

TEST_F(TlsTest, FilesThatAreGoneLeaveWhatTheServerHas) {
  ASSERT_EQ(StartWithTls(), std::nullopt) << Log();
  EXPECT_EQ(std::remove(File("server.pem").c_str()), 0);
  EXPECT_EQ(New().certificate, first_.certificate);
  ReplaceFile(File("server.key"), "no key\n");
  EXPECT_EQ(New().certificate, first_.certificate);
  const Identity next = authority_.Issue("next");
  ReplaceFile(File("server.pem"), next.certificate);
  ReplaceFile(File("server.key"), next.key);
  EXPECT_EQ(New().certificate, next.certificate);
}

TEST_F(TlsTest, AClientShowsACertificateWhereItMust) {
  const Authority clients("Clients");
  ReplaceFile(File("clients.pem"), clients.certificate());
  ASSERT_EQ(StartWithTls({"--tls-client-ca", File("clients.pem")}), std::nullopt) << Log();
  const auto with = [&](const Identity& identity) {
    return Call(Connect(address_, authority_.certificate(), identity)).status;
  };
  EXPECT_TRUE(with(clients.Issue("client")).ok());
  EXPECT_EQ(with({}).error_code(), grpc::UNAVAILABLE);
  EXPECT_EQ(with(authority_.Issue("client")).error_code(), grpc::UNAVAILABLE);
  // The authorities are replaced as the server's own certificate is.
  ReplaceFile(File("clients.pem"), authority_.certificate());
  EXPECT_TRUE(with(authority_.Issue("client")).ok());
  EXPECT_EQ(with(clients.Issue("client")).error_code(), grpc::UNAVAILABLE);
}

TEST_F(TlsTest, WhatCannotServeIsRefusedByNameAtTheStart) {
  ReplaceFile(File("other.key"), authority_.Issue("other").key);
  ReplaceFile(File("nothing.pem"), "nothing\n");
  const struct {
    std::vector<std::string> arguments;
    std::string said;
  } cases[] = {
      {{"--tls-certificate", File("server.pem")}, "--tls-key"},
      {{"--tls-key", File("server.key")}, "--tls-certificate"},
      {{"--tls-client-ca", File("server.pem")}, "--tls-certificate"},
      {{"--tls-certificate", File("absent.pem"), "--tls-key", File("server.key")}, "--tls-certificate"},
      {{"--tls-certificate", File("nothing.pem"), "--tls-key", File("server.key")}, "nothing.pem"},
      {{"--tls-certificate", File("server.pem"), "--tls-key", File("nothing.pem")}, "nothing.pem"},
      {{"--tls-certificate", File("server.pem"), "--tls-key", File("other.key")}, "is not the key"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(Start(each.arguments), 2) << each.said;
    EXPECT_THAT(Log(), HasSubstr(each.said));
  }
  EXPECT_EQ(StartWithTls({"--tls-client-ca", File("nothing.pem")}), 2);
  EXPECT_THAT(Log(), HasSubstr("nothing.pem"));
}

}  // namespace
}  // namespace tutorat::tests
