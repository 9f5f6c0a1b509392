#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::api {

// The standard methods, without what the entries hold of personal values: those are for exports of a person's own data.
absl::StatusOr<v1::GetAuditEntryResponse> GetAuditEntry(CallContext& context, const v1::GetAuditEntryRequest& request);
absl::StatusOr<v1::ListAuditEntriesResponse> ListAuditEntries(CallContext& context,
                                                              const v1::ListAuditEntriesRequest& request);

}  // namespace tutorat::api
