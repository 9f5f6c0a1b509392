#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/problem.h"
#include "tutorat/v1/school_calendar.pb.h"

namespace tutorat::format {

// One holiday of a file, and where it begins there, from 1.
struct HolidayLine {
  v1::Holiday holiday;
  int line = 0;
};

struct HolidayFile {
  // By first day; none overlaps another.
  std::vector<HolidayLine> holidays;
  // What is wrong, by line: then the file is not to be stored.
  std::vector<Problem> problems;
  // What was passed over, and why: sentences.
  std::vector<std::string> notes;
};

// Reads school holidays, told apart by looking:
// - iCalendar, as the ministry publishes it: a VEVENT a holiday, days of DTSTART;VALUE=DATE up to DTEND, which is the
//   day school begins again; hours are those of the nearest midnight. The file of all zones cuts a holiday where
//   another zone's begins (« Vacances d'Hiver - Zones A/B »): pieces of one holiday are joined. Events that are
//   cancelled, of one day, of teachers only, or of other zones are no holidays of the zone, and passed over. Holidays
//   of which the file has only the first day (« Début des vacances d'été ») last until the return to school that it
//   names; else a summer lasts until a provisional 1 September, which its label says, and others are told and left out.
// - CSV with the columns label, from, to (libelle, debut, reprise): `to` is the day school begins again.
// `zone` is the letter, or the name (Corse), of the events to take; empty: all, of a file that names no zones.
HolidayFile ReadHolidays(absl::string_view bytes, const std::string& zone, Language language);

// The two forms by themselves.
HolidayFile ReadHolidaysIcal(absl::string_view bytes, const std::string& zone, Language language);
HolidayFile ReadHolidaysCsv(absl::string_view bytes, Language language);

// Whether the label says that the last day is not the published one.
bool IsProvisional(const v1::Holiday& holiday);

// What ReadHolidays takes back as it was.
std::string WriteHolidaysCsv(const v1::SchoolCalendar& calendar, CsvStyle style);
std::string WriteHolidaysIcal(const v1::SchoolCalendar& calendar);

}  // namespace tutorat::format
