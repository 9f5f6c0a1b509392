// Validates the holidays of a school calendar against each other. Pure.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/school_calendar.pb.h"

namespace tutorat::domain {

// Rules between the days of holidays whose fields are each valid: each ends after it begins, and no two overlap (a day
// that is counted twice would be taken twice from the weeks of school). Paths begin with `prefix`, and hold the order
// in which the holidays were sent.
std::vector<Violation> CheckHolidays(const v1::SchoolCalendar& calendar, absl::string_view prefix);

// By from_date.
void SortHolidays(v1::SchoolCalendar* calendar);

}  // namespace tutorat::domain
