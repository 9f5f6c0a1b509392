#include "client/files/icalendar.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "client/files/ical_component.h"

namespace tutorat::format {
namespace {

// What `calendar` shows of a zone, and so what its VTIMEZONE must cover.
struct Span {
  absl::Time first;
  absl::Time last;
};
using Spans = std::map<std::string, Span>;

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

absl::Time EndOf(const v1::Session& session) {
  return ToTime(session.start_time()) + absl::Seconds(session.duration().seconds());
}

bool FindZone(const std::string& name, absl::TimeZone* zone) { return absl::LoadTimeZone(name, zone); }

icaltimetype UtcTime(absl::Time time) {
  icaltimetype out = ToIcalTime(absl::ToCivilSecond(time, absl::UTCTimeZone()));
  out.zone = icaltimezone_get_utc_timezone();
  return out;
}

// A local hour that comes twice is the first of the two by RFC 5545 (section 3.3.5), and the second for libical.
bool IsUnambiguous(absl::CivilSecond local, const absl::TimeZone& zone) {
  return zone.At(local).kind == absl::TimeZone::TimeInfo::UNIQUE;
}

// Some programs fail on offsets with seconds, such as those of local mean time.
int WholeMinutes(int offset) { return offset / 60 * 60; }

// DTSTART or DTEND.
icalproperty* When(icalproperty* (*make)(icaltimetype), absl::Time time, const std::string& zone_name) {
  absl::TimeZone zone;
  if (!FindZone(zone_name, &zone)) return make(UtcTime(time));
  const absl::TimeZone::CivilInfo info = zone.At(time);
  const absl::CivilSecond local = info.cs;
  if (!IsUnambiguous(local, zone) || info.offset != WholeMinutes(info.offset)) return make(UtcTime(time));
  icalproperty* property = make(ToIcalTime(local));
  icalproperty_add_parameter(property, icalparameter_new_tzid(zone_name.c_str()));
  return property;
}

// A part of a VTIMEZONE: from `begin`, in the hours before it, on.
void AddObservance(icalcomponent* timezone, absl::CivilSecond begin, int offset_before,
                   const absl::TimeZone::CivilInfo& from_then) {
  icalcomponent* observance = icalcomponent_new(from_then.is_dst ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT);
  icalcomponent_add_property(observance, icalproperty_new_dtstart(ToIcalTime(begin)));
  icalcomponent_add_property(observance, icalproperty_new_tzoffsetfrom(WholeMinutes(offset_before)));
  icalcomponent_add_property(observance, icalproperty_new_tzoffsetto(WholeMinutes(from_then.offset)));
  icalcomponent_add_property(observance, icalproperty_new_tzname(from_then.zone_abbr));
  icalcomponent_add_component(timezone, observance);
}

// When the hour changes from `change.from` to `change.to`: the earlier of the two is in the gap, or comes twice.
absl::Time InstantOf(const absl::TimeZone::CivilTransition& change, const absl::TimeZone& zone) {
  return zone.At(std::min(change.from, change.to)).trans;
}

// Each change of the hour by itself, from the one before the first session to the last session: rules for ever would
// be wrong for the past of zones whose rules changed, and for their future. Changes before 1970, of which some programs
// know nothing, are told only to sessions of those years.
void AddTimeZone(icalcomponent* calendar, const std::string& name, const Span& span) {
  absl::TimeZone zone;
  if (!FindZone(name, &zone)) return;
  icalcomponent* timezone = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
  icalcomponent_add_property(timezone, icalproperty_new_tzid(name.c_str()));
  const absl::CivilSecond oldest =
      std::min(absl::CivilSecond(1970, 1, 1), absl::CivilSecond(absl::CivilYear(zone.At(span.first).cs)));
  absl::TimeZone::CivilTransition change;
  absl::Time time = span.first;
  if (zone.PrevTransition(time, &change) && change.from >= oldest) {
    time = InstantOf(change, zone) - absl::Nanoseconds(1);
  } else {
    const absl::TimeZone::CivilInfo always = zone.At(span.first);
    AddObservance(timezone, oldest, always.offset, always);
  }
  while (zone.NextTransition(time, &change)) {
    const absl::Time instant = InstantOf(change, zone);
    if (instant > span.last) break;
    AddObservance(timezone, change.from, zone.At(instant - absl::Nanoseconds(1)).offset, zone.At(instant));
    time = instant;
  }
  icalcomponent_add_component(calendar, timezone);
}

icalproperty_status StatusOf(const v1::Session& session) {
  switch (session.state()) {
    case v1::SESSION_STATE_HELD:
      return ICAL_STATUS_CONFIRMED;
    case v1::SESSION_STATE_CANCELLED:
      return ICAL_STATUS_CANCELLED;
    default:
      return ICAL_STATUS_TENTATIVE;
  }
}

// Many programs show neither STATUS nor URL: the title says that a session is cancelled, and the text where to join.
std::string SummaryOf(const CalendarEntry& entry, Language language) {
  const std::string title = Say(language, "Tutorat $0", "Tutoring $0", entry.group);
  return entry.session.state() == v1::SESSION_STATE_CANCELLED ? Say(language, "Annulée : $0", "Cancelled: $0", title)
                                                              : title;
}

std::string DescriptionOf(const v1::Session& session, Language language) {
  std::vector<std::string> lines;
  if (session.state() == v1::SESSION_STATE_CANCELLED && !session.cancel_reason().empty()) {
    lines.push_back(Say(language, "Motif : $0", "Reason: $0", session.cancel_reason()));
  }
  if (!session.themes().empty()) lines.push_back(session.themes());
  if (!session.external_link().empty()) {
    lines.push_back(Say(language, "Rejoindre : $0", "Join: $0", session.external_link()));
  }
  return absl::StrJoin(lines, "\n");
}

void AddEvent(icalcomponent* calendar, const CalendarEntry& entry, Language language) {
  const v1::Session& session = entry.session;
  icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  const auto add = [event](icalproperty* property) { icalcomponent_add_property(event, property); };
  add(icalproperty_new_uid(absl::StrCat(absl::StripPrefix(session.name(), "sessions/"), "@tutorat").c_str()));
  const absl::Time changed = ToTime(session.update_time());
  add(icalproperty_new_dtstamp(UtcTime(changed)));
  add(icalproperty_new_lastmodified(UtcTime(changed)));
  add(icalproperty_new_sequence(static_cast<int>(absl::ToInt64Seconds(changed - ToTime(session.create_time())))));
  add(When(&icalproperty_new_dtstart, ToTime(session.start_time()), session.time_zone()));
  add(When(&icalproperty_new_dtend, EndOf(session), session.time_zone()));
  add(icalproperty_new_summary(SummaryOf(entry, language).c_str()));
  const std::string description = DescriptionOf(session, language);
  if (!description.empty()) add(icalproperty_new_description(description.c_str()));
  add(icalproperty_new_status(StatusOf(session)));
  if (session.state() == v1::SESSION_STATE_CANCELLED) add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  if (!session.external_link().empty()) {
    add(icalproperty_new_location(session.external_link().c_str()));
    add(icalproperty_new_url(session.external_link().c_str()));
  }
  icalcomponent_add_component(calendar, event);
}

// « Tutorat V6/4 » of one group, « Tutorat V6 » of one wave.
std::string NameOf(const std::vector<CalendarEntry>& entries, Language language) {
  const auto all = [&](const auto& of) {
    return !entries.empty() && std::all_of(entries.begin(), entries.end(), [&](const CalendarEntry& entry) {
      return of(entry.group) == of(entries[0].group);
    });
  };
  const auto wave = [](absl::string_view group) { return group.substr(0, group.rfind('/')); };
  if (all([](absl::string_view group) { return group; })) {
    return Say(language, "Tutorat $0", "Tutoring $0", entries[0].group);
  }
  if (all(wave)) return Say(language, "Tutorat $0", "Tutoring $0", wave(entries[0].group));
  return std::string(Choose(language, "Tutorat", "Tutoring"));
}

icalproperty* NonStandard(const char* name, const std::string& value) {
  icalproperty* property = icalproperty_new_x(value.c_str());
  icalproperty_set_x_name(property, name);
  return property;
}

// Its name and how often to fetch it, by RFC 7986 and as older programs read them.
void AddCalendarProperties(icalcomponent* calendar, const std::string& name) {
  const auto add = [calendar](icalproperty* property) { icalcomponent_add_property(calendar, property); };
  icaldurationtype hour = icaldurationtype_null_duration();
  hour.hours = 1;
  add(icalproperty_new_method(ICAL_METHOD_PUBLISH));
  add(icalproperty_new_name(name.c_str()));
  add(NonStandard("X-WR-CALNAME", name));
  icalproperty* refresh = icalproperty_new_refreshinterval(hour);
  icalproperty_set_parameter(refresh, icalparameter_new_value(ICAL_VALUE_DURATION));
  add(refresh);
  add(NonStandard("X-PUBLISHED-TTL", "PT1H"));
}

}  // namespace

std::string WriteICalendar(const std::vector<CalendarEntry>& entries, Language language) {
  Spans spans;
  for (const CalendarEntry& entry : entries) {
    const absl::Time start = ToTime(entry.session.start_time());
    Span& span = spans.try_emplace(entry.session.time_zone(), Span{start, start}).first->second;
    span.first = std::min(span.first, start);
    span.last = std::max(span.last, EndOf(entry.session));
  }
  const IcalComponent calendar = NewCalendar();
  AddCalendarProperties(calendar.get(), NameOf(entries, language));
  for (const auto& [zone, span] : spans) AddTimeZone(calendar.get(), zone, span);
  for (const CalendarEntry& entry : entries) AddEvent(calendar.get(), entry, language);
  return TextOf(calendar);
}

}  // namespace tutorat::format
