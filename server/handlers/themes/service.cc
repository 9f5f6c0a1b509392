#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/theme/unresolved_terms.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "server/handlers/resources/theme_tagging.h"
#include "server/handlers/themes/retag.h"
#include "tutorat/v1/theme_recognition.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

absl::StatusOr<v1::RecogniseThemesResponse> RecogniseThemes(CallContext& context,
                                                            const v1::RecogniseThemesRequest& request) {
  v1::RecogniseThemesResponse response;
  RETURN_IF_ERROR(context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
    response.Clear();
    ASSIGN_OR_RETURN(const auto thesaurus, ThesaurusOf(transaction));
    ASSIGN_OR_RETURN(const auto themes, transaction.List<v1::Theme>({}));
    const Mentions mentions = thesaurus->Recognise(request.text(), request.date());
    *response.mutable_mentions() = {mentions.begin(), mentions.end()};
    response.set_revision(thesaurus->revision());
    WriteLabels(mentions, themes, response.mutable_themes());
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<v1::ListUnresolvedTermsResponse> ListUnresolvedTerms(CallContext& context,
                                                                    const v1::ListUnresolvedTermsRequest& request) {
  v1::ListUnresolvedTermsResponse response;
  absl::Status status =
      context.store.Read(context.deadline, [&](storage::ReadTransaction& transaction) -> absl::Status {
        const std::string wave = WaveName(request.wave());
        RETURN_IF_ERROR(CheckLive<v1::Wave>(transaction, wave));
        ASSIGN_OR_RETURN(const auto group, CanonicalName(transaction, request.group()));
        RETURN_IF_ERROR(CheckLive<v1::Group>(transaction, group));
        ASSIGN_OR_RETURN(const auto sessions,
                         transaction.List<v1::Session>(storage::Filter().Is("wave", wave).Is("group", group)));
        ASSIGN_OR_RETURN(const auto groups, ByName<v1::Group>(transaction, /*deleted=*/true));
        ASSIGN_OR_RETURN(const auto themes, ByName<v1::Theme>(transaction, /*deleted=*/false));
        const auto terms = domain::UnresolvedTerms(sessions, groups, themes);
        *response.mutable_terms() = {terms.begin(), terms.end()};
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::RecodeSessionsResponse> RecodeSessions(CallContext& context,
                                                          const v1::RecodeSessionsRequest& request) {
  v1::RecodeSessionsResponse response;
  RETURN_IF_ERROR(IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) {
    ASSIGN_OR_RETURN(const auto row, GetOrCreateThesaurus(transaction, context.now));
    ASSIGN_OR_RETURN(const auto themes, transaction.List<v1::Theme>({}));
    ASSIGN_OR_RETURN(const auto thesaurus, ThesaurusOf(transaction));
    ASSIGN_OR_RETURN(const auto count, Recode(
                                           transaction, row.revision(), [](const v1::Session&) { return true; },
                                           [&](const v1::Session& session) {
                                             return thesaurus->Recognise(session.themes(), session.local_date());
                                           },
                                           response.mutable_sessions()));
    response.set_session_count(count);
    response.set_revision(row.revision());
    WriteLabels(response.sessions(), themes, response.mutable_themes());
    return absl::OkStatus();
  }));
  return response;
}

const Registered<&RecogniseThemes> kRecogniseThemes;
const Registered<&ListUnresolvedTerms> kListUnresolvedTerms;
const Registered<&RecodeSessions> kRecodeSessions;

}  // namespace
}  // namespace tutorat::api
