#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/page_token.h"
#include "server/handlers/resources/standard_methods.h"
#include "server/handlers/sessions/record_writer.h"
#include "server/handlers/sessions/session_correction.h"
#include "server/handlers/sessions/session_recorder.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {
namespace {

absl::StatusOr<v1::RecordSessionResponse> RecordSession(CallContext& context, const v1::RecordSessionRequest& request) {
  v1::RecordSessionResponse response;
  const auto write = [&](storage::WriteTransaction& transaction) -> absl::Status {
    ReferenceResolver directory(transaction, context.now, /*create_missing=*/false);
    std::vector<domain::Violation> violations = CheckRequest(request);
    if (!violations.empty()) return domain::InvalidFields(violations);
    ASSIGN_OR_RETURN(const auto recorded,
                     request.session().empty()
                         ? Record(transaction, directory, request.record(), /*spoken=*/nullptr, context.now)
                         : Correct(transaction, directory, request, context.now));
    violations = recorded.violations;
    for (domain::Violation& violation : violations) violation.field.insert(0, "record.");
    if (!violations.empty()) return domain::InvalidFields(violations);
    *response.mutable_session() = recorded.session;
    response.mutable_session()->set_etag(domain::Etag(recorded.session));
    for (const domain::Warning& warning : recorded.warnings) {
      *response.add_warnings() = ToWarning(warning, context.language);
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(IdempotentWrite(context, request, &response, write, Repetition::kTellsItself));
  return response;
}

absl::StatusOr<v1::GetSessionRecordResponse> GetSessionRecord(CallContext& context,
                                                              const v1::GetSessionRecordRequest& request) {
  v1::GetSessionRecordResponse response;
  absl::Status status = context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) {
    ASSIGN_OR_RETURN(const auto session, transaction.Get<v1::Session>(request.name()));
    RecordWriter writer(transaction);
    ASSIGN_OR_RETURN(*response.mutable_record(), writer.Write(session));
    ASSIGN_OR_RETURN(*response.mutable_turnout(), writer.CountTurnout(session));
    response.set_etag(session.etag());
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::ListSessionRecordsResponse> ListSessionRecords(CallContext& context,
                                                                  const v1::ListSessionRecordsRequest& request) {
  // Its fields are those of ListSessions, with their numbers.
  v1::ListSessionsRequest list;
  list.ParseFromString(request.SerializeAsString());
  v1::ListSessionsResponse page;
  RETURN_IF_ERROR(ListPage(context, list, Items::kKeep, &page));
  v1::ListSessionRecordsResponse response;
  // After the sessions: whom they name is there.
  absl::Status status = context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) {
    RecordWriter writer(transaction);
    response.Clear();
    response.set_next_page_token(page.next_page_token());
    size_t bytes = 0;
    for (const v1::Session& session : page.sessions()) {
      ASSIGN_OR_RETURN(auto record, writer.Write(session));
      bytes += session.ByteSizeLong() + record.ByteSizeLong();
      if (bytes > kMostBytesOfPage && !response.records().empty()) {
        response.set_next_page_token(domain::MakePageToken(list, response.records().rbegin()->session().name()));
        break;
      }
      v1::NamedRecord* named = response.add_records();
      ASSIGN_OR_RETURN(*named->mutable_turnout(), writer.CountTurnout(session));
      *named->mutable_session() = session;
      *named->mutable_record() = std::move(record);
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

const Registered<&RecordSession> kRecordSession;
const Registered<&GetSessionRecord> kGetSessionRecord;
const Registered<&ListSessionRecords> kListSessionRecords;

}  // namespace
}  // namespace tutorat::api
