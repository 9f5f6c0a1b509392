#include "server/app/secret_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace tutorat::app {

SecretFile::~SecretFile() {
  if (file_ < 0) return;
  close(file_);
  unlink(path_.c_str());
}

absl::Status SecretFile::Wrong(absl::string_view what) const {
  return absl::FailedPreconditionError(absl::StrCat(path_, ": cannot ", what, ": ", std::strerror(errno)));
}

absl::Status SecretFile::Create() {
  file_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file_ >= 0) return absl::OkStatus();
  if (errno != EEXIST) return Wrong("be made");
  return absl::AlreadyExistsError(absl::StrCat(path_, " exists: give another name, or remove it first"));
}

absl::Status SecretFile::Write(absl::string_view text) {
  const std::string line = absl::StrCat(text, "\n");
  if (write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()) || fsync(file_) != 0) {
    return Wrong("be written");
  }
  return absl::OkStatus();
}

absl::Status SecretFile::KeepAs(const std::string& path) {
  if (path != path_ && std::rename(path_.c_str(), path.c_str()) != 0) {
    return Wrong(absl::StrCat("be renamed to ", path));
  }
  close(file_);
  file_ = -1;
  return absl::OkStatus();
}

}  // namespace tutorat::app
