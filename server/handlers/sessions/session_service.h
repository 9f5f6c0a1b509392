#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {

absl::StatusOr<v1::RecordSessionResponse> RecordSession(CallContext& context, const v1::RecordSessionRequest& request);
absl::StatusOr<v1::GetSessionRecordResponse> GetSessionRecord(CallContext& context,
                                                              const v1::GetSessionRecordRequest& request);
absl::StatusOr<v1::ListSessionRecordsResponse> ListSessionRecords(CallContext& context,
                                                                  const v1::ListSessionRecordsRequest& request);
absl::StatusOr<v1::ImportSessionsResponse> ImportSessions(CallContext& context,
                                                          const v1::ImportSessionsRequest& request);

}  // namespace tutorat::api
