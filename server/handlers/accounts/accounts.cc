#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/call/idempotency.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/base/token.h"
#include "server/domain/contract/field_update.h"
#include "server/handlers/resources/live.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::api {
namespace {

absl::Status CheckExpiry(const v1::Token& token, absl::Time now) {
  if (!token.has_expire_time() || domain::ToTime(token.expire_time()) > now) return absl::OkStatus();
  return domain::InvalidFields({{"token.expire_time",
                                 "IN_THE_PAST",
                                 {.en = "is over already: give a later day, or none for a token that does not expire",
                                  .fr = "est déjà passé : donner un jour à venir, ou aucun pour un jeton sans fin"}}});
}

absl::Status CheckTakesTokens(storage::WriteTransaction& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(const auto account, GetLive<v1::Account>(transaction, name));
  if (!account.disabled()) return absl::OkStatus();
  return domain::MakeError(absl::StatusCode::kFailedPrecondition, "ACCOUNT_DISABLED",
                           {.en = absl::StrCat(name, " is disabled, and with it all its tokens: enable it first"),
                            .fr = absl::StrCat(name, " est désactivé, et avec lui ses jetons : le réactiver d'abord")});
}

// The etag is that of what is stored; the hash is nobody's business.
void ToAnswer(v1::Token* token) {
  token->set_etag(domain::Etag(*token));
  token->clear_secret_hash();
}

// INVALID_FIELDS: an expire_time that is over; ACCOUNT_NOT_FOUND; ACCOUNT_DISABLED. The token's text is in the answer
// only: not in the store, nor among the answers that are kept for who repeats a request.
absl::StatusOr<v1::CreateTokenResponse> CreateToken(CallContext& context, const v1::CreateTokenRequest& request) {
  RETURN_IF_ERROR(CheckExpiry(request.token(), context.now));
  v1::CreateTokenResponse response;
  domain::TokenParts made;
  absl::Status status =
      IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) -> absl::Status {
        v1::Token* token = response.mutable_token();
        *token = request.token();
        domain::ClearServerFields(token);
        RETURN_IF_ERROR(CheckTakesTokens(transaction, token->account()));
        made = {domain::NewId(context.now), domain::MakeSecret()};
        token->set_name(absl::StrCat("tokens/", made.id));
        token->set_secret_hash(domain::HashSecret(made.secret));
        *token->mutable_create_time() = domain::ToTimestamp(context.now);
        *token->mutable_update_time() = token->create_time();
        RETURN_IF_ERROR(transaction.Insert(*token));
        ToAnswer(token);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  // Not of the token that an earlier call made, whose answer this is, nor of one that was only tried.
  if (!request.validate_only() && response.token().name() == absl::StrCat("tokens/", made.id)) {
    response.set_text(domain::TokenText(made));
  }
  return response;
}

// TOKEN_NOT_FOUND, TOKEN_REVOKED.
absl::StatusOr<v1::RevokeTokenResponse> RevokeToken(CallContext& context, const v1::RevokeTokenRequest& request) {
  v1::RevokeTokenResponse response;
  absl::Status status =
      IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(auto found, GetLive<v1::Token>(transaction, request.name()));
        v1::Token* token = response.mutable_token();
        *token = std::move(found);
        if (token->has_revoke_time()) {
          return domain::MakeError(absl::StatusCode::kFailedPrecondition, "TOKEN_REVOKED",
                                   {.en = absl::StrCat(request.name(), " is revoked already: there is nothing to do"),
                                    .fr = absl::StrCat(request.name(), " est déjà révoqué : il n'y a rien à faire")});
        }
        *token->mutable_revoke_time() = domain::ToTimestamp(context.now);
        *token->mutable_update_time() = token->revoke_time();
        RETURN_IF_ERROR(transaction.Update(*token));
        ToAnswer(token);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::WhoAmIResponse> WhoAmI(CallContext& context, const v1::WhoAmIRequest& /*request*/) {
  const Principal& principal = context.principal;
  v1::WhoAmIResponse response;
  response.set_account(principal.account);
  response.set_display_name(principal.display_name);
  for (const v1::Role role : principal.roles) response.add_roles(role);
  response.set_tutor(principal.tutor);
  if (principal.expire_time != absl::InfiniteFuture()) {
    *response.mutable_expire_time() = domain::ToTimestamp(principal.expire_time);
  }
  return response;
}

const Registered<&CreateToken> kCreateToken;
const Registered<&RevokeToken> kRevokeToken;
const Registered<&WhoAmI> kWhoAmI;

}  // namespace
}  // namespace tutorat::api
