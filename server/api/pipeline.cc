#include "server/api/pipeline.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/api/audited.h"
#include "server/domain/validate.h"
#include "server/storage/errors.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::Message;

// For callers that give no deadline, and the longest that anybody gets.
constexpr absl::Duration kDefaultCallTime = absl::Minutes(1);
constexpr absl::Duration kLongestCallTime = absl::Minutes(10);

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* descriptor) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

// The resource of an update is checked once it is merged with what is stored.
std::string UnmergedField(const google::protobuf::MethodDescriptor* method) {
  const bool update = method->options().GetExtension(v1::kind) == v1::METHOD_KIND_UPDATE;
  return update ? method->input_type()->field(0)->name() : "";
}

std::string RequestIdOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

absl::Status CheckPermission(const google::protobuf::MethodDescriptor& method, const Principal& principal) {
  for (const int role : method.options().GetExtension(v1::permission).roles()) {
    if (principal.Has(static_cast<v1::Role>(role))) return absl::OkStatus();
  }
  return domain::MakeError(absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED",
                           {absl::StrCat("your account may not call ", method.name(), ": ask an administrator"),
                            absl::StrCat("votre compte ne permet pas ", method.name(), " : voir un administrateur")});
}

}  // namespace

Pipeline::Pipeline(storage::Store& store, Authenticator& authenticator, const PipelineOptions& options)
    : store_(store), authenticator_(authenticator), queue_length_(static_cast<size_t>(options.queue_length)) {
  for (int i = 0; i < options.workers; ++i) workers_.emplace_back([this] { WorkerLoop(); });
}

Pipeline::~Pipeline() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  waiting_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

bool Pipeline::Enqueue(std::function<void()> work) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (queue_.size() >= queue_length_) return false;
    queue_.push_back(std::move(work));
  }
  waiting_.notify_one();
  return true;
}

void Pipeline::WorkerLoop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    waiting_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const std::function<void()> work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

absl::StatusOr<std::string> Pipeline::Handle(const Incoming& call) {
  const absl::Time began = absl::Now();
  const auto request = NewMessage(call.method->input_type());
  const auto response = NewMessage(call.method->output_type());
  Principal principal;
  const absl::Status status = Run(call, request.get(), response.get(), &principal);
  // No field of the request is logged: most are, or hold, personal data.
  spdlog::info("event=call method={} account={} code={} reason={} ms={:.1f} bytes={}", call.method->full_name(),
               principal.account, absl::StatusCodeToString(status.code()), domain::Reason(status),
               absl::ToDoubleMilliseconds(absl::Now() - began), call.request.size());
  if (!status.ok() && domain::Reason(status).empty()) {
    // Its text is nobody's to vouch for: it may hold what was sent.
    spdlog::error("event=unnamed_error method={} code={}", call.method->full_name(),
                  absl::StatusCodeToString(status.code()));
  }
  if (!status.ok()) return status;
  return response->SerializeAsString();
}

absl::Status Pipeline::Run(const Incoming& call, Message* request, Message* response, Principal* principal) {
  const absl::Time now = absl::Now();
  if (call.deadline <= now) return storage::DeadlineExceeded();
  const absl::Time deadline = call.deadline == absl::InfiniteFuture() ? now + kDefaultCallTime
                                                                      : std::min(call.deadline, now + kLongestCallTime);
  auto authenticated = authenticator_.Authenticate(call.credentials, deadline);
  if (!authenticated.ok()) return authenticated.status();
  *principal = *std::move(authenticated);
  if (absl::Status status = CheckPermission(*call.method, *principal); !status.ok()) return status;
  if (absl::Status status = domain::ParseRequest(call.request, request); !status.ok()) return status;
  absl::Status valid = domain::InvalidFields(domain::Validate(*request, "", UnmergedField(call.method)));
  if (!valid.ok()) return valid;
  AuditedStore audited(store_, {principal->account, call.method->full_name(), RequestIdOf(*request)});
  CallContext context{audited, now, deadline, call.language, call.method, *principal, [&call](const Message& message) {
                        call.send(message.SerializeAsString());
                      }};
  return (*call.handler)(context, *request, response);
}

}  // namespace tutorat::api
