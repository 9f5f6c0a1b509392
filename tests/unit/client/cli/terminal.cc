#include "tests/unit/client/cli/terminal.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tutorat::tests {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

std::vector<char*> ForExec(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Terminal::Terminal(const std::vector<std::string>& argv, const std::vector<std::string>& environment) {
  // Before the fork: the child of a process with threads must not allocate.
  const std::vector<char*> arguments = ForExec(argv);
  std::vector<std::string> whole = environment;
  for (const char* of_sanitizers : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    const char* value = std::getenv(of_sanitizers);
    if (value != nullptr) whole.push_back(absl::StrCat(of_sanitizers, "=", value));
  }
  const std::vector<char*> variables = ForExec(whole);
  winsize size{};
  size.ws_row = 40;
  size.ws_col = 80;
  pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (pid_ == 0) {
    execve(arguments[0], arguments.data(), variables.data());
    _exit(127);
  }
}

Terminal::~Terminal() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(terminal_);
}

bool Terminal::Shows(const std::string& text) {
  const absl::Time end = absl::Now() + kPatience;
  while (true) {
    if (const std::size_t found = screen_.find(text, seen_); found != std::string::npos) {
      seen_ = found + text.size();
      return true;
    }
    if (absl::Now() > end || !Read()) return false;
  }
}

void Terminal::Type(const std::string& keys) const {
  if (write(terminal_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) std::abort();
}

int Terminal::Wait() {
  while (Read()) {
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool Terminal::Read() {
  pollfd ready{terminal_, POLLIN, 0};
  if (poll(&ready, 1, static_cast<int>(absl::ToInt64Milliseconds(kPatience))) <= 0) return false;
  std::array<char, 4096> buffer{};
  // Fails when the program has ended.
  const ssize_t got = read(terminal_, buffer.data(), buffer.size());
  if (got <= 0) return false;
  screen_.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

}  // namespace tutorat::tests
