#pragma once

#include <string>
#include <vector>

#include "client/files/holidays.h"
#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/school_calendar.pb.h"

namespace tutorat::format {

enum class HolidayAction { kCreate, kSame, kUpdate, kKeep, kRemove };

// The planned change of one holiday.
struct HolidayChange {
  HolidayAction action = HolidayAction::kSame;
  v1::Holiday holiday;
  // With kUpdate: what it replaces.
  std::vector<v1::Holiday> before;
  // In the file, from 1; 0 for one that only the calendar has.
  int line = 0;
};

struct HolidayPlan {
  // By first day.
  std::vector<HolidayChange> changes;
  // As the calendar's holidays would be.
  v1::SchoolCalendar result;

  int Count(HolidayAction action) const;
  bool ChangesSomething() const;
};

// Plans the changes that storing a file's holidays makes to a calendar: one that overlaps holidays of the calendar
// takes their place; what only the calendar has stays, unless `replace`, and so does what the file knows provisionally
// only. Pure.
HolidayPlan PlanHolidays(const v1::SchoolCalendar& calendar, const std::vector<HolidayLine>& file, bool replace);

// A line for each change, in the tense of what is done or would be.
Table HolidayPlanTable(const HolidayPlan& plan, bool applied, Language language);
// `line,action,label,from,to` with the words of programs.
std::vector<std::vector<std::string>> HolidayPlanRecords(const HolidayPlan& plan);
// « zone-b : 3 vacances à créer, 1 à modifier, 2 identiques, 4 gardées. »
std::string HolidayPlanSummary(const HolidayPlan& plan, const std::string& code, bool applied, Language language);

}  // namespace tutorat::format
