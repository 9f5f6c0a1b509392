// Read and write transactions over any sql::Connection. Knows resources only through schema.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/storage/sql/connection.h"
#include "server/storage/sql/schema.h"
#include "server/storage/store.h"

namespace tutorat::storage::sql {

enum class Access { kRead, kWrite };

// Does not begin or end anything: the store that owns the connection does.
class SqlTransaction final : public WriteTransaction {
 public:
  SqlTransaction(Connection& connection, Access access) : connection_(connection), access_(access) {}

  absl::Status Get(absl::string_view name, google::protobuf::Message* resource) override;
  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> ListMessages(
      const google::protobuf::Message& type, const Filter& filter) override;
  absl::StatusOr<bool> IsReferenced(absl::string_view name) override;

  absl::Status LockWriters() override;
  absl::Status GetForShare(absl::string_view name, google::protobuf::Message* resource) override;
  absl::Status Insert(const google::protobuf::Message& resource) override;
  absl::Status Update(const google::protobuf::Message& resource) override;
  absl::StatusOr<int64_t> Purge(absl::Time now) override;
  absl::StatusOr<int64_t> DropAuditEntries(absl::string_view last) override;
  absl::Status Redact(const google::protobuf::Message& resource) override;

  // Whether a request id for which this transaction found no answer has got one since: then the same request was served
  // at the same moment, and what went wrong here (the name exists, the etag is old) is its doing.
  absl::StatusOr<bool> AnsweredMeanwhile();

  // Whether something was redacted: what it replaced must go from the files too, once this is committed.
  bool redacted() const { return redacted_; }

 private:
  using ByOwner = std::map<std::string, google::protobuf::Message*, std::less<>>;

  // Of a filter that found no stored response.
  void NoteUnanswered(const Filter& filter);
  // The resource's own row, the SELECT ended by `lock`. NOT_FOUND.
  absl::Status SelectRow(absl::string_view name, const char* lock, google::protobuf::Message* resource);
  // Adds the rows of `child` to the messages that own them. `owners` is a SELECT of their names, or empty when there is
  // one owner only, whose name is the one parameter.
  absl::Status LoadChildren(const ChildTable& child, const std::string& owners, absl::Span<const Value> parameters,
                            const ByOwner& by_owner);
  absl::Status InsertChildren(const ChildTable& child, const std::string& owner,
                              const google::protobuf::Message& parent);

  Connection& connection_;
  Access access_;
  bool redacted_ = false;
  std::string unanswered_;  // the first request id for which there was no answer
};

}  // namespace tutorat::storage::sql
