#include "tests/support/api.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <future>
#include <mutex>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/wrappers.pb.h"
#include "google/rpc/status.pb.h"
#include "tutorat/v1/session_service.grpc.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr absl::Duration kCallTime = absl::Minutes(1);
constexpr int kLargestAnswer = 64 << 20;
constexpr absl::Duration kConnectTime = absl::Seconds(5);

std::mutex called_mutex;
std::set<std::string>& Called() {
  static auto& called = *new std::set<std::string>;
  return called;
}

Outcome ToOutcome(const grpc::Status& status) {
  Outcome outcome{status.error_code(), status.error_message(), "", "", {}, status.error_details()};
  google::rpc::Status details;
  details.ParseFromString(outcome.details);
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest fields;
    if (detail.UnpackTo(&info)) {
      outcome.reason = info.reason();
      outcome.domain = info.domain();
    } else if (detail.UnpackTo(&fields)) {
      outcome.violations.assign(fields.field_violations().begin(), fields.field_violations().end());
    }
  }
  return outcome;
}

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  // When its last channel goes, gRPC winds itself up, for up to 10 seconds: the next channel would wait for that.
  // (used: else nothing would refer to it, and it would pass for a leak.)
  [[gnu::used]] static const auto& last =
      *new std::shared_ptr<grpc::Channel>(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestAnswer);
  // Each with a connection of its own, however many there are.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  auto channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  // gRPC 1.51 reads errno after it has allocated memory, and so may take a connection that is being made for a failed
  // one («No such file or directory», where there is no /sys); it tries again after a second, while calls fail.
  channel->WaitForConnected(absl::ToChronoTime(absl::Now() + kConnectTime));
  return channel;
}

}  // namespace

MessagePtr Copy(const Message& message) {
  MessagePtr copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

std::string Outcome::ViolationOf(const std::string& field) const {
  const auto found =
      std::find_if(violations.begin(), violations.end(), [&](const auto& each) { return each.field() == field; });
  return found == violations.end() ? "" : found->reason();
}

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  out << "code " << outcome.code << " " << outcome.reason << ": " << outcome.message;
  for (const auto& violation : outcome.violations) {
    out << "\n  " << violation.field() << " " << violation.reason() << ": " << violation.description();
  }
  return out;
}

std::string PathOf(const MethodDescriptor* method) {
  return absl::StrCat("/", method->service()->full_name(), "/", method->name());
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

Api::Api(const Endpoint& endpoint, std::string language)
    : authorization_(endpoint.token.empty() ? "" : absl::StrCat("Bearer ", endpoint.token)),
      language_(std::move(language)),
      channel_(Connect(endpoint.address)),
      stub_(std::make_unique<grpc::GenericStub>(channel_)) {}

void Api::Prepare(grpc::ClientContext* context) const {
  context->set_deadline(absl::ToChronoTime(absl::Now() + kCallTime));
  context->AddMetadata("accept-language", language_);
  if (!authorization_.empty()) context->AddMetadata("authorization", authorization_);
}

Outcome Api::Call(const Message& request, Message* response) const {
  const MethodDescriptor* method = MethodOf(request.GetDescriptor());
  {
    const std::lock_guard<std::mutex> lock(called_mutex);
    Called().insert(method->full_name());
  }
  std::string bytes;
  Outcome outcome = CallBytes(PathOf(method), request.SerializeAsString(), &bytes);
  if (outcome.ok() && !response->ParseFromString(bytes)) {
    outcome.code = grpc::StatusCode::DATA_LOSS;
    outcome.message = "the answer is no message of its type";
  }
  return outcome;
}

Outcome Api::CallBytes(const std::string& path, const std::string& request, std::string* response) const {
  grpc::ClientContext context;
  Prepare(&context);
  const grpc::ByteBuffer sent = ToBuffer(request);
  grpc::ByteBuffer received;
  std::promise<grpc::Status> ended;
  stub_->UnaryCall(&context, path, grpc::StubOptions(), &sent, &received,
                   [&](grpc::Status status) { ended.set_value(std::move(status)); });
  const grpc::Status status = ended.get_future().get();
  *response = ToString(received);
  return ToOutcome(status);
}

Outcome Api::Import(const v1::ImportSessionsRequest& request, v1::ImportReport* report,
                    std::vector<int>* progress) const {
  grpc::ClientContext context;
  Prepare(&context);
  const auto reader = v1::SessionService::NewStub(channel_)->ImportSessions(&context);
  reader->WriteLast(request, grpc::WriteOptions());
  v1::ImportSessionsResponse response;
  while (reader->Read(&response)) {
    if (progress != nullptr) progress->push_back(response.rows_done());
    if (response.has_report()) *report = response.report();
  }
  return ToOutcome(reader->Finish());
}

Outcome Api::Refusal(const Message& request) const {
  const MessagePtr response = NewMessage(MethodOf(request.GetDescriptor())->output_type());
  Outcome outcome = Call(request, response.get());
  EXPECT_FALSE(outcome.ok()) << request.GetTypeName() << " was not refused:\n"
                             << request.ShortDebugString().substr(0, 1000) << "\n"
                             << response->ShortDebugString().substr(0, 1000);
  return outcome;
}

int Api::Health() const {
  // On the wire HealthCheckRequest{""} is empty and HealthCheckResponse is one number, as here.
  std::string bytes;
  google::protobuf::Int32Value status;
  if (!CallBytes("/grpc.health.v1.Health/Check", "", &bytes).ok() || !status.ParseFromString(bytes)) return -1;
  return status.value();
}

std::vector<std::string> CalledMethods() {
  const std::lock_guard<std::mutex> lock(called_mutex);
  return {Called().begin(), Called().end()};
}

}  // namespace tutorat::tests
