// Clients that record sessions as fast as they can, and remember what the server acknowledged.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/api.h"

namespace tutorat::tests {

// A write: one session by itself, or several in an import. Each has themes that no other has.
struct Attempt {
  MessagePtr request;
  std::vector<std::string> themes;
};

struct Tally {
  std::map<std::string, std::string> acknowledged;  // names of sessions, by their themes
  std::vector<Attempt> unanswered;
  std::vector<Outcome> refused;  // the server was there, and said no
};

class Load {
 public:
  // Starts `clients` threads, each with a connection of its own. Each goes on until a call is not answered, or Stop.
  Load(const Endpoint& endpoint, const std::string& group, int clients);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  Tally Stop();

 private:
  void Run(const Endpoint& endpoint, const std::string& group);

  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  Tally tally_;
  std::vector<std::thread> clients_;
};

// Sends the attempt, again after an answer that asks for it; what was acknowledged goes into *tally.
Outcome Send(const Api& api, const Attempt& attempt, Tally* tally);

// What is stored in a group, against what was acknowledged.
struct Audit {
  size_t stored = 0;
  int lost = 0;        // acknowledged and not there, or under another name
  int duplicates = 0;  // there more than once
  int unknown = 0;     // there, and never acknowledged
};
Audit Compare(const Api& api, const std::string& group, const std::map<std::string, std::string>& acknowledged);

}  // namespace tutorat::tests
