#pragma once

#include "server/call/call_context.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::api {

absl::StatusOr<v1::GetIssueRegisterResponse> GetIssueRegister(CallContext& context,
                                                              const v1::GetIssueRegisterRequest& request);
absl::StatusOr<v1::TransitionIssueResponse> TransitionIssue(CallContext& context,
                                                            const v1::TransitionIssueRequest& request);

}  // namespace tutorat::api
