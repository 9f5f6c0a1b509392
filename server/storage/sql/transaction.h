// Read and write transactions over any sql::Connection. Knows resources only through schema.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/storage/sql/connection.h"
#include "server/storage/sql/memo.h"
#include "server/storage/sql/schema.h"
#include "server/storage/store.h"
#include "tutorat/v1/stored_record.pb.h"

namespace tutorat::storage::sql {

// What is known of a transaction; of writes that are committed together, of all of them.
struct TransactionState {
  explicit TransactionState(Memo& known) : memo(&known) {}
  // To what it was before a part of the transaction that is rolled back.
  void Undo(const TransactionState& before) {
    head = before.head;
    redacted = before.redacted;
    changes = before.changes;
  }

  Memo* memo;
  // Of a look without a transaction: what is not remembered ends it with RunAgain.
  bool remembered_only = false;
  // Of the snapshot; of a write, before it. -1: not asked for yet.
  int64_t revision = -1;
  // Of a write: the end of the audit's chain, locked, as it is to be stored at the end.
  v1::AuditMark head;
  Memo::Types written;    // what the memo does not know of any more
  int64_t changes = 0;    // writes that are done and changed something
  bool changed = false;   // the write that is not done yet did
  bool redacted = false;  // what was replaced must go from the files too, once this is committed
};

// Keeps all other writers of the database waiting until the transaction ends, and reads the head.
absl::Status LockHead(Connection& connection, TransactionState* state);
absl::Status StoreHead(Connection& connection, TransactionState* state);

// Does not begin or end anything: the store that owns the connection does.
class SqlTransaction final : public WriteTransaction {
 public:
  SqlTransaction(Connection& connection, Access access, TransactionState& state)
      : connection_(connection), access_(access), state_(state) {}

  absl::Status Get(absl::string_view name, google::protobuf::Message* resource) override;
  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> ListMessages(
      const google::protobuf::Message& type, const Filter& filter) override;
  absl::Status ForEachMessage(const google::protobuf::Message& type, const Filter& filter, const Selection& selection,
                              absl::FunctionRef<void(const google::protobuf::Message&)> each) override;
  absl::StatusOr<bool> IsReferenced(absl::string_view name) override;
  absl::StatusOr<int64_t> Revision() override;

  absl::Status Insert(const google::protobuf::Message& resource) override;
  absl::Status Update(const google::protobuf::Message& resource) override;
  absl::StatusOr<int64_t> Purge(absl::Time now) override;
  absl::StatusOr<int64_t> DropAuditEntries(absl::string_view last) override;
  absl::Status Redact(const google::protobuf::Message& resource) override;

 private:
  using ByOwner = std::map<std::string, google::protobuf::Message*, std::less<>>;

  void NoteChange(const google::protobuf::Descriptor* type);
  // Whether rows of the type are remembered, and this transaction has changed none. Asks for the revision if need be.
  absl::StatusOr<bool> IsKnown(const google::protobuf::Descriptor* type);
  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> Select(const google::protobuf::Message& type,
                                                                                 const Filter& filter);
  // Adds the rows of `child` to the messages that own them. `owners` is a SELECT of their names, or empty when there is
  // one owner only, whose name is the one parameter.
  absl::Status LoadChildren(const ChildTable& child, const std::string& owners, absl::Span<const Value> parameters,
                            const ByOwner& by_owner);
  absl::Status InsertChildren(const ChildTable& child, const std::string& owner,
                              const google::protobuf::Message& parent);

  Connection& connection_;
  Access access_;
  TransactionState& state_;
};

}  // namespace tutorat::storage::sql
