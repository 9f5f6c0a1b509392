#pragma once

#include <string>
#include <vector>

#include "client/cli/shell/context.h"
#include "tutorat/v1/group.pb.h"

namespace tutorat::cli {

// Defaults for a tutor's next record, from the groups that the server knows.

// The one group that the tutor leads today; empty when it is none or several, or when there is no such tutor.
absl::StatusOr<std::string> GroupOfTutor(Context& context, const v1::ListGroupsResponse& groups,
                                         const std::string& tutor);

struct Habit {
  // HH:MM and minutes; those of the API where the group has held no session.
  std::string start = "14:00";
  int minutes = 60;
};
// The hour and length that most of the group's last held sessions had. `group` is a resource name.
absl::StatusOr<Habit> HabitOfGroup(Context& context, const std::string& group);

// Display names of who is a member on that day, in alphabetical order.
absl::StatusOr<std::vector<std::string>> MembersOn(Context& context, const std::string& group, const std::string& date);

}  // namespace tutorat::cli
