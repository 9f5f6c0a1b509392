// Notes in a session who came, as a record says it.
#pragma once

#include "absl/status/status.h"
#include "server/handlers/sessions/session_recorder.h"

namespace tutorat::api {

// Whether what a record gives takes the place of what the session has, or is added to it.
enum class Given { kReplaces, kAdds };

// Sets attendances and head_count of out->session; nothing where the record says nothing of people. What is presumed
// goes into out->warnings. Added to people who are noted, names move their members only, and nobody is presumed
// present. A status only when the store fails.
absl::Status SetAttendance(const v1::SessionRecord& record, Given given, ReferenceResolver& directory,
                           RecordResult* out);

}  // namespace tutorat::api
