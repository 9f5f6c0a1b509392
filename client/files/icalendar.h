#pragma once

#include <string>
#include <vector>

#include "client/text/language.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::format {

struct CalendarEntry {
  v1::Session session;
  // As people call its group: V6/4.
  std::string group;
};

// The entries as an RFC 5545 calendar, in their order, made of nothing but them: the same entries give the same bytes.
// - UID is the session's, whatever else changes of it; DTSTAMP and LAST-MODIFIED are its last change, SEQUENCE the
//   seconds from its creation to that change, which grow with each, as a count would that the contract does not keep.
// - Start and end are local hours of the session's zone, whose changes a VTIMEZONE holds for the days that are shown,
//   in whole minutes; an hour that comes twice, which programs read differently, one whose offset has seconds, and
//   hours of a zone that this machine does not know are in UTC.
// - A held session is CONFIRMED, a planned one TENTATIVE. A cancelled one is CANCELLED and takes no time; its title and
//   its text say so, with the reason that was given.
// - Where to join a session is its place, and a line of its text.
// - Themes are verbatim. What concerns people is left out: notes, who came, who leads.
// - The calendar is called after the group or the wave that all entries have, and asks to be fetched every hour.
std::string WriteICalendar(const std::vector<CalendarEntry>& entries, Language language);

}  // namespace tutorat::format
