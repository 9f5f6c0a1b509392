#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/base/local_time.h"
#include "server/domain/contract/field_update.h"
#include "server/domain/contract/validate.h"
#include "server/domain/theme/term_decision.h"
#include "server/domain/theme/theme_validator.h"
#include "server/domain/theme/unresolved_terms.h"
#include "server/handlers/resources/theme_tagging.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::api {
namespace {

// Theme.code, max_length.
constexpr size_t kLongestCode = 64;

using Result = v1::ThemeImportResult;

class ThemeImport {
 public:
  ThemeImport(CallContext& context, storage::WriteTransaction& transaction, const v1::ImportThemesRequest& request)
      : context_(context), transaction_(transaction), request_(request) {}

  absl::StatusOr<v1::ImportThemesResponse> Run() {
    // Also so that two imports of one file do not both create everything.
    ASSIGN_OR_RETURN(auto thesaurus, GetOrCreateThesaurus(transaction_, context_.now));
    RETURN_IF_ERROR(Load());
    for (int i = 0; i < request_.rows_size(); ++i) ReadRow(request_.rows(i));
    CheckTogether();
    for (const Row& row : rows_) Report(row);
    report_.set_ignored_count(AddIgnored(&thesaurus));
    RETURN_IF_ERROR(domain::InvalidFields(domain::Validate(thesaurus, "thesaurus")));
    report_.set_revision(thesaurus.revision());
    if (report_.error_count() > 0) return std::move(report_);
    RETURN_IF_ERROR(Store());
    if (report_.create_count() + report_.update_count() + report_.ignored_count() > 0) {
      RETURN_IF_ERROR(StoreNextRevision(transaction_, &thesaurus, context_.now));
    }
    report_.set_revision(thesaurus.revision());
    report_.set_applied(!request_.validate_only());
    return std::move(report_);
  }

 private:
  struct Row {
    int line = 0;
    v1::Theme theme;                    // as it would be stored
    const v1::Theme* stored = nullptr;  // of the same code, deleted or not
    std::vector<domain::Violation> violations;
    std::vector<std::string> kept;  // aliases that a decision made
    std::vector<std::string> changed;
  };

  absl::Status Load() {
    storage::Filter all;
    all.deleted = true;
    ASSIGN_OR_RETURN(auto themes, transaction_.List<v1::Theme>(all));
    for (v1::Theme& theme : themes) stored_[theme.name()] = std::move(theme);
    ASSIGN_OR_RETURN(resolutions_, transaction_.List<v1::Resolution>({}));
    return absl::OkStatus();
  }

  void ReadRow(const v1::ThemeRow& sent) {
    Row row;
    row.line = sent.line();
    row.violations = domain::Validate(sent);
    row.theme = sent.theme();
    domain::ClearServerFields(&row.theme);
    row.theme.set_name(absl::StrCat("themes/", row.theme.code()));
    if (!codes_.insert(row.theme.code()).second) {
      row.violations.push_back({"theme.code",
                                "DUPLICATE_ITEM",
                                {.en = "stands on another line too: keep one of them",
                                 .fr = "est aussi sur une autre ligne : n'en garder qu'une"}});
    }
    const auto stored = stored_.find(row.theme.name());
    if (stored != stored_.end()) {
      row.stored = &stored->second;
      *row.theme.mutable_create_time() = row.stored->create_time();
      *row.theme.mutable_update_time() = row.stored->update_time();
      row.kept = domain::KeepDecided(*row.stored, resolutions_, &row.theme);
    }
    domain::SortAliases(&row.theme);
    if (row.stored != nullptr) {
      row.changed = domain::ChangedFields(*row.stored, row.theme);
      if (row.stored->has_delete_time()) row.changed.emplace_back("delete_time");
    }
    rows_.push_back(std::move(row));
  }

  // Rows with errors stand in the tree as well: those that hang on them are not to blame.
  void CheckTogether() {
    std::vector<v1::Theme> after;
    for (const Row& row : rows_) after.push_back(row.theme);
    for (const auto& [name, theme] : stored_) {
      if (!theme.has_delete_time() && codes_.count(theme.code()) == 0) after.push_back(theme);
    }
    const domain::ThemeValidator tree(std::move(after));
    for (Row& row : rows_) {
      if (row.violations.empty()) row.violations = tree.Check(row.theme, "theme");
    }
  }

  void Report(const Row& row) {
    Result* result = report_.add_results();
    result->set_line(row.line);
    // What is no code for its length alone is told by its line: a report is not for carrying megabytes back.
    if (row.theme.code().size() <= kLongestCode) result->set_code(row.theme.code());
    for (const domain::Violation& violation : row.violations) {
      v1::RowError* error = result->add_errors();
      error->set_field(std::string(absl::StripPrefix(violation.field, "theme.")));
      error->set_reason(violation.reason);
      error->set_message(violation.text.In(context_.language));
    }
    if (!row.violations.empty()) {
      result->set_action(Result::ACTION_ERROR);
      report_.set_error_count(report_.error_count() + 1);
    } else if (row.stored == nullptr) {
      result->set_action(Result::ACTION_CREATE);
      report_.set_create_count(report_.create_count() + 1);
    } else if (row.changed.empty()) {
      result->set_action(Result::ACTION_SAME);
      report_.set_same_count(report_.same_count() + 1);
    } else {
      result->set_action(Result::ACTION_UPDATE);
      result->mutable_changed_fields()->Assign(row.changed.begin(), row.changed.end());
      report_.set_update_count(report_.update_count() + 1);
    }
    if (row.kept.empty()) return;
    const std::string texts = absl::StrJoin(row.kept, ", ");
    *result->add_warnings() = ToWarning({"DECIDED_ALIAS_KEPT",
                                         "aliases",
                                         {.en = absl::StrCat("keeps what was decided since: ", texts),
                                          .fr = absl::StrCat("garde ce qui a été décidé depuis : ", texts)}},
                                        context_.language);
  }

  int AddIgnored(v1::Thesaurus* thesaurus) const {
    std::set<std::string> known;
    for (const std::string& term : thesaurus->ignored_terms()) known.insert(domain::TermKey(term));
    int added = 0;
    for (const std::string& term : request_.ignored_terms()) {
      if (!known.insert(domain::TermKey(term)).second) continue;
      thesaurus->add_ignored_terms(term);
      ++added;
    }
    return added;
  }

  // New ones first, parents before what is below them, then what an alias may name: each row names only what is there.
  absl::Status Store() {
    std::vector<const Row*> created;
    for (const Row& row : rows_) {
      if (row.stored == nullptr) created.push_back(&row);
    }
    const auto depth = [&](const Row* row) {
      int above = 0;
      for (std::string parent = row->theme.parent(); !parent.empty(); ++above) parent = ParentOf(parent);
      return above;
    };
    std::stable_sort(created.begin(), created.end(), [&](const Row* a, const Row* b) { return depth(a) < depth(b); });
    for (const Row* row : created) {
      v1::Theme theme = Stamped(*row);
      for (v1::ThemeAlias& alias : *theme.mutable_aliases()) alias.clear_sure_with();
      RETURN_IF_ERROR(transaction_.Insert(theme));
    }
    for (const Row& row : rows_) {
      const bool names_others = std::any_of(row.theme.aliases().begin(), row.theme.aliases().end(),
                                            [](const v1::ThemeAlias& alias) { return !alias.sure_with().empty(); });
      if (row.stored == nullptr ? !names_others : row.changed.empty()) continue;
      RETURN_IF_ERROR(transaction_.Update(Stamped(row)));
    }
    return absl::OkStatus();
  }

  std::string ParentOf(const std::string& name) const {
    for (const Row& row : rows_) {
      if (row.theme.name() == name) return row.theme.parent();
    }
    const auto stored = stored_.find(name);
    return stored == stored_.end() ? "" : stored->second.parent();
  }

  v1::Theme Stamped(const Row& row) const {
    v1::Theme theme = row.theme;
    if (row.stored == nullptr) *theme.mutable_create_time() = domain::ToTimestamp(context_.now);
    *theme.mutable_update_time() = domain::ToTimestamp(context_.now);
    return theme;
  }

  CallContext& context_;
  storage::WriteTransaction& transaction_;
  const v1::ImportThemesRequest& request_;
  std::map<std::string, v1::Theme> stored_;
  std::vector<v1::Resolution> resolutions_;
  std::set<std::string> codes_;
  std::vector<Row> rows_;
  v1::ImportThemesResponse report_;
};

absl::StatusOr<v1::ImportThemesResponse> ImportThemes(CallContext& context, const v1::ImportThemesRequest& request) {
  v1::ImportThemesResponse response;
  absl::Status status =
      IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(response, ThemeImport(context, transaction, request).Run());
        // An error in one row refuses the whole import.
        return response.error_count() == 0 ? absl::OkStatus() : absl::CancelledError("rows with errors: rolled back");
      });
  if (!status.ok() && !(absl::IsCancelled(status) && response.error_count() > 0)) return status;
  return response;
}

const Registered<&ImportThemes> kImportThemes;

}  // namespace
}  // namespace tutorat::api
