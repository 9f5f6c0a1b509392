#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "server/storage/sql/schema.h"
#include "server/storage/store.h"

namespace tutorat::storage::sql {

// What Store::Draft gives: a snapshot, and over it what was written since, kept in memory. One thread.
class DraftTransaction final : public WriteTransaction {
 public:
  // `snapshot` outlives it.
  explicit DraftTransaction(ReadTransaction& snapshot) : snapshot_(snapshot) {}

  absl::Status Get(absl::string_view name, google::protobuf::Message* resource) override;
  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> ListMessages(
      const google::protobuf::Message& type, const Filter& filter) override;
  absl::Status ForEachMessage(const google::protobuf::Message& type, const Filter& filter, const Selection& selection,
                              absl::FunctionRef<void(const google::protobuf::Message&)> each) override;
  absl::StatusOr<bool> IsReferenced(absl::string_view name) override;
  absl::StatusOr<int64_t> Revision() override { return snapshot_.Revision(); }

  absl::Status Insert(const google::protobuf::Message& resource) override;
  absl::Status Update(const google::protobuf::Message& resource) override;
  absl::StatusOr<int64_t> Purge(absl::Time now) override;
  absl::StatusOr<int64_t> DropAuditEntries(absl::string_view last) override;
  absl::Status Redact(const google::protobuf::Message& resource) override { return Update(resource); }

 private:
  using Found = std::set<const google::protobuf::Message*>;
  using ByValue = std::map<std::string, Found, std::less<>>;

  // What was written of one type.
  struct Written {
    std::map<std::string, std::unique_ptr<google::protobuf::Message>, std::less<>> by_name;
    // By the values of the columns that lists are narrowed by.
    std::map<const Column*, ByValue> index;
    bool replaces_stored = false;
  };

  absl::StatusOr<bool> IsStored(const google::protobuf::Message& type, const std::string& name);
  void Keep(const google::protobuf::Message& resource, Written* written);
  // Those that may satisfy the filter: all that do, and perhaps others.
  static std::vector<const google::protobuf::Message*> Candidates(const Written& written, const Filter& filter);
  // Those that do, in the order of names, as the filter wants them.
  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> Matching(const Table& table,
                                                                                   const Written& written,
                                                                                   const Filter& filter);
  absl::StatusOr<bool> Satisfies(const Table& table, const google::protobuf::Message& resource, const Filter& filter);
  absl::StatusOr<bool> Satisfies(const Table& table, const google::protobuf::Message& resource, const Term& term);

  ReadTransaction& snapshot_;
  std::map<const google::protobuf::Descriptor*, Written> written_;
};

}  // namespace tutorat::storage::sql
