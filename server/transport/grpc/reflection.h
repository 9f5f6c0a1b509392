// Server reflection: tells programs what the server's services and messages are, without a token, for they are public.
#pragma once

#include <grpcpp/impl/service_type.h>

#include <string>
#include <vector>

namespace tutorat::api {

// One version of the protocol: `package` is grpc.reflection.v1, or grpc.reflection.v1alpha, which has the same
// messages. Lists `services`, and finds whatever is linked in, such as the details of errors. A stream asks so many
// times, and is answered so many bytes, and then ends with RESOURCE_EXHAUSTED.
class Reflection final : public grpc::Service {
 public:
  static constexpr int kMostRequests = 1000;
  static constexpr size_t kMostBytes = size_t{64} << 20;

  Reflection(const std::string& package, std::vector<std::string> services);

 private:
  const std::string path_;
  const std::vector<std::string> services_;
};

}  // namespace tutorat::api
