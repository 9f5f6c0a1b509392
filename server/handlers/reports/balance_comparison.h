#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/balance_comparison.pb.h"

namespace tutorat::api {

absl::StatusOr<v1::ComparePeriodsResponse> ComparePeriods(CallContext& context,
                                                          const v1::ComparePeriodsRequest& request);

absl::StatusOr<v1::CompareWavesResponse> CompareWaves(CallContext& context, const v1::CompareWavesRequest& request);

}  // namespace tutorat::api
