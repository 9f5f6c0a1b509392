#include "server/storage/records.h"

#include "proto/status_macros.h"

namespace tutorat::storage {

absl::StatusOr<std::optional<v1::StoredResponse>> FindStoredResponse(ReadTransaction& transaction,
                                                                     const std::string& request_id) {
  ASSIGN_OR_RETURN(auto found, transaction.List<v1::StoredResponse>(Filter().Is("name", request_id)));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

absl::StatusOr<v1::AuditMark> GetAuditMark(ReadTransaction& transaction, absl::string_view name) {
  v1::AuditMark mark;
  const absl::Status status = transaction.Get(name, &mark);
  mark.set_name(std::string(name));
  if (!status.ok() && !absl::IsNotFound(status)) return status;
  return mark;
}

absl::Status SetAuditMark(WriteTransaction& transaction, const v1::AuditMark& mark) {
  absl::Status status = transaction.Update(mark);
  return absl::IsNotFound(status) ? transaction.Insert(mark) : status;
}

}  // namespace tutorat::storage
