#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "server/storage/sqlite/connection.h"
#include "server/storage/store.h"

namespace tutorat::storage::sqlite {

// The single writer thread: takes whatever waits, runs each write in a savepoint of its own and commits them
// together: many durable writes for one fsync. Nobody is answered before the commit returned. Thread-safe.
class Writer {
 public:
  explicit Writer(std::unique_ptr<Connection> connection);
  // Finishes what waits, then stops.
  ~Writer();

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Waits until the write is on disk, or has failed.
  absl::Status Write(absl::Time deadline, Store::WriteFunction f);

 private:
  struct Job {
    absl::Time deadline;
    Store::WriteFunction function;
    absl::Status result;
    bool done = false;
    bool redacted = false;
  };

  void Loop();
  void RunBatch(const std::deque<Job*>& batch);
  absl::Status RunOne(Job& job);
  // Rewrites the file without what was deleted or replaced, and empties the write-ahead log. What cannot be done now,
  // for a reader that takes its time, is done after the next commit.
  void EraseTraces();

  std::unique_ptr<Connection> connection_;
  std::mutex mutex_;
  std::condition_variable waiting_;   // for the writer: a job, or the end
  std::condition_variable finished_;  // for callers
  std::deque<Job*> jobs_;
  bool stopping_ = false;
  bool traces_ = false;  // of what was redacted are still in the files
  std::thread thread_;
};

}  // namespace tutorat::storage::sqlite
