// Turns names and filters of requests into those of the store.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/repeated_field.h"
#include "proto/status_macros.h"
#include "server/storage/store.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::api {

// `waves/V6/groups/4` becomes the `groups/{id}` of that group; any other name is returned as it is. GROUP_NOT_FOUND.
absl::StatusOr<std::string> CanonicalName(storage::ReadTransaction& transaction, const std::string& name);

// waves/V6 of `V6` and of `waves/V6`; empty stays empty.
std::string WaveName(const std::string& wave);

// NOT_FOUND / GROUP_NOT_FOUND for each of a request's `group_numbers` that none of the groups has: it would silently be
// missing from a table.
absl::Status CheckGroupNumbers(const google::protobuf::RepeatedField<int32_t>& numbers,
                               const std::vector<v1::Group>& groups);

// The filter that a List request asks for: each field that is set narrows the field of that name; `states` narrows
// `state`, `from_date` and `to_date` the half-open range of `local_date`, and `show_deleted` adds what is deleted.
absl::StatusOr<storage::Filter> FilterOf(storage::ReadTransaction& transaction,
                                         const google::protobuf::Message& list_request);

// What a list gives, in *out.
template <class Resource>
absl::Status Load(storage::ReadTransaction& transaction, const storage::Filter& filter, std::vector<Resource>* out) {
  ASSIGN_OR_RETURN(*out, transaction.List<Resource>(filter));
  return absl::OkStatus();
}

// Live sessions of a group on a day and the days beside it, in the order of names, without their repeated fields.
struct SessionsAround {
  std::string group;
  absl::CivilDay day;
  std::vector<v1::Session> sessions;
  std::string wave_start = {};  // the day on which the group's wave begins; empty: not known
};
absl::StatusOr<SessionsAround> LoadSessionsAround(storage::ReadTransaction& transaction, const std::string& group,
                                                  absl::CivilDay day);

// Live sessions that may overlap `session`: of its group and of its tutor, on its day and the days beside it, at most
// so many of each: a file of thousands for one day would else make each row look at all others. Without their repeated
// fields.
inline constexpr int kMostNeighbours = 50;
// `around`: what was loaded for the group already; null: nothing.
absl::StatusOr<std::vector<v1::Session>> Neighbours(storage::ReadTransaction& transaction, const v1::Session& session,
                                                    const SessionsAround* around);

}  // namespace tutorat::api
