#include "server/transport/grpc/service.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <latch>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/call/handler.h"
#include "tests/support/anybody.h"
#include "tests/unit/handlers/fixture.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

using testing::HasSubstr;

// The handler of that request.
template <class Request>
Handler Own() {
  const std::vector<Handler> handlers = RegisteredHandlers();
  return *std::find_if(handlers.begin(), handlers.end(),
                       [](const Handler& handler) { return handler.request == Request::descriptor(); });
}

// `own`, and for the other methods of the service that need a handler one that these tests never call.
std::vector<Handler> WithOthers(const char* service, const Handler& own) {
  std::vector<Handler> handlers = {own};
  const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const auto* method = descriptor->method(i);
    if (method->options().GetExtension(v1::kind) != v1::METHOD_KIND_UNSPECIFIED ||
        method->input_type() == own.request) {
      continue;
    }
    handlers.push_back({method->input_type(), method->output_type(),
                        [](CallContext&, const google::protobuf::Message&, google::protobuf::Message*) {
                          return absl::UnimplementedError("never called");
                        }});
  }
  return handlers;
}

class ServiceDeathTest : public testing::Test {
 protected:
  ServiceDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  static void Start(const char* name, std::vector<Handler> handlers) {
    tests::LocalApi api;
    tests::Anybody caller;
    Pipeline pipeline(api.store(), caller, {1, 1});
    const Service service(name, pipeline, std::move(handlers));
  }
};

TEST_F(ServiceDeathTest, AMethodWithoutAHandlerStopsTheStart) {
  EXPECT_DEATH(Start("tutorat.v1.ReportService", {}), "ReportService.GetBalance has no handler");
  EXPECT_DEATH(Start("tutorat.v1.SessionService", {Own<v1::RecordSessionRequest>()}),
               "GetSessionRecord has no handler");
}

TEST_F(ServiceDeathTest, AHandlerWithoutAMethodStopsTheStart) {
  EXPECT_DEATH(Start("tutorat.v1.GroupService", {Own<v1::RecordSessionRequest>()}), "a handler too many");
  std::vector<Handler> twice = WithOthers("tutorat.v1.ReportService", Own<v1::GetBalanceRequest>());
  twice.push_back(Own<v1::GetBalanceRequest>());
  EXPECT_DEATH(Start("tutorat.v1.ReportService", twice), "a handler too many");
}

TEST_F(ServiceDeathTest, AHandlerOfAnotherResponseStopsTheStart) {
  Handler wrong = Own<v1::GetBalanceRequest>();
  wrong.response = v1::Balance::descriptor();
  EXPECT_DEATH(Start("tutorat.v1.ReportService", WithOthers("tutorat.v1.ReportService", wrong)),
               "a handler of another response");
}

TEST_F(ServiceDeathTest, AServiceThatIsNotInTheContractStopsTheStart) {
  EXPECT_DEATH(Start("tutorat.v1.NoService", {}), "NoService is not linked in");
}

// gRPC reads ahead 4 MiB of a call, and takes no larger message: the second of these waits for its receiver.
constexpr size_t kLargeMessage = size_t{3} << 20;

// A streaming call whose caller takes no message before ReadAll.
class UnreadCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  UnreadCall(grpc::GenericStub& stub, const char* path) {
    const grpc::Slice empty;
    request_ = grpc::ByteBuffer(&empty, 1);
    context_.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
    stub.PrepareBidiStreamingCall(&context_, path, {}, this);
    AddHold();
    StartWriteLast(&request_, {});
    StartCall();
  }

  // Until the call has ended, and how it did.
  grpc::Status ReadAll() {
    StartRead(&message_);
    RemoveHold();
    done_.wait();
    return status_;
  }
  grpc::StatusCode HangUp() {
    context_.TryCancel();
    return ReadAll().error_code();
  }
  int messages() const { return messages_; }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    ++messages_;
    StartRead(&message_);
  }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.count_down();
  }

 private:
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
  grpc::Status status_;
  int messages_ = 0;
  std::latch done_{1};
};

// A server in this process, with one worker and one place to wait.
class ServiceTest : public testing::Test {
 protected:
  ServiceTest() {
    Handler slow = Own<v1::GetBalanceRequest>();
    slow.run = [this](CallContext&, const google::protobuf::Message&, google::protobuf::Message*) {
      ++started_;
      release_.wait();
      return absl::OkStatus();
    };
    Handler progress = Own<v1::ImportSessionsRequest>();
    progress.run = [this](CallContext& context, const google::protobuf::Message&, google::protobuf::Message* response) {
      v1::ImportSessionsResponse large;
      large.mutable_report()->add_created()->set_collection(std::string(kLargeMessage, 'x'));
      for (int i = 0; i < 3; ++i) context.send(large);
      static_cast<v1::ImportSessionsResponse*>(response)->set_rows_done(3);
      ++started_;
      return absl::OkStatus();
    };
    sessions_ = std::make_unique<Service>("tutorat.v1.SessionService", pipeline_,
                                          WithOthers("tutorat.v1.SessionService", progress));
    reports_ =
        std::make_unique<Service>("tutorat.v1.ReportService", pipeline_, WithOthers("tutorat.v1.ReportService", slow));
    groups_ = std::make_unique<Service>("tutorat.v1.GroupService", pipeline_, std::vector<Handler>{});
    grpc::ServerBuilder builder;
    builder.RegisterService(reports_.get());
    builder.RegisterService(groups_.get());
    builder.RegisterService(sessions_.get());
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    server_ = builder.BuildAndStart();
    network_ = std::make_unique<grpc::GenericStub>(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    stub_ = std::make_unique<grpc::GenericStub>(server_->InProcessChannel({}));
  }
  ~ServiceTest() override {
    if (!release_.try_wait()) release_.count_down();
    server_->Shutdown();
  }

  struct Call {
    grpc::ClientContext context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer response;
    grpc::Status status;
    std::latch done{1};
  };

  std::unique_ptr<Call> Begin(const char* path, const google::protobuf::Message& message, const char* language = "") {
    auto call = std::make_unique<Call>();
    if (*language != '\0') call->context.AddMetadata("accept-language", language);
    call->context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
    const grpc::Slice slice(message.SerializeAsString());
    call->request = grpc::ByteBuffer(&slice, 1);
    stub_->UnaryCall(&call->context, path, {}, &call->request, &call->response,
                     [raw = call.get()](grpc::Status status) {
                       raw->status = std::move(status);
                       raw->done.count_down();
                     });
    return call;
  }

  grpc::Status End(const char* path, const google::protobuf::Message& message, const char* language = "") {
    const auto call = Begin(path, message, language);
    call->done.wait();
    return call->status;
  }

  tests::LocalApi api_;
  std::latch release_{1};
  std::atomic<int> started_ = 0;
  tests::Anybody caller_;
  Pipeline pipeline_{api_.store(), caller_, {1, 1}};
  std::unique_ptr<Service> reports_;
  std::unique_ptr<Service> groups_;
  std::unique_ptr<Service> sessions_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::GenericStub> stub_;
  std::unique_ptr<grpc::GenericStub> network_;  // where a message waits until its receiver takes it
};

constexpr char kGetBalance[] = "/tutorat.v1.ReportService/GetBalance";
constexpr char kImportSessions[] = "/tutorat.v1.SessionService/ImportSessions";
constexpr char kCreateWave[] = "/tutorat.v1.GroupService/CreateWave";

TEST_F(ServiceTest, AFullQueueIsAnsweredAtOnce) {
  const auto balance = tests::Make<v1::GetBalanceRequest>("from_date: '2024-01-01'");
  const auto running = Begin(kGetBalance, balance);
  while (started_ == 0) absl::SleepFor(absl::Milliseconds(1));
  // One of these waits; which of them, the transport decides.
  std::vector<std::unique_ptr<Call>> calls;
  calls.reserve(4);
  for (int i = 0; i < 4; ++i) calls.push_back(Begin(kGetBalance, balance, "fr"));
  int refused = 0;
  while (refused < 3) {
    refused = 0;
    for (const auto& call : calls) refused += call->done.try_wait() ? 1 : 0;
    absl::SleepFor(absl::Milliseconds(1));
  }
  release_.count_down();
  for (const auto& call : calls) {
    call->done.wait();
    if (call->status.ok()) continue;
    EXPECT_EQ(call->status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_THAT(call->status.error_message(), HasSubstr("réessayer dans une seconde"));
    EXPECT_THAT(call->status.error_details(), HasSubstr("TOO_BUSY"));
    EXPECT_THAT(call->status.error_details(), HasSubstr("google.rpc.RetryInfo"));
  }
  running->done.wait();
  EXPECT_TRUE(running->status.ok());
  EXPECT_EQ(started_, 2);
}

TEST_F(ServiceTest, ACallerWhoDoesNotReadHoldsNoWorker) {
  UnreadCall unread(*network_, kImportSessions);
  while (started_ == 0) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(End(kCreateWave, v1::CreateWaveRequest()).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_TRUE(unread.ReadAll().ok());
  EXPECT_GE(unread.messages(), 2);
}

TEST_F(ServiceTest, ACallThatWasNotReadEndsWhenItsCallerHangsUp) {
  UnreadCall unread(*network_, kImportSessions);
  while (started_ == 0) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(unread.HangUp(), grpc::StatusCode::CANCELLED);
  server_->Shutdown();  // waits for every call
}

TEST_F(ServiceTest, ErrorsSpeakTheCallersFirstLanguage) {
  const v1::CreateWaveRequest empty;
  for (const char* french : {"fr", "FR", "fr-FR", "fr-CH, en;q=0.9"}) {
    EXPECT_EQ(End(kCreateWave, empty, french).error_message(), "wave : est obligatoire et manque") << french;
  }
  for (const char* english : {"", "en", "en, fr;q=0.9", "de"}) {
    EXPECT_EQ(End(kCreateWave, empty, english).error_message(), "wave: is required and missing") << english;
  }
}

TEST_F(ServiceTest, ManyWrongFieldsReachTheCaller) {
  auto request = tests::Make<v1::GetBalanceRequest>("from_date: '2024-01-01'");
  for (int i = 0; i < 1000; ++i) request.add_group_numbers(-1);
  for (const char* language : {"fr", "en"}) {
    const grpc::Status status = End(kGetBalance, request, language);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
    EXPECT_THAT(status.error_details(), HasSubstr("group_numbers[0]"));
  }
  EXPECT_EQ(started_, 0);
}

TEST_F(ServiceTest, AMethodThatIsNotThereIsUnimplemented) {
  EXPECT_EQ(End("/tutorat.v1.GroupService/GetNothing", v1::GetWaveRequest()).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace tutorat::api
