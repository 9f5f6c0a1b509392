// How the client reaches a server: in plain or in TLS, and what it never sends in plain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "client/lib/address.h"
#include "client/lib/client.h"
#include "client/lib/error.h"
#include "tests/support/certificates.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/client/lib/fake_server.h"
#include "tutorat/v1/account.pb.h"

namespace tutorat::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using tests::Authority;
using tests::FakeServer;
using tests::kToken;

grpc::Status AnswerNothing(const FakeServer::Call& /*call*/, std::string& /*response*/) { return grpc::Status::OK; }

// `clients_ca`: who vouches for clients; empty: they are not asked.
std::shared_ptr<grpc::ServerCredentials> ServerCredentials(const tests::Identity& identity,
                                                           const std::string& clients_ca = "") {
  grpc::SslServerCredentialsOptions options(clients_ca.empty()
                                                ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                                : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_key_cert_pairs.push_back({identity.key, identity.certificate});
  options.pem_root_certs = clients_ca;
  return grpc::SslServerCredentials(options);
}

class TlsTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& pem) const {
    std::ofstream(dir_.File(name)) << pem;
    return dir_.File(name);
  }

  const Authority authority_{"authority"};
  const tests::TempDir dir_;
};

Options SignedIn(const std::string& server) {
  Options options;
  options.server = server;
  options.patience = absl::ZeroDuration();
  options.timeout = absl::Seconds(10);
  options.token = kToken;
  return options;
}

absl::Status Ask(const Options& options) {
  return Client(options).Call<v1::WhoAmIResponse>(v1::WhoAmIRequest()).status();
}

TEST(AddressTest, LoopbackIsThisMachineAndNothingThatLooksLikeIt) {
  for (const char* server : {"127.0.0.1:50051", "127.8.9.10:1", "localhost:50051", "LOCALHOST:1", "[::1]:50051"}) {
    EXPECT_TRUE(IsLoopback(server)) << server;
  }
  for (const char* server : {"127.0.0.1.example.fr:50051", "localhost.example.fr:1", "10.0.0.1:50051", "[::2]:1",
                             "dns:127.0.0.1:1", "127.1:1", "128.0.0.1:1", "", ":50051"}) {
    EXPECT_FALSE(IsLoopback(server)) << server;
  }
  EXPECT_TRUE(SameServer("localhost:1", "127.0.0.1:1"));
  EXPECT_FALSE(SameServer("localhost:1", "127.0.0.1:2"));
  EXPECT_TRUE(SameServer("a.fr:1", "a.fr:1"));
  EXPECT_FALSE(SameServer("a.fr:1", "127.0.0.1:1"));
}

TEST_F(TlsTest, InPlainToThisMachineTheTokenIsAHeader) {
  const FakeServer server(AnswerNothing);
  EXPECT_TRUE(Ask(SignedIn(server.address())).ok());
  EXPECT_EQ(server.calls().back().credentials, std::string("Bearer ") + kToken);
  Options anonymous = SignedIn(server.address());
  anonymous.token = "";
  EXPECT_TRUE(Ask(anonymous).ok());
  EXPECT_EQ(server.calls().back().credentials, "");
}

TEST_F(TlsTest, NoTokenGoesInPlainToAnotherMachine) {
  // An address of documentation (RFC 5737): nobody's.
  Options options = SignedIn("192.0.2.1:50051");
  const absl::Status plain = Ask(options);
  EXPECT_EQ(plain.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReadError(plain).reason, "TOKEN_NEEDS_TLS");
  EXPECT_THAT(std::string(plain.message()), Not(HasSubstr(kToken)));
  const auto import = Client(options).ImportSessions(v1::ImportSessionsRequest(), [](int, int) {});
  EXPECT_EQ(ReadError(import.status()).reason, "TOKEN_NEEDS_TLS");
}

TEST_F(TlsTest, WhatIsNoTokenIsNotSentAndNotShown) {
  const FakeServer server(AnswerNothing);
  Options options = SignedIn(server.address());
  for (const char* token : {"two words", "line\nfeed", "caf\xC3\xA9", "\x01"}) {
    options.token = token;
    const absl::Status status = Ask(options);
    EXPECT_EQ(ReadError(status).reason, "TOKEN_MALFORMED");
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(token)));
  }
  EXPECT_THAT(server.calls(), IsEmpty());
}

TEST_F(TlsTest, ATokenThatCannotBeReadIsTheAnswerToEachCallButHealth) {
  const FakeServer server(AnswerNothing);
  Options options = SignedIn(server.address());
  options.token = "";
  options.token_error = absl::PermissionDeniedError("others can read it");
  EXPECT_EQ(Ask(options), options.token_error);
  EXPECT_THAT(server.calls(), IsEmpty());
  options.token = kToken;
  EXPECT_TRUE(Client(options).CheckHealth().ok());
  ASSERT_THAT(server.calls(), SizeIs(1));
  EXPECT_EQ(server.calls().back().credentials, "");
}

TEST_F(TlsTest, TheServerIsVerifiedBeforeItHearsTheToken) {
  const Authority other("other");
  const FakeServer server(AnswerNothing, ServerCredentials(authority_.Issue("server")));
  Options options = SignedIn(server.address());
  // In plain, a server that speaks TLS is none.
  EXPECT_EQ(Ask(options).code(), absl::StatusCode::kUnavailable);
  options.ca_file = Write("other.pem", other.certificate());
  EXPECT_EQ(Ask(options).code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(server.calls(), IsEmpty());
  options.ca_file = Write("ca.pem", authority_.certificate());
  EXPECT_TRUE(Ask(options).ok());
  ASSERT_THAT(server.calls(), SizeIs(1));
  EXPECT_EQ(server.calls().back().credentials, std::string("Bearer ") + kToken);
}

TEST_F(TlsTest, WithoutAFileTheAuthoritiesAreTheMachines) {
  const FakeServer server(AnswerNothing, ServerCredentials(authority_.Issue("server")));
  Options options = SignedIn(server.address());
  options.tls = true;
  setenv("SSL_CERT_FILE", Write("ca.pem", authority_.certificate()).c_str(), 1);
  EXPECT_TRUE(Ask(options).ok());
  unsetenv("SSL_CERT_FILE");
}

TEST_F(TlsTest, AClientProvesItselfByACertificate) {
  const FakeServer server(AnswerNothing, ServerCredentials(authority_.Issue("server"), authority_.certificate()));
  Options options = SignedIn(server.address());
  options.ca_file = Write("ca.pem", authority_.certificate());
  EXPECT_EQ(Ask(options).code(), absl::StatusCode::kUnavailable);
  const tests::Identity mine = authority_.Issue("client");
  options.certificate_file = Write("client.pem", mine.certificate);
  options.key_file = Write("client.key", mine.key);
  EXPECT_TRUE(Ask(options).ok());
  EXPECT_THAT(server.calls(), SizeIs(1));
}

TEST_F(TlsTest, AFileThatIsNotWhatItShouldBeIsNamed) {
  const tests::Identity mine = authority_.Issue("client");
  const std::string key = Write("client.key", mine.key);
  Options options = SignedIn("127.0.0.1:1");
  options.ca_file = dir_.File("gone.pem");
  EXPECT_EQ(ReadError(Ask(options)).reason, "TLS_FILE_UNREADABLE");
  EXPECT_EQ(ReadError(Ask(options)).message, options.ca_file);
  options.ca_file = key;
  EXPECT_EQ(ReadError(Ask(options)).reason, "TLS_FILE_INVALID");
  EXPECT_EQ(ReadError(Ask(options)).message, key);
  EXPECT_EQ(ReadError(Client(options).CheckHealth().status()).reason, "TLS_FILE_INVALID");
  options.ca_file = Write("ca.pem", authority_.certificate());
  options.certificate_file = Write("client.pem", mine.certificate);
  options.key_file = options.certificate_file;
  EXPECT_EQ(ReadError(Ask(options)).message, options.key_file);
}

}  // namespace
}  // namespace tutorat::client
