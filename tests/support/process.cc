#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace tutorat::tests {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const std::vector<std::string>& argv,
                                                        const std::vector<std::string>& environment,
                                                        const std::string& error_file) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return absl::InternalError("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  std::vector<std::string> words = argv;
  // The first of two variables with one name is the one that counts.
  std::vector<std::string> variables = environment;
  for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  pid_t pid = 0;
  // Not fork: gRPC's threads run in this process.
  const int failed =
      posix_spawnp(&pid, words[0].c_str(), &actions, nullptr, Pointers(words).data(), Pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed != 0) {
    close(ends[0]);
    return absl::InternalError(absl::StrCat("cannot start ", argv[0], ": error ", failed));
  }
  return std::unique_ptr<Process>(new Process(pid, ends[0]));
}

Process::~Process() {
  if (!exit_code_) {
    Signal(SIGKILL);
    Wait(absl::Seconds(10));
  }
  close(output_);
}

std::optional<std::string> Process::ReadLine(absl::Duration time) {
  const absl::Time deadline = absl::Now() + time;
  while (true) {
    if (const size_t end = read_.find('\n'); end != std::string::npos) {
      std::string line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    pollfd wait{output_, POLLIN, 0};
    const int64_t left = absl::ToInt64Milliseconds(deadline - absl::Now());
    if (left <= 0 || poll(&wait, 1, static_cast<int>(left)) <= 0) return std::nullopt;
    std::array<char, 4096> buffer{};
    const ssize_t count = read(output_, buffer.data(), buffer.size());
    if (count <= 0) return std::nullopt;
    read_.append(buffer.data(), static_cast<size_t>(count));
  }
}

void Process::Signal(int signal) const {
  if (!exit_code_) kill(pid_, signal);
}

int Process::Wait(absl::Duration time) {
  const absl::Time deadline = absl::Now() + time;
  while (!exit_code_) {
    const bool late = absl::Now() >= deadline;
    if (late) kill(pid_, SIGKILL);
    int status = 0;
    if (waitpid(pid_, &status, late ? 0 : WNOHANG) == pid_) {
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      left_core_ = WIFSIGNALED(status) && WCOREDUMP(status);
    } else {
      absl::SleepFor(absl::Milliseconds(2));
    }
  }
  return *exit_code_;
}

}  // namespace tutorat::tests
