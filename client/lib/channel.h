#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/status/statusor.h"
#include "client/lib/client.h"

namespace tutorat::client {

// Whether the options ask for TLS.
bool UsesTls(const Options& options);

// A channel to the server, in TLS or in plain as the options say; it connects with the first call. TLS_FILE_UNREADABLE
// and TLS_FILE_INVALID (error.h) name the file whose certificates or key are not to be had.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const Options& options);

}  // namespace tutorat::client
