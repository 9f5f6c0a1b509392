#include "client/files/ical_events.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace tutorat::format {
namespace {

std::vector<IcalEvent> FindLines(absl::string_view text) {
  std::vector<IcalEvent> events;
  int depth = 0;  // within a VEVENT: 1; within its alarms: more
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripTrailingAsciiWhitespace(line);
    const std::string upper = absl::AsciiStrToUpper(line);
    if (upper == "BEGIN:VEVENT") {
      events.push_back({nullptr, number, {}});
      depth = 1;
    } else if (depth > 0 && absl::StartsWith(upper, "BEGIN:")) {
      ++depth;
    } else if (depth > 0 && absl::StartsWith(upper, "END:")) {
      --depth;
    } else if (depth == 1) {
      const size_t colon = line.rfind(':');
      const absl::string_view value = colon == absl::string_view::npos ? "" : line.substr(colon + 1);
      events.back().properties.try_emplace(upper.substr(0, upper.find_first_of(";:")),
                                           IcalEvent::Place{number, std::string(value)});
    }
  }
  return events;
}

void Collect(icalcomponent* component, std::vector<icalcomponent*>* events) {
  for (icalcomponent* part = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); part != nullptr;
       part = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
    if (icalcomponent_isa(part) == ICAL_VEVENT_COMPONENT) {
      events->push_back(part);
    } else {
      Collect(part, events);
    }
  }
}

}  // namespace

std::optional<IcalEvents> ReadIcalEvents(const std::string& text) {
  IcalEvents read{IcalComponent(icalparser_parse_string(text.c_str())), FindLines(text)};
  if (read.root == nullptr) return std::nullopt;
  std::vector<icalcomponent*> components;
  Collect(read.root.get(), &components);
  if (components.size() != read.events.size()) return std::nullopt;
  for (size_t i = 0; i < components.size(); ++i) read.events[i].component = components[i];
  return read;
}

}  // namespace tutorat::format
