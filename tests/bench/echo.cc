#include "tests/bench/echo.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <sys/prctl.h>

#include <csignal>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/bench/options.h"

namespace tutorat::bench {
namespace {

constexpr char kReady[] = "echo: ";
constexpr char kPath[] = "/bench.Echo/Echo";

class Answer final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Answer(const grpc::ByteBuffer& answer) : answer_(answer) { StartRead(&request_); }
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "no request"));
    StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;
};

class EchoService final : public grpc::CallbackGenericService {
 public:
  explicit EchoService(size_t bytes) : answer_(tests::ToBuffer(std::string(bytes, 'x'))) {}
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* /*context*/) override {
    return new Answer(answer_);
  }

 private:
  const grpc::ByteBuffer answer_;
};

}  // namespace

Echo::Echo(size_t answer_bytes) : bytes_(answer_bytes) {
  auto started =
      tests::Process::Start({"/proc/self/exe", "echo", absl::StrCat(answer_bytes)}, {}, directory_.File("echo.log"));
  if (!started.ok()) throw Failure(started.status().ToString());
  process_ = *std::move(started);
  const auto line = process_->ReadLine(absl::Seconds(20));
  absl::string_view address = line.has_value() ? absl::string_view(*line) : "";
  if (!absl::ConsumePrefix(&address, kReady)) throw Failure("the echo does not start");
  address_ = std::string(address);
}

void Echo::Call(const tests::Api& api, const std::string& request) const {
  std::string answer;
  const tests::Outcome outcome = api.CallBytes(kPath, request, &answer);
  if (!outcome.ok() || answer.size() != bytes_) throw Failure(absl::StrCat("echo: ", outcome.message));
}

int ServeEcho(size_t answer_bytes) {
  // Never longer than whoever started it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  EchoService service(answer_bytes);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << kReady << "127.0.0.1:" << port << std::endl;
  server->Wait();
  return 0;
}

}  // namespace tutorat::bench
