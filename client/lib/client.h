#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "proto/status_macros.h"
#include "tutorat/v1/report_export.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::client {

struct Options {
  // HOST:PORT.
  std::string server = "127.0.0.1:50051";
  // Of a call, its retries included. Absent: 30 seconds, and for an import 10 minutes and 2 milliseconds a row.
  std::optional<absl::Duration> timeout;
  // How long a server that cannot be reached at all is tried again: somebody waits.
  absl::Duration patience = absl::Seconds(2);
  // fr or en: of the messages in errors and warnings.
  std::string language = "en";

  // TLS is spoken when it is asked for, or when a file below is given; else plain text.
  bool tls = false;
  // Certificates in PEM. Who vouches for the server: empty, this machine's authorities; and, given together, what this
  // client proves itself by.
  std::string ca_file;
  std::string certificate_file;
  std::string key_file;

  // Sent as `authorization: Bearer TOKEN`; empty: nothing is. Never in plain to another machine, in an error or a log.
  std::string token;
  // Why there is no token where there should be one: the answer to every call but CheckHealth, which no server is
  // asked.
  absl::Status token_error;
};

// A server's API. Connects with the first call, and keeps the connection. Thread-safe.
//
// A call that finds no server, or one that is too busy, is repeated until its time is over; where there is no server at
// all, for Options::patience at most. A request that has a request_id always carries the same one, so
// that a repetition never stores twice: one is made (UUIDv4) where the caller gave none.
//
// Errors are those of the server, with what error.h reads out of them; UNAVAILABLE when no server was reached. Reasons
// of this side, before any server is asked: TOKEN_NEEDS_TLS (PERMISSION_DENIED), TOKEN_MALFORMED (UNAUTHENTICATED),
// TLS_FILE_UNREADABLE and TLS_FILE_INVALID.
class Client {
 public:
  explicit Client(Options options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // The method whose request this is: Call<v1::GetWaveResponse>(v1::GetWaveRequest).
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(Request request) {
    Response response;
    RETURN_IF_ERROR(CallMethod(request, response));
    return response;
  }

  // The same, for messages that are known by reflection only.
  absl::Status CallMethod(google::protobuf::Message& request, google::protobuf::Message& response);

  // Rows go in messages of a thousand. `progress` hears how many of how many rows are done, now and then, from the
  // calling thread.
  absl::StatusOr<v1::ImportReport> ImportSessions(v1::ImportSessionsRequest request,
                                                  const std::function<void(int done, int total)>& progress);

  // The file that the server makes of a report.
  absl::StatusOr<std::string> ExportReport(const v1::ExportReportRequest& request);

  // What the server says of itself (grpc.health.v1): true when it serves, false when it is there and does not. Anybody
  // may ask: no token is sent.
  absl::StatusOr<bool> CheckHealth();

  const Options& options() const { return options_; }

 private:
  struct Connection;

  // OK, or why no server is asked.
  absl::Status Ready() const;

  const Options options_;
  const std::unique_ptr<Connection> connection_;
};

// A new UUIDv4.
std::string NewRequestId();

}  // namespace tutorat::client
