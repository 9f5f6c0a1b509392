// A program on a terminal of its own, with somebody who types.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace tutorat::tests {

// Used by one thread.
class Terminal {
 public:
  // `environment` is all that the program gets, but for what sanitizers are told: NAME=VALUE.
  Terminal(const std::vector<std::string>& argv, const std::vector<std::string>& environment);
  // Kills what still runs.
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // Waits until the screen shows `text` after what was shown before; false after 20 seconds without.
  bool Shows(const std::string& text);
  void Type(const std::string& keys) const;
  // All that was shown.
  const std::string& screen() const { return screen_; }
  // Until it ends; -1 when a signal ended it.
  int Wait();

 private:
  bool Read();

  int terminal_ = -1;
  pid_t pid_ = -1;
  std::string screen_;
  std::size_t seen_ = 0;
};

}  // namespace tutorat::tests
