// Corrects a stored session by what a record gives (RecordSessionRequest.session).
#pragma once

#include "server/handlers/sessions/session_recorder.h"

namespace tutorat::api {

// Stores the session that a request names that is right by CheckRequest, with its change; where nothing changes,
// nothing is stored. SESSION_NOT_FOUND, ETAG_MISMATCH, ALREADY_EXISTS / SESSION_ALREADY_RECORDED (DOMAIN rule 12); any
// other status only when the store fails.
absl::StatusOr<RecordResult> Correct(storage::WriteTransaction& transaction, ReferenceResolver& directory,
                                     const v1::RecordSessionRequest& request, absl::Time now);

}  // namespace tutorat::api
