#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/files/ical_component.h"

namespace tutorat::format {

// A text of iCalendar whose lines are whole, and the line of the file at which each begins, from 1.
struct IcalText {
  std::string text;
  std::vector<int> lines;
};

// Of octets, before they are decoded (RFC 5545 section 3.1): a line may be folded within a letter.
IcalText Unfold(absl::string_view bytes);

// A VEVENT, and where it stands in its file, from line 1: what libical does not tell, and errors must.
struct IcalEvent {
  icalcomponent* component = nullptr;
  int line = 0;
  struct Place {
    int line = 0;
    // What is after the last colon, as it is written.
    std::string value;
  };
  // Of the event's own properties, the first of each name; names in capitals.
  std::map<std::string, Place> properties;
};

struct IcalEvents {
  // Holds the components.
  IcalComponent root;
  // In the order of the file.
  std::vector<IcalEvent> events;
};

// Nothing when the text is no iCalendar, or is cut: a BEGIN without its END.
std::optional<IcalEvents> ReadIcalEvents(const IcalText& unfolded);

}  // namespace tutorat::format
