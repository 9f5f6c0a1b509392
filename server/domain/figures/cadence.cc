#include "server/domain/figures/cadence.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "server/domain/base/local_time.h"
#include "server/domain/session/group_timeline.h"

namespace tutorat::domain {
namespace {

// Of one group, by day and hour.
struct Meetings {
  std::vector<const v1::Session*> held;     // up to as_of
  std::vector<const v1::Session*> planned;  // from as_of on
};

using MeetingsByGroup = std::unordered_map<std::string, Meetings>;

// Days are AAAA-MM-JJ, so that texts compare as days do.
MeetingsByGroup Sift(const CadenceInput& input) {
  const std::string as_of = FormatDate(input.as_of);
  MeetingsByGroup meetings;
  for (const v1::Session& session : input.sessions) {
    if (session.state() == v1::SESSION_STATE_HELD && session.local_date() <= as_of) {
      meetings[session.group()].held.push_back(&session);
    } else if (session.state() == v1::SESSION_STATE_PLANNED && session.local_date() >= as_of) {
      meetings[session.group()].planned.push_back(&session);
    }
  }
  for (auto& [group, sessions] : meetings) {
    SortByStart(&sessions.held);
    SortByStart(&sessions.planned);
  }
  return meetings;
}

int DoubledMedian(std::vector<int> counts) {
  if (counts.empty()) return 0;
  std::sort(counts.begin(), counts.end());
  return counts[(counts.size() - 1) / 2] + counts[counts.size() / 2];
}

const v1::SchoolCalendar* CalendarOf(const CadenceInput& input, const std::string& wave) {
  const auto found =
      std::find_if(input.waves.begin(), input.waves.end(), [&](const v1::Wave& one) { return one.name() == wave; });
  if (found == input.waves.end() || found->school_calendar().empty()) return nullptr;
  const auto calendar =
      std::find_if(input.calendars.begin(), input.calendars.end(),
                   [&](const v1::SchoolCalendar& one) { return one.name() == found->school_calendar(); });
  return calendar == input.calendars.end() ? nullptr : &*calendar;
}

// A wave with its cohort.
struct Cohort {
  v1::WaveCadence wave;
  const v1::SchoolCalendar* calendar = nullptr;
};

std::map<std::string, Cohort> Cohorts(const CadenceInput& input, MeetingsByGroup& meetings) {
  std::map<std::string, Cohort> cohorts;
  std::map<std::string, std::vector<int>> counts;
  for (const v1::Group& group : input.groups) {
    v1::WaveCadence& wave = cohorts[group.wave()].wave;
    const auto& held = meetings[group.name()].held;
    counts[group.wave()].push_back(static_cast<int>(held.size()));
    wave.set_group_count(wave.group_count() + 1);
    wave.set_held_count(wave.held_count() + static_cast<int>(held.size()));
    if (held.empty()) continue;
    const std::string& first = held.front()->local_date();
    if (wave.first_held_date().empty() || first < wave.first_held_date()) wave.set_first_held_date(first);
  }
  for (auto& [name, cohort] : cohorts) {
    cohort.wave.set_wave(name);
    cohort.wave.set_doubled_median(DoubledMedian(std::move(counts[name])));
    cohort.calendar = CalendarOf(input, name);
    if (cohort.calendar == nullptr) continue;
    cohort.wave.set_school_calendar(cohort.calendar->name());
    cohort.wave.set_school_calendar_label(cohort.calendar->label());
    for (const v1::Holiday& holiday : cohort.calendar->holidays()) {
      if (cohort.wave.school_calendar_end_date() < holiday.to_date()) {
        cohort.wave.set_school_calendar_end_date(holiday.to_date());
      }
    }
  }
  return cohorts;
}

void FillStart(const v1::Group& group, const Meetings& meetings, const Cohort& cohort, v1::GroupCadence* out) {
  if (!group.start_date().empty()) {
    out->set_start(v1::GroupCadence::START_GROUP);
    out->set_start_date(group.start_date());
  } else if (!meetings.held.empty()) {
    out->set_start(v1::GroupCadence::START_FIRST_HELD);
    out->set_start_date(meetings.held.front()->local_date());
  } else if (!cohort.wave.first_held_date().empty()) {
    out->set_start(v1::GroupCadence::START_WAVE);
    out->set_start_date(cohort.wave.first_held_date());
  }
}

void FillExpected(const CadenceInput& input, const Cohort& cohort, v1::GroupCadence* out) {
  const auto start = ParseDate(out->start_date());
  if (!start || *start > input.as_of) return;
  const int elapsed = static_cast<int>(input.as_of - *start) + 1;
  const int holiday = cohort.calendar == nullptr ? 0 : HolidayDays(*cohort.calendar, *start, input.as_of);
  const int school = elapsed - holiday;
  out->set_elapsed_days(elapsed);
  out->set_holiday_days(holiday);
  out->set_school_days(school);
  out->set_school_weeks(school / kDaysOfAWeek);
  const int intervals = school / (kDaysOfAWeek * input.interval_weeks);
  out->set_expected_count(intervals + (out->start() == v1::GroupCadence::START_FIRST_HELD ? 1 : 0));
}

void Judge(v1::GroupCadence* out) {
  out->set_behind_cohort(out->doubled_median() / 2 - out->held_count());
  out->set_behind_weeks(out->expected_count() - out->held_count());
  const bool cohort = out->behind_cohort() >= 1;
  const bool weeks = out->behind_weeks() >= 1;
  out->set_flagged(cohort && weeks);
  out->set_behind_by(out->flagged() ? std::min(out->behind_cohort(), out->behind_weeks()) : 0);
  out->set_reason(cohort ? (weeks ? v1::GroupCadence::REASON_BEHIND_BOTH : v1::GroupCadence::REASON_BEHIND_COHORT)
                         : (weeks ? v1::GroupCadence::REASON_BEHIND_WEEKS : v1::GroupCadence::REASON_ON_TIME));
}

v1::GroupCadence OfGroup(const CadenceInput& input, const v1::Group& group, const Meetings& meetings,
                         const Cohort& cohort) {
  v1::GroupCadence out;
  out.set_group(group.name());
  out.set_wave(group.wave());
  out.set_number(group.number());
  out.set_label(group.label());
  out.set_held_count(static_cast<int>(meetings.held.size()));
  out.set_doubled_median(cohort.wave.doubled_median());
  FillStart(group, meetings, cohort, &out);
  FillExpected(input, cohort, &out);
  Judge(&out);
  if (!meetings.held.empty()) {
    out.set_last_held_session(meetings.held.back()->name());
    out.set_last_held_date(meetings.held.back()->local_date());
  }
  if (!meetings.planned.empty()) {
    out.set_next_planned_session(meetings.planned.front()->name());
    out.set_next_planned_date(meetings.planned.front()->local_date());
  }
  out.set_planned_count(static_cast<int>(meetings.planned.size()));
  return out;
}

}  // namespace

int HolidayDays(const v1::SchoolCalendar& calendar, absl::CivilDay from, absl::CivilDay to) {
  int days = 0;
  for (const v1::Holiday& holiday : calendar.holidays()) {
    const auto first = ParseDate(holiday.from_date());
    const auto end = ParseDate(holiday.to_date());
    if (!first || !end) continue;
    days += static_cast<int>(std::max<absl::civil_diff_t>(0, std::min(*end, to + 1) - std::max(*first, from)));
  }
  return days;
}

v1::Cadence ComputeCadence(const CadenceInput& input) {
  MeetingsByGroup meetings = Sift(input);
  const std::map<std::string, Cohort> cohorts = Cohorts(input, meetings);
  v1::Cadence cadence;
  cadence.set_as_of_date(FormatDate(input.as_of));
  cadence.set_wave(input.wave);
  cadence.set_interval_weeks(input.interval_weeks);
  *cadence.mutable_snapshot_time() = ToTimestamp(input.snapshot_time);
  for (const v1::Group* group : InOrder(input.groups)) {
    const bool asked = input.numbers.empty() ||
                       std::find(input.numbers.begin(), input.numbers.end(), group->number()) != input.numbers.end();
    if (!asked) continue;
    const Cohort& cohort = cohorts.at(group->wave());
    if (cadence.waves().empty() || cadence.waves().rbegin()->wave() != group->wave()) {
      *cadence.add_waves() = cohort.wave;
    }
    v1::GroupCadence& out = *cadence.add_groups();
    out = OfGroup(input, *group, meetings[group->name()], cohort);
    cadence.set_flagged_count(cadence.flagged_count() + (out.flagged() ? 1 : 0));
  }
  return cadence;
}

}  // namespace tutorat::domain
