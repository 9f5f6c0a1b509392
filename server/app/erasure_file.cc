#include "server/app/erasure_file.h"

#include <fcntl.h>
#include <google/protobuf/util/json_util.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/domain/base/error.h"

namespace tutorat::app {
namespace {

constexpr absl::Duration kEraseAgainTime = absl::Minutes(10);

absl::Status FileError(const std::string& what, const std::string& path) {
  const int number = errno;
  spdlog::error("event=erasure_file_failed path=\"{}\" what={} error=\"{}\"", path, what, std::strerror(number));
  return absl::InternalError(absl::StrCat(path, ": ", what, ": ", std::strerror(number)));
}

// The name of a new file is on disk when its folder is.
absl::Status SyncFolderOf(const std::string& path) {
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return FileError("open", folder);
  const bool synced = fsync(file) == 0;
  absl::Status status = synced ? absl::OkStatus() : FileError("fsync", folder);
  close(file);
  return status;
}

// Keeps the first `kept` bytes, and adds the text.
absl::Status AppendDurably(const std::string& path, size_t kept, absl::string_view text) {
  std::error_code made;  // what went wrong, open tells
  std::filesystem::create_directories(std::filesystem::absolute(path).parent_path(), made);
  const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return FileError("open", path);
  absl::Status status = ftruncate(file, static_cast<off_t>(kept)) == 0 ? absl::OkStatus() : FileError("cut", path);
  while (!text.empty() && status.ok()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) status = FileError("write", path);
    if (written > 0) text.remove_prefix(static_cast<size_t>(written));
  }
  if (status.ok() && fsync(file) != 0) status = FileError("fsync", path);
  close(file);
  return status.ok() ? SyncFolderOf(path) : status;
}

}  // namespace

absl::StatusOr<ErasureFile::Content> ErasureFile::ReadLocked() const {
  Content read;
  std::error_code error;
  const auto size = std::filesystem::file_size(path_, error);
  if (error == std::errc::no_such_file_or_directory) return read;
  errno = error.value();
  if (error) return FileError("read", path_);
  std::ifstream in(path_, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  std::string text = content.str();
  if (!in || text.size() != size) return FileError("read", path_);
  size_t line_number = 0;
  size_t cut_off = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    if (line.empty()) continue;
    v1::Erasure erasure;
    if (google::protobuf::util::JsonStringToMessage({line.data(), line.size()}, &erasure).ok()) {
      read.erasures.push_back(std::move(erasure));
    } else if (line.data() + line.size() != text.data() + text.size()) {
      return absl::DataLossError(
          absl::StrCat(path_, ", line ", line_number, ": is no erasure; restore the file, or take the line out"));
    } else {
      cut_off = line.size();
    }
  }
  text.resize(text.size() - cut_off);
  read.text = std::move(text);
  return read;
}

absl::StatusOr<std::vector<v1::Erasure>> ErasureFile::Read() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ASSIGN_OR_RETURN(auto read, ReadLocked());
  return std::move(read.erasures);
}

absl::Status ErasureFile::Note(const std::vector<v1::Erasure>& erasures) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto noted = ReadLocked();
  if (!noted.ok()) {
    spdlog::error("event=erasure_file_failed why=\"{}\"", std::string(noted.status().message()));
    return noted.status();
  }
  std::set<std::string> known;
  for (const v1::Erasure& erasure : noted->erasures) known.insert(erasure.name());
  std::string lines;
  for (const v1::Erasure& erasure : erasures) {
    if (!known.insert(erasure.name()).second) continue;
    std::string json;
    const auto printed = google::protobuf::util::MessageToJsonString(erasure, &json);
    if (!printed.ok()) return absl::InternalError("an erasure has no JSON form");
    absl::StrAppend(&lines, json, "\n");
  }
  if (lines.empty()) return absl::OkStatus();
  if (!noted->text.empty() && noted->text.back() != '\n') lines.insert(0, "\n");
  return AppendDurably(path_, noted->text.size(), lines);
}

absl::Status ErasuresNotReapplied() {
  return domain::MakeError(absl::StatusCode::kUnavailable, "ERASURES_NOT_REAPPLIED",
                           {.en = "the server has not yet erased again what a backup may have brought back: try again "
                                  "in a moment; its log says what hinders it",
                            .fr = "le serveur n'a pas encore effacé de nouveau ce qu'une sauvegarde a pu ramener : "
                                  "réessayer dans un instant ; son journal dit ce qui l'en empêche"});
}

absl::Status ReapplyErasures(storage::Store& store, ErasureFile& file) {
  const absl::Time now = absl::Now();
  const absl::Time deadline = now + kEraseAgainTime;
  std::vector<v1::Erasure> stored;
  absl::Status status = store.Read(deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(stored, transaction.List<v1::Erasure>({}));
    return absl::OkStatus();
  });
  if (status.ok()) status = file.Note(stored);
  if (status.ok()) {
    const auto noted = file.Read();
    if (!noted.ok()) {
      status = noted.status();
    } else if (!noted->empty()) {
      const auto done = api::ReapplyErasures(store, *noted, now, deadline);
      if (done.value_or(0) > 0) spdlog::info("event=erased_again people={}", *done);
      status = done.status();
    }
  }
  if (!status.ok()) spdlog::error("event=erase_again_failed why=\"{}\"", std::string(status.message()));
  return status;
}

}  // namespace tutorat::app
