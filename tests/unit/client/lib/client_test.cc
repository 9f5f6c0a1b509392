#include "client/lib/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/lib/error.h"
#include "client/lib/list.h"
#include "google/protobuf/wrappers.pb.h"
#include "tests/support/contract.h"
#include "tests/unit/client/lib/fake_server.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::client {
namespace {

using ::testing::Each;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using tests::FakeServer;
using tests::kRecordSession;

Options OptionsFor(const std::string& server) {
  Options options;
  options.server = server;
  options.patience = absl::Milliseconds(300);
  return options;
}

std::set<std::string> RequestIds(const FakeServer& server) {
  std::set<std::string> ids;
  for (const auto& request : server.Requests<v1::RecordSessionRequest>(kRecordSession)) {
    ids.insert(request.request_id());
  }
  return ids;
}

// Fails the first `failures` calls with `status`.
FakeServer::Handler FailFirst(int failures, const grpc::Status& status) {
  return [left = std::make_shared<std::atomic<int>>(failures), status](const FakeServer::Call&, std::string&) {
    return left->fetch_sub(1) > 0 ? status : grpc::Status::OK;
  };
}

TEST(ClientTest, RequestIdsAreUuids) {
  EXPECT_THAT(NewRequestId(), MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_NE(NewRequestId(), NewRequestId());
}

TEST(ClientTest, CallsTheMethodThatTakesTheRequest) {
  const FakeServer server([](const FakeServer::Call&, std::string&) { return grpc::Status::OK; });
  Client client(OptionsFor(server.address()));
  std::vector<std::string> expected;
  for (const auto* method : tests::Methods()) {
    if (method->server_streaming()) continue;
    expected.push_back(absl::StrCat("/", method->service()->full_name(), "/", method->name()));
    const auto request = tests::NewMessage(method->input_type());
    const auto response = tests::NewMessage(method->output_type());
    EXPECT_TRUE(client.CallMethod(*request, *response).ok()) << method->full_name();
  }
  std::vector<std::string> called;
  for (const FakeServer::Call& call : server.calls()) called.push_back(call.method);
  EXPECT_EQ(called, expected);
}

TEST(ClientTest, RepeatsWithOneRequestId) {
  const FakeServer server(FailFirst(2, tests::Refusal(grpc::StatusCode::UNAVAILABLE, "STORE_UNAVAILABLE")));
  Client client(OptionsFor(server.address()));
  EXPECT_TRUE(client.Call<v1::RecordSessionResponse>(v1::RecordSessionRequest()).ok());
  EXPECT_THAT(server.calls(), SizeIs(3));
  EXPECT_THAT(RequestIds(server), SizeIs(1));
  EXPECT_NE(*RequestIds(server).begin(), "");
}

TEST(ClientTest, KeepsTheRequestIdOfItsCaller) {
  const FakeServer server(FailFirst(0, grpc::Status::OK));
  Client client(OptionsFor(server.address()));
  v1::RecordSessionRequest request;
  request.set_request_id("mine");
  EXPECT_TRUE(client.Call<v1::RecordSessionResponse>(request).ok());
  EXPECT_EQ(RequestIds(server), std::set<std::string>({"mine"}));
}

TEST(ClientTest, WaitsAsLongAsABusyServerAsks) {
  const absl::Duration asked = absl::Milliseconds(400);
  const FakeServer server(FailFirst(1, tests::Refusal(grpc::StatusCode::RESOURCE_EXHAUSTED, "TOO_BUSY", "", asked)));
  Client client(OptionsFor(server.address()));
  const absl::Time start = absl::Now();
  EXPECT_TRUE(client.Call<v1::ListWavesResponse>(v1::ListWavesRequest()).ok());
  EXPECT_GE(absl::Now() - start, asked);
}

TEST(ClientTest, GivesUpWhenTheTimeIsOver) {
  const FakeServer server(FailFirst(1000, tests::Refusal(grpc::StatusCode::RESOURCE_EXHAUSTED, "TOO_BUSY")));
  Options options = OptionsFor(server.address());
  options.timeout = absl::Seconds(1);
  Client client(options);
  const absl::Time start = absl::Now();
  const absl::Status status = client.Call<v1::ListWavesResponse>(v1::ListWavesRequest()).status();
  EXPECT_EQ(ReadError(status).reason, "TOO_BUSY");
  EXPECT_LE(absl::Now() - start, absl::Seconds(2));
  EXPECT_TRUE(IsTemporary(status));
}

TEST(ClientTest, DoesNotRepeatARefusal) {
  const FakeServer server(
      FailFirst(1000, tests::Refusal(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_FIELDS", "record.themes")));
  Client client(OptionsFor(server.address()));
  const absl::Status status = client.Call<v1::RecordSessionResponse>(v1::RecordSessionRequest()).status();
  EXPECT_THAT(server.calls(), SizeIs(1));
  EXPECT_TRUE(IsRefusal(status));
  const Error error = ReadError(status);
  EXPECT_EQ(error.code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(error.reason, "INVALID_FIELDS");
  EXPECT_EQ(error.message, "refused");
  ASSERT_THAT(error.violations, SizeIs(1));
  EXPECT_EQ(error.violations[0].field, "record.themes");
  EXPECT_EQ(error.violations[0].reason, "REQUIRED");
  EXPECT_EQ(error.violations[0].description, "write something");
}

TEST(ClientTest, SaysSoonThatNobodyAnswers) {
  Client client(OptionsFor(tests::NobodysAddress()));
  const absl::Time start = absl::Now();
  const absl::Status status = client.Call<v1::ListWavesResponse>(v1::ListWavesRequest()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReadError(status).reason, "");
  EXPECT_LE(absl::Now() - start, absl::Seconds(2));
}

TEST(ClientTest, AsksForTheLanguage) {
  const FakeServer server(FailFirst(0, grpc::Status::OK));
  Options options = OptionsFor(server.address());
  options.language = "fr";
  EXPECT_TRUE(Client(options).Call<v1::ListWavesResponse>(v1::ListWavesRequest()).ok());
  EXPECT_EQ(server.calls().front().language, "fr");
}

TEST(ClientTest, ReadsTheHealthOfTheServer) {
  for (const int status : {1, 2}) {
    const FakeServer server([status](const FakeServer::Call& call, std::string& response) {
      EXPECT_EQ(call.method, "/grpc.health.v1.Health/Check");
      google::protobuf::Int32Value health;
      health.set_value(status);
      response = health.SerializeAsString();
      return grpc::Status::OK;
    });
    const absl::StatusOr<bool> serving = Client(OptionsFor(server.address())).CheckHealth();
    ASSERT_TRUE(serving.ok());
    EXPECT_EQ(*serving, status == 1);
  }
}

TEST(ClientTest, ListsAllPages) {
  const FakeServer server([](const FakeServer::Call& call, std::string& text) {
    v1::ListWavesRequest request;
    request.ParseFromString(call.request);
    v1::ListWavesResponse response;
    response.add_waves()->set_code(request.page_token().empty() ? "V6" : request.page_token());
    if (request.page_token().empty()) response.set_next_page_token("V7");
    if (request.page_token() == "V7") response.set_next_page_token("V8");
    text = response.SerializeAsString();
    return grpc::Status::OK;
  });
  Client client(OptionsFor(server.address()));
  const auto all = ListAll<v1::ListWavesResponse>(client, v1::ListWavesRequest());
  ASSERT_TRUE(all.ok());
  ASSERT_THAT(all->waves(), SizeIs(3));
  EXPECT_EQ(all->waves(2).code(), "V8");
  EXPECT_EQ(all->next_page_token(), "");
}

TEST(ClientTest, FollowsAnImport) {
  const FakeServer server([](const FakeServer::Call& call, std::string& text) {
    EXPECT_EQ(call.method, "/tutorat.v1.SessionService/ImportSessions");
    v1::ImportSessionsResponse response;
    response.set_rows_done(3);
    response.set_rows_total(3);
    response.mutable_report()->set_create_count(3);
    text = response.SerializeAsString();
    return grpc::Status::OK;
  });
  std::vector<std::pair<int, int>> progress;
  Client client(OptionsFor(server.address()));
  const auto report = client.ImportSessions(v1::ImportSessionsRequest(),
                                            [&](int done, int total) { progress.emplace_back(done, total); });
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->create_count(), 3);
  EXPECT_THAT(progress, Each(std::pair(3, 3)));
}

TEST(ClientTest, SendsALongImportInPieces) {
  const FakeServer server([](const FakeServer::Call& call, std::string& text) {
    EXPECT_EQ(call.messages, 3);
    v1::ImportSessionsRequest whole;
    EXPECT_TRUE(whole.ParseFromString(call.request));
    v1::ImportSessionsResponse response;
    response.mutable_report()->set_create_count(whole.rows_size());
    response.mutable_report()->set_applied(!whole.validate_only() && whole.default_wave() == "V6");
    for (int i = 0; i < whole.rows_size(); ++i) EXPECT_EQ(whole.rows(i).line(), i);
    text = response.SerializeAsString();
    return grpc::Status::OK;
  });
  v1::ImportSessionsRequest request;
  request.set_default_wave("V6");
  for (int i = 0; i < 2500; ++i) request.add_rows()->set_line(i);
  Client client(OptionsFor(server.address()));
  const auto report = client.ImportSessions(request, [](int, int) {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->create_count(), 2500);
  EXPECT_TRUE(report->applied());
}

}  // namespace
}  // namespace tutorat::client
