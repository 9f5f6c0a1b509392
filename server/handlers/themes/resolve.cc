#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/validate.h"
#include "server/domain/theme/term_decision.h"
#include "server/domain/theme/thesaurus_words.h"
#include "server/handlers/resources/theme_tagging.h"
#include "server/handlers/themes/retag.h"
#include "server/storage/errors.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::RepeatedPtrField;

// As theme.proto has it for an alias.
constexpr size_t kLongestAlias = 100;

absl::Status CheckResolve(const v1::ResolveTermRequest& request) {
  std::vector<domain::Violation> violations;
  if (request.theme().empty() != request.ignore()) {
    violations.push_back({"theme",
                          request.ignore() ? "CONFLICTING_FIELDS" : "REQUIRED",
                          {.en = "say what the term means: give a theme, or ignore, and not both",
                           .fr = "dire ce que le terme désigne : donner un thème, ou ignore, et non les deux"}});
  }
  if (domain::FoldTerm(request.text()).empty()) {
    violations.push_back(
        {"text",
         "NO_WORDS",
         {.en = absl::StrCat(domain::Shown(request.text()), " has no word that counts: write the words of the queue"),
          .fr =
              absl::StrCat(domain::Shown(request.text()), " n'a aucun mot qui compte : écrire les mots de la file")}});
  }
  if (!request.ignore() && domain::CountCharacters(request.text()) > kLongestAlias) {
    violations.push_back(
        {"text",
         "TOO_LONG",
         {.en = absl::StrCat("an alias has at most ", kLongestAlias, " characters: give the words that count"),
          .fr = absl::StrCat("un alias a au plus ", kLongestAlias, " caractères : donner les mots qui comptent")}});
  }
  return domain::InvalidFields(violations);
}

// The words as the first session that is coded anew wrote them.
std::string AsFirstWritten(const std::string& text, const RepeatedPtrField<v1::RecodedSession>& sessions) {
  for (const v1::RecodedSession& session : sessions) {
    for (const auto* mentions : {&session.before(), &session.after()}) {
      for (const v1::ThemeMention& mention : *mentions) {
        if (domain::TermKey(mention.text()) == domain::TermKey(text)) return mention.text();
      }
    }
  }
  return text;
}

// A decision, in one transaction.
class Resolving {
 public:
  Resolving(CallContext& context, storage::WriteTransaction& transaction, const v1::ResolveTermRequest& request)
      : context_(context), transaction_(transaction), request_(request) {}

  absl::StatusOr<v1::ResolveTermResponse> Run() {
    ASSIGN_OR_RETURN(auto thesaurus, GetOrCreateThesaurus(transaction_, context_.now));
    ASSIGN_OR_RETURN(auto themes, transaction_.List<v1::Theme>({}));
    const bool known = std::any_of(themes.begin(), themes.end(),
                                   [this](const v1::Theme& theme) { return theme.name() == request_.theme(); });
    if (!known && !request_.ignore()) return storage::NotFound(v1::Theme::descriptor(), request_.theme());
    const domain::Thesaurus before(themes, thesaurus);
    const v1::Thesaurus earlier = thesaurus;
    const auto changed = domain::Decide(request_.text(), request_.theme(), &themes, &thesaurus);
    RETURN_IF_ERROR(StoreThemes(themes, changed));
    RETURN_IF_ERROR(domain::InvalidFields(domain::Validate(thesaurus, "thesaurus")));
    // What was decided before, decided again, leaves every session as it is coded.
    if (!changed.empty() || !google::protobuf::util::MessageDifferencer::Equals(earlier, thesaurus)) {
      RETURN_IF_ERROR(StoreNextRevision(transaction_, &thesaurus, context_.now));
    }
    const domain::Thesaurus after(themes, thesaurus);
    v1::ResolveTermResponse response;
    RETURN_IF_ERROR(RecodeConcerned(before, after, &response));
    RETURN_IF_ERROR(StoreResolution(thesaurus.revision(), &response));
    WriteLabels(response.sessions(), themes, response.mutable_themes());
    return response;
  }

 private:
  absl::Status StoreThemes(const std::vector<v1::Theme>& themes, const std::set<std::string>& changed) {
    for (const v1::Theme& theme : themes) {
      if (changed.count(theme.name()) == 0) continue;
      RETURN_IF_ERROR(domain::InvalidFields(domain::Validate(theme, "theme")));
      v1::Theme stored = theme;
      *stored.mutable_update_time() = domain::ToTimestamp(context_.now);
      RETURN_IF_ERROR(transaction_.Update(stored));
    }
    return absl::OkStatus();
  }

  // The decision concerns a session whose text it gives another meaning; others that a theme's change left behind are
  // for RecodeSessions.
  absl::Status RecodeConcerned(const domain::Thesaurus& before, const domain::Thesaurus& after,
                               v1::ResolveTermResponse* response) {
    const auto code = [](const domain::Thesaurus& by, const v1::Session& session) {
      return by.Recognise(session.themes(), session.local_date());
    };
    return Recode(
               transaction_, after.revision(),
               [&](const v1::Session& session) { return !SameMentions(code(before, session), code(after, session)); },
               [&](const v1::Session& session) { return code(after, session); }, response->mutable_sessions())
        .status();
  }

  absl::Status StoreResolution(int revision, v1::ResolveTermResponse* response) {
    v1::Resolution* resolution = response->mutable_resolution();
    resolution->set_text(AsFirstWritten(request_.text(), response->sessions()));
    resolution->set_theme(request_.theme());
    resolution->set_revision(revision);
    resolution->set_recoded_count(response->sessions_size());
    resolution->set_name(domain::MakeName(*resolution, context_.now));
    *resolution->mutable_create_time() = domain::ToTimestamp(context_.now);
    *resolution->mutable_update_time() = domain::ToTimestamp(context_.now);
    RETURN_IF_ERROR(transaction_.Insert(*resolution));
    resolution->set_etag(domain::Etag(*resolution));
    return absl::OkStatus();
  }

  CallContext& context_;
  storage::WriteTransaction& transaction_;
  const v1::ResolveTermRequest& request_;
};

absl::StatusOr<v1::ResolveTermResponse> ResolveTerm(CallContext& context, const v1::ResolveTermRequest& request) {
  RETURN_IF_ERROR(CheckResolve(request));
  v1::ResolveTermResponse response;
  RETURN_IF_ERROR(IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) {
    ASSIGN_OR_RETURN(response, Resolving(context, transaction, request).Run());
    return absl::OkStatus();
  }));
  return response;
}

const Registered<&ResolveTerm> kResolveTerm;

}  // namespace
}  // namespace tutorat::api
