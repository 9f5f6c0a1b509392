// A tutoratd of one's own: on a free port of 127.0.0.1, with a store made for it.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/support/fresh_store.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tutorat::tests {

// Used by one thread.
class TestServer {
 public:
  // A migrated store, and no server on it yet.
  static absl::StatusOr<std::unique_ptr<TestServer>> Make();

  // Starts the server on the store as it is; returns when it answers. At each start the port is another one.
  absl::Status Start();
  // HOST:PORT.
  const std::string& address() const { return address_; }

  // SIGTERM, as an operator does. The exit code; what is not 0 is a defect.
  int Stop();
  void Terminate();
  // kill -9.
  void Kill();

  // The end of what the server wrote to its log.
  std::string Log() const;

 private:
  explicit TestServer(std::unique_ptr<FreshStore> store) : store_(std::move(store)) {}

  absl::StatusOr<std::unique_ptr<Process>> Run(const std::vector<std::string>& arguments) const;

  TempDir directory_;
  const std::unique_ptr<FreshStore> store_;
  std::unique_ptr<Process> process_;
  std::string address_;
};

// The server that the tests of a program share: the one at $TUTORAT_TEST_SERVER, where anybody's data may be, or a
// TestServer that is started with the first call and stopped at the end of the tests.
const std::string& SharedServer();

}  // namespace tutorat::tests
