#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/validate.h"
#include "server/handlers/resources/standard_methods.h"
#include "server/handlers/sessions/record_writer.h"
#include "server/handlers/sessions/session_correction.h"
#include "server/handlers/sessions/session_recorder.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {
namespace {

// An import says how far it is every so many rows.
constexpr int kRowsPerProgress = 100;

// A row's request id stands for the RecordSession call that would store the row.
constexpr char kRecordMethod[] = "tutorat.v1.SessionService.RecordSession";

class Import {
 public:
  Import(CallContext& context, storage::WriteTransaction& transaction, const v1::ImportSessionsRequest& request)
      : context_(context),
        transaction_(transaction),
        request_(request),
        directory_(transaction, context.now, /*create_missing=*/true) {}

  absl::StatusOr<v1::ImportReport> Run() {
    v1::ImportSessionsResponse progress;
    progress.set_rows_total(request_.rows_size());
    for (const v1::ImportRow& row : request_.rows()) {
      v1::ImportResult* result = report_.add_results();
      result->set_line(row.line());
      RETURN_IF_ERROR(context_.CheckWanted());
      RETURN_IF_ERROR(RunRow(row, result));
      Count(*result);
      for (; created_seen_ < directory_.created().size(); ++created_seen_) {
        v1::CreatedResource* created = report_.add_created();
        created->set_collection(directory_.created()[created_seen_].collection);
        created->set_label(directory_.created()[created_seen_].label);
        created->set_line(row.line());
      }
      progress.set_rows_done(progress.rows_done() + 1);
      if (progress.rows_done() % kRowsPerProgress == 0) context_.send(progress);
    }
    report_.set_applied(report_.error_count() == 0 && !request_.validate_only());
    return std::move(report_);
  }

 private:
  // A status only when the store fails; what is wrong with the row goes into its result.
  absl::Status RunRow(const v1::ImportRow& row, v1::ImportResult* result) {
    v1::RecordSessionRequest record;
    *record.mutable_record() = row.record();
    record.set_request_id(row.request_id());
    if (record.record().wave().empty()) record.mutable_record()->set_wave(request_.default_wave());
    auto violations = CheckRequest(record);
    // The row first: its line is what a person finds it by.
    auto wrong = domain::Validate(row);
    if (wrong.empty()) wrong = domain::Validate(record);
    violations.insert(violations.end(), wrong.begin(), wrong.end());
    if (!violations.empty()) {
      Refuse(violations, result);
      return absl::OkStatus();
    }
    const std::string fingerprint = FingerprintOf(context_, record);
    if (!row.request_id().empty()) {
      v1::RecordSessionResponse earlier;
      const auto found = FindEarlierAnswer(transaction_, row.request_id(), kRecordMethod, fingerprint, &earlier);
      if (!found.ok()) return RefuseIfNamed(found.status(), result);
      if (*found) {
        result->set_action(v1::ImportResult::ACTION_SAME);
        result->set_session(earlier.session().name());
        return absl::OkStatus();
      }
    }
    const auto recorded = Record(transaction_, directory_, record.record(), &spoken_, context_.now);
    if (!recorded.ok()) return RefuseIfNamed(recorded.status(), result);
    if (!recorded->violations.empty()) {
      Refuse(recorded->violations, result);
      return absl::OkStatus();
    }
    result->set_action(recorded->action);
    result->mutable_changed_fields()->Assign(recorded->changed_fields.begin(), recorded->changed_fields.end());
    if (!request_.validate_only() || recorded->action != v1::ImportResult::ACTION_CREATE) {
      result->set_session(recorded->session.name());
    }
    for (const domain::Warning& warning : recorded->warnings) {
      *result->add_warnings() = ToWarning(warning, context_.language);
    }
    if (row.request_id().empty() || recorded->action != v1::ImportResult::ACTION_CREATE) return absl::OkStatus();
    v1::RecordSessionResponse answer;
    *answer.mutable_session() = recorded->session;
    return StoreAnswer(transaction_, row.request_id(), kRecordMethod, fingerprint, answer, context_.now);
  }

  void Refuse(const std::vector<domain::Violation>& violations, v1::ImportResult* result) const {
    result->set_action(v1::ImportResult::ACTION_ERROR);
    for (const domain::Violation& violation : violations) {
      v1::RowError* error = result->add_errors();
      // People know the column: `themes` rather than `record.themes` or `session.themes`.
      error->set_field(
          violation.field.substr(violation.field.find('.') == std::string::npos ? 0 : violation.field.find('.') + 1));
      error->set_reason(violation.reason);
      error->set_message(violation.text.In(context_.language));
    }
  }

  // A refusal that is about the row's own content goes into its result; anything else ends the import.
  absl::Status RefuseIfNamed(const absl::Status& status, v1::ImportResult* result) const {
    const std::string reason = domain::Reason(status);
    const bool rows_own = absl::IsNotFound(status) || absl::IsAlreadyExists(status) ||
                          absl::IsPermissionDenied(status) || reason == "REQUEST_ID_REUSED";
    if (!rows_own) return status;
    const domain::Text text{domain::MessageIn(status, domain::Language::kEnglish),
                            domain::MessageIn(status, domain::Language::kFrench)};
    Refuse({{reason == "REQUEST_ID_REUSED" ? "request_id" : "group", reason, text}}, result);
    return absl::OkStatus();
  }

  void Count(const v1::ImportResult& result) {
    switch (result.action()) {
      case v1::ImportResult::ACTION_CREATE:
        report_.set_create_count(report_.create_count() + 1);
        break;
      case v1::ImportResult::ACTION_SAME:
        report_.set_same_count(report_.same_count() + 1);
        break;
      case v1::ImportResult::ACTION_UPDATE:
        report_.set_update_count(report_.update_count() + 1);
        break;
      default:
        report_.set_error_count(report_.error_count() + 1);
    }
  }

  CallContext& context_;
  storage::WriteTransaction& transaction_;
  const v1::ImportSessionsRequest& request_;
  ReferenceResolver directory_;
  MatchedSessions spoken_;
  size_t created_seen_ = 0;
  v1::ImportReport report_;
};

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
    ASSIGN_OR_RETURN(*response.mutable_record(), RecordWriter(transaction).Write(session));
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
  response.set_next_page_token(page.next_page_token());
  // After the sessions: whom they name is there.
  absl::Status status = context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) {
    RecordWriter writer(transaction);
    response.clear_records();
    for (const v1::Session& session : page.sessions()) {
      ASSIGN_OR_RETURN(auto record, writer.Write(session));
      v1::NamedRecord* named = response.add_records();
      *named->mutable_session() = session;
      *named->mutable_record() = std::move(record);
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::ImportSessionsResponse> ImportSessions(CallContext& context,
                                                          const v1::ImportSessionsRequest& request) {
  v1::ImportSessionsResponse response;
  absl::Status status =
      IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(auto report, Import(context, transaction, request).Run());
        response.set_rows_done(request.rows_size());
        response.set_rows_total(request.rows_size());
        *response.mutable_report() = std::move(report);
        // An error in one row refuses the whole import.
        return response.report().error_count() == 0 ? absl::OkStatus()
                                                    : absl::CancelledError("rows with errors: rolled back");
      });
  if (!status.ok() && !(absl::IsCancelled(status) && response.report().error_count() > 0)) return status;
  return response;
}

const Registered<&RecordSession> kRecordSession;
const Registered<&GetSessionRecord> kGetSessionRecord;
const Registered<&ListSessionRecords> kListSessionRecords;
const Registered<&ImportSessions> kImportSessions;

}  // namespace
}  // namespace tutorat::api
