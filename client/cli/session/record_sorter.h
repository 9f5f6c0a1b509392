#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::cli {

// By start, then wave and group number, then themes: in the same order whichever server they come from.
void SortRecords(std::vector<v1::NamedRecord>& records);

// Sorts so, in bounded memory, however many there are: what is more than a part waits, sorted, in temporary files that
// nobody else sees and that go with the program. Errors say what the system said.
class RecordSorter {
 public:
  explicit RecordSorter(size_t records_of_part = 10000) : records_of_part_(records_of_part) {}

  absl::Status Add(v1::NamedRecord record);

  // All of them, in order, a thousand at a time; once, after the last one was added. Stops at the first error of `use`.
  absl::Status ForEach(const std::function<absl::Status(absl::Span<const v1::SessionRecord> records)>& use);

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, CloseFile>;

  absl::Status StorePart();

  const size_t records_of_part_;
  std::vector<v1::NamedRecord> part_;
  std::vector<File> parts_;
};

}  // namespace tutorat::cli
