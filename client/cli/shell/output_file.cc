#include "client/cli/shell/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>
#include <utility>

#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

constexpr mode_t kDefaultMode = 0666;
constexpr mode_t kOwnerOnly = 0600;

absl::Status SystemError(const std::string& path) { return absl::ErrnoToStatus(errno, path); }

absl::Status WriteAll(int file, absl::string_view content, const std::string& path) {
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t written = write(file, content.data() + done, content.size() - done);
    if (written < 0 && errno != EINTR) return SystemError(path);
    if (written > 0) done += static_cast<size_t>(written);
  }
  return absl::OkStatus();
}

// What a new file would get, since mkstemp gives the owner only.
mode_t NewFileMode() {
  const mode_t mask = umask(0);
  umask(mask);
  return kDefaultMode & ~mask;
}

}  // namespace

OutputFile::~OutputFile() {
  if (file_ >= 0) close(file_);
  if (!next_.empty()) unlink(next_.c_str());
}

absl::Status OutputFile::Open() {
  if (path_.empty()) return absl::OkStatus();
  struct stat existing = {};
  if (stat(path_.c_str(), &existing) != 0) return OpenNext(path_, NewFileMode());
  if (!S_ISREG(existing.st_mode)) return OpenDirectly();
  // Behind a link, the file is replaced, not the link.
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path_, error);
  if (error) return absl::ErrnoToStatus(error.value(), path_);
  return OpenNext(target.string(), existing.st_mode & 07777U);
}

absl::Status OutputFile::OpenSecret() {
  struct stat existing = {};
  if (stat(path_.c_str(), &existing) == 0 && !S_ISREG(existing.st_mode)) return OpenDirectly();
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return absl::ErrnoToStatus(error.value(), folder.string());
  return OpenNext(path_, kOwnerOnly);
}

absl::Status OutputFile::OpenDirectly() {
  file_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  return file_ < 0 ? SystemError(path_) : absl::OkStatus();
}

absl::Status OutputFile::OpenNext(const std::string& target, mode_t mode) {
  target_ = target;
  mode_ = mode;
  std::string next = target + ".XXXXXX";
  file_ = mkostemp(next.data(), O_CLOEXEC);
  if (file_ < 0) return SystemError(path_);
  next_ = next;
  return absl::OkStatus();
}

absl::Status OutputFile::Write(absl::string_view content) {
  if (!path_.empty()) return WriteAll(file_, content, path_);
  if (context_.out << content) return absl::OkStatus();
  return SystemError(std::string(context_.Text("la sortie standard", "standard output")));
}

absl::Status OutputFile::Close() {
  if (path_.empty()) {
    if (context_.out << std::flush) return absl::OkStatus();
    return SystemError(std::string(context_.Text("la sortie standard", "standard output")));
  }
  if (!next_.empty() && (fchmod(file_, mode_) != 0 || fsync(file_) != 0)) return SystemError(path_);
  if (close(std::exchange(file_, -1)) != 0) return SystemError(path_);
  if (next_.empty()) return absl::OkStatus();
  if (rename(next_.c_str(), target_.c_str()) != 0) return SystemError(path_);
  next_.clear();
  return absl::OkStatus();
}

absl::Status WriteSecretFile(Context& context, const std::string& path, const std::string& content) {
  OutputFile output(context, path);
  RETURN_IF_ERROR(output.OpenSecret());
  RETURN_IF_ERROR(output.Write(content));
  return output.Close();
}

int WriteOutput(Context& context, const std::string& path, const std::string& content) {
  OutputFile output(context, path);
  absl::Status status = output.Open();
  if (status.ok()) status = output.Write(content);
  if (status.ok()) status = output.Close();
  return status.ok() ? kExitDone : CannotWrite(context, status);
}

int CannotWrite(Context& context, const absl::Status& status) {
  return context.Fail(
      absl::UnknownError(format::Say(context.language, "impossible d'écrire $0", "cannot write $0", status.message())));
}

}  // namespace tutorat::cli
