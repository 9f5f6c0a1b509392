#include "server/transport/grpc/service.h"

#include <grpc/grpc.h>
#include <grpcpp/alarm.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/domain/base/require.h"
#include "server/handlers/resources/standard_methods.h"
#include "server/transport/grpc/status.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::MethodDescriptor;
using grpc::ByteBuffer;

// At least, however late the answer is.
constexpr absl::Duration kTimeToTakeAnswer = absl::Seconds(5);

// Of the messages of one call; and of those that are still arriving, of all calls that take several.
constexpr size_t kLargestRequest = size_t{256} << 20;
constexpr size_t kMostArriving = 2 * kLargestRequest;

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
                      const HandlerFunction& handler, std::string request) {
  const auto deadline = context.deadline();
  return {method,
          &handler,
          std::move(request),
          LatestEnd(*method,
                    deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture()
                                                                             : absl::FromChrono(deadline),
                    absl::Now()),
          LanguageOf(context),
          CredentialsOf(context),
          nullptr,
          nullptr,
          [&context] { return context.IsCancelled(); }};
}

absl::Status TooLarge() {
  const size_t limit = kLargestRequest >> 20;
  return domain::MakeError(
      absl::StatusCode::kInvalidArgument, "TOO_LARGE",
      {.en = absl::StrCat("the messages of a call hold ", limit, " MiB together at most: send less at a time"),
       .fr =
           absl::StrCat("les messages d'un appel font ensemble ", limit, " Mio au plus : en envoyer moins à la fois")});
}

absl::Status SeveralMessages() {
  return domain::MakeError(
      absl::StatusCode::kInvalidArgument, "TOO_MANY_ITEMS",
      {.en = "the method takes one message: send one", .fr = "la méthode prend un seul message : n'en envoyer qu'un"});
}

// Bytes of requests that are still arriving in several messages, of all calls.
class Arriving {
 public:
  // False: there is no room for so many more.
  bool Add(size_t bytes) {
    if (total_.fetch_add(bytes) + bytes <= kMostArriving) return true;
    total_ -= bytes;
    return false;
  }
  void Remove(size_t bytes) { total_ -= bytes; }

 private:
  std::atomic<size_t> total_ = 0;
};

Arriving& AllArriving() {
  static Arriving all;
  return all;
}

// Ends an answered call whose caller does not take the answer: else the answer would stay in memory for as long as the
// caller pleases.
class Expiry {
 public:
  explicit Expiry(grpc::CallbackServerContext* context) : call_(context->c_call()) {}

  // Before the answer is sent: once it is, the call may be gone. The alarm, should it outlive the call, keeps what it
  // needs of it.
  void Start(absl::Time deadline) {
    grpc_call_ref(call_);
    alarm_.Set(absl::ToChronoTime(std::max(deadline, absl::Now() + kTimeToTakeAnswer)), [call = call_](bool due) {
      if (due) {
        grpc_call_cancel_with_status(call, GRPC_STATUS_DEADLINE_EXCEEDED, "the answer was not read in time", nullptr);
      }
      grpc_call_unref(call);
    });
  }

 private:
  grpc_call* const call_;
  grpc::Alarm alarm_;
};

class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(Pipeline& pipeline, grpc::CallbackServerContext* context, Incoming call, ByteBuffer* response)
      : expiry_(context) {
    const domain::Language language = call.language;
    const absl::Status queued = pipeline.Enqueue([this, &pipeline, call = std::move(call), response] {
      const auto result = pipeline.Handle(call);
      if (result.ok()) *response = ToBuffer(*result);
      expiry_.Start(call.deadline);
      Finish(ToGrpc(result.status(), call.language));
    });
    if (!queued.ok()) Finish(ToGrpc(queued, language));
  }

  void OnDone() override { delete this; }

 private:
  Expiry expiry_;
};

// Takes its messages until the caller has sent the last one, then begins.
class StreamingCall final : public grpc::ServerBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  StreamingCall(Pipeline& pipeline, grpc::CallbackServerContext* context, Incoming call)
      : pipeline_(pipeline), context_(context), call_(std::move(call)), expiry_(context) {
    call_.send = [this](const std::string& bytes) { TrySend(bytes); };
    call_.send_part = [this](const std::string& bytes) { SendPart(bytes); };
    StartRead(&message_);
  }

  ~StreamingCall() override { AllArriving().Remove(arrived_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Begin();
    const absl::Status taken = Take();
    if (!taken.ok()) return Finish(ToGrpc(taken, call_.language));
    StartRead(&message_);
  }

  void OnWriteDone(bool /*ok*/) override {
    bool more = false;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (parts_.empty()) {
        writing_ = false;
        if (!ended_) return;
      } else {
        message_ = parts_.front();
        parts_.pop_front();
        more = true;
      }
    }
    if (more) {
      StartWrite(&message_);
    } else {
      SendEnd();
    }
  }

  void OnDone() override { delete this; }

 private:
  // Messages one after the other are, on the wire, the merged one.
  absl::Status Take() {
    if (messages_++ > 0 && !call_.method->client_streaming()) return SeveralMessages();
    const size_t bytes = message_.Length();
    if (call_.request.size() + bytes > kLargestRequest) return TooLarge();
    if (!AllArriving().Add(bytes)) return TooBusy();
    arrived_ += bytes;
    call_.request += ToString(message_);
    message_.Clear();
    return absl::OkStatus();
  }

  // What was cut off is not worked on.
  void Begin() {
    if (context_->IsCancelled()) return Finish(grpc::Status::CANCELLED);
    // What tells callers apart before a worker has asked who they are.
    const std::string caller = call_.credentials.authorization;
    const absl::Status queued = pipeline_.Enqueue(
        [this] {
          const auto result = pipeline_.Handle(call_);
          if (result.ok()) last_ = ToBuffer(*result);
          End(ToGrpc(result.status(), call_.language), call_.deadline);
        },
        caller);
    if (!queued.ok()) Finish(ToGrpc(queued, call_.language));
  }

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

  // What the caller has not taken yet waits in memory.
  void SendPart(const std::string& bytes) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (writing_) {
        parts_.push_back(ToBuffer(bytes));
        return;
      }
      writing_ = true;
    }
    message_ = ToBuffer(bytes);
    StartWrite(&message_);
  }

  // The worker waits for no caller: the end of a call that has a message on its way goes after that message.
  void End(grpc::Status status, absl::Time deadline) {
    status_ = std::move(status);
    expiry_.Start(deadline);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ended_ = true;
      if (writing_) return;
    }
    SendEnd();
  }

  void SendEnd() {
    if (status_.ok()) {
      StartWriteAndFinish(&last_, grpc::WriteOptions(), status_);
    } else {
      Finish(status_);
    }
  }

  Pipeline& pipeline_;
  grpc::CallbackServerContext* const context_;
  Incoming call_;
  int messages_ = 0;
  size_t arrived_ = 0;
  Expiry expiry_;
  std::mutex mutex_;
  bool writing_ = false;
  bool ended_ = false;
  ByteBuffer message_;
  std::deque<ByteBuffer> parts_;  // after message_
  ByteBuffer last_;
  grpc::Status status_;
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
    domain::Require(method->server_streaming() || !method->client_streaming(),
                    absl::StrCat(method->full_name(), " streams its requests only"));
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
                   return new UnaryCall(pipeline_, context, MakeIncoming(*context, method, handler, ToString(*request)),
                                        response);
                 }));
}

void Service::AddStreaming(int index, const MethodDescriptor* method, const HandlerFunction& handler) {
  AddMethod(
      new grpc::internal::RpcServiceMethod(paths_.back().c_str(), grpc::internal::RpcMethod::BIDI_STREAMING, nullptr));
  MarkMethodRawCallback(
      index, new grpc::internal::CallbackBidiHandler<ByteBuffer, ByteBuffer>(
                 [this, method,
                  &handler](grpc::CallbackServerContext* context) -> grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* {
                   return new StreamingCall(pipeline_, context, MakeIncoming(*context, method, handler, ""));
                 }));
}

}  // namespace tutorat::api
