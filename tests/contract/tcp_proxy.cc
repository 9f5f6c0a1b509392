#include "tests/contract/tcp_proxy.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace tutorat::tests {
namespace {

// How long a change of mode waits for the loop.
constexpr int kPollMillis = 2;

int Dial(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), absl::StrCat(port).c_str(), &hints, &found) != 0) return -1;
  const int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected = fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) == 0;
  freeaddrinfo(found);
  if (connected) return fd;
  close(fd);
  return -1;
}

bool SendAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

}  // namespace

TcpProxy::TcpProxy(std::string host, int port) : host_(std::move(host)), server_port_(port) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, length) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, generic, &length) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Loop(); });
}

TcpProxy::~TcpProxy() {
  Set(Mode::kStop);
  thread_.join();
  close(listener_);
}

void TcpProxy::Set(Mode mode) {
  std::unique_lock<std::mutex> lock(mutex_);
  wanted_ = mode;
  changed_.wait(lock, [&] { return applied_ == mode; });
}

void TcpProxy::Loop() {
  while (true) {
    Mode mode{};
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      mode = wanted_;
      if (mode == Mode::kDown || mode == Mode::kStop) {
        for (const Pair& pair : pairs_) {
          close(pair.client);
          close(pair.server);
        }
        pairs_.clear();
      }
      applied_ = mode;
    }
    changed_.notify_all();
    if (mode == Mode::kStop) return;

    std::vector<pollfd> polled{{listener_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      polled.push_back({pair.client, POLLIN, 0});
      polled.push_back({pair.server, POLLIN, 0});
    }
    if (poll(polled.data(), mode == Mode::kSilent ? 1 : polled.size(), kPollMillis) <= 0) continue;
    if (mode != Mode::kSilent) {
      size_t i = 1;
      for (auto pair = pairs_.begin(); pair != pairs_.end(); i += 2) {
        const bool goes_on = (polled[i].revents == 0 || Forward(*pair, true, mode)) &&
                             (polled[i + 1].revents == 0 || Forward(*pair, false, mode));
        if (!goes_on) {
          close(pair->client);
          close(pair->server);
        }
        pair = goes_on ? std::next(pair) : pairs_.erase(pair);
      }
    }
    if (polled[0].revents != 0) Accept(mode);
  }
}

void TcpProxy::Accept(Mode mode) {
  const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int server = mode == Mode::kDown ? -1 : Dial(host_, server_port_);
  if (server < 0) {
    close(client);
  } else {
    pairs_.push_back({client, server});
  }
}

bool TcpProxy::Forward(const Pair& pair, bool from_client, Mode mode) {
  std::array<char, 65536> buffer{};
  const int from = from_client ? pair.client : pair.server;
  const int to = from_client ? pair.server : pair.client;
  const ssize_t got = recv(from, buffer.data(), buffer.size(), 0);
  if (got <= 0) return false;
  const absl::string_view bytes(buffer.data(), static_cast<size_t>(got));
  if (!SendAll(to, bytes)) return false;
  if (!from_client || mode != Mode::kLoseCommit || !absl::StrContains(bytes, "COMMIT")) return true;
  // The server has done it once it answers.
  (void)recv(pair.server, buffer.data(), buffer.size(), 0);
  const std::lock_guard<std::mutex> lock(mutex_);
  wanted_ = Mode::kPass;
  return false;
}

}  // namespace tutorat::tests
