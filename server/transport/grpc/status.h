// Maps errors to gRPC statuses with their details.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "server/domain/base/error.h"

namespace tutorat::api {

// With ErrorInfo always, BadRequest where fields are wrong (as many as the transport has room for; the message counts
// all), RetryInfo where waiting helps. A status that has no name of ours becomes INTERNAL with a fixed text: its own is
// for the log.
grpc::Status ToGrpc(const absl::Status& status, domain::Language language);

}  // namespace tutorat::api
