#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/agenda.pb.h"
#include "tutorat/v1/coverage.pb.h"

namespace tutorat::api {

absl::StatusOr<v1::GetCoverageResponse> GetCoverage(CallContext& context, const v1::GetCoverageRequest& request);
absl::StatusOr<v1::SuggestThemesResponse> SuggestThemes(CallContext& context, const v1::SuggestThemesRequest& request);

}  // namespace tutorat::api
