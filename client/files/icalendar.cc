#include "client/files/icalendar.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
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

// DTSTART or DTEND.
icalproperty* When(icalproperty* (*make)(icaltimetype), absl::Time time, const std::string& zone_name) {
  absl::TimeZone zone;
  if (!FindZone(zone_name, &zone)) return make(UtcTime(time));
  const absl::CivilSecond local = absl::ToCivilSecond(time, zone);
  if (!IsUnambiguous(local, zone)) return make(UtcTime(time));
  icalproperty* property = make(ToIcalTime(local));
  icalproperty_add_parameter(property, icalparameter_new_tzid(zone_name.c_str()));
  return property;
}

// A part of a VTIMEZONE: from `begin`, in the hours before it, on.
void AddObservance(icalcomponent* timezone, absl::CivilSecond begin, int offset_before,
                   const absl::TimeZone::CivilInfo& from_then) {
  icalcomponent* observance = icalcomponent_new(from_then.is_dst ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT);
  icalcomponent_add_property(observance, icalproperty_new_dtstart(ToIcalTime(begin)));
  icalcomponent_add_property(observance, icalproperty_new_tzoffsetfrom(offset_before));
  icalcomponent_add_property(observance, icalproperty_new_tzoffsetto(from_then.offset));
  icalcomponent_add_property(observance, icalproperty_new_tzname(from_then.zone_abbr));
  icalcomponent_add_component(timezone, observance);
}

// When the hour changes from `change.from` to `change.to`: the earlier of the two is in the gap, or comes twice.
absl::Time InstantOf(const absl::TimeZone::CivilTransition& change, const absl::TimeZone& zone) {
  return zone.At(std::min(change.from, change.to)).trans;
}

// Each change of the hour by itself, from the one before the first session to the last session: rules for ever would
// be wrong for the past of zones whose rules changed, and for their future.
void AddTimeZone(icalcomponent* calendar, const std::string& name, const Span& span) {
  absl::TimeZone zone;
  if (!FindZone(name, &zone)) return;
  icalcomponent* timezone = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
  icalcomponent_add_property(timezone, icalproperty_new_tzid(name.c_str()));
  absl::TimeZone::CivilTransition change;
  absl::Time time = span.first;
  if (zone.PrevTransition(time, &change)) {
    time = InstantOf(change, zone) - absl::Nanoseconds(1);
  } else {
    const absl::TimeZone::CivilInfo always = zone.At(span.first);
    AddObservance(timezone, absl::CivilSecond(1970, 1, 1), always.offset, always);
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
  add(icalproperty_new_summary(Say(language, "Tutorat $0", "Tutoring $0", entry.group).c_str()));
  if (!session.themes().empty()) add(icalproperty_new_description(session.themes().c_str()));
  add(icalproperty_new_status(StatusOf(session)));
  if (!session.external_link().empty()) add(icalproperty_new_url(session.external_link().c_str()));
  icalcomponent_add_component(calendar, event);
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
  icalcomponent_add_property(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
  for (const auto& [zone, span] : spans) AddTimeZone(calendar.get(), zone, span);
  for (const CalendarEntry& entry : entries) AddEvent(calendar.get(), entry, language);
  return TextOf(calendar);
}

}  // namespace tutorat::format
