// What happens around every handler, once: deadline, authentication, permission, reading the request, validation,
// admission, a tutor's own groups (guard.h), what a reader is not told, mapping of errors, access log. Handlers run on
// a fixed pool of workers; gRPC's own threads never wait for anything.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/api/call.h"
#include "server/api/principal.h"
#include "server/domain/error.h"
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
  std::function<void(std::string)> send;  // one serialised message of a streaming method
  std::function<bool()> cancelled = nullptr;
};

struct PipelineOptions {
  int workers = 32;        // most of them wait for the disk together
  int queue_length = 512;  // calls that may wait for a worker
};

// Thread-safe.
class Pipeline {
 public:
  Pipeline(storage::Store& store, Authenticator& authenticator, const PipelineOptions& options);
  // Finishes what waits.
  ~Pipeline();

  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Runs `work` on a worker. False, at once, when too many wait already: answer TooBusy().
  bool Enqueue(std::function<void()> work);

  // On a worker: the whole call. The serialised response, or the error.
  absl::StatusOr<std::string> Handle(const Incoming& call);

 private:
  absl::Status Run(const Incoming& call, google::protobuf::Message* request, google::protobuf::Message* response,
                   Principal* principal);
  void WorkerLoop();

  storage::Store& store_;
  Authenticator& authenticator_;
  const size_t queue_length_;
  std::mutex mutex_;
  std::condition_variable waiting_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace tutorat::api
