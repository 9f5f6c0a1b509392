#include "client/lib/address.h"

#include <arpa/inet.h>

#include <cstdint>
#include <string>

#include "absl/strings/match.h"

namespace tutorat::client {
namespace {

struct HostAndPort {
  std::string host;
  std::string port;
};

HostAndPort SplitServer(absl::string_view server) {
  const std::size_t colon = server.rfind(':');
  if (colon == absl::string_view::npos) return {std::string(server), ""};
  return {std::string(server.substr(0, colon)), std::string(server.substr(colon + 1))};
}

}  // namespace

bool IsLoopback(absl::string_view server) {
  const std::string host = SplitServer(server).host;
  if (absl::EqualsIgnoreCase(host, "localhost") || host == "[::1]") return true;
  // An address, not a name that begins like one: 127.0.0.1.example.fr is anybody's.
  in_addr address{};
  constexpr std::uint32_t kLoopbackNet = 127;
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24U == kLoopbackNet;
}

bool SameServer(absl::string_view one, absl::string_view other) {
  if (one == other) return true;
  return IsLoopback(one) && IsLoopback(other) && SplitServer(one).port == SplitServer(other).port;
}

}  // namespace tutorat::client
