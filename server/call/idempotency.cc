#include "server/call/idempotency.h"

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/fields.h"
#include "server/storage/records.h"

namespace tutorat::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool ValidateOnly(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

}  // namespace

std::string FingerprintOf(const CallContext& context, const Message& request) {
  const std::string tutor = context.role == v1::ROLE_TUTOR ? context.principal.tutor : "";
  return domain::Digest(absl::StrCat(context.principal.account, "\n", static_cast<int>(context.role), "\n", tutor, "\n",
                                     domain::Fingerprint(request)));
}

absl::StatusOr<bool> FindEarlierAnswer(storage::ReadTransaction& transaction, const std::string& request_id,
                                       const std::string& method, const std::string& fingerprint, Message* response) {
  ASSIGN_OR_RETURN(const auto answer, storage::FindStoredResponse(transaction, request_id));
  if (!answer.has_value()) return false;
  if (answer->method() != method || answer->fingerprint() != fingerprint) {
    return domain::MakeError(absl::StatusCode::kFailedPrecondition, "REQUEST_ID_REUSED",
                             {.en = absl::StrCat("request_id ", domain::Shown(request_id),
                                                 " was used for another request: make a new id for each"),
                              .fr = absl::StrCat("request_id ", domain::Shown(request_id),
                                                 " a servi à une autre requête : en créer un nouveau pour chacune")});
  }
  response->ParseFromString(answer->response());
  return true;
}

absl::Status StoreAnswer(storage::WriteTransaction& transaction, const std::string& request_id,
                         const std::string& method, const std::string& fingerprint, const Message& response,
                         absl::Time now) {
  v1::StoredResponse answer;
  answer.set_name(request_id);
  answer.set_method(method);
  answer.set_fingerprint(fingerprint);
  answer.set_response(response.SerializeAsString());
  *answer.mutable_purge_time() = domain::ToTimestamp(now + kStoredResponsesKept);
  return transaction.Insert(answer);
}

absl::Status IdempotentWrite(CallContext& context, const Message& request, Message* response,
                             absl::FunctionRef<absl::Status(storage::WriteTransaction&)> f, Repetition repetition) {
  const std::string request_id = domain::TextField(request, "request_id");
  const std::string& method = context.method->full_name();
  const std::string fingerprint = request_id.empty() ? "" : FingerprintOf(context, request);
  const bool validate_only = ValidateOnly(request);
  // What is only tried stores no answer, which would find an earlier one.
  const bool look_first = repetition == Repetition::kIsLookedFor || validate_only;
  bool undone = false;
  const auto write = [&](storage::WriteTransaction& transaction) -> absl::Status {
    undone = false;
    response->Clear();
    if (!request_id.empty() && look_first) {
      const auto found = FindEarlierAnswer(transaction, request_id, method, fingerprint, response);
      if (!found.ok() || *found) return found.status();
    }
    absl::Status done = f(transaction);
    if (done.ok() && validate_only) {
      undone = true;
      return absl::CancelledError("validate_only: rolled back");
    }
    if (request_id.empty()) return done;
    if (done.ok()) done = StoreAnswer(transaction, request_id, method, fingerprint, *response, context.now);
    if (done.ok() || look_first) return done;
    // Refused, perhaps because the same request has done it before.
    ASSIGN_OR_RETURN(const bool found, FindEarlierAnswer(transaction, request_id, method, fingerprint, response));
    if (!found) return done;
    undone = true;
    return absl::CancelledError("a repetition: rolled back");
  };
  const absl::Status status = context.store.Write(context.deadline, write);
  return undone && absl::IsCancelled(status) ? absl::OkStatus() : status;
}

}  // namespace tutorat::api
