// The floor of a call: a bare gRPC service that answers with as many bytes as ours.
#pragma once

#include <memory>
#include <string>

#include "tests/support/api.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tutorat::bench {

// A child process that serves the echo. Used by one thread, but for Call.
class Echo {
 public:
  explicit Echo(size_t answer_bytes);

  // The same bytes as ours are asked with. Thread-safe.
  void Call(const tests::Api& api, const std::string& request) const;

  tests::Endpoint endpoint() const { return {address_, "a token as long as one of ours, which nobody looks at"}; }
  pid_t pid() const { return process_->pid(); }

 private:
  const size_t bytes_;
  tests::TempDir directory_;
  std::unique_ptr<tests::Process> process_;
  std::string address_;
};

// What the child does, until its parent ends it. Its exit code when it cannot.
int ServeEcho(size_t answer_bytes);

}  // namespace tutorat::bench
