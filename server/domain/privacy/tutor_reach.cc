#include "server/domain/privacy/tutor_reach.h"

#include <algorithm>

#include "server/domain/base/local_time.h"

namespace tutorat::domain {
namespace {

// Days are AAAA-MM-JJ, so that texts compare as days do. Whether [from, to) has a day of [first, last]; an empty bound
// is open.
bool Meets(const v1::TutorAssignment& assignment, const std::string& first, const std::string& last) {
  return (assignment.from_date().empty() || assignment.from_date() <= last) &&
         (assignment.to_date().empty() || assignment.to_date() > first);
}

bool IsSubstitution(const v1::TutorAssignment& assignment) {
  const auto from = ParseDate(assignment.from_date());
  const auto to = ParseDate(assignment.to_date());
  return from && to && *to - *from <= kReachDays;
}

bool AnyCovers(const std::vector<v1::TutorAssignment>& assignments, const std::string& local_date) {
  return !local_date.empty() && std::any_of(assignments.begin(), assignments.end(),
                                            [&](const auto& a) { return Meets(a, local_date, local_date); });
}

}  // namespace

TutorReach::TutorReach(const std::string& tutor, absl::CivilDay today, const std::vector<v1::Group>& groups) {
  if (tutor.empty()) return;
  const std::string first = FormatDate(today - kReachDays);
  const std::string last = FormatDate(today + kReachDays);
  for (const v1::Group& group : groups) {
    for (const v1::TutorAssignment& assignment : group.tutor_assignments()) {
      if (assignment.tutor() != tutor) continue;
      Led& led = led_[group.name()];
      const bool own = Meets(assignment, first, last);
      led.own = led.own || own;
      led.own_for_long = led.own_for_long || (own && !IsSubstitution(assignment));
      led.assignments.push_back(assignment);
    }
  }
}

bool TutorReach::OwnsGroup(const std::string& group) const {
  const auto found = led_.find(group);
  return found != led_.end() && found->second.own;
}

bool TutorReach::OwnsSession(const std::string& group, const std::string& local_date) const {
  const auto found = led_.find(group);
  return found != led_.end() && (found->second.own || AnyCovers(found->second.assignments, local_date));
}

bool TutorReach::MayChange(const std::string& group) const {
  const auto found = led_.find(group);
  return found != led_.end() && found->second.own_for_long;
}

bool TutorReach::MayChangeSession(const std::string& group, const std::string& local_date) const {
  const auto found = led_.find(group);
  return found != led_.end() && (found->second.own_for_long || AnyCovers(found->second.assignments, local_date));
}

bool TutorReach::Leads(const std::string& group) const { return led_.count(group) > 0; }

std::vector<std::string> TutorReach::OwnGroups() const {
  std::vector<std::string> groups;
  for (const auto& [name, led] : led_) {
    if (led.own) groups.push_back(name);
  }
  return groups;
}

std::vector<std::string> TutorReach::LedGroups() const {
  std::vector<std::string> groups;
  for (const auto& [name, led] : led_) groups.push_back(name);
  return groups;
}

}  // namespace tutorat::domain
