// The steps of storing a record, which a new session and a correction share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "server/handlers/sessions/record_attendance.h"
#include "server/handlers/sessions/session_recorder.h"

namespace tutorat::api {

// When a session starts.
struct Start {
  absl::Time time;
  std::string zone;
  // As it is stored: where the hour that was asked for does not exist, the next one.
  absl::CivilDay day;
  std::string clock;
  std::optional<domain::Warning> gap;  // START_IN_DST_GAP
};
// `date` and `clock` have their form and the zone exists.
Start StartOf(const std::string& date, const std::string& clock, const std::string& zone);
void SetStart(const Start& start, v1::Session* session);

// Sets in out->session what the record gives of everything but the group, the start and the state; what it leaves out
// stays as it is. The session has its group and its state, and the record its date. A status only when the store fails.
absl::Status ApplyRecord(const v1::SessionRecord& record, Given given, ReferenceResolver& directory, RecordResult* out);

// The group's live sessions of that local day, without their repeated fields; none is added until the transaction ends.
absl::StatusOr<std::vector<v1::Session>> SessionsOn(storage::WriteTransaction& transaction, const std::string& group,
                                                    absl::CivilDay day);

// ALREADY_EXISTS / SESSION_ALREADY_RECORDED (DOMAIN rule 12).
absl::Status AlreadyRecorded(const v1::Session& session);

// Checks out->session against the resources around it and stores it: instead of `before`, unless nothing changes, or as
// a new one. Violations get the paths of SessionRecord. `around`: what of its group was loaded already; null: nothing.
// A status only when the store fails.
absl::Status StoreSession(storage::WriteTransaction& transaction, const std::optional<v1::Session>& before,
                          absl::Time now, const SessionsAround* around, RecordResult* out);

}  // namespace tutorat::api
