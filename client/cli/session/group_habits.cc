#include "client/cli/session/group_habits.h"

#include <algorithm>
#include <map>
#include <utility>

#include "client/cli/directory/group_tutor.h"
#include "client/cli/shell/resolve.h"
#include "client/lib/list.h"
#include "proto/fold.h"
#include "proto/status_macros.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::cli {

absl::StatusOr<std::string> GroupOfTutor(Context& context, const v1::ListGroupsResponse& groups,
                                         const std::string& tutor) {
  if (tutor.empty()) return "";
  const absl::StatusOr<v1::Tutor> found = FindTutor(context, tutor);
  if (!found.ok()) return absl::IsNotFound(found.status()) ? absl::StatusOr<std::string>("") : found.status();
  std::vector<std::string> led;
  for (const v1::Group& group : groups.groups()) {
    if (CurrentTutor(group) == found->name()) led.push_back(GroupLabel(group));
  }
  return led.size() == 1 ? led.front() : "";
}

absl::StatusOr<Habit> HabitOfGroup(Context& context, const std::string& group) {
  constexpr std::size_t kLast = 5;
  v1::ListSessionsRequest request;
  request.set_group(group);
  request.add_states(v1::SESSION_STATE_HELD);
  ASSIGN_OR_RETURN(const auto listed, client::ListAll<v1::ListSessionsResponse>(context.Server(), request));
  std::vector<v1::Session> sessions(listed.sessions().begin(), listed.sessions().end());
  std::sort(sessions.begin(), sessions.end(), [](const v1::Session& one, const v1::Session& other) {
    return one.start_time().seconds() > other.start_time().seconds();
  });
  std::map<std::pair<std::string, int>, int> counts;
  Habit habit;
  int most = 0;
  // From the latest on, so that of two equally usual hours the later habit is taken.
  for (std::size_t i = 0; i < std::min(sessions.size(), kLast); ++i) {
    const int minutes = static_cast<int>(sessions[i].duration().seconds() / 60);
    const int count = ++counts[{sessions[i].local_clock(), minutes}];
    if (count > most) {
      most = count;
      habit = {sessions[i].local_clock(), minutes};
    }
  }
  return habit;
}

absl::StatusOr<std::vector<std::string>> MembersOn(Context& context, const std::string& group,
                                                   const std::string& date) {
  v1::ListMembersRequest request;
  request.set_group(group);
  ASSIGN_OR_RETURN(const auto listed, client::ListAll<v1::ListMembersResponse>(context.Server(), request));
  std::vector<std::string> names;
  for (const v1::Member& member : listed.members()) {
    const bool joined = member.join_date().empty() || member.join_date() <= date;
    const bool left = !member.leave_date().empty() && member.leave_date() <= date;
    if (joined && !left) names.push_back(member.display_name());
  }
  std::sort(names.begin(), names.end(), [](const std::string& one, const std::string& other) {
    return contract::FoldName(one) < contract::FoldName(other);
  });
  return names;
}

}  // namespace tutorat::cli
