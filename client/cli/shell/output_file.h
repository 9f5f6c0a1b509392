#pragma once

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/cli/shell/context.h"

namespace tutorat::cli {

// The file of --output or, when `path` is empty, the context's output, written piece by piece. A file is there whole,
// once it is closed, or stays as it was; a new one has the permissions of the umask. A device or a pipe is written to
// directly. Errors name the path and what the system said.
class OutputFile {
 public:
  OutputFile(Context& context, std::string path) : context_(context), path_(std::move(path)) {}
  // What was not closed is gone.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  absl::Status Open();
  // A file that only its owner can read, whatever was there before; its folders are made.
  absl::Status OpenSecret();
  absl::Status Write(absl::string_view content);
  absl::Status Close();

 private:
  absl::Status OpenDirectly();
  absl::Status OpenNext(const std::string& target, mode_t mode);

  Context& context_;
  const std::string path_;
  std::string target_;  // that the next one replaces
  std::string next_;
  mode_t mode_ = 0;
  int file_ = -1;
};

// Writes all of what a command gives, as an OutputFile. Says what goes wrong. Returns an exit code.
int WriteOutput(Context& context, const std::string& path, const std::string& content);
// Says it. Returns the exit code.
int CannotWrite(Context& context, const absl::Status& status);

// Writes a secret, or what is held on a person (OutputFile::OpenSecret).
absl::Status WriteSecretFile(Context& context, const std::string& path, const std::string& content);

}  // namespace tutorat::cli
