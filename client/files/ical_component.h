#pragma once

#include <libical/ical.h>

#include <memory>
#include <string>

#include "absl/time/civil_time.h"

namespace tutorat::format {

struct IcalFree {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};
// With all that it holds.
using IcalComponent = std::unique_ptr<icalcomponent, IcalFree>;

// A VCALENDAR of ours, empty. RFC 5545 section 3.6: VERSION and PRODID.
inline IcalComponent NewCalendar() {
  IcalComponent calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Tutorat//tutorat//FR"));
  return calendar;
}

// Folded at 75 octets, lines ending in CRLF.
inline std::string TextOf(const IcalComponent& component) {
  const std::unique_ptr<char, IcalFree> text(icalcomponent_as_ical_string_r(component.get()));
  return text.get();
}

// Without a zone.
inline icaltimetype ToIcalTime(absl::CivilSecond time) {
  icaltimetype out = icaltime_null_time();
  out.year = static_cast<int>(time.year());
  out.month = time.month();
  out.day = time.day();
  out.hour = time.hour();
  out.minute = time.minute();
  out.second = time.second();
  return out;
}

}  // namespace tutorat::format
