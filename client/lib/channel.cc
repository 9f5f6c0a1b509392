#include "client/lib/channel.h"

#include <grpc/support/log.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "client/lib/address.h"
#include "client/lib/durable_file.h"
#include "client/lib/error.h"
#include "proto/status_macros.h"

namespace tutorat::client {
namespace {

// gRPC's 4 MiB are less than a page of 1000 sessions with long notes, and a balance of thousands of groups is larger.
constexpr int kLargestAnswer = 512 << 20;
// gRPC's own pauses between two attempts to connect (1 s, then up to 2 minutes) are made for servers, not for people.
constexpr absl::Duration kFirstConnectTime = absl::Milliseconds(100);
constexpr absl::Duration kConnectTime = absl::Seconds(2);

// What certificates and keys begin with in PEM.
constexpr char kCertificateMark[] = "-----BEGIN CERTIFICATE-----";
constexpr char kKeyMark[] = "PRIVATE KEY-----";

absl::StatusOr<std::string> ReadPem(const std::string& path, absl::string_view mark) {
  absl::StatusOr<std::string> pem = ReadFile(path);
  if (!pem.ok()) return LocalError(absl::StatusCode::kUnknown, "TLS_FILE_UNREADABLE", pem.status().message());
  if (pem->empty()) return LocalError(absl::StatusCode::kNotFound, "TLS_FILE_UNREADABLE", path);
  if (!absl::StrContains(*pem, mark)) {
    return LocalError(absl::StatusCode::kInvalidArgument, "TLS_FILE_INVALID", path);
  }
  return pem;
}

// The certification authorities of this machine, which gRPC would look for in a place of its own.
std::string SystemAuthorities() {
  const char* file = std::getenv("SSL_CERT_FILE");
  return file != nullptr && *file != '\0' ? file : "/etc/ssl/certs/ca-certificates.crt";
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(const Options& options) {
  if (!UsesTls(options)) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions ssl;
  ASSIGN_OR_RETURN(std::string roots,
                   ReadPem(options.ca_file.empty() ? SystemAuthorities() : options.ca_file, kCertificateMark));
  ssl.pem_root_certs = std::move(roots);
  if (!options.certificate_file.empty()) {
    ASSIGN_OR_RETURN(std::string certificate, ReadPem(options.certificate_file, kCertificateMark));
    ASSIGN_OR_RETURN(std::string key, ReadPem(options.key_file, kKeyMark));
    ssl.pem_cert_chain = std::move(certificate);
    ssl.pem_private_key = std::move(key);
  }
  return grpc::SslCredentials(ssl);
}

// Of each failed handshake gRPC writes lines on standard error, beside the answer that says the same.
void KeepGrpcQuiet() {
  const char* asked = std::getenv("GRPC_VERBOSITY");
  if (asked == nullptr || *asked == '\0') gpr_set_log_function([](gpr_log_func_args*) {});
}

}  // namespace

bool UsesTls(const Options& options) {
  return options.tls || !options.ca_file.empty() || !options.certificate_file.empty();
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const Options& options) {
  ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(options));
  KeepGrpcQuiet();
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix("tutorat/" TUTORAT_VERSION);
  arguments.SetMaxReceiveMessageSize(kLargestAnswer);
  const auto set_time = [&arguments](const std::string& name, absl::Duration time) {
    arguments.SetInt(name, static_cast<int>(absl::ToInt64Milliseconds(time)));
  };
  set_time(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstConnectTime);
  set_time(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTime);
  set_time(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kConnectTime);
  // An office's proxy, set by http_proxy, does not lead to this machine.
  if (IsLoopback(options.server)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(options.server, credentials, arguments);
}

}  // namespace tutorat::client
