#include "client/cli/session/record_sorter.h"

#include <algorithm>
#include <cerrno>
#include <queue>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "google/protobuf/io/zero_copy_stream_impl.h"
#include "google/protobuf/util/delimited_message_util.h"
#include "proto/natural_order.h"
#include "proto/status_macros.h"

namespace tutorat::cli {
namespace {

constexpr size_t kRecordsAtOnce = 1000;

absl::Status SpoolError() { return absl::ErrnoToStatus(errno, "TMPDIR"); }

bool IsBefore(const v1::NamedRecord& a, const v1::NamedRecord& b) {
  const auto key = [](const v1::NamedRecord& one) {
    int number = 0;
    if (!absl::SimpleAtoi(one.record().group(), &number)) number = 0;
    return std::tuple<int64_t, int32_t, contract::Natural, int, const std::string&, const std::string&>(
        one.session().start_time().seconds(), one.session().start_time().nanos(),
        contract::Natural{one.record().wave()}, number, one.session().themes(), one.session().name());
  };
  return key(a) < key(b);
}

// A sorted part, read from its beginning.
class PartReader {
 public:
  explicit PartReader(int file) : input_(file) {}

  // False at its end.
  absl::StatusOr<bool> Next() {
    bool at_end = false;
    if (google::protobuf::util::ParseDelimitedFromZeroCopyStream(&record, &input_, &at_end)) return true;
    if (at_end) return false;
    errno = input_.GetErrno() == 0 ? EIO : input_.GetErrno();
    return SpoolError();
  }

  v1::NamedRecord record;

 private:
  google::protobuf::io::FileInputStream input_;
};

// Hands on what it collects, a thousand at a time.
class Batches {
 public:
  explicit Batches(const std::function<absl::Status(absl::Span<const v1::SessionRecord>)>& use) : use_(use) {}

  absl::Status Add(v1::NamedRecord record) {
    batch_.push_back(std::move(*record.mutable_record()));
    return batch_.size() < kRecordsAtOnce ? absl::OkStatus() : Flush();
  }
  absl::Status Flush() {
    if (batch_.empty()) return absl::OkStatus();
    absl::Status status = use_(batch_);
    batch_.clear();
    return status;
  }

 private:
  const std::function<absl::Status(absl::Span<const v1::SessionRecord>)>& use_;
  std::vector<v1::SessionRecord> batch_;
};

}  // namespace

void SortRecords(std::vector<v1::NamedRecord>& records) { std::sort(records.begin(), records.end(), IsBefore); }

absl::Status RecordSorter::Add(v1::NamedRecord record) {
  part_.push_back(std::move(record));
  return part_.size() < records_of_part_ ? absl::OkStatus() : StorePart();
}

absl::Status RecordSorter::StorePart() {
  SortRecords(part_);
  File file(std::tmpfile());
  if (file == nullptr) return SpoolError();
  google::protobuf::io::FileOutputStream output(fileno(file.get()));
  for (const v1::NamedRecord& record : part_) {
    if (!google::protobuf::util::SerializeDelimitedToZeroCopyStream(record, &output)) break;
  }
  if (!output.Flush() || output.GetErrno() != 0) {
    errno = output.GetErrno();
    return SpoolError();
  }
  part_.clear();
  parts_.push_back(std::move(file));
  return absl::OkStatus();
}

absl::Status RecordSorter::ForEach(const std::function<absl::Status(absl::Span<const v1::SessionRecord>)>& use) {
  Batches batches(use);
  SortRecords(part_);
  if (parts_.empty()) {
    for (v1::NamedRecord& record : part_) RETURN_IF_ERROR(batches.Add(std::move(record)));
    return batches.Flush();
  }
  if (!part_.empty()) RETURN_IF_ERROR(StorePart());
  const auto is_after = [](const PartReader* a, const PartReader* b) { return IsBefore(b->record, a->record); };
  std::vector<std::unique_ptr<PartReader>> readers;
  std::priority_queue<PartReader*, std::vector<PartReader*>, decltype(is_after)> next(is_after);
  for (const File& file : parts_) {
    if (std::fseek(file.get(), 0, SEEK_SET) != 0) return SpoolError();
    readers.push_back(std::make_unique<PartReader>(fileno(file.get())));
    ASSIGN_OR_RETURN(const bool some, readers.back()->Next());
    if (some) next.push(readers.back().get());
  }
  while (!next.empty()) {
    PartReader* reader = next.top();
    next.pop();
    RETURN_IF_ERROR(batches.Add(std::move(reader->record)));
    ASSIGN_OR_RETURN(const bool more, reader->Next());
    if (more) next.push(reader);
  }
  return batches.Flush();
}

}  // namespace tutorat::cli
