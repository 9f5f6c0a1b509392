#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::api {

absl::StatusOr<v1::GetBalanceResponse> GetBalance(CallContext& context, const v1::GetBalanceRequest& request);

}  // namespace tutorat::api
