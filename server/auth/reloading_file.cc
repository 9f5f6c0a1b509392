#include "server/auth/reloading_file.h"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tutorat::api {
namespace {

constexpr int64_t kLargestFile = 1 << 20;
// File systems keep times as coarse as 2 s.
constexpr absl::Duration kCoarsestTime = absl::Seconds(3);

absl::Status CannotUse(absl::StatusCode code, const std::string& path, absl::string_view why) {
  return {code, absl::StrCat(path, ": ", why)};
}

}  // namespace

absl::StatusOr<bool> ReloadingFile::Refresh() {
  struct stat now {};
  if (stat(path_.c_str(), &now) != 0) {
    return CannotUse(absl::StatusCode::kNotFound, path_, std::generic_category().message(errno));
  }
  // Any change of the content or of the inode moves the second of these times, and no program can set it back.
  const Stamp stamp{now.st_ctim, now.st_size, now.st_ino};
  const bool same = stamp.changed.tv_sec == seen_.changed.tv_sec && stamp.changed.tv_nsec == seen_.changed.tv_nsec &&
                    stamp.size == seen_.size && stamp.inode == seen_.inode;
  if (same && settled_) return false;
  if (!S_ISREG(now.st_mode)) return CannotUse(absl::StatusCode::kFailedPrecondition, path_, "is no file");
  if (stamp.size < 1 || stamp.size > kLargestFile) {
    return CannotUse(absl::StatusCode::kFailedPrecondition, path_,
                     absl::StrCat("has ", stamp.size, " bytes; 1 to ", kLargestFile, " are read"));
  }
  std::ifstream in(path_, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in || content.empty()) return CannotUse(absl::StatusCode::kFailedPrecondition, path_, "cannot be read");
  seen_ = stamp;
  settled_ = absl::Now() - absl::TimeFromTimespec(stamp.changed) > kCoarsestTime;
  if (content == content_) return false;
  content_ = std::move(content);
  return true;
}

}  // namespace tutorat::api
