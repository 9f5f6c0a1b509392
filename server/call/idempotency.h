// Idempotent writes: a request_id makes a repeated request get the first response (DOMAIN rule 6).
#pragma once

#include "absl/functional/function_ref.h"
#include "server/call/call_context.h"

namespace tutorat::api {

// How long answers to a request id are kept.
inline constexpr absl::Duration kStoredResponsesKept = absl::Hours(7 * 24);

// How a repetition is found out.
enum class Repetition {
  kIsLookedFor,  // before `f` runs
  // By the answer that cannot be stored twice, or by f's refusal: no statement more where there is none. `f` then ran
  // in vain, and has no effect but in *response.
  kTellsItself,
};

// Runs `f`, which fills *response, in one write transaction. If the request has a `request_id`: the answer is kept with
// the write, and the same request again gets it back; another request with that id is refused (REQUEST_ID_REUSED). If
// it has `validate_only` set: everything is done, then undone. `f` may run several times; *response is cleared before
// each.
absl::Status IdempotentWrite(CallContext& context, const google::protobuf::Message& request,
                             google::protobuf::Message* response,
                             absl::FunctionRef<absl::Status(storage::WriteTransaction&)> f,
                             Repetition repetition = Repetition::kIsLookedFor);

// What a request is known by when its id comes again. Another account's request is another request, and so is the same
// account's in another role: nobody is given what somebody else was answered, or what they may no longer see.
std::string FingerprintOf(const CallContext& context, const google::protobuf::Message& request);

// The answer that `request_id` got, in *response. False when it has none yet; REQUEST_ID_REUSED when it was another
// request.
absl::StatusOr<bool> FindEarlierAnswer(storage::ReadTransaction& transaction, const std::string& request_id,
                                       const std::string& method, const std::string& fingerprint,
                                       google::protobuf::Message* response);

// Keeps the answer that `request_id` got, for kStoredResponsesKept.
absl::Status StoreAnswer(storage::WriteTransaction& transaction, const std::string& request_id,
                         const std::string& method, const std::string& fingerprint,
                         const google::protobuf::Message& response, absl::Time now);

}  // namespace tutorat::api
