// The one mapping from the errors of domain/ and storage/ to what a caller gets.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "server/domain/error.h"

namespace tutorat::api {

// With ErrorInfo always, BadRequest where fields are wrong (as many as the transport has room for; the message counts
// all), RetryInfo where waiting helps. A status that has no name of ours becomes INTERNAL with a fixed text: its own is
// for the log.
grpc::Status ToGrpc(const absl::Status& status, domain::Language language);

// The admission queue is full.
absl::Status TooBusy();
// One caller's long calls fill their part of it.
absl::Status TooManyCallsAtOnce();

}  // namespace tutorat::api
