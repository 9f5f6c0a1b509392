// A store and a transaction that pass everything on: the bases of those that add something.
#pragma once

#include "server/storage/store.h"

namespace tutorat::storage {

class ForwardingStore : public Store {
 public:
  // `base` outlives it.
  explicit ForwardingStore(Store& base) : base_(base) {}

  absl::Status Read(absl::Time deadline, ReadFunction f) override { return base_.Read(deadline, f); }
  absl::Status Write(absl::Time deadline, WriteFunction f) override { return base_.Write(deadline, f); }
  absl::Status Draft(absl::Time deadline, WriteFunction f) override { return base_.Draft(deadline, f); }
  absl::StatusOr<std::vector<std::string>> Migrate() override { return base_.Migrate(); }
  absl::Status Check() override { return base_.Check(); }
  std::string Description() override { return base_.Description(); }

 protected:
  Store& base_;
};

class ForwardingTransaction : public WriteTransaction {
 public:
  explicit ForwardingTransaction(WriteTransaction& base) : base_(base) {}

  absl::Status Get(absl::string_view name, google::protobuf::Message* resource) override {
    return base_.Get(name, resource);
  }
  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> ListMessages(
      const google::protobuf::Message& type, const Filter& filter) override {
    return base_.ListMessages(type, filter);
  }
  absl::Status ForEachMessage(const google::protobuf::Message& type, const Filter& filter, const Selection& selection,
                              absl::FunctionRef<void(const google::protobuf::Message&)> each) override {
    return base_.ForEachMessage(type, filter, selection, each);
  }
  absl::StatusOr<bool> IsReferenced(absl::string_view name) override { return base_.IsReferenced(name); }
  absl::StatusOr<int64_t> Revision() override { return base_.Revision(); }
  absl::Status Insert(const google::protobuf::Message& resource) override { return base_.Insert(resource); }
  absl::Status Update(const google::protobuf::Message& resource) override { return base_.Update(resource); }
  absl::StatusOr<int64_t> Purge(absl::Time now) override { return base_.Purge(now); }
  absl::StatusOr<int64_t> DropAuditEntries(absl::string_view last) override { return base_.DropAuditEntries(last); }
  absl::Status Redact(const google::protobuf::Message& resource) override { return base_.Redact(resource); }

 protected:
  WriteTransaction& base_;
};

}  // namespace tutorat::storage
