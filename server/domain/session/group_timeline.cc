#include "server/domain/session/group_timeline.h"

#include <algorithm>
#include <tuple>

#include "proto/natural_order.h"
#include "server/domain/base/local_time.h"

namespace tutorat::domain {

using contract::Natural;

namespace {

template <class Group>
v1::GroupReference MakeReference(const std::string& name, const Group& group) {
  v1::GroupReference reference;
  reference.set_group(name);
  reference.set_wave(group.wave());
  reference.set_number(group.number());
  return reference;
}

}  // namespace

v1::GroupReference ReferenceTo(const v1::Group& group) { return MakeReference(group.name(), group); }
v1::GroupReference ReferenceTo(const v1::GroupBalance& group) { return MakeReference(group.group(), group); }

bool IsBefore(const v1::Session& a, const v1::Session& b) {
  return std::tuple(a.local_date(), ToTime(a.start_time()), a.name()) <
         std::tuple(b.local_date(), ToTime(b.start_time()), b.name());
}

void SortByStart(std::vector<const v1::Session*>* sessions) {
  std::sort(sessions->begin(), sessions->end(),
            [](const v1::Session* a, const v1::Session* b) { return IsBefore(*a, *b); });
}

std::vector<const v1::Group*> InOrder(const std::vector<v1::Group>& groups) {
  std::vector<const v1::Group*> sorted;
  sorted.reserve(groups.size());
  for (const v1::Group& group : groups) sorted.push_back(&group);
  std::sort(sorted.begin(), sorted.end(), [](const v1::Group* a, const v1::Group* b) {
    return std::tuple(Natural{a->wave()}, a->number()) < std::tuple(Natural{b->wave()}, b->number());
  });
  return sorted;
}

std::map<std::string, std::vector<const v1::Session*>> HeldByGroup(const std::vector<v1::Session>& sessions,
                                                                   const std::string& before) {
  std::map<std::string, std::vector<const v1::Session*>> by_group;
  for (const v1::Session& session : sessions) {
    if (session.state() != v1::SESSION_STATE_HELD || session.local_date() >= before) continue;
    by_group[session.group()].push_back(&session);
  }
  for (auto& [group, held] : by_group) SortByStart(&held);
  return by_group;
}

std::optional<absl::CivilDay> FirstDay(const v1::Group& group, const std::vector<const v1::Session*>& held) {
  if (!group.start_date().empty()) return ParseDate(group.start_date());
  if (held.empty()) return std::nullopt;
  return ParseDate(held.front()->local_date());
}

int MonthOf(absl::CivilDay first_day, absl::CivilDay day) {
  if (day < first_day) return 0;
  // Whole calendar months, of which the last may not be over yet.
  const int months = static_cast<int>(absl::CivilMonth(day) - absl::CivilMonth(first_day));
  return AddMonths(first_day, months) <= day ? months + 1 : months;
}

bool IsOver(const v1::ProgrammeItem& item, absl::CivilDay first_day, absl::CivilDay day) {
  return AddMonths(first_day, item.month()) <= day;
}

}  // namespace tutorat::domain
