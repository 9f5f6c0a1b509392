#pragma once

#include "server/api/call.h"
#include "tutorat/v1/cadence.pb.h"

namespace tutorat::api {

absl::StatusOr<v1::GetCadenceResponse> GetCadence(CallContext& context, const v1::GetCadenceRequest& request);

}  // namespace tutorat::api
