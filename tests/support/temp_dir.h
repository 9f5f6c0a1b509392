#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace tutorat::tests {

// A new directory, gone with everything in it at the end of its scope.
class TempDir {
 public:
  TempDir() : path_((std::filesystem::temp_directory_path() / "tutorat-test-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace tutorat::tests
