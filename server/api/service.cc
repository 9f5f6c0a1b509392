#include "server/api/service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/api/standard.h"
#include "server/api/status.h"
#include "server/domain/require.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::MethodDescriptor;
using grpc::ByteBuffer;

std::string ToString(const ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

// French when the caller's first choice is (RFC 9110 accept-language), else English.
domain::Language LanguageOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("accept-language");
  const bool french = found != metadata.end() &&
                      absl::StartsWithIgnoreCase(absl::string_view(found->second.data(), found->second.size()), "fr");
  return french ? domain::Language::kFrench : domain::Language::kEnglish;
}

Credentials CredentialsOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("authorization");
  const std::string peer = context.peer();  // ipv4:127.0.0.1:40312
  return {found == metadata.end() ? "" : std::string(found->second.data(), found->second.size()),
          peer.substr(0, peer.rfind(':'))};
}

Incoming MakeIncoming(const grpc::CallbackServerContext& context, const MethodDescriptor* method,
                      const HandlerFunction& handler, const ByteBuffer& request) {
  const auto deadline = context.deadline();
  return {
      method,
      &handler,
      ToString(request),
      deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture() : absl::FromChrono(deadline),
      LanguageOf(context),
      CredentialsOf(context),
      nullptr,
      [&context] { return context.IsCancelled(); }};
}

class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(Pipeline& pipeline, Incoming call, ByteBuffer* response) {
    const domain::Language language = call.language;
    const bool queued = pipeline.Enqueue([this, &pipeline, call = std::move(call), response] {
      const auto result = pipeline.Handle(call);
      if (result.ok()) *response = ToBuffer(*result);
      Finish(ToGrpc(result.status(), call.language));
    });
    if (!queued) Finish(ToGrpc(TooBusy(), language));
  }

  void OnDone() override { delete this; }
};

class StreamingCall final : public grpc::ServerWriteReactor<ByteBuffer> {
 public:
  StreamingCall(Pipeline& pipeline, Incoming call) {
    const domain::Language language = call.language;
    call.send = [this](const std::string& bytes) { TrySend(bytes); };
    const bool queued = pipeline.Enqueue([this, &pipeline, call = std::move(call)] {
      const auto result = pipeline.Handle(call);
      WaitUntilWritten();
      const grpc::Status status = ToGrpc(result.status(), call.language);
      if (!result.ok()) {
        Finish(status);
        return;
      }
      message_ = ToBuffer(*result);
      StartWriteAndFinish(&message_, grpc::WriteOptions(), status);
    });
    if (!queued) Finish(ToGrpc(TooBusy(), language));
  }

  void OnWriteDone(bool /*ok*/) override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      writing_ = false;
    }
    written_.notify_one();
  }

  void OnDone() override { delete this; }

 private:
  // On the worker, perhaps inside a transaction: a caller that reads slowly must not hold that up, so a message that
  // finds the one before still on its way is left out.
  void TrySend(const std::string& bytes) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (writing_) return;
      writing_ = true;
    }
    message_ = ToBuffer(bytes);
    StartWrite(&message_);
  }

  void WaitUntilWritten() {
    std::unique_lock<std::mutex> lock(mutex_);
    written_.wait(lock, [&] { return !writing_; });
  }

  std::mutex mutex_;
  std::condition_variable written_;
  bool writing_ = false;
  ByteBuffer message_;
};

}  // namespace

Service::Service(const char* name, Pipeline& pipeline, std::vector<Handler> handlers) : pipeline_(pipeline) {
  const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
  domain::Require(descriptor != nullptr, absl::StrCat(name, " is not linked in"));
  const auto count = static_cast<size_t>(descriptor->method_count());
  paths_.reserve(count);
  handlers_.reserve(count);
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const MethodDescriptor* method = descriptor->method(i);
    const auto bound = std::find_if(handlers.begin(), handlers.end(),
                                    [&](const Handler& handler) { return handler.request == method->input_type(); });
    if (bound != handlers.end()) {
      domain::Require(bound->response == method->output_type(),
                      absl::StrCat(method->full_name(), " has a handler of another response"));
      handlers_.push_back(std::move(bound->run));
      handlers.erase(bound);
    } else {
      handlers_.push_back(StandardHandler(method->options().GetExtension(v1::kind)));
      domain::Require(handlers_.back() != nullptr, absl::StrCat(method->full_name(), " has no handler"));
    }
    domain::Require(method->options().GetExtension(v1::permission).roles_size() > 0,
                    absl::StrCat(method->full_name(), " does not say who may call it"));
    paths_.push_back(absl::StrCat("/", descriptor->full_name(), "/", method->name()));
    if (method->server_streaming()) {
      AddStreaming(i, method, handlers_.back());
    } else {
      AddUnary(i, method, handlers_.back());
    }
  }
  domain::Require(handlers.empty(), absl::StrCat(descriptor->full_name(), " has a handler too many"));
}

void Service::AddUnary(int index, const MethodDescriptor* method, const HandlerFunction& handler) {
  AddMethod(
      new grpc::internal::RpcServiceMethod(paths_.back().c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
  MarkMethodRawCallback(
      index, new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
                 [this, method, &handler](grpc::CallbackServerContext* context, const ByteBuffer* request,
                                          ByteBuffer* response) -> grpc::ServerUnaryReactor* {
                   return new UnaryCall(pipeline_, MakeIncoming(*context, method, handler, *request), response);
                 }));
}

void Service::AddStreaming(int index, const MethodDescriptor* method, const HandlerFunction& handler) {
  AddMethod(new grpc::internal::RpcServiceMethod(paths_.back().c_str(), grpc::internal::RpcMethod::SERVER_STREAMING,
                                                 nullptr));
  MarkMethodRawCallback(
      index, new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
                 [this, method, &handler](grpc::CallbackServerContext* context,
                                          const ByteBuffer* request) -> grpc::ServerWriteReactor<ByteBuffer>* {
                   return new StreamingCall(pipeline_, MakeIncoming(*context, method, handler, *request));
                 }));
}

}  // namespace tutorat::api
