// The API as a stranger sees it: calls made from the contract's descriptors, errors taken apart. Nothing is retried.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "tests/support/contract.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::tests {

MessagePtr Copy(const google::protobuf::Message& message);

// How a call ended.
struct Outcome {
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string message;
  std::string reason;  // of ErrorInfo
  std::string domain;
  std::vector<google::rpc::BadRequest::FieldViolation> violations;
  std::string details;  // the google.rpc.Status as it came

  bool ok() const { return code == grpc::StatusCode::OK; }
  // The reason of the violation of this field; empty when there is none.
  std::string ViolationOf(const std::string& field) const;
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

// /tutorat.v1.GroupService/GetWave
std::string PathOf(const google::protobuf::MethodDescriptor* method);

std::string ToString(const grpc::ByteBuffer& buffer);
grpc::ByteBuffer ToBuffer(const std::string& bytes);

// A server, and what to sign in with there; without a token nothing is presented.
struct Endpoint {
  std::string address;  // HOST:PORT
  std::string token;
};

// One connection. Thread-safe.
class Api {
 public:
  explicit Api(const Endpoint& endpoint, std::string language = "en");

  // Of a streaming method, the first message.
  Outcome Call(const google::protobuf::Message& request, google::protobuf::Message* response) const;
  // The bytes on the wire.
  Outcome CallBytes(const std::string& path, const std::string& request, std::string* response) const;

  // The report; `progress` gets each message's rows_done.
  Outcome Import(const v1::ImportSessionsRequest& request, v1::ImportReport* report,
                 std::vector<int>* progress = nullptr) const;

  // The answer of a call that must succeed; else the test fails here.
  template <class Response>
  Response Get(const google::protobuf::Message& request) const {
    Response response;
    const Outcome outcome = Call(request, &response);
    EXPECT_TRUE(outcome.ok()) << request.GetTypeName() << "\n" << request.ShortDebugString() << "\n" << outcome;
    return response;
  }

  // How a call was refused, which must be; else the test fails here.
  Outcome Refusal(const google::protobuf::Message& request) const;

  // What the server says of itself: grpc.health.v1.HealthCheckResponse.ServingStatus, or -1.
  int Health() const;

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  void Prepare(grpc::ClientContext* context) const;

  const std::string authorization_;
  const std::string language_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<grpc::GenericStub> stub_;
};

// The methods that this program has called, by full name.
std::vector<std::string> CalledMethods();

}  // namespace tutorat::tests
