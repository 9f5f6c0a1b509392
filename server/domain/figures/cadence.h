// Cadence: which groups meet too rarely, against their wave and against the weeks of school that passed. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tutorat/v1/cadence.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/school_calendar.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::domain {

// A session every four weeks of school, unless a request says otherwise: "every few weeks" of the tutorats, and three
// or four sessions in the three months after which the committee looks.
inline constexpr int kUsualIntervalWeeks = 4;

struct CadenceInput {
  absl::CivilDay as_of;
  int interval_weeks = kUsualIntervalWeeks;  // at least 1
  std::string wave;                          // waves/{code}, or empty: every wave
  std::vector<int> numbers;                  // groups to answer for; empty: all of them
  absl::Time snapshot_time;
  std::vector<v1::Wave> waves;  // at least those of `groups`
  std::vector<v1::SchoolCalendar> calendars;
  std::vector<v1::Group> groups;      // all those of their waves, since they are the cohort
  std::vector<v1::Session> sessions;  // of any state, group and day
};

// Rules, on whole numbers only:
// - A group's weeks begin on its start_date, else with its first held session, else, when it never met, with its
// wave's.
// - Expected is a session for each full interval of school days; where the first session is the start, it was held on
//   the first day and is expected besides.
// - Flagged is a group that is behind its wave's median (rounded down) and behind its weeks; by the smaller of the two.
//   A wave that meets rarely as a whole flags nobody, nor does a group that began late.
v1::Cadence ComputeCadence(const CadenceInput& input);

// Days of [from, to] that are in a holiday. Holidays do not overlap.
int HolidayDays(const v1::SchoolCalendar& calendar, absl::CivilDay from, absl::CivilDay to);

}  // namespace tutorat::domain
