// A tutoratd of one's own: on a free port of 127.0.0.1, with a store made for it.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/support/api.h"
#include "tests/support/fresh_store.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace tutorat::tests {

// Used by one thread.
class TestServer {
 public:
  // A migrated store with one account, of every role but tutor and reader, and no server on it yet.
  static absl::StatusOr<std::unique_ptr<TestServer>> Make();

  // Starts the server on the store as it is, with `more` arguments; returns when it answers. At each start the port is
  // another one. When it does not start, the error has the end of its log.
  absl::Status Start(const std::vector<std::string>& more = {});
  // Where it is now, with the token of that account.
  const Endpoint& endpoint() const { return endpoint_; }

  // What `tutoratd` prints with these arguments on this store, line by line; an error when it fails.
  absl::StatusOr<std::vector<std::string>> RunToEnd(const std::vector<std::string>& arguments) const;

  // SIGTERM, as an operator does. The exit code; what is not 0 is a defect.
  int Stop();
  void Terminate();
  // kill -9.
  void Kill();
  // As a defect would end it. Whether a core image is left.
  bool Abort();

  // Of the server that was started last.
  pid_t pid() const { return process_->pid(); }

  // The end of what the server wrote to its log.
  std::string Log() const;
  std::string LogFile() const { return directory_.File("tutoratd.log"); }
  // What it got as --store.
  std::string StoreAddress() const { return store_->Address(); }

 private:
  explicit TestServer(std::unique_ptr<FreshStore> store) : store_(std::move(store)) {}

  absl::StatusOr<std::unique_ptr<Process>> Run(const std::vector<std::string>& arguments) const;

  TempDir directory_;
  const std::unique_ptr<FreshStore> store_;
  std::unique_ptr<Process> process_;
  Endpoint endpoint_;
};

// The server that the tests of a program share: the one at $TUTORAT_TEST_SERVER, where anybody's data may be, with
// $TUTORAT_TEST_TOKEN, which is of a coordinator who is administrator too; or a TestServer that is started with the
// first call and stopped at the end of the tests. One account makes all the calls, thousands a minute.
const Endpoint& SharedServer();

}  // namespace tutorat::tests
