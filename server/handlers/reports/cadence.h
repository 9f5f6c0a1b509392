#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/cadence.pb.h"

namespace tutorat::api {

absl::StatusOr<v1::GetCadenceResponse> GetCadence(CallContext& context, const v1::GetCadenceRequest& request);

}  // namespace tutorat::api
