#include "client/lib/error.h"

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tutorat::client {
namespace {

constexpr char kThisSide[] = "tutorat.client";
constexpr char kDetailsUrl[] = "type.googleapis.com/google.rpc.Status";

}  // namespace

Error ReadError(const absl::Status& status) {
  Error error;
  error.code = status.code();
  error.message = std::string(status.message());
  const absl::optional<absl::Cord> payload = status.GetPayload(kDetailsUrl);
  google::rpc::Status details;
  if (!payload.has_value() || !details.ParseFromString(std::string(*payload))) return error;
  for (const google::protobuf::Any& detail : details.details()) {
    if (google::rpc::ErrorInfo info; detail.UnpackTo(&info)) {
      error.reason = info.reason();
      error.is_local = info.domain() == kThisSide;
    } else if (google::rpc::RetryInfo retry; detail.UnpackTo(&retry)) {
      error.retry_delay = absl::Seconds(retry.retry_delay().seconds()) + absl::Nanoseconds(retry.retry_delay().nanos());
    } else if (google::rpc::BadRequest bad_request; detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        error.violations.push_back({violation.field(), violation.description(), violation.reason()});
      }
    }
  }
  return error;
}

absl::Status MakeStatus(absl::StatusCode code, absl::string_view message, absl::string_view details) {
  absl::Status status(code, message);
  if (!details.empty()) status.SetPayload(kDetailsUrl, absl::Cord(details));
  return status;
}

absl::Status LocalError(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kThisSide);
  google::rpc::Status details;
  details.add_details()->PackFrom(info);
  return MakeStatus(code, message, details.SerializeAsString());
}

bool IsTemporary(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    case absl::StatusCode::kAborted:
      return ReadError(status).reason == "TRANSACTION_CONFLICT";
    default:
      return false;
  }
}

bool MayStillBeStored(const absl::Status& status) {
  if (IsTemporary(status)) return true;
  const Error error = ReadError(status);
  if (error.is_local) return false;
  return error.reason == "SCHEMA_NOT_READY" || status.code() == absl::StatusCode::kInternal ||
         status.code() == absl::StatusCode::kUnknown;
}

bool IsRefusal(const absl::Status& status) {
  if (ReadError(status).is_local) return false;
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kPermissionDenied:
      return true;
    case absl::StatusCode::kFailedPrecondition:
      return ReadError(status).reason != "SCHEMA_NOT_READY";
    default:
      return false;
  }
}

}  // namespace tutorat::client
