#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tutorat::client {

// Files that survive a crash of the program or of the machine. Errors name the path and what the system said.

// Empty when there is none.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Appends a line, which holds no line feed, and has it on disk; creates the file, for its owner only, and its folders.
absl::Status AppendLine(const std::string& path, absl::string_view line);

// All of `content` or, after a crash, what was there before.
absl::Status ReplaceFile(const std::string& path, absl::string_view content);

// Holds, while it lives, a lock that one process at a time can have.
class FileLock {
 public:
  // Waits for the lock of `path`, a file that stays behind, empty.
  static absl::StatusOr<FileLock> Acquire(const std::string& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace tutorat::client
