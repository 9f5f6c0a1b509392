// The stages around every handler: deadline, authentication, permission, reading the request, validation,
// admission, a tutor's own groups (guard.h), what a reader is not told, mapping of errors, access log. Handlers run on
// a fixed pool of workers; gRPC's own threads never wait for anything.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/auth/principal.h"
#include "server/call/answer_cache.h"
#include "server/call/call_context.h"
#include "server/domain/base/error.h"
#include "server/storage/store.h"

namespace tutorat::api {

// A call as the transport hands it over.
struct Incoming {
  const google::protobuf::MethodDescriptor* method;
  const HandlerFunction* handler;
  std::string request;
  absl::Time deadline;  // infinite when the caller gave none
  domain::Language language;
  Credentials credentials;
  // Of a streaming method, one serialised message before the last one: that may be left out, or that may not.
  std::function<void(std::string)> send = nullptr;
  std::function<void(std::string)> send_part = nullptr;
  std::function<bool()> cancelled = nullptr;
};

struct PipelineOptions {
  int workers = 32;        // most of them wait for the disk together
  int queue_length = 512;  // calls that may wait for a worker
  // Whether calls may be answered; until it is OK, each is answered with what this says. Null: they may.
  std::function<absl::Status()> ready = nullptr;
};

// When a call ends at the latest, that asked for `deadline` (infinite: for none).
absl::Time LatestEnd(const google::protobuf::MethodDescriptor& method, absl::Time deadline, absl::Time now);

// Thread-safe.
class Pipeline {
 public:
  Pipeline(storage::Store& store, Authenticator& authenticator, const PipelineOptions& options);
  // Finishes what waits.
  ~Pipeline();

  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Runs `work` on a worker. What may take long says by whom it is called: no more than a quarter of the workers are at
  // one caller's long work at a time, for the others' calls to find one; the rest waits. RESOURCE_EXHAUSTED, at once,
  // when too much waits already, or for too long (TOO_BUSY), or too much of this caller's (TOO_MANY_CALLS_AT_ONCE).
  absl::Status Enqueue(std::function<void()> work, const std::string& long_work_of = "");

  // On a worker: the whole call. The serialised response, or the error.
  absl::StatusOr<std::string> Handle(const Incoming& call);

 private:
  absl::StatusOr<std::string> Run(const Incoming& call, Principal* principal);
  // What follows authentication, validation and permission of a call that began `now`.
  absl::Status Answer(const Incoming& call, storage::Store& base, const Principal& principal, v1::Role role,
                      absl::Time now, absl::Time deadline, const google::protobuf::Message& request,
                      google::protobuf::Message* response);
  struct Work {
    std::function<void()> run;
    std::string long_work_of;  // empty: it is not long
  };
  // One caller's long work.
  struct LongWork {
    size_t running = 0;
    size_t waiting = 0;
  };

  void WorkerLoop();
  // Of a call that would join the queue, by how fast the calls before it began; zero while that is not known.
  absl::Duration ExpectedWait(absl::Time now) const;
  void NoteBegun(absl::Time now);
  bool MayRun(const Work& work) const;
  void Begins(const Work& work);
  void Ends(const Work& work);

  storage::Store& store_;
  Authenticator& authenticator_;
  AnswerCache answers_;
  const std::function<absl::Status()> ready_;
  const size_t queue_length_;
  const size_t most_long_running_;
  const size_t most_long_waiting_;
  std::mutex mutex_;
  std::condition_variable waiting_;
  std::deque<Work> queue_;
  // Calls that began since then, without the queue having been empty.
  absl::Time busy_since_;
  int64_t begun_ = 0;
  std::map<std::string, LongWork> long_work_;  // by caller
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

// The admission queue is full.
absl::Status TooBusy();
// One caller's long calls fill their part of it.
absl::Status TooManyCallsAtOnce();

}  // namespace tutorat::api
