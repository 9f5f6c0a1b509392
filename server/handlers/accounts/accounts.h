// The methods of AccountService that are not standard ones.
#pragma once

#include "absl/status/statusor.h"
#include "server/call/call_context.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::api {

// INVALID_FIELDS: an expire_time that is over; ACCOUNT_NOT_FOUND; ACCOUNT_DISABLED. The token's text is in the answer
// only: not in the store, nor among the answers that are kept for who repeats a request.
absl::StatusOr<v1::CreateTokenResponse> CreateToken(CallContext& context, const v1::CreateTokenRequest& request);

// TOKEN_NOT_FOUND, TOKEN_REVOKED.
absl::StatusOr<v1::RevokeTokenResponse> RevokeToken(CallContext& context, const v1::RevokeTokenRequest& request);

absl::StatusOr<v1::WhoAmIResponse> WhoAmI(CallContext& context, const v1::WhoAmIRequest& request);

}  // namespace tutorat::api
