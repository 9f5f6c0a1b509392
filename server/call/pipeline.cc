#include "server/call/pipeline.h"

#include <malloc.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/domain/contract/fields.h"
#include "server/domain/contract/redaction.h"
#include "server/domain/contract/validate.h"
#include "server/domain/figures/small_counts.h"
#include "server/layers/audit_log.h"
#include "server/layers/tutor_scope.h"
#include "server/report/wording/documents.h"
#include "server/storage/errors.h"
#include "server/storage/forwarding.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::Message;

// For callers that give no deadline, and the longest that anybody gets.
constexpr absl::Duration kDefaultCallTime = absl::Minutes(1);
constexpr absl::Duration kLongestCallTime = absl::Minutes(10);
// Of a method that takes as many messages as there are.
constexpr absl::Duration kLongestStreamTime = absl::Hours(1);

// One caller's long work gets one part in so many of the workers, and of the places to wait.
constexpr int kShareOfOneCaller = 4;

// A call that would not begin by then is refused at once: its caller learns it sooner, and others wait less.
constexpr absl::Duration kLongestWait = absl::Milliseconds(500);
// So many calls that began while others waited tell how fast they begin; of more, the later half.
constexpr int kBegunToTell = 32;
constexpr int kBegunToForget = 512;

// Bytes of a request and its answer.
constexpr size_t kMuch = size_t{1} << 20;

size_t ShareOf(int whole) { return static_cast<size_t>(std::max(1, whole / kShareOfOneCaller)); }

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* descriptor) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

// The resource of an update is checked once it is merged with what is stored.
std::string UnmergedField(const google::protobuf::MethodDescriptor* method) {
  const bool update = method->options().GetExtension(v1::kind) == v1::METHOD_KIND_UPDATE;
  return update ? method->input_type()->field(0)->name() : "";
}

// The strongest of the caller's roles that the method lists.
absl::StatusOr<v1::Role> EffectiveRole(const google::protobuf::MethodDescriptor& method, const Principal& principal) {
  const auto& listed = method.options().GetExtension(v1::permission).roles();
  for (const v1::Role role : {v1::ROLE_COORDINATOR, v1::ROLE_ADMINISTRATOR, v1::ROLE_TUTOR, v1::ROLE_READER}) {
    if (principal.Has(role) && std::find(listed.begin(), listed.end(), role) != listed.end()) return role;
  }
  return domain::MakeError(
      absl::StatusCode::kPermissionDenied, "ROLE_REQUIRED",
      {.en = absl::StrCat("your account may not call ", method.name(), ": ask an administrator"),
       .fr = absl::StrCat("votre compte ne permet pas ", method.name(), " : voir un administrateur")});
}

// What nobody is told; and of what only figures may leave, the rest.
absl::Status Censor(v1::Role role, Message* answer) {
  domain::ClearSecrets(answer);
  if (role != v1::ROLE_READER) return absl::OkStatus();
  domain::ClearPersonalData(answer);
  // A hash of what is not told, names among it; readers write nothing.
  domain::ClearEtags(answer);
  return domain::SuppressSmallCounts(answer);
}

// Whether answers are kept: of reports, which change nothing and are asked for again and again.
bool IsKept(const google::protobuf::MethodDescriptor& method) {
  return method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS &&
         method.output_type()->FindFieldByName("document") != nullptr;
}

// All that an answer depends on, beside what is stored. The day is that of "today".
std::string QuestionOf(const Incoming& call, const Principal& principal, v1::Role role, absl::Time now) {
  const std::string tutor = role == v1::ROLE_TUTOR ? principal.tutor : "";
  return absl::StrCat(call.method->full_name(), "\n", static_cast<int>(role), "\n", tutor, "\n",
                      static_cast<int>(call.language), "\n", domain::FormatDate(domain::TodayInParis(now)), "\n",
                      call.request);
}

// Tells of which revision all is that was read of the store.
class RevisionWatch final : public storage::ForwardingStore {
 public:
  explicit RevisionWatch(storage::Store& base) : ForwardingStore(base) {}

  // -1: of none, or of several.
  int64_t revision() const { return several_ ? -1 : revision_; }

  absl::Status Read(absl::Time deadline, ReadFunction f) override {
    return base_.Read(deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
      RETURN_IF_ERROR(f(transaction));
      ASSIGN_OR_RETURN(const int64_t seen, transaction.Revision());
      several_ |= revision_ >= 0 && seen != revision_;
      revision_ = seen;
      return absl::OkStatus();
    });
  }

  absl::Status Write(absl::Time deadline, WriteFunction f) override {
    several_ = true;
    return base_.Write(deadline, f);
  }

  absl::Status Draft(absl::Time deadline, WriteFunction f) override {
    several_ = true;
    return base_.Draft(deadline, f);
  }

 private:
  int64_t revision_ = -1;
  bool several_ = false;
};

}  // namespace

absl::Status TooBusy() {
  return domain::MakeError(absl::StatusCode::kResourceExhausted, "TOO_BUSY",
                           {.en = "the server has more calls waiting than it takes: try again in a second",
                            .fr = "le serveur a trop d'appels en attente : réessayer dans une seconde"});
}

absl::Status TooManyCallsAtOnce() {
  return domain::MakeError(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS_AT_ONCE",
                           {.en = "you have more long calls waiting than the server takes from one caller: let some of "
                                  "them end, and try again in a second",
                            .fr = "vous avez plus de longs appels en attente que le serveur n'en accepte d'un même "
                                  "appelant : en laisser finir, et réessayer dans une seconde"});
}

absl::Time LatestEnd(const google::protobuf::MethodDescriptor& method, absl::Time deadline, absl::Time now) {
  if (deadline == absl::InfiniteFuture()) return now + kDefaultCallTime;
  return std::min(deadline, now + (method.client_streaming() ? kLongestStreamTime : kLongestCallTime));
}

absl::Status CallContext::CheckWanted() const {
  if (absl::Now() >= deadline) return storage::DeadlineExceeded();
  if (cancelled == nullptr || !cancelled()) return absl::OkStatus();
  return domain::MakeError(absl::StatusCode::kCancelled, "CALL_CANCELLED",
                           {.en = "nobody waits for the answer any more: nothing was stored",
                            .fr = "plus personne n'attend la réponse : rien n'a été enregistré"});
}

Pipeline::Pipeline(storage::Store& store, Authenticator& authenticator, const PipelineOptions& options)
    : store_(store),
      authenticator_(authenticator),
      ready_(options.ready),
      queue_length_(static_cast<size_t>(options.queue_length)),
      most_long_running_(ShareOf(options.workers)),
      most_long_waiting_(ShareOf(options.queue_length)) {
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

absl::Status Pipeline::Enqueue(std::function<void()> work, const std::string& long_work_of) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (queue_.size() >= queue_length_ || ExpectedWait(absl::Now()) > kLongestWait) return TooBusy();
    if (!long_work_of.empty()) {
      LongWork& callers = long_work_[long_work_of];
      if (callers.waiting >= most_long_waiting_) return TooManyCallsAtOnce();
      ++callers.waiting;
    }
    queue_.push_back({std::move(work), long_work_of});
  }
  waiting_.notify_one();
  return absl::OkStatus();
}

absl::Duration Pipeline::ExpectedWait(absl::Time now) const {
  if (begun_ < kBegunToTell) return absl::ZeroDuration();
  return (now - busy_since_) / begun_ * static_cast<int64_t>(queue_.size());
}

void Pipeline::NoteBegun(absl::Time now) {
  if (queue_.empty()) {
    begun_ = 0;
    return;
  }
  if (begun_++ == 0) busy_since_ = now;
  // What was long ago tells little of now.
  if (begun_ < kBegunToForget) return;
  busy_since_ = now - (now - busy_since_) / 2;
  begun_ /= 2;
}

bool Pipeline::MayRun(const Work& work) const {
  return work.long_work_of.empty() || long_work_.at(work.long_work_of).running < most_long_running_;
}

void Pipeline::Begins(const Work& work) {
  if (work.long_work_of.empty()) return;
  LongWork& callers = long_work_[work.long_work_of];
  --callers.waiting;
  ++callers.running;
}

void Pipeline::Ends(const Work& work) {
  if (work.long_work_of.empty()) return;
  const auto callers = long_work_.find(work.long_work_of);
  if (--callers->second.running == 0 && callers->second.waiting == 0) long_work_.erase(callers);
  waiting_.notify_one();
}

void Pipeline::WorkerLoop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    auto next = queue_.end();
    waiting_.wait(lock, [&] {
      next = std::find_if(queue_.begin(), queue_.end(), [&](const Work& work) { return MayRun(work); });
      return next != queue_.end() || (stopping_ && queue_.empty());
    });
    if (next == queue_.end()) return;
    Work work = std::move(*next);
    queue_.erase(next);
    Begins(work);
    NoteBegun(absl::Now());
    if (stopping_ && queue_.empty()) waiting_.notify_all();
    lock.unlock();
    work.run();
    work.run = nullptr;  // what it holds may be much
    lock.lock();
    Ends(work);
  }
}

absl::StatusOr<std::string> Pipeline::Handle(const Incoming& call) {
  const absl::Time began = absl::Now();
  Principal principal;
  auto answer = Run(call, &principal);
  const absl::Status status = answer.status();
  // No field of the request is logged: most are, or hold, personal data.
  spdlog::info("event=call method={} account={} code={} reason={} ms={:.1f} bytes={}", call.method->full_name(),
               principal.account, absl::StatusCodeToString(status.code()), domain::Reason(status),
               absl::ToDoubleMilliseconds(absl::Now() - began), call.request.size());
  if (!status.ok() && domain::Reason(status).empty()) {
    // Its text is nobody's to vouch for: it may hold what was sent.
    spdlog::error("event=unnamed_error method={} code={}", call.method->full_name(),
                  absl::StatusCodeToString(status.code()));
  }
  return answer;
}

absl::StatusOr<std::string> Pipeline::Run(const Incoming& call, Principal* principal) {
  const absl::Time now = absl::Now();
  if (call.deadline <= now) return storage::DeadlineExceeded();
  const absl::Time deadline = LatestEnd(*call.method, call.deadline, now);
  RETURN_IF_ERROR(ready_ == nullptr ? absl::OkStatus() : ready_());
  ASSIGN_OR_RETURN(*principal, authenticator_.Authenticate(call.credentials, deadline));
  ASSIGN_OR_RETURN(const auto role, EffectiveRole(*call.method, *principal));
  const bool kept = IsKept(*call.method) && principal->revision >= 0;
  const std::string question = kept ? QuestionOf(call, *principal, role, now) : "";
  if (kept) {
    if (const auto known = answers_.Find(principal->revision, question)) return *known;
  }
  const auto request = NewMessage(call.method->input_type());
  auto response = NewMessage(call.method->output_type());
  RETURN_IF_ERROR(domain::ParseRequest(call.request, request.get()));
  RETURN_IF_ERROR(domain::InvalidFields(domain::Validate(*request, "", UnmergedField(call.method))));
  RevisionWatch watched(store_);
  RETURN_IF_ERROR(Answer(call, watched, *principal, role, now, deadline, *request, response.get()));
  std::string answer = response->SerializeAsString();
  response.reset();  // before its bytes are copied
  if (kept && watched.revision() >= 0) {
    answers_.Add(watched.revision(), question, std::make_shared<const std::string>(answer));
  }
  // What much was needed for is given back, before it lies about in pieces.
  if (call.request.size() + answer.size() > kMuch) malloc_trim(0);
  return answer;
}

absl::Status Pipeline::Answer(const Incoming& call, storage::Store& base, const Principal& principal, v1::Role role,
                              absl::Time now, absl::Time deadline, const Message& request, Message* response) {
  AuditLoggingStore audited(base,
                            {principal.account, call.method->full_name(), domain::TextField(request, "request_id")});
  TutorScopedStore guarded(audited, principal.tutor, now);
  storage::Store& store = role == v1::ROLE_TUTOR ? static_cast<storage::Store&>(guarded) : audited;
  const auto send_by = [role](const std::function<void(std::string)>& send) {
    return [&send, role](const Message& message) {
      const std::unique_ptr<Message> told(message.New());
      told->CopyFrom(message);
      if (Censor(role, told.get()).ok()) send(told->SerializeAsString());
    };
  };
  const auto call_other = [&](const google::protobuf::MethodDescriptor& method, const HandlerFunction& handler,
                              const Message& other_request, Message* other_response) {
    ASSIGN_OR_RETURN(const auto other_role, EffectiveRole(method, principal));
    Incoming other = call;
    other.method = &method;
    other.handler = &handler;
    return Answer(other, base, principal, other_role, now, deadline, other_request, other_response);
  };
  CallContext context{store,         now,  deadline,           call.language,           call.method,
                      principal,     role, send_by(call.send), send_by(call.send_part), call_other,
                      call.cancelled};
  RETURN_IF_ERROR((*call.handler)(context, request, response));
  RETURN_IF_ERROR(Censor(role, response));
  report::AddDocument(request, call.language, response);
  return absl::OkStatus();
}

}  // namespace tutorat::api
