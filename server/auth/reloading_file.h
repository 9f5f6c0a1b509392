#pragma once

#include <cstdint>
#include <ctime>
#include <string>

#include "absl/status/statusor.h"

namespace tutorat::api {

// A small file that somebody may replace at any time: keys, certificates. Used by one thread at a time.
class ReloadingFile {
 public:
  explicit ReloadingFile(std::string path) : path_(std::move(path)) {}

  // Reads it when it may have changed since. True when its content is another than before, so the first time too.
  // NOT_FOUND or FAILED_PRECONDITION, which name it, when it is no file of 1 to 1,048,576 bytes; what was read before
  // is kept.
  absl::StatusOr<bool> Refresh();

  const std::string& path() const { return path_; }
  const std::string& content() const { return content_; }

 private:
  // What tells one state of a file from another without reading it.
  struct Stamp {
    timespec changed{};
    int64_t size = -1;
    uint64_t inode = 0;
  };

  const std::string path_;
  std::string content_;
  Stamp seen_;
  // Read long enough after its last change for the next one to have another time.
  bool settled_ = false;
};

}  // namespace tutorat::api
