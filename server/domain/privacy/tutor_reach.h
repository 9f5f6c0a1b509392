// Decides which groups and sessions a tutor may read and write, from the groups that assign them. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tutorat/v1/group.pb.h"

namespace tutorat::domain {

// A group is a tutor's own on the days of an assignment and this many days before and after: who stands in for one date
// prepares it, and writes it up. An assignment of at most as many days makes a substitute, who sees the group, and
// writes the sessions of those days.
inline constexpr int kReachDays = 14;

// Of one tutor on one day.
class TutorReach {
 public:
  // `tutor`: tutors/{id}; empty reaches nothing. `groups`: all that there are, deleted ones too, with their
  // assignments.
  TutorReach(const std::string& tutor, absl::CivilDay today, const std::vector<v1::Group>& groups);

  // The group itself, its members and its issues.
  bool OwnsGroup(const std::string& group) const;
  // A session of an own group; of any other one, if an assignment covers the session's day.
  bool OwnsSession(const std::string& group, const std::string& local_date) const;
  // The same to write: of an own group the members, and the sessions whatever their day, unless it is a substitute's.
  bool MayChange(const std::string& group) const;
  bool MayChangeSession(const std::string& group, const std::string& local_date) const;
  // Whether the tutor is, was or will be assigned to it: it may have sessions of theirs.
  bool Leads(const std::string& group) const;

  // In the order of their names.
  std::vector<std::string> OwnGroups() const;
  std::vector<std::string> LedGroups() const;

 private:
  struct Led {
    bool own = false;
    bool own_for_long = false;                     // by more than a substitution
    std::vector<v1::TutorAssignment> assignments;  // this tutor's
  };
  std::map<std::string, Led> led_;
};

}  // namespace tutorat::domain
