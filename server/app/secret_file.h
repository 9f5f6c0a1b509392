// A file for a secret: only its owner reads it, from its first byte on.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tutorat::app {

// Gone again at the end of its scope unless it was kept. One thread.
class SecretFile {
 public:
  explicit SecretFile(std::string path) : path_(std::move(path)) {}
  ~SecretFile();
  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;

  // Mode 0600. ALREADY_EXISTS rather than write over another; FAILED_PRECONDITION when there is no room for it.
  absl::Status Create();
  // The text and a line feed, on the disk when it returns.
  absl::Status Write(absl::string_view text);
  // Under this name, whatever was there, or its own.
  absl::Status KeepAs(const std::string& path);
  absl::Status Keep() { return KeepAs(path_); }

 private:
  absl::Status Wrong(absl::string_view what) const;

  const std::string path_;
  int file_ = -1;
};

}  // namespace tutorat::app
