#include "client/cli/shell/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>

namespace tutorat::cli {
namespace {

constexpr mode_t kDefaultMode = 0666;
constexpr mode_t kOwnerOnly = 0600;

absl::Status SystemError(const std::string& path) { return absl::ErrnoToStatus(errno, path); }

absl::Status WriteAll(int file, const std::string& content, const std::string& path) {
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t written = write(file, content.data() + done, content.size() - done);
    if (written < 0 && errno != EINTR) return SystemError(path);
    if (written > 0) done += static_cast<size_t>(written);
  }
  return absl::OkStatus();
}

absl::Status WriteDirectly(const std::string& path, const std::string& content) {
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return SystemError(path);
  absl::Status status = WriteAll(file, content, path);
  if (close(file) != 0 && status.ok()) status = SystemError(path);
  return status;
}

// What a new file would get, since mkstemp gives the owner only.
mode_t NewFileMode() {
  const mode_t mask = umask(0);
  umask(mask);
  return kDefaultMode & ~mask;
}

absl::Status WriteThenRename(const std::string& path, const std::string& content, mode_t mode) {
  std::string next = path + ".XXXXXX";
  const int file = mkostemp(next.data(), O_CLOEXEC);
  if (file < 0) return SystemError(path);
  absl::Status status = WriteAll(file, content, path);
  if (status.ok() && (fchmod(file, mode) != 0 || fsync(file) != 0)) status = SystemError(path);
  if (close(file) != 0 && status.ok()) status = SystemError(path);
  if (status.ok() && rename(next.c_str(), path.c_str()) != 0) status = SystemError(path);
  if (!status.ok()) unlink(next.c_str());
  return status;
}

absl::Status WriteFile(const std::string& path, const std::string& content) {
  struct stat existing = {};
  if (stat(path.c_str(), &existing) != 0) return WriteThenRename(path, content, NewFileMode());
  if (!S_ISREG(existing.st_mode)) return WriteDirectly(path, content);
  // Behind a link, the file is replaced, not the link.
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  if (error) return absl::ErrnoToStatus(error.value(), path);
  return WriteThenRename(target.string(), content, existing.st_mode & 07777U);
}

}  // namespace

absl::Status WriteSecretFile(const std::string& path, const std::string& content) {
  struct stat existing = {};
  if (stat(path.c_str(), &existing) == 0 && !S_ISREG(existing.st_mode)) return WriteDirectly(path, content);
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return absl::ErrnoToStatus(error.value(), folder.string());
  return WriteThenRename(path, content, kOwnerOnly);
}

int WriteOutput(Context& context, const std::string& path, const std::string& content) {
  absl::Status status;
  if (!path.empty()) {
    status = WriteFile(path, content);
  } else if (!(context.out << content << std::flush)) {
    status = SystemError(std::string(context.Text("la sortie standard", "standard output")));
  }
  if (status.ok()) return kExitDone;
  return context.Fail(
      absl::UnknownError(format::Say(context.language, "impossible d'écrire $0", "cannot write $0", status.message())));
}

}  // namespace tutorat::cli
