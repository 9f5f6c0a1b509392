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
// - Start and end are local hours of the session's zone, whose changes a VTIMEZONE holds for the days that are shown;
// an
//   hour that comes twice, which programs read differently, and hours of a zone that this machine does not know are in
//   UTC.
// - A held session is CONFIRMED, a planned one TENTATIVE, a cancelled one CANCELLED.
// - Themes are verbatim. What concerns people is left out: notes, why a session was cancelled, who came, who leads.
std::string WriteICalendar(const std::vector<CalendarEntry>& entries, Language language);

}  // namespace tutorat::format
