// Validates the fields of a session against each other, and finds what is worth a warning. Pure.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::domain {

// Rules between fields of a session whose fields are each valid; paths begin with `prefix`.
std::vector<Violation> CheckSession(const v1::Session& session, absl::string_view prefix);

// Sets time_zone where it is empty, start_time to whole microseconds, and the local day and hour.
void FillLocalTime(v1::Session* session);

// Whether that local day is from the member's day of joining on, and before the one of leaving.
bool IsMemberOn(const v1::Member& member, absl::string_view local_date);
// Of these two days of theirs.
bool IsMemberOn(absl::string_view join_date, absl::string_view leave_date, absl::string_view local_date);

// What a person should look at twice (DOMAIN rule 4: overlaps and odd dates warn, they do not block). `neighbours`:
// sessions of the same group or tutor around that day; the session itself may be among them, and of many overlaps the
// first few are told. `members`: of the group. `wave_start`: the day on which its wave begins; empty: not known.
std::vector<Warning> FindWarnings(const v1::Session& session, const std::vector<v1::Session>& neighbours,
                                  const std::vector<v1::Member>& members, absl::string_view wave_start, absl::Time now);

}  // namespace tutorat::domain
