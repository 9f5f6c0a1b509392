#pragma once

#include <string>

#include "client/cli/shell/context.h"

namespace tutorat::cli {

// Adds `calendar holidays` with its verbs: the school calendars.
void AddHolidays(CLI::App* calendar, Context& context);

struct HolidayImport {
  // `-`: standard input.
  std::string file;
  // zone-b or schoolCalendars/zone-b.
  std::string calendar;
  // Of the events to take; empty: the letter at the end of the calendar's code.
  std::string zone;
  // Of a calendar that is new; empty: « Zone B ».
  std::string label;
  // Removes what the file does not have.
  bool replace = false;
  // False: a preview, which stores nothing.
  bool apply = false;
};

// Stores the holidays of a file in a calendar, which is made where there is none, and prints what becomes of each.
// Returns an exit code: refused when the file has a mistake, and then nothing is stored.
Exit ImportHolidays(Context& context, const HolidayImport& import);

}  // namespace tutorat::cli
