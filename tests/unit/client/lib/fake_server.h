// A gRPC server of any method, whose answers a test decides.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace tutorat::tests {

// A token as the server makes them.
inline constexpr char kToken[] = "tutorat_01hf2x8qr5c0d3k9m7v4w6y1za_c2VjcmV0";
inline constexpr char kRecordSession[] = "/tutorat.v1.SessionService/RecordSession";

// Thread-safe.
class FakeServer {
 public:
  struct Call {
    // /tutorat.v1.SessionService/RecordSession.
    std::string method;
    std::string language;
    // Of the header `authorization`.
    std::string credentials;
    std::string request;
    int messages = 0;
  };
  // What to answer: a serialized response, or an error.
  using Handler = std::function<grpc::Status(const Call& call, std::string& response)>;

  explicit FakeServer(Handler handler,
                      const std::shared_ptr<grpc::ServerCredentials>& credentials = grpc::InsecureServerCredentials());
  ~FakeServer();
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  // HOST:PORT, a free one.
  const std::string& address() const { return address_; }
  std::vector<Call> calls() const;
  // The requests of one method, in order.
  template <typename Request>
  std::vector<Request> Requests(absl::string_view method) const {
    std::vector<Request> requests;
    for (const Call& call : calls()) {
      if (call.method == method) requests.emplace_back().ParseFromString(call.request);
    }
    return requests;
  }

 private:
  class Service;

  grpc::Status Handle(const Call& call, std::string& response);

  const Handler handler_;
  mutable std::mutex mutex_;
  std::vector<Call> calls_;  // guarded by mutex_
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

// An address at which nobody listens.
std::string NobodysAddress();

// A refusal as the server makes it. `retry` is left out when it is zero.
grpc::Status Refusal(grpc::StatusCode code, const std::string& reason, const std::string& field = "",
                     absl::Duration retry = absl::ZeroDuration());

}  // namespace tutorat::tests
