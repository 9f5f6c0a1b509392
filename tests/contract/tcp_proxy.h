#pragma once

#include <condition_variable>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace tutorat::tests {

// Stands between a store and its server on 127.0.0.1, and fails as networks and servers do. Thread-safe.
class TcpProxy {
 public:
  TcpProxy(std::string host, int port);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  int port() const { return port_; }

  // Each returns once it is in force.
  void Pass() { Set(Mode::kPass); }
  // Cuts every connection, and each new one at once.
  void Down() { Set(Mode::kDown); }
  // Takes connections and bytes, and answers nothing.
  void Silent() { Set(Mode::kSilent); }
  // The next COMMIT reaches the server and is done; its answer never comes, the connection is cut. Then passes again.
  void LoseCommit() { Set(Mode::kLoseCommit); }

 private:
  enum class Mode { kPass, kDown, kSilent, kLoseCommit, kStop };
  struct Pair {
    int client;
    int server;
  };

  void Set(Mode mode);
  void Loop();
  void Accept(Mode mode);
  // False when the pair has come to its end.
  bool Forward(const Pair& pair, bool from_client, Mode mode);

  const std::string host_;
  const int server_port_;
  int port_ = 0;
  int listener_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  Mode wanted_ = Mode::kPass;
  Mode applied_ = Mode::kPass;
  std::list<Pair> pairs_;
  std::thread thread_;
};

}  // namespace tutorat::tests
