// Server TLS credentials: certificate, key and client CA, reloaded when the files change.
#pragma once

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "server/app/config.h"

namespace tutorat::app {

// For one listening port, whose server they must outlive. TLS 1.2 and 1.3 only. The files are looked at when somebody
// connects: what has changed is used from then on, while connections that exist go on. Files that do not go together,
// as in the middle of being replaced, are logged, and the last good ones are used. INVALID_ARGUMENT names the option
// and the file when there are none yet.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentials(const TlsOptions& options);

}  // namespace tutorat::app
