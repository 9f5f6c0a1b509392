// ImportSessions: all rows are checked in a draft, which holds nobody up; then they are stored in short transactions,
// between which others write.
#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/contract/validate.h"
#include "server/handlers/sessions/session_recorder.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {
namespace {

using storage::WriteTransaction;

// An import says how far it is every so many rows.
constexpr int kRowsPerProgress = 100;

// For so long rows are stored in one transaction; its audit and its flush come on top.
constexpr absl::Duration kTimeOfPart = absl::Milliseconds(30);

// An answer that is kept with its request id has to fit into one row of every store.
constexpr size_t kLargestKeptAnswer = size_t{8} << 20;

// A row's request id stands for the RecordSession call that would store the row.
constexpr char kRecordMethod[] = "tutorat.v1.SessionService.RecordSession";

enum class Pass { kCheck, kStore };

// The rows of one import on their way, in order, through one transaction or several.
class ImportPass {
 public:
  ImportPass(CallContext& context, const v1::ImportSessionsRequest& request, Pass pass)
      : context_(context), request_(request), pass_(pass) {}

  // Goes on after `rows` in another transaction; what was done beyond them was rolled back. `unchanged`: nobody else
  // has written since they were done, so that what was found then is so still.
  void GoOn(WriteTransaction& transaction, int rows, bool unchanged) {
    transaction_ = &transaction;
    if (done() != rows || !unchanged) directory_.reset();
    if (done() != rows) Forget(rows);
    if (directory_) {
      directory_->GoOn(transaction);
    } else {
      directory_.emplace(transaction, context_.now, /*create_missing=*/true);
      created_seen_ = 0;
    }
  }

  bool HasMore() const { return done() < request_.rows_size(); }
  int done() const { return report_.results_size(); }
  // Whether a row after `rows` has changed anything.
  bool HasWritten(int rows) const {
    return std::any_of(report_.results().begin() + rows, report_.results().end(), [](const v1::ImportResult& result) {
      return result.action() == v1::ImportResult::ACTION_CREATE || result.action() == v1::ImportResult::ACTION_UPDATE;
    });
  }

  // The next row. A status only when the store fails; what is wrong with the row goes into its result.
  absl::Status RunRow() {
    const v1::ImportRow& row = request_.rows(done());
    v1::ImportResult* result = report_.add_results();
    result->set_line(row.line());
    RETURN_IF_ERROR(RunRow(row, result));
    if (!result->session().empty()) spoken_.insert(result->session());
    if (pass_ == Pass::kCheck && result->action() == v1::ImportResult::ACTION_CREATE) result->clear_session();
    for (; created_seen_ < directory_->created().size(); ++created_seen_) {
      v1::CreatedResource* created = report_.add_created();
      created->set_collection(directory_->created()[created_seen_].collection);
      created->set_label(directory_->created()[created_seen_].label);
      created->set_line(row.line());
      created_after_.push_back(done());
    }
    if (done() % kRowsPerProgress == 0) TellProgress();
    return absl::OkStatus();
  }

  bool HasErrors() const {
    return std::any_of(report_.results().begin(), report_.results().end(), [](const v1::ImportResult& result) {
      return result.action() == v1::ImportResult::ACTION_ERROR;
    });
  }

  v1::ImportReport Report(bool applied) const {
    v1::ImportReport report = report_;
    for (v1::ImportResult& result : *report.mutable_results()) {
      Count(result, &report);
      // What was rolled back has no name.
      if (!applied && result.action() == v1::ImportResult::ACTION_CREATE) result.clear_session();
    }
    report.set_applied(applied);
    return report;
  }

 private:
  absl::Status RunRow(const v1::ImportRow& row, v1::ImportResult* result) {
    v1::RecordSessionRequest record;
    *record.mutable_record() = row.record();
    record.set_request_id(row.request_id());
    if (record.record().wave().empty()) record.mutable_record()->set_wave(request_.default_wave());
    // What is not right by itself was refused by the check.
    if (pass_ == Pass::kCheck && !IsRight(row, record, result)) return absl::OkStatus();
    const std::string fingerprint = row.request_id().empty() ? "" : FingerprintOf(context_, record);
    if (!row.request_id().empty()) {
      v1::RecordSessionResponse earlier;
      const auto found = FindEarlierAnswer(*transaction_, row.request_id(), kRecordMethod, fingerprint, &earlier);
      if (!found.ok()) return RefuseIfNamed(found.status(), result);
      if (*found) {
        result->set_action(v1::ImportResult::ACTION_SAME);
        result->set_session(earlier.session().name());
        return absl::OkStatus();
      }
    }
    const auto recorded = Record(*transaction_, *directory_, record.record(), &spoken_, context_.now);
    if (!recorded.ok()) return RefuseIfNamed(recorded.status(), result);
    if (!recorded->violations.empty()) {
      Refuse(recorded->violations, result);
      return absl::OkStatus();
    }
    result->set_action(recorded->action);
    result->mutable_changed_fields()->Assign(recorded->changed_fields.begin(), recorded->changed_fields.end());
    result->set_session(recorded->session.name());
    for (const domain::Warning& warning : recorded->warnings) {
      *result->add_warnings() = ToWarning(warning, context_.language);
    }
    if (row.request_id().empty() || recorded->action != v1::ImportResult::ACTION_CREATE) return absl::OkStatus();
    v1::RecordSessionResponse answer;
    *answer.mutable_session() = recorded->session;
    return StoreAnswer(*transaction_, row.request_id(), kRecordMethod, fingerprint, answer, context_.now);
  }

  // False, with what is wrong with the row whatever is stored.
  bool IsRight(const v1::ImportRow& row, const v1::RecordSessionRequest& record, v1::ImportResult* result) const {
    auto violations = CheckRequest(record);
    // The row first: its line is what a person finds it by. Its record is that of the request.
    v1::ImportRow line;
    line.set_line(row.line());
    for (const auto& wrong : {domain::Validate(line), domain::Validate(record)}) {
      violations.insert(violations.end(), wrong.begin(), wrong.end());
    }
    if (violations.empty()) return true;
    Refuse(violations, result);
    return false;
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

  // The rows after the first `rows`.
  void Forget(int rows) {
    report_.mutable_results()->DeleteSubrange(rows, done() - rows);
    while (!created_after_.empty() && created_after_.back() > rows) {
      created_after_.pop_back();
      report_.mutable_created()->RemoveLast();
    }
    spoken_.clear();
    for (const v1::ImportResult& result : report_.results()) {
      if (!result.session().empty()) spoken_.insert(result.session());
    }
  }

  // A row that is to be stored counts half once it is checked.
  void TellProgress() const {
    const int rows = request_.rows_size();
    v1::ImportSessionsResponse progress;
    progress.set_rows_total(rows);
    const int checked = request_.validate_only() ? done() : done() / 2;
    progress.set_rows_done(pass_ == Pass::kCheck ? checked : (rows + done()) / 2);
    context_.send(progress);
  }

  static void Count(const v1::ImportResult& result, v1::ImportReport* report) {
    switch (result.action()) {
      case v1::ImportResult::ACTION_CREATE:
        report->set_create_count(report->create_count() + 1);
        break;
      case v1::ImportResult::ACTION_SAME:
        report->set_same_count(report->same_count() + 1);
        break;
      case v1::ImportResult::ACTION_UPDATE:
        report->set_update_count(report->update_count() + 1);
        break;
      default:
        report->set_error_count(report->error_count() + 1);
    }
  }

  CallContext& context_;
  const v1::ImportSessionsRequest& request_;
  const Pass pass_;
  WriteTransaction* transaction_ = nullptr;
  std::optional<ReferenceResolver> directory_;
  MatchedSessions spoken_;
  size_t created_seen_ = 0;         // of those that the directory created
  std::vector<int> created_after_;  // of each created resource, how many rows were done with it
  v1::ImportReport report_;
};

class Import {
 public:
  Import(CallContext& context, const v1::ImportSessionsRequest& request) : context_(context), request_(request) {
    if (!request.request_id().empty()) fingerprint_ = FingerprintOf(context, request);
  }

  absl::StatusOr<v1::ImportSessionsResponse> Run() {
    RETURN_IF_ERROR(context_.store.Draft(context_.deadline, [&](WriteTransaction& draft) { return Check(draft); }));
    if (!answered_) RETURN_IF_ERROR(Store());
    return std::move(response_);
  }

 private:
  // All rows at once; the answer, unless they are to be stored.
  absl::Status Check(WriteTransaction& draft) {
    RETURN_IF_ERROR(FindAnswer(draft));
    if (answered_) return absl::OkStatus();
    ImportPass pass(context_, request_, Pass::kCheck);
    pass.GoOn(draft, 0, /*unchanged=*/true);
    while (pass.HasMore()) {
      RETURN_IF_ERROR(context_.CheckWanted());
      RETURN_IF_ERROR(pass.RunRow());
    }
    if (request_.validate_only() || pass.HasErrors()) Answer(pass.Report(/*applied=*/false));
    return absl::OkStatus();
  }

  absl::Status Store() {
    ImportPass pass(context_, request_, Pass::kStore);
    int stored = 0;
    int64_t expected = -1;  // the revision that the transaction before has left
    do {
      absl::Status status = stored == 0 ? absl::OkStatus() : context_.CheckWanted();
      int64_t next = -1;
      if (status.ok()) {
        status = context_.store.Write(context_.deadline, [&](WriteTransaction& transaction) -> absl::Status {
          RETURN_IF_ERROR(FindAnswer(transaction));
          if (answered_) return absl::OkStatus();
          ASSIGN_OR_RETURN(const int64_t revision, transaction.Revision());
          pass.GoOn(transaction, stored, revision == expected);
          RETURN_IF_ERROR(StorePart(transaction, &pass));
          next = revision + (pass.HasWritten(stored) ? 1 : 0);
          return absl::OkStatus();
        });
      }
      if (refused_) break;
      if (!status.ok()) return stored == 0 ? status : Interrupted(status, stored);
      expected = next;
      stored = pass.done();
    } while (pass.HasMore() && !answered_);
    return absl::OkStatus();
  }

  // As many rows as there is time for, and after the last one the answer.
  absl::Status StorePart(WriteTransaction& transaction, ImportPass* pass) {
    refused_ = false;
    const bool first = pass->done() == 0;
    const absl::Time end = absl::Now() + kTimeOfPart;
    while (pass->HasMore()) {
      RETURN_IF_ERROR(pass->RunRow());
      if (pass->HasMore() && absl::Now() >= end) return absl::OkStatus();
    }
    // What fits into one transaction is stored whole, or not at all.
    refused_ = first && pass->HasErrors();
    Answer(pass->Report(/*applied=*/!refused_));
    if (refused_) return absl::CancelledError("rows with errors: rolled back");
    if (request_.request_id().empty()) return absl::OkStatus();
    return StoreAnswer(transaction, request_.request_id(), context_.method->full_name(), fingerprint_, Kept(),
                       context_.now);
  }

  absl::Status FindAnswer(WriteTransaction& transaction) {
    answered_ = false;
    if (request_.request_id().empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(answered_, FindEarlierAnswer(transaction, request_.request_id(), context_.method->full_name(),
                                                  fingerprint_, &response_));
    return absl::OkStatus();
  }

  void Answer(v1::ImportReport report) {
    response_.set_rows_done(request_.rows_size());
    response_.set_rows_total(request_.rows_size());
    *response_.mutable_report() = std::move(report);
    answered_ = true;
  }

  // The answer, without what may be too much of it.
  v1::ImportSessionsResponse Kept() const {
    v1::ImportSessionsResponse kept = response_;
    if (kept.ByteSizeLong() <= kLargestKeptAnswer) return kept;
    for (v1::ImportResult& result : *kept.mutable_report()->mutable_results()) result.clear_warnings();
    if (kept.ByteSizeLong() > kLargestKeptAnswer) kept.mutable_report()->clear_results();
    return kept;
  }

  // Why the import ended before its end, and what became of its beginning.
  absl::Status Interrupted(const absl::Status& status, int stored) const {
    const int rows = request_.rows_size();
    return domain::MakeError(
        status.code(), domain::Reason(status),
        {absl::StrCat("the import has stopped: at least ", stored, " of ", rows,
                      " rows are stored, the others are not; import the same file again, which goes on from there"),
         absl::StrCat("l'import s'est arrêté : au moins ", stored, " lignes sur ", rows,
                      " sont enregistrées, les autres non ; importer de nouveau le même fichier, ce qui reprend là")});
  }

  CallContext& context_;
  const v1::ImportSessionsRequest& request_;
  std::string fingerprint_;
  v1::ImportSessionsResponse response_;
  bool answered_ = false;  // response_ is the answer
  bool refused_ = false;   // for errors in rows, the whole
};

absl::StatusOr<v1::ImportSessionsResponse> ImportSessions(CallContext& context,
                                                          const v1::ImportSessionsRequest& request) {
  return Import(context, request).Run();
}

const Registered<&ImportSessions> kImportSessions;

}  // namespace
}  // namespace tutorat::api
