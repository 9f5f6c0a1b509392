// A group's timeline: the first day of its tutoring, the month of it in which a day lies, and the programme items due
// by then. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::domain {

v1::GroupReference ReferenceTo(const v1::Group& group);
v1::GroupReference ReferenceTo(const v1::GroupBalance& group);

// By day, then start: the order of a group's sessions.
bool IsBefore(const v1::Session& a, const v1::Session& b);
void SortByStart(std::vector<const v1::Session*>* sessions);

// Pointers into `groups`, by wave in the order in which people read it, then number.
std::vector<const v1::Group*> InOrder(const std::vector<v1::Group>& groups);

// Each group's held sessions before the local day `before`, by day, then start. Pointers into `sessions`.
std::map<std::string, std::vector<const v1::Session*>> HeldByGroup(const std::vector<v1::Session>& sessions,
                                                                   const std::string& before);

// The first day of a group's tutoring: its start date, else that of its first held session. Nothing where it has
// neither. `held`: its sessions, as HeldByGroup gives them.
std::optional<absl::CivilDay> FirstDay(const v1::Group& group, const std::vector<const v1::Session*>& held);

// In which month of a tutoring a day lies: 1 is the first one, 0 before it. Months clamp, as AddMonths does.
int MonthOf(absl::CivilDay first_day, absl::CivilDay day);

// Whether the item's month is over before `day` begins.
bool IsOver(const v1::ProgrammeItem& item, absl::CivilDay first_day, absl::CivilDay day);

}  // namespace tutorat::domain
