#include "client/lib/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"

namespace tutorat::client {
namespace {

// Sessions name people: nobody else's business.
constexpr mode_t kOwnerOnly = 0600;

absl::Status SystemError(const std::string& path) { return absl::ErrnoToStatus(errno, path); }

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  const int number_;
};

absl::Status WriteAll(int descriptor, absl::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return SystemError(path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fsync(descriptor) != 0) return SystemError(path);
  return absl::OkStatus();
}

std::string Folder(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(Folder(path), error);
  if (error) return absl::ErrnoToStatus(error.value(), Folder(path));
  return absl::OkStatus();
}

// Without it a new name may be gone after a power cut, though the file's content is on disk.
absl::Status SyncFolder(const std::string& path) {
  const Descriptor folder(open(Folder(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok() || fsync(folder.number()) != 0) return SystemError(Folder(path));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok() && errno == ENOENT) return "";
  if (!file.ok()) return SystemError(path);
  std::string content;
  char buffer[1 << 16];
  while (true) {
    const ssize_t got = read(file.number(), buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(path);
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
  }
}

absl::Status AppendLine(const std::string& path, absl::string_view line) {
  RETURN_IF_ERROR(MakeFolder(path));
  ASSIGN_OR_RETURN(std::string before, ReadFile(path));
  const Descriptor file(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kOwnerOnly));
  if (!file.ok()) return SystemError(path);
  // A crash may have cut the last line short: the new one must not become its end.
  const bool cut_short = !before.empty() && !absl::EndsWith(before, "\n");
  RETURN_IF_ERROR(WriteAll(file.number(), absl::StrCat(cut_short ? "\n" : "", line, "\n"), path));
  return before.empty() ? SyncFolder(path) : absl::OkStatus();
}

absl::Status ReplaceFile(const std::string& path, absl::string_view content) {
  const std::string next = path + ".new";
  {
    const Descriptor file(open(next.c_str(), O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, kOwnerOnly));
    if (!file.ok()) return SystemError(next);
    RETURN_IF_ERROR(WriteAll(file.number(), content, next));
  }
  if (rename(next.c_str(), path.c_str()) != 0) return SystemError(path);
  return SyncFolder(path);
}

absl::StatusOr<FileLock> FileLock::Acquire(const std::string& path) {
  RETURN_IF_ERROR(MakeFolder(path));
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return SystemError(path);
  FileLock lock(descriptor);
  while (flock(descriptor, LOCK_EX) != 0) {
    if (errno != EINTR) return SystemError(path);
  }
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace tutorat::client
