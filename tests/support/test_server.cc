#include "tests/support/test_server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace tutorat::tests {
namespace {

constexpr absl::Duration kStartTime = absl::Minutes(1);
constexpr absl::Duration kStopTime = absl::Minutes(1);
constexpr size_t kLogShown = 4000;
constexpr char kCallsPerMinute[] = "1000000";

std::unique_ptr<TestServer>& Running() {
  static auto& server = *new std::unique_ptr<TestServer>;
  return server;
}

class StopShared final : public ::testing::Environment {
 public:
  void TearDown() override {
    if (Running() == nullptr) return;
    EXPECT_EQ(Running()->Stop(), 0) << Running()->Log();
    Running().reset();
  }
};
const ::testing::Environment* const kStopShared = ::testing::AddGlobalTestEnvironment(new StopShared);

Endpoint StartShared() {
  if (const char* address = std::getenv("TUTORAT_TEST_SERVER")) {
    const char* token = std::getenv("TUTORAT_TEST_TOKEN");
    return {address, token == nullptr ? "" : token};
  }
  auto server = TestServer::Make();
  absl::Status status = server.status();
  if (status.ok()) status = (*server)->Start();
  if (!status.ok()) {
    // Without a server no test means anything.
    std::cerr << status << '\n';
    std::exit(1);
  }
  Running() = *std::move(server);
  return Running()->endpoint();
}

}  // namespace

absl::StatusOr<std::unique_ptr<TestServer>> TestServer::Make() {
  auto store = FreshStore::Make();
  if (!store.ok()) return store.status();
  std::unique_ptr<TestServer> server(new TestServer(*std::move(store)));
  if (const auto migration = server->RunToEnd({"migrate"}); !migration.ok()) return migration.status();
  const auto token =
      server->RunToEnd({"account", "create", "Conformance", "--role", "coordinator", "--role", "administrator"});
  if (!token.ok()) return token.status();
  server->endpoint_.token = token->empty() ? "" : token->front();
  return server;
}

absl::StatusOr<std::vector<std::string>> TestServer::RunToEnd(const std::vector<std::string>& arguments) const {
  const auto process = Run(arguments);
  if (!process.ok()) return process.status();
  std::vector<std::string> lines;
  while (auto line = (*process)->ReadLine(kStartTime)) lines.push_back(*std::move(line));
  if ((*process)->Wait(kStartTime) == 0) return lines;
  return absl::FailedPreconditionError(absl::StrCat("tutoratd ", absl::StrJoin(arguments, " "), " failed:\n", Log()));
}

absl::StatusOr<std::unique_ptr<Process>> TestServer::Run(const std::vector<std::string>& arguments) const {
  std::vector<std::string> argv = {TUTORAT_TEST_TUTORATD};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  argv.insert(argv.end(), {"--store", store_->Address()});
  return Process::Start(argv, store_->Environment(), directory_.File("tutoratd.log"));
}

absl::Status TestServer::Start(const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {"serve", "--listen", "127.0.0.1:0", "--calls-per-minute", kCallsPerMinute};
  arguments.insert(arguments.end(), more.begin(), more.end());
  auto process = Run(arguments);
  if (!process.ok()) return process.status();
  process_ = *std::move(process);
  const std::optional<std::string> line = process_->ReadLine(kStartTime);
  if (!line || !absl::StartsWith(*line, "tutoratd: listening on ")) {
    return absl::FailedPreconditionError(absl::StrCat("tutoratd does not start: «", line.value_or(""), "»\n", Log()));
  }
  endpoint_.address = std::string(absl::StripPrefix(*line, "tutoratd: listening on "));
  return absl::OkStatus();
}

void TestServer::Terminate() { process_->Signal(SIGTERM); }

int TestServer::Stop() {
  Terminate();
  return process_->Wait(kStopTime);
}

void TestServer::Kill() {
  process_->Signal(SIGKILL);
  process_->Wait(kStopTime);
}

bool TestServer::Abort() {
  process_->Signal(SIGABRT);
  process_->Wait(kStopTime);
  return process_->left_core();
}

std::string TestServer::Log() const {
  std::stringstream text;
  text << std::ifstream(directory_.File("tutoratd.log")).rdbuf();
  const std::string log = text.str();
  return log.substr(log.size() - std::min(log.size(), kLogShown));
}

const Endpoint& SharedServer() {
  static const auto& endpoint = *new Endpoint(StartShared());
  return endpoint;
}

}  // namespace tutorat::tests
