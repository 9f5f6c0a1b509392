// Keeps what sessions saw and the issues of the register together. The link of a sighting follows from its group, kind
// and day and from the issues' transitions (domain/session/issue_register.h), so that writing it again changes nothing.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "server/storage/store.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::api {

// Sets the issue of each sighting of a held session, and makes those that do not exist; a session that is not held has
// seen nothing. Its local date is set.
absl::Status LinkSightings(storage::WriteTransaction& transaction, v1::Session* session, absl::Time now);

// The same for every stored session of a group, after the transitions of one of its issues have changed. What was
// recorded of a session stays as it is, its update_time too.
absl::Status RelinkGroup(storage::WriteTransaction& transaction, const std::string& group, absl::Time now);

// The same for every group with sightings from before there was a register; costs one look when there is none.
absl::Status LinkOldSightings(storage::Store& store, absl::Time now, absl::Time deadline);

// Deletes the group's issues that no session sees, as the group is: they would keep it from being deleted.
absl::Status DeleteUnseenIssues(storage::WriteTransaction& transaction, const std::string& group, absl::Time now);
// Undoes that.
absl::Status RestoreIssues(storage::WriteTransaction& transaction, const std::string& group);

}  // namespace tutorat::api
