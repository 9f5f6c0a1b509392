// Reads and appends the file of erasures beside the data: one line of JSON each, without names. It is what a backup
// that is restored does not take back.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/handlers/privacy/personal_data.h"
#include "server/storage/store.h"

namespace tutorat::app {

class ErasureFile final : public api::ErasureLog {
 public:
  // erasures.jsonl in the data folder; made with the first erasure, readable by its owner only.
  explicit ErasureFile(std::string path) : path_(std::move(path)) {}

  // What was cut off while it was written is taken out of the file.
  absl::Status Note(const std::vector<v1::Erasure>& erasures) override;

  // All of them; none when there is no file. DATA_LOSS, with the file and the line, when one is no erasure, but for a
  // last line that was cut off while it was written; INTERNAL, with the file, when it cannot be read.
  absl::StatusOr<std::vector<v1::Erasure>> Read();

 private:
  struct Content {
    std::vector<v1::Erasure> erasures;
    std::string text;  // without a last line that was cut off
  };
  absl::StatusOr<Content> ReadLocked() const;

  std::mutex mutex_;
  const std::string path_;
};

// Erases again what a backup brought back, and notes in the file what only the store knows. Until it is done no call is
// answered. Failures are logged too.
absl::Status ReapplyErasures(storage::Store& store, ErasureFile& file);
// What calls are answered until then, if the store answers.
absl::Status ErasuresNotReapplied();

}  // namespace tutorat::app
