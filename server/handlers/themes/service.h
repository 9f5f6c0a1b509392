#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::api {

absl::StatusOr<v1::ImportThemesResponse> ImportThemes(CallContext& context, const v1::ImportThemesRequest& request);
absl::StatusOr<v1::RecogniseThemesResponse> RecogniseThemes(CallContext& context,
                                                            const v1::RecogniseThemesRequest& request);
absl::StatusOr<v1::ListUnresolvedTermsResponse> ListUnresolvedTerms(CallContext& context,
                                                                    const v1::ListUnresolvedTermsRequest& request);
absl::StatusOr<v1::ResolveTermResponse> ResolveTerm(CallContext& context, const v1::ResolveTermRequest& request);
absl::StatusOr<v1::RecodeSessionsResponse> RecodeSessions(CallContext& context,
                                                          const v1::RecodeSessionsRequest& request);

}  // namespace tutorat::api
