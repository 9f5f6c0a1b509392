#include "tests/unit/client/lib/fake_server.h"

#include <grpcpp/generic/async_generic_service.h>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tutorat::tests {
namespace {

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return "";
  std::string text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

// The messages of a request, joined, and one response; deletes itself.
class Reactor : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(FakeServer::Call call, FakeServer::Handler handler) : call_(std::move(call)), handler_(std::move(handler)) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (ok) {
      ++call_.messages;
      call_.request += ToString(request_);
      return StartRead(&request_);
    }
    if (call_.messages == 0) return Finish(grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "no request"));
    std::string response;
    status_ = handler_(call_, response);
    if (!status_.ok()) return Finish(status_);
    const grpc::Slice slice(response);
    response_ = grpc::ByteBuffer(&slice, 1);
    StartWriteAndFinish(&response_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  FakeServer::Call call_;
  const FakeServer::Handler handler_;
  grpc::Status status_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

}  // namespace

class FakeServer::Service : public grpc::CallbackGenericService {
 public:
  explicit Service(FakeServer& server) : server_(server) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    const auto header = [context](const char* name) {
      const auto found = context->client_metadata().find(name);
      if (found == context->client_metadata().end()) return std::string();
      return std::string(found->second.data(), found->second.size());
    };
    Call call{context->method(), header("accept-language"), header("authorization"), "", 0};
    return new Reactor(std::move(call),
                       [this](const Call& made, std::string& response) { return server_.Handle(made, response); });
  }

 private:
  FakeServer& server_;
};

FakeServer::FakeServer(Handler handler, const std::shared_ptr<grpc::ServerCredentials>& credentials)
    : handler_(std::move(handler)), service_(new Service(*this)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", credentials, &port);
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeServer::~FakeServer() { server_->Shutdown(); }

std::vector<FakeServer::Call> FakeServer::calls() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return calls_;
}

grpc::Status FakeServer::Handle(const Call& call, std::string& response) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    calls_.push_back(call);
  }
  return handler_(call, response);
}

std::string NobodysAddress() {
  const FakeServer gone([](const FakeServer::Call&, std::string&) { return grpc::Status::OK; });
  return gone.address();
}

grpc::Status Refusal(grpc::StatusCode code, const std::string& reason, const std::string& field, absl::Duration retry) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message("refused");
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("tutorat");
  status.add_details()->PackFrom(info);
  if (!field.empty()) {
    google::rpc::BadRequest bad_request;
    google::rpc::BadRequest::FieldViolation& violation = *bad_request.add_field_violations();
    violation.set_field(field);
    violation.set_reason("REQUIRED");
    violation.set_description("write something");
    status.add_details()->PackFrom(bad_request);
  }
  if (retry > absl::ZeroDuration()) {
    google::rpc::RetryInfo info_of_retry;
    info_of_retry.mutable_retry_delay()->set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(retry)));
    status.add_details()->PackFrom(info_of_retry);
  }
  return {code, status.message(), status.SerializeAsString()};
}

}  // namespace tutorat::tests
