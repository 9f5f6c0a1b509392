// Computes a balance of what is stored, in a fixed number of queries.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/call/call_context.h"
#include "server/domain/figures/balance.h"
#include "server/storage/store.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::api {

enum class Unknown {
  kRefuse,  // WAVE_NOT_FOUND, GROUP_NOT_FOUND
  kLeaveOut,
};

// Of `request`, whose period is `period`. `unknown`: what becomes of a wave and of group numbers that are not there, or
// no longer.
absl::StatusOr<v1::Balance> LoadBalance(storage::ReadTransaction& transaction, const v1::GetBalanceRequest& request,
                                        const domain::Period& period, Unknown unknown, absl::Time now);

// The same, in a snapshot of its own.
absl::StatusOr<v1::Balance> ReadBalance(CallContext& context, const v1::GetBalanceRequest& request,
                                        const domain::Period& period, Unknown unknown);

}  // namespace tutorat::api
