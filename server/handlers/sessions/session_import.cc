// ImportSessions: all rows are checked in a draft, which holds nobody up; then they are stored in short transactions,
// between which others write.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/validate.h"
#include "server/handlers/sessions/session_recorder.h"
#include "server/storage/forwarding.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {
namespace {

using storage::WriteTransaction;

// An import says how far it is every so many rows.
constexpr int kRowsPerProgress = 100;

// For so long rows are stored in one transaction; its audit and its flush come on top.
constexpr absl::Duration kTimeOfPart = absl::Milliseconds(50);

// An answer that is kept with its request id has to fit into one row of every store.
constexpr size_t kLargestKeptAnswer = size_t{8} << 20;

// A row's request id stands for the RecordSession call that would store the row.
constexpr char kRecordMethod[] = "tutorat.v1.SessionService.RecordSession";

// What a row writes, as bytes: of a long import there is much.
struct RowChange {
  bool is_new;
  const google::protobuf::Message* type;
  std::string resource;
};
using RowChanges = std::vector<RowChange>;

// Notes what is written.
class NotingTransaction final : public storage::ForwardingTransaction {
 public:
  using ForwardingTransaction::ForwardingTransaction;

  absl::Status Insert(const google::protobuf::Message& resource) override {
    return Note(base_.Insert(resource), /*is_new=*/true, resource);
  }
  absl::Status Update(const google::protobuf::Message& resource) override {
    return Note(base_.Update(resource), /*is_new=*/false, resource);
  }
  // Since the last time.
  RowChanges Take() { return std::exchange(changes_, {}); }

 private:
  absl::Status Note(absl::Status written, bool is_new, const google::protobuf::Message& resource) {
    const auto* type = google::protobuf::MessageFactory::generated_factory()->GetPrototype(resource.GetDescriptor());
    if (written.ok()) changes_.push_back({is_new, type, resource.SerializeAsString()});
    return written;
  }

  RowChanges changes_;
};

absl::Status Repeat(const RowChanges& changes, WriteTransaction& transaction) {
  for (const RowChange& change : changes) {
    const std::unique_ptr<google::protobuf::Message> resource(change.type->New());
    resource->ParseFromString(change.resource);
    RETURN_IF_ERROR(change.is_new ? transaction.Insert(*resource) : transaction.Update(*resource));
  }
  return absl::OkStatus();
}

// Of two rows of one file the last would win in silence, and the next import of the file would find changes.
domain::Violation ContradictsLine(int line, const std::vector<std::string>& fields) {
  const std::string named = absl::StrJoin(fields, ", ");
  return {"",
          "CONFLICTING_ROWS",
          {absl::StrCat("tells of the same session as line ", line, ", and says something else (", named,
                        "): keep one of them, or correct the date, the hour or the themes"),
           absl::StrCat("parle de la même séance que la ligne ", line, ", et dit autre chose (", named,
                        ") : garder l'une des deux, ou corriger la date, l'heure ou les thèmes")}};
}

domain::Warning RepeatsLine(int line) {
  return {"REPEATED_ROW",
          "",
          {absl::StrCat("says the same as line ", line, ": counted once"),
           absl::StrCat("répète la ligne ", line, " : comptée une fois")}};
}

// The rows of one import on their way, in order, through one transaction or several.
class ImportPass {
 public:
  ImportPass(CallContext& context, const v1::ImportSessionsRequest& request) : context_(context), request_(request) {}

  // All rows in a draft; what each of them would write.
  absl::StatusOr<std::vector<RowChanges>> Check(WriteTransaction& draft) {
    std::vector<RowChanges> changes;
    NotingTransaction noting(draft);
    GoOn(noting, 0, /*unchanged=*/true);
    while (HasMore()) {
      RETURN_IF_ERROR(context_.CheckWanted());
      RETURN_IF_ERROR(RunRow());
      changes.push_back(noting.Take());
      if (done() % kRowsPerProgress == 0) TellProgress(request_.validate_only() ? done() : done() / 2);
    }
    checked_ = true;
    return changes;
  }

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
    if (!result->session().empty()) spoken_.emplace(result->session(), row.line());
    for (; created_seen_ < directory_->created().size(); ++created_seen_) {
      v1::CreatedResource* created = report_.add_created();
      created->set_collection(directory_->created()[created_seen_].collection);
      created->set_label(directory_->created()[created_seen_].label);
      created->set_line(row.line());
      created_after_.push_back(done());
    }
    return absl::OkStatus();
  }

  // Where so many rows are stored. A row that is to be stored counts half once it is checked.
  void TellStored(int rows) const {
    if (rows % kRowsPerProgress == 0) TellProgress((request_.rows_size() + rows) / 2);
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
    if (!checked_ && !IsRight(row, record, result)) return absl::OkStatus();
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
    if (const auto told = spoken_.find(recorded->session.name()); told != spoken_.end()) {
      if (recorded->action == v1::ImportResult::ACTION_UPDATE) {
        Refuse({ContradictsLine(told->second, recorded->changed_fields)}, result);
        return absl::OkStatus();
      }
      *result->add_warnings() = ToWarning(RepeatsLine(told->second), context_.language);
    }
    result->set_action(recorded->action);
    result->mutable_changed_fields()->Assign(recorded->changed_fields.begin(), recorded->changed_fields.end());
    result->set_session(recorded->session.name());
    for (const domain::Warning& warning : recorded->warnings) {
      // A register is of what was.
      if (warning.reason == "LONG_AGO") continue;
      *result->add_warnings() = ToWarning(warning, context_.language);
    }
    if (row.request_id().empty() || recorded->action != v1::ImportResult::ACTION_CREATE) return absl::OkStatus();
    v1::RecordSessionResponse answer;
    *answer.mutable_session() = recorded->session;
    answer.mutable_session()->set_etag(domain::Etag(recorded->session));
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
      if (!result.session().empty()) spoken_.emplace(result.session(), result.line());
    }
  }

  void TellProgress(int rows_done) const {
    v1::ImportSessionsResponse progress;
    progress.set_rows_total(request_.rows_size());
    progress.set_rows_done(rows_done);
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
  bool checked_ = false;  // all rows
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
    ASSIGN_OR_RETURN(expected_, draft.Revision());
    pass_.emplace(context_, request_);
    ASSIGN_OR_RETURN(changes_, pass_->Check(draft));
    if (request_.validate_only() || pass_->HasErrors()) Answer(pass_->Report(/*applied=*/false));
    return absl::OkStatus();
  }

  absl::Status Store() {
    do {
      absl::Status status = stored_ == 0 ? absl::OkStatus() : context_.CheckWanted();
      Part part;
      if (status.ok()) {
        status = context_.store.Write(context_.deadline, [&](WriteTransaction& transaction) -> absl::Status {
          part = Part();
          RETURN_IF_ERROR(FindAnswer(transaction));
          return answered_ ? absl::OkStatus() : StorePart(transaction, &part);
        });
      }
      if (part.refused) return absl::OkStatus();
      if (!status.ok()) return stored_ == 0 ? status : Interrupted(status);
      // Somebody else's write is not what was expected.
      repeats_ = repeats_ && part.repeated;
      expected_ = part.revision + (part.wrote ? 1 : 0);
      for (; stored_ < part.end; ++stored_) changes_[static_cast<size_t>(stored_)] = RowChanges();
    } while (stored_ < request_.rows_size() && !answered_);
    return absl::OkStatus();
  }

  // What one transaction has come to.
  struct Part {
    int64_t revision = -1;  // before it
    int end = 0;            // rows that are stored with it
    bool wrote = false;
    bool repeated = false;  // as they were checked
    bool refused = false;   // for errors in rows, the whole import
  };

  // As many rows as there is time for, and after the last one the answer. Until somebody else has written they are
  // what the check has made of them; from then on each is looked at anew.
  absl::Status StorePart(WriteTransaction& transaction, Part* part) {
    ASSIGN_OR_RETURN(part->revision, transaction.Revision());
    const bool unchanged = part->revision == expected_;
    part->repeated = repeats_ && unchanged;
    if (!part->repeated) pass_->GoOn(transaction, stored_, unchanged && !repeats_);
    const absl::Time end = absl::Now() + kTimeOfPart;
    for (part->end = stored_; part->end < request_.rows_size();) {
      const RowChanges& changes = changes_[static_cast<size_t>(part->end)];
      if (part->repeated) {
        RETURN_IF_ERROR(Repeat(changes, transaction));
        part->wrote |= !changes.empty();
      } else {
        RETURN_IF_ERROR(pass_->RunRow());
      }
      pass_->TellStored(++part->end);
      if (absl::Now() >= end) break;
    }
    if (!part->repeated) part->wrote = pass_->HasWritten(stored_);
    if (part->end < request_.rows_size()) return absl::OkStatus();
    // What fits into one transaction is stored whole, or not at all.
    part->refused = stored_ == 0 && pass_->HasErrors();
    Answer(pass_->Report(/*applied=*/!part->refused));
    if (part->refused) return absl::CancelledError("rows with errors: rolled back");
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
  absl::Status Interrupted(const absl::Status& status) const {
    const int rows = request_.rows_size();
    return domain::MakeError(
        status.code(), domain::Reason(status),
        {absl::StrCat("the import has stopped: at least ", stored_, " of ", rows,
                      " rows are stored, the others are not; import the same file again, which goes on from there"),
         absl::StrCat("l'import s'est arrêté : au moins ", stored_, " lignes sur ", rows,
                      " sont enregistrées, les autres non ; importer de nouveau le même fichier, ce qui reprend là")});
  }

  CallContext& context_;
  const v1::ImportSessionsRequest& request_;
  std::string fingerprint_;
  v1::ImportSessionsResponse response_;
  bool answered_ = false;  // response_ is the answer
  std::optional<ImportPass> pass_;
  std::vector<RowChanges> changes_;  // of the rows that are not stored yet, as they were checked
  bool repeats_ = true;              // nobody else has written since
  int64_t expected_ = -1;            // the revision, where nobody else has
  int stored_ = 0;                   // rows
};

absl::StatusOr<v1::ImportSessionsResponse> ImportSessions(CallContext& context,
                                                          const v1::ImportSessionsRequest& request) {
  return Import(context, request).Run();
}

const Registered<&ImportSessions> kImportSessions;

}  // namespace
}  // namespace tutorat::api
