#include "client/lib/client.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <future>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "client/lib/address.h"
#include "client/lib/channel.h"
#include "client/lib/error.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/wrappers.pb.h"
#include "proto/contract.h"
#include "tutorat/v1/report_service.grpc.pb.h"
#include "tutorat/v1/session_service.grpc.pb.h"

namespace tutorat::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageLite;

constexpr absl::Duration kCallTime = absl::Seconds(30);
constexpr absl::Duration kImportTime = absl::Minutes(10);
constexpr absl::Duration kImportTimeOfRow = absl::Milliseconds(2);
// A message of an import ends after so many rows, or so many bytes, far from what a message may hold.
constexpr int kRowsOfMessage = 1000;
constexpr size_t kBytesOfMessage = size_t{4} << 20;
constexpr absl::Duration kFirstDelay = absl::Milliseconds(100);
constexpr absl::Duration kLongestDelay = absl::Seconds(2);

// Of the method that takes the request: in the contract each method has a request of its own. Asking for one that no
// service takes is a mistake of the program.
const std::string& MethodPath(const Message& request) {
  static const auto& paths = *new absl::flat_hash_map<const google::protobuf::Descriptor*, std::string>([] {
    absl::flat_hash_map<const google::protobuf::Descriptor*, std::string> found;
    for (const auto* service : contract::Services()) {
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

absl::Status FromRpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return MakeStatus(static_cast<absl::StatusCode>(status.error_code()), status.error_message(), status.error_details());
}

void Prepare(grpc::ClientContext& context, const Options& options, absl::Time deadline) {
  context.set_deadline(absl::ToChronoTime(deadline));
  context.AddMetadata("accept-language", options.language);
  if (!options.token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", options.token));
}

// As RFC 6750 writes a bearer token; gRPC aborts the program for a header that HTTP does not allow.
bool IsBearerToken(absl::string_view token) {
  return std::all_of(token.begin(), token.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::string_view("-._~+/=").find(c) != std::string::npos;
  });
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

using ImportStream = grpc::ClientReaderWriter<v1::ImportSessionsRequest, v1::ImportSessionsResponse>;

// In messages of some rows; what is no row goes with the first. Stops where the server takes no more: how the call ends
// says why.
void SendInPieces(const v1::ImportSessionsRequest& request, ImportStream* stream) {
  v1::ImportSessionsRequest piece;
  piece.set_default_wave(request.default_wave());
  piece.set_request_id(request.request_id());
  piece.set_validate_only(request.validate_only());
  size_t bytes = 0;
  for (const v1::ImportRow& row : request.rows()) {
    *piece.add_rows() = row;
    bytes += row.ByteSizeLong();
    if (piece.rows_size() < kRowsOfMessage && bytes < kBytesOfMessage) continue;
    if (!stream->Write(piece)) return;
    piece.Clear();
    bytes = 0;
  }
  if (request.rows().empty() || !piece.rows().empty()) stream->Write(piece);
  stream->WritesDone();
}

}  // namespace

struct Client::Connection {
  explicit Connection(const absl::StatusOr<std::shared_ptr<grpc::Channel>>& made)
      : usable(made.status()), channel(made.ok() ? *made : nullptr), stub(channel) {}

  absl::Status CallOnce(const Options& options, absl::Time deadline, const std::string& method,
                        const MessageLite& request, MessageLite& response) {
    grpc::ClientContext context;
    Prepare(context, options, deadline);
    std::promise<grpc::Status> ended;
    stub.UnaryCall(&context, method, grpc::StubOptions(), &request, &response,
                   [&](grpc::Status status) { ended.set_value(std::move(status)); });
    return FromRpc(ended.get_future().get());
  }

  // Not OK: there is no channel.
  const absl::Status usable;
  const std::shared_ptr<grpc::Channel> channel;
  grpc::TemplatedGenericStub<MessageLite, MessageLite> stub;
};

Client::Client(Options options) : options_(std::move(options)), connection_(new Connection(MakeChannel(options_))) {}

Client::~Client() = default;

absl::Status Client::Ready() const {
  if (!connection_->usable.ok()) return connection_->usable;
  if (!options_.token_error.ok()) return options_.token_error;
  if (!IsBearerToken(options_.token)) {
    return LocalError(absl::StatusCode::kUnauthenticated, "TOKEN_MALFORMED", "this is no token");
  }
  if (!options_.token.empty() && !UsesTls(options_) && !IsLoopback(options_.server)) {
    return LocalError(absl::StatusCode::kPermissionDenied, "TOKEN_NEEDS_TLS",
                      absl::StrCat("no token is sent in plain to ", options_.server));
  }
  return absl::OkStatus();
}

absl::Status Client::CallMethod(Message& request, Message& response) {
  RETURN_IF_ERROR(Ready());
  SetRequestId(request);
  const std::string method = MethodPath(request);
  return Repeat(options_.timeout.value_or(kCallTime), options_.patience, [&](absl::Time deadline) {
    response.Clear();
    return connection_->CallOnce(options_, deadline, method, request, response);
  });
}

absl::StatusOr<v1::ImportReport> Client::ImportSessions(v1::ImportSessionsRequest request,
                                                        const std::function<void(int, int)>& progress) {
  RETURN_IF_ERROR(Ready());
  SetRequestId(request);
  const std::unique_ptr<v1::SessionService::Stub> stub = v1::SessionService::NewStub(connection_->channel);
  v1::ImportReport report;
  const absl::Duration time = options_.timeout.value_or(kImportTime + kImportTimeOfRow * request.rows_size());
  RETURN_IF_ERROR(Repeat(time, options_.patience, [&](absl::Time deadline) {
    grpc::ClientContext context;
    Prepare(context, options_, deadline);
    const std::unique_ptr<ImportStream> stream = stub->ImportSessions(&context);
    SendInPieces(request, stream.get());
    v1::ImportSessionsResponse response;
    while (stream->Read(&response)) {
      progress(response.rows_done(), response.rows_total());
      if (response.has_report()) report = std::move(*response.mutable_report());
    }
    return FromRpc(stream->Finish());
  }));
  return report;
}

absl::StatusOr<std::string> Client::ExportReport(const v1::ExportReportRequest& request) {
  RETURN_IF_ERROR(Ready());
  const std::unique_ptr<v1::ReportService::Stub> stub = v1::ReportService::NewStub(connection_->channel);
  std::string file;
  RETURN_IF_ERROR(Repeat(options_.timeout.value_or(kCallTime), options_.patience, [&](absl::Time deadline) {
    grpc::ClientContext context;
    Prepare(context, options_, deadline);
    const std::unique_ptr<grpc::ClientReader<v1::ExportReportResponse>> reader = stub->ExportReport(&context, request);
    file.clear();
    v1::ExportReportResponse piece;
    while (reader->Read(&piece)) file.append(piece.content());
    return FromRpc(reader->Finish());
  }));
  return file;
}

absl::StatusOr<bool> Client::CheckHealth() {
  if (!connection_->usable.ok()) return connection_->usable;
  Options anonymous = options_;
  anonymous.token.clear();
  // As grpc.health.v1.HealthCheckRequest { string service = 1 } and HealthCheckResponse { enum status = 1 } on the
  // wire.
  const google::protobuf::StringValue request;
  google::protobuf::Int32Value response;
  RETURN_IF_ERROR(Repeat(options_.timeout.value_or(kCallTime), options_.patience, [&](absl::Time deadline) {
    return connection_->CallOnce(anonymous, deadline, "/grpc.health.v1.Health/Check", request, response);
  }));
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
