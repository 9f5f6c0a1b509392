// W7: three times what the server can do, asked without waiting for answers.
#include <grpcpp/generic/generic_stub.h>

#include <condition_variable>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/numbers.h"
#include "tests/bench/works.h"

namespace tutorat::bench {
namespace {

constexpr double kTimesCapacity = 3;
constexpr int kCapacityClients = 32;
constexpr int kOverloadSeconds = 5;
constexpr int kConnections = 16;
constexpr absl::Duration kAnswerTime = absl::Seconds(30);

// Calls under way and how they ended. Thread-safe.
class OpenLoop {
 public:
  explicit OpenLoop(const tests::Endpoint& endpoint) : token_(absl::StrCat("Bearer ", endpoint.token)) {
    for (int i = 0; i < kConnections; ++i) {
      apis_.push_back(std::make_unique<tests::Api>(endpoint));
      stubs_.push_back(std::make_unique<grpc::GenericStub>(apis_.back()->channel()));
    }
  }

  void Send(const std::string& request) {
    auto call = std::make_shared<OneCall>();
    call->context.set_deadline(absl::ToChronoTime(absl::Now() + kAnswerTime));
    call->context.AddMetadata("authorization", token_);
    call->request = tests::ToBuffer(request);
    call->started = absl::Now();
    size_t which = 0;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++under_way_;
      which = static_cast<size_t>(sent_++) % stubs_.size();
    }
    stubs_[which]->UnaryCall(&call->context, kRecordPath, grpc::StubOptions(), &call->request, &call->answer,
                             [this, call](const grpc::Status& status) { Ended(*call, status); });
  }

  // Until every call has ended.
  void Finish() {
    std::unique_lock<std::mutex> lock(mutex_);
    ended_.wait(lock, [this] { return under_way_ == 0; });
  }

  // After Finish.
  int sent() const { return sent_; }
  const std::vector<double>& accepted_ms() const { return accepted_ms_; }
  const std::vector<double>& refused_ms() const { return refused_ms_; }
  int failed() const { return failed_; }
  const std::string& failure() const { return failure_; }

 private:
  struct OneCall {
    grpc::ClientContext context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer answer;
    absl::Time started;
  };

  void Ended(const OneCall& call, const grpc::Status& status) {
    const double ms = absl::ToDoubleMilliseconds(absl::Now() - call.started);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (status.ok()) {
      accepted_ms_.push_back(ms);
    } else if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED ||
               status.error_code() == grpc::StatusCode::UNAVAILABLE) {
      refused_ms_.push_back(ms);
    } else {
      ++failed_;
      failure_ = status.error_message();
    }
    --under_way_;
    ended_.notify_all();
  }

  const std::string token_;
  std::vector<std::unique_ptr<tests::Api>> apis_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::mutex mutex_;
  std::condition_variable ended_;
  int under_way_ = 0;
  int sent_ = 0;
  std::vector<double> accepted_ms_;
  std::vector<double> refused_ms_;
  int failed_ = 0;
  std::string failure_;
};

struct Overload {
  double asked = 0;     // calls a second, as they were really sent
  double accepted = 0;  // calls a second, until the last was answered
  double seconds = 0;
};

Overload Flood(OpenLoop& loop, const std::vector<Group>& groups, double rate, absl::Duration time) {
  const absl::Time started = absl::Now();
  for (int i = 0;; ++i) {
    const absl::Time due = started + absl::Seconds(i / rate);
    if (due >= started + time) break;
    absl::SleepFor(due - absl::Now());
    loop.Send(NewRecordRequest(groups));
  }
  Overload seen;
  seen.asked = loop.sent() / absl::ToDoubleSeconds(absl::Now() - started);
  loop.Finish();
  seen.seconds = absl::ToDoubleSeconds(absl::Now() - started);
  seen.accepted = static_cast<double>(loop.accepted_ms().size()) / seen.seconds;
  return seen;
}

Sample Unloaded(Stage& stage, const Clients& clients, absl::Duration time) {
  Side side{"ours", kCapacityClients, {}, {}, {}, {}};
  side.call = Timed([&](int client) { clients.Call(client, kRecordPath, NewRecordRequest(stage.groups())); });
  side.servers = [&stage] { return stage.Processes(); };
  return ClosedLoop(side, time);
}

Round RunOverload(const Options& options, Stage& stage) {
  stage.Reset(/*running=*/false);
  // With the server's own limits: it is they that are measured.
  stage.Start({});
  Clients clients;
  clients.Connect(stage.endpoint(), kCapacityClients);
  const Sample before = Unloaded(stage, clients, options.time);
  OpenLoop loop(stage.endpoint());
  ForgetPeak(stage.pid());
  const CpuWatch watch(stage.Processes());
  const absl::Duration time = options.small ? options.time : std::max(options.time, absl::Seconds(kOverloadSeconds));
  const Overload during = Flood(loop, stage.groups(), kTimesCapacity * before.Rate(), time);
  Round round;
  round.foreign_cores = watch.ForeignCores(during.seconds);
  const Sample after = Unloaded(stage, clients, options.time);
  round.figures = {{"capacity", before.Rate()},
                   {"p99 ms before", Percentile(before.ms, 99)},
                   {"asked a second", during.asked},
                   {"accepted a second", during.accepted},
                   {"goodput / capacity", during.accepted / before.Rate()},
                   {"accepted p50 ms", Percentile(loop.accepted_ms(), 50)},
                   {"accepted p99 ms", Percentile(loop.accepted_ms(), 99)},
                   {"refused", static_cast<double>(loop.refused_ms().size())},
                   {"refused p50 ms", Percentile(loop.refused_ms(), 50)},
                   {"refused p99 ms", Percentile(loop.refused_ms(), 99)},
                   {"after / capacity", after.Rate() / before.Rate()},
                   {"p99 ms after", Percentile(after.ms, 99)},
                   {"peak MiB", PeakMiB(stage.pid())}};
  round.failed = loop.failed() + before.failed + after.failed;
  for (const std::string& failure : {loop.failure(), before.failure, after.failure}) {
    if (round.failure.empty()) round.failure = failure;
  }
  return round;
}

}  // namespace

void OverloadWork(const Options& options, Report* report) {
  Stage stage(Size{});
  report->Add(MedianLine(options, "W7", "RecordSession, open loop at 3 x capacity",
                         [&] { return RunOverload(options, stage); }));
}

}  // namespace tutorat::bench
