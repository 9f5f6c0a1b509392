#include "server/transport/grpc/status.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tutorat::api {
namespace {

constexpr char kDomain[] = "tutorat";
constexpr absl::Duration kRetry = absl::Seconds(1);
// gRPC takes 8 KiB of trailers, in which details stand in base 64 beside the message: more would hide the error itself.
constexpr size_t kViolationBytes = 3000;

void KeepWithin(size_t bytes, google::rpc::BadRequest* fields) {
  while (fields->field_violations_size() > 1 && fields->ByteSizeLong() > bytes) {
    fields->mutable_field_violations()->RemoveLast();
  }
}

google::protobuf::Duration ToDuration(absl::Duration duration) {
  google::protobuf::Duration out;
  out.set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &duration));
  out.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
  return out;
}

absl::Status Internal() {
  return domain::MakeError(absl::StatusCode::kInternal, "INTERNAL",
                           {.en = "the server made a mistake; nothing was stored; its log says which",
                            .fr = "le serveur a fait une erreur ; rien n'a été enregistré ; son journal dit laquelle"});
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status, domain::Language language) {
  if (status.ok()) return grpc::Status::OK;
  const std::string reason = domain::Reason(status);
  if (reason.empty()) return ToGrpc(Internal(), language);
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(domain::MessageIn(status, language));
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(kDomain);
  details.add_details()->PackFrom(info);
  if (auto fields = domain::FieldViolations(status, language); fields.field_violations_size() > 0) {
    KeepWithin(kViolationBytes, &fields);
    details.add_details()->PackFrom(fields);
  }
  if (status.code() == absl::StatusCode::kResourceExhausted || status.code() == absl::StatusCode::kUnavailable) {
    google::rpc::RetryInfo retry;
    *retry.mutable_retry_delay() = ToDuration(domain::RetryDelay(status).value_or(kRetry));
    details.add_details()->PackFrom(retry);
  }
  // absl and gRPC number the canonical codes alike.
  return {static_cast<grpc::StatusCode>(status.code()), details.message(), details.SerializeAsString()};
}

}  // namespace tutorat::api
