#include "client/lib/client.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "client/lib/error.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/wrappers.pb.h"
#include "tutorat/v1/session_service.grpc.pb.h"

namespace tutorat::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageLite;

constexpr absl::Duration kCallTime = absl::Seconds(30);
constexpr absl::Duration kImportTime = absl::Minutes(10);
constexpr absl::Duration kConnectTime = absl::Seconds(2);
constexpr absl::Duration kFirstDelay = absl::Milliseconds(100);
constexpr absl::Duration kLongestDelay = absl::Seconds(2);
// A page of 1000 sessions, each with notes as long as the contract allows, is larger than gRPC's 4 MiB.
constexpr int kLargestAnswer = 64 << 20;

// Of the method that takes the request: in the contract each method has a request of its own. Asking for one that no
// service takes is a mistake of the program.
const std::string& MethodPath(const Message& request) {
  static const auto& paths = *new absl::flat_hash_map<const google::protobuf::Descriptor*, std::string>([] {
    absl::flat_hash_map<const google::protobuf::Descriptor*, std::string> found;
    for (const char* name :
         {"CalendarService", "GroupService", "IssueService", "ReportService", "SessionService", "ThemeService"}) {
      const auto* service =
          google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(absl::StrCat("tutorat.v1.", name));
      for (int i = 0; i < service->method_count(); ++i) {
        const auto* method = service->method(i);
        found[method->input_type()] = absl::StrCat("/", service->full_name(), "/", method->name());
      }
    }
    return found;
  }());
  return paths.at(request.GetDescriptor());
}

void SetRequestId(Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || !request.GetReflection()->GetString(request, field).empty()) return;
  request.GetReflection()->SetString(&request, field, NewRequestId());
}

std::shared_ptr<grpc::Channel> Connect(const std::string& server) {
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix("tutorat/" TUTORAT_VERSION);
  arguments.SetMaxReceiveMessageSize(kLargestAnswer);
  // gRPC's own pauses between two attempts to connect (1 s, then up to 2 minutes) are made for servers, not for people.
  const auto set_time = [&arguments](const std::string& name, absl::Duration time) {
    arguments.SetInt(name, static_cast<int>(absl::ToInt64Milliseconds(time)));
  };
  set_time(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstDelay);
  set_time(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTime);
  set_time(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kConnectTime);
  // An office's proxy, set by http_proxy, does not lead to this machine.
  if (absl::StartsWith(server, "127.") || absl::StartsWith(server, "localhost:") || absl::StartsWith(server, "[::1]")) {
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  }
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

absl::Status FromRpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return MakeStatus(static_cast<absl::StatusCode>(status.error_code()), status.error_message(), status.error_details());
}

void Prepare(grpc::ClientContext& context, const Options& options, absl::Time deadline) {
  context.set_deadline(absl::ToChronoTime(deadline));
  context.AddMetadata("accept-language", options.language);
  if (!options.token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", options.token));
}

// Calls `attempt` until it succeeds, fails for a reason that stays, or until it is too late to try again.
absl::Status Repeat(absl::Duration time, absl::Duration patience,
                    const std::function<absl::Status(absl::Time deadline)>& attempt) {
  const absl::Time start = absl::Now();
  absl::BitGen random;
  for (absl::Duration delay = kFirstDelay;; delay = std::min(delay * 2, kLongestDelay)) {
    absl::Status status = attempt(start + time);
    if (status.code() != absl::StatusCode::kUnavailable && status.code() != absl::StatusCode::kResourceExhausted) {
      return status;
    }
    const Error error = ReadError(status);
    const absl::Duration limit = error.reason.empty() ? std::min(time, patience) : time;
    const absl::Duration pause =
        error.retry_delay.value_or(absl::ZeroDuration()) + delay * absl::Uniform(random, 0.5, 1.0);
    if (absl::Now() + pause >= start + limit) return status;
    absl::SleepFor(pause);
  }
}

}  // namespace

struct Client::Connection {
  explicit Connection(const std::string& server) : channel(Connect(server)), stub(channel) {}

  absl::Status CallOnce(const Options& options, absl::Time deadline, const std::string& method,
                        const MessageLite& request, MessageLite& response) {
    grpc::ClientContext context;
    Prepare(context, options, deadline);
    absl::Notification done;
    grpc::Status status;
    stub.UnaryCall(&context, method, grpc::StubOptions(), &request, &response, [&](grpc::Status result) {
      status = std::move(result);
      done.Notify();
    });
    done.WaitForNotification();
    return FromRpc(status);
  }

  const std::shared_ptr<grpc::Channel> channel;
  grpc::TemplatedGenericStub<MessageLite, MessageLite> stub;
};

Client::Client(Options options) : options_(std::move(options)), connection_(new Connection(options_.server)) {}

Client::~Client() = default;

absl::Status Client::CallMethod(Message& request, Message& response) {
  SetRequestId(request);
  const std::string method = MethodPath(request);
  return Repeat(options_.timeout.value_or(kCallTime), options_.patience, [&](absl::Time deadline) {
    response.Clear();
    return connection_->CallOnce(options_, deadline, method, request, response);
  });
}

absl::StatusOr<v1::ImportReport> Client::ImportSessions(v1::ImportSessionsRequest request,
                                                        const std::function<void(int, int)>& progress) {
  SetRequestId(request);
  const std::unique_ptr<v1::SessionService::Stub> stub = v1::SessionService::NewStub(connection_->channel);
  v1::ImportReport report;
  absl::Status status = Repeat(options_.timeout.value_or(kImportTime), options_.patience, [&](absl::Time deadline) {
    grpc::ClientContext context;
    Prepare(context, options_, deadline);
    const std::unique_ptr<grpc::ClientReader<v1::ImportSessionsResponse>> reader =
        stub->ImportSessions(&context, request);
    v1::ImportSessionsResponse response;
    while (reader->Read(&response)) {
      progress(response.rows_done(), response.rows_total());
      if (response.has_report()) report = std::move(*response.mutable_report());
    }
    return FromRpc(reader->Finish());
  });
  if (!status.ok()) return status;
  return report;
}

absl::StatusOr<bool> Client::CheckHealth() {
  // As grpc.health.v1.HealthCheckRequest { string service = 1 } and HealthCheckResponse { enum status = 1 } on the
  // wire.
  const google::protobuf::StringValue request;
  google::protobuf::Int32Value response;
  absl::Status status = Repeat(options_.timeout.value_or(kCallTime), options_.patience, [&](absl::Time deadline) {
    return connection_->CallOnce(options_, deadline, "/grpc.health.v1.Health/Check", request, response);
  });
  if (!status.ok()) return status;
  constexpr int kServing = 1;
  return response.value() == kServing;
}

std::string NewRequestId() {
  std::array<std::uint8_t, 16> bytes{};
  // For 256 bytes and less it neither fails nor gives less, once the system has started.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
  bytes[6] = (bytes[6] & 0x0F) | 0x40;
  bytes[8] = (bytes[8] & 0x3F) | 0x80;
  std::string id;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    absl::StrAppendFormat(&id, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
  }
  return id;
}

}  // namespace tutorat::client
