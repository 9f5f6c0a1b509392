// Balances that are kept as they were, and what has changed since.
#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::api {

// Of one snapshot, taken before the write, in which MySQL has none: what is written meanwhile is not in it.
absl::StatusOr<v1::FreezeBalanceResponse> FreezeBalance(CallContext& context, const v1::FreezeBalanceRequest& request);

absl::StatusOr<v1::ListFrozenBalancesResponse> ListFrozenBalances(CallContext& context,
                                                                  const v1::ListFrozenBalancesRequest& request);

absl::StatusOr<v1::DiffBalancesResponse> DiffBalances(CallContext& context, const v1::DiffBalancesRequest& request);

}  // namespace tutorat::api
