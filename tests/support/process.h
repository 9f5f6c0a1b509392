// A child process: its standard output is read line by line, its standard error goes to a file.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tutorat::tests {

// Used by one thread.
class Process {
 public:
  // `argv[0]` is looked up in $PATH. `environment` adds NAME=VALUE to this process's own. INTERNAL when the system has
  // no room for it; a program that does not exist ends with 127.
  static absl::StatusOr<std::unique_ptr<Process>> Start(const std::vector<std::string>& argv,
                                                        const std::vector<std::string>& environment,
                                                        const std::string& error_file);
  // Kills what still runs.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Without its line feed; nothing at the end of the output or when the time is up.
  std::optional<std::string> ReadLine(absl::Duration time);

  void Signal(int signal) const;

  // Until it ends, or kills it when the time is up. Its exit code; 128 plus the signal that ended it.
  int Wait(absl::Duration time);

  pid_t pid() const { return pid_; }

  // Whether it left a core image when it ended.
  bool left_core() const { return left_core_; }

 private:
  Process(pid_t pid, int output) : pid_(pid), output_(output) {}

  const pid_t pid_;
  const int output_;
  std::string read_;
  std::optional<int> exit_code_;
  bool left_core_ = false;
};

}  // namespace tutorat::tests
