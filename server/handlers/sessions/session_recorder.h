// Turns a session as a tutor knows it (SessionRecord) into a stored Session, for RecordSession and imports.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/domain/base/error.h"
#include "server/handlers/sessions/reference_resolver.h"
#include "server/storage/store.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {

struct RecordResult {
  v1::ImportResult::Action action = v1::ImportResult::ACTION_UNSPECIFIED;
  v1::Session session;
  std::vector<std::string> changed_fields;
  std::vector<domain::Violation> violations;  // paths of SessionRecord; then nothing was stored
  std::vector<domain::Warning> warnings;
};

// The sessions that the rows of one import spoke of so far, by their names, and the line of the first that did.
using MatchedSessions = std::map<std::string, int>;

// What is wrong with a request beyond the rules of its fields; paths of the request.
std::vector<domain::Violation> CheckRequest(const v1::RecordSessionRequest& request);

// Stores one record of a request without `session` that is right by CheckRequest: as the session that was planned for
// its group and day (DOMAIN rule 12), or as a new one. With `spoken`, the same group, date, start and themes are the
// same session, which is updated; without it, ALREADY_EXISTS / SESSION_ALREADY_RECORDED (DOMAIN rule
// 13). Any other status only when the store fails.
absl::StatusOr<RecordResult> Record(storage::WriteTransaction& transaction, ReferenceResolver& directory,
                                    const v1::SessionRecord& record, const MatchedSessions* spoken, absl::Time now);

}  // namespace tutorat::api
