#include "server/api/audit_service.h"

#include "server/api/standard.h"
#include "server/domain/audit.h"

namespace tutorat::api {
namespace {

void WithoutPersonalValues(v1::AuditEntry* entry) {
  for (v1::AuditChange& change : *entry->mutable_changes()) domain::ForgetPersonalValues(&change);
}

}  // namespace

absl::StatusOr<v1::GetAuditEntryResponse> GetAuditEntry(CallContext& context, const v1::GetAuditEntryRequest& request) {
  v1::GetAuditEntryResponse response;
  absl::Status status = StandardHandler(v1::METHOD_KIND_GET)(context, request, &response);
  if (!status.ok()) return status;
  WithoutPersonalValues(response.mutable_audit_entry());
  return response;
}

absl::StatusOr<v1::ListAuditEntriesResponse> ListAuditEntries(CallContext& context,
                                                              const v1::ListAuditEntriesRequest& request) {
  v1::ListAuditEntriesResponse response;
  absl::Status status = ListPage(context, request, Items::kKeep, &response);
  if (!status.ok()) return status;
  for (v1::AuditEntry& entry : *response.mutable_audit_entries()) WithoutPersonalValues(&entry);
  return response;
}

}  // namespace tutorat::api
