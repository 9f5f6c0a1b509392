// What a stranger's client finds: health, reflection, errors in two languages; and that no method is left untested.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"
#include "tests/support/raw_stream.h"

namespace tutorat::tests {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::UnknownFieldSet;

// The texts or messages with this number in a message that is known by its bytes.
std::vector<std::string> Parts(const std::string& bytes, int number) {
  UnknownFieldSet fields;
  std::vector<std::string> parts;
  if (!fields.ParseFromString(bytes)) return parts;
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    if (field.number() == number && field.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED) {
      parts.push_back(field.length_delimited());
    }
  }
  return parts;
}

using ServerTest = ConformanceTest;

TEST_F(ServerTest, IsServing) { EXPECT_EQ(api_.Health(), 1); }

// ServerReflectionRequest.list_services = 7, file_containing_symbol = 4; the answer's list_services_response = 6
// { service = 1 { name = 1 } }, file_descriptor_response = 4 { file_descriptor_proto = 1 }, error_response = 7.
std::string Asking(int field, const std::string& text) {
  return std::string{static_cast<char>(field << 3 | 2), static_cast<char>(text.size())} + text;
}

TEST_F(ServerTest, ReflectionDescribesTheContractAndWhatGoesWithIt) {
  for (const char* version : {"v1", "v1alpha"}) {
    SCOPED_TRACE(version);
    RawStream stream(api_.channel(),
                     absl::StrCat("/grpc.reflection.", version, ".ServerReflection/ServerReflectionInfo"));
    ASSERT_TRUE(stream.Write(Asking(7, "*")));
    const auto answer = stream.Read();
    ASSERT_TRUE(answer);
    std::vector<std::string> names;
    for (const std::string& list : Parts(*answer, 6)) {
      for (const std::string& service : Parts(list, 1)) names.push_back(Parts(service, 1).at(0));
    }
    for (const auto* service : Services()) EXPECT_THAT(names, ::testing::Contains(service->full_name()));
    EXPECT_THAT(names, ::testing::IsSupersetOf({"grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"}));
    // What is listed is found; so are the details of errors.
    names.insert(names.end(), {"google.rpc.Status", "google.rpc.ErrorInfo", "google.rpc.BadRequest",
                               "google.rpc.RetryInfo", "tutorat.v1.ErrorReason"});
    for (const std::string& name : names) {
      ASSERT_TRUE(stream.Write(Asking(4, name)));
      const auto files = stream.Read();
      ASSERT_TRUE(files) << name;
      EXPECT_FALSE(Parts(*files, 4).empty()) << name;
      EXPECT_NE(files->find(name.substr(name.rfind('.') + 1)), std::string::npos) << name;
    }
    for (const char* unknown : {"tutorat.v1.Nonsense", "", "\""}) {
      ASSERT_TRUE(stream.Write(Asking(4, unknown)));
      const auto refused = stream.Read();
      ASSERT_TRUE(refused) << unknown;
      EXPECT_TRUE(Parts(*refused, 4).empty()) << unknown;
    }
  }
}

TEST_F(ServerTest, ReflectionAnswersAStreamSoManyTimes) {
  RawStream stream(api_.channel(), "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
  int answers = 0;
  while (answers < 2000 && stream.Write(Asking(7, "*")) && stream.Read()) ++answers;
  EXPECT_EQ(answers, 1000);
}

// Behind proxies connections are kept by pings, also without a call: a server that takes them for abuse says GOAWAY.
TEST_F(ServerTest, PingsKeepAConnection) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 2500);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt("grpc.http2.min_time_between_pings_ms", 1000);
  const auto channel = grpc::CreateCustomChannel(SharedServer().address, grpc::InsecureChannelCredentials(), arguments);
  const auto in = [](int seconds) { return std::chrono::system_clock::now() + std::chrono::seconds(seconds); };
  ASSERT_TRUE(channel->WaitForConnected(in(10)));
  EXPECT_FALSE(channel->WaitForStateChange(GRPC_CHANNEL_READY, in(14)));
}

// Every method answers a good request, and refuses one that lacks what is required. One that this program has no sample
// for fails.
TEST_F(ServerTest, EveryMethodAnswers) {
  for (const MethodDescriptor* method : Methods()) {
    SCOPED_TRACE(method->full_name());
    const MessagePtr request = SampleRequest(method, api_, world_);
    const MessagePtr response = NewMessage(method->output_type());
    const Outcome outcome = api_.Call(*request, response.get());
    EXPECT_TRUE(outcome.ok()) << outcome;
  }
  EXPECT_EQ(CalledMethods().size(), Methods().size());
}

TEST_F(ServerTest, UnknownMethodIsUnimplemented) {
  std::string response;
  EXPECT_EQ(api_.CallBytes("/tutorat.v1.SessionService/Nonsense", "", &response).code, grpc::StatusCode::UNIMPLEMENTED);
}

// More than a connection has at once: the rest waits in the client.
TEST_F(ServerTest, OneConnectionTakesHoweverManyCalls) {
  AtOnce(150, [&](size_t) { api_.Get<v1::ListWavesResponse>(v1::ListWavesRequest()); });
}

TEST_F(ServerTest, SpeaksTheCallersLanguage) {
  v1::GetWaveRequest request;
  request.set_name("waves/T-absent");
  const struct {
    const char* accept;
    const char* words;
  } cases[] = {{"fr", "n'existe pas"},   {"fr-FR,fr;q=0.9,en;q=0.8", "n'existe pas"},
               {"en", "does not exist"}, {"en-GB", "does not exist"},
               {"de", "does not exist"}, {"", "does not exist"},
               {"FR-ca", "n'existe pas"}};
  for (const auto& each : cases) {
    const Outcome outcome = Api(SharedServer(), each.accept).Refusal(request);
    EXPECT_NE(outcome.message.find(each.words), std::string::npos) << each.accept << ": " << outcome;
    EXPECT_EQ(outcome.reason, "WAVE_NOT_FOUND");
  }
}

TEST_F(ServerTest, WarningsAreInTheCallersLanguage) {
  const std::string group = world_.AddGroup(1).name();
  v1::CreateSessionRequest request;
  *request.mutable_session() = world_.NewSession(group);
  *request.mutable_session()->mutable_start_time() = Instant("2024-01-13T13:00:00Z");
  const auto warning = [&](const char* language) {
    const auto response = Api(SharedServer(), language).Get<v1::CreateSessionResponse>(request);
    std::string messages;
    for (const v1::Warning& one : response.warnings()) absl::StrAppend(&messages, one.message(), "\n");
    return messages;
  };
  EXPECT_NE(warning("fr").find("week-end"), std::string::npos);
  EXPECT_NE(warning("en").find("weekend"), std::string::npos);
}

}  // namespace
}  // namespace tutorat::tests
