#include "client/files/ical_events.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace tutorat::format {
namespace {

std::vector<IcalEvent> FindLines(const IcalText& unfolded) {
  std::vector<IcalEvent> events;
  int depth = 0;  // within a VEVENT: 1; within its alarms: more
  size_t next = 0;
  for (absl::string_view line : absl::StrSplit(unfolded.text, '\n')) {
    const int number = next < unfolded.lines.size() ? unfolded.lines[next++] : 0;
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

IcalText Unfold(absl::string_view bytes) {
  IcalText unfolded;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(bytes, '\n')) {
    ++number;
    absl::ConsumeSuffix(&line, "\r");
    const bool goes_on = !unfolded.lines.empty() && (absl::StartsWith(line, " ") || absl::StartsWith(line, "\t"));
    if (goes_on) {
      line.remove_prefix(1);
    } else {
      if (!unfolded.lines.empty()) unfolded.text.push_back('\n');
      unfolded.lines.push_back(number);
    }
    absl::StrAppend(&unfolded.text, line);
  }
  return unfolded;
}

std::optional<IcalEvents> ReadIcalEvents(const IcalText& unfolded) {
  IcalEvents read{IcalComponent(icalparser_parse_string(unfolded.text.c_str())), FindLines(unfolded)};
  if (read.root == nullptr) return std::nullopt;
  std::vector<icalcomponent*> components;
  Collect(read.root.get(), &components);
  if (components.size() != read.events.size()) return std::nullopt;
  for (size_t i = 0; i < components.size(); ++i) read.events[i].component = components[i];
  return read;
}

}  // namespace tutorat::format
