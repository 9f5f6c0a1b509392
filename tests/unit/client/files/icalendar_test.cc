#include "client/files/icalendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libical/ical.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/files/ical_events.h"
#include "tests/unit/client/text/helpers.h"
#include "tests/unit/client/text/random_text.h"

namespace tutorat::format {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

CalendarEntry At(absl::Time start, const std::string& zone = "Europe/Paris") {
  CalendarEntry entry;
  entry.group = "V6/4";
  v1::Session& session = entry.session;
  session.set_name("sessions/01hf2x8qr5c0d3k9m7v4w6y1za");
  session.set_state(v1::SESSION_STATE_HELD);
  session.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start));
  session.set_time_zone(zone);
  session.mutable_duration()->set_seconds(5400);
  session.set_themes("Saisie du budget");
  session.mutable_create_time()->set_seconds(1'700'000'000);
  session.mutable_update_time()->set_seconds(1'700'000'042);
  return entry;
}

CalendarEntry AtLocal(absl::CivilMinute local, const std::string& zone = "Europe/Paris") {
  return At(absl::FromCivil(local, Zone(zone)), zone);
}

// What libical makes of a start or an end, with nothing but what the calendar itself holds.
absl::Time Instant(icalcomponent* calendar, icalproperty* property) {
  const icaltimetype time = icalproperty_get_datetime_with_component(property, calendar);
  icaltimezone* zone = icaltime_is_utc(time) ? icaltimezone_get_utc_timezone() : nullptr;
  if (icalparameter* tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER); tzid != nullptr) {
    zone = icalcomponent_get_timezone(calendar, icalparameter_get_tzid(tzid));
    EXPECT_NE(zone, nullptr);
  }
  return absl::FromTimeT(icaltime_as_timet_with_zone(time, zone));
}

struct ReadEntries {
  std::vector<absl::Time> starts;
  std::vector<absl::Time> ends;
  std::vector<std::string> descriptions;
};

ReadEntries ReadBack(const std::string& text) {
  ReadEntries read;
  const auto events = ReadIcalEvents(Unfold(text));
  if (!events) {
    ADD_FAILURE() << text;
    return read;
  }
  for (const IcalEvent& event : events->events) {
    read.starts.push_back(
        Instant(events->root.get(), icalcomponent_get_first_property(event.component, ICAL_DTSTART_PROPERTY)));
    read.ends.push_back(
        Instant(events->root.get(), icalcomponent_get_first_property(event.component, ICAL_DTEND_PROPERTY)));
    const char* description = icalcomponent_get_description(event.component);
    read.descriptions.emplace_back(description == nullptr ? "" : description);
  }
  return read;
}

Lines LinesOf(const std::string& text) {
  Lines lines = absl::StrSplit(text, "\r\n");
  EXPECT_EQ(lines.back(), "");
  lines.pop_back();
  return lines;
}

TEST(ICalendar, OneSessionAsItIsWritten) {
  CalendarEntry entry = AtLocal(absl::CivilMinute(2024, 2, 13, 14, 0));
  entry.session.set_state(v1::SESSION_STATE_PLANNED);
  entry.session.set_external_link("https://visio.exemple.fr/salle?n=4");
  entry.session.set_notes("Agnès n'ose pas parler.");
  EXPECT_THAT(
      LinesOf(WriteICalendar({entry}, Language::kFrench)),
      ElementsAre("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tutorat//tutorat//FR", "METHOD:PUBLISH",
                  "NAME:Tutorat V6/4", "X-WR-CALNAME:Tutorat V6/4", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
                  "X-PUBLISHED-TTL:PT1H", "BEGIN:VTIMEZONE", "TZID:Europe/Paris", "BEGIN:STANDARD",
                  "DTSTART:20231029T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD",
                  "END:VTIMEZONE", "BEGIN:VEVENT", "UID:01hf2x8qr5c0d3k9m7v4w6y1za@tutorat", "DTSTAMP:20231114T221402Z",
                  "LAST-MODIFIED:20231114T221402Z", "SEQUENCE:42", "DTSTART;TZID=Europe/Paris:20240213T140000",
                  "DTEND;TZID=Europe/Paris:20240213T153000", "SUMMARY:Tutorat V6/4",
                  "DESCRIPTION:Saisie du budget\\nRejoindre : https:", " //visio.exemple.fr/salle?n=4",
                  "STATUS:TENTATIVE", "LOCATION:https://visio.exemple.fr/salle?n=4",
                  "URL:https://visio.exemple.fr/salle?n=4", "END:VEVENT", "END:VCALENDAR"));
}

TEST(ICalendar, TheSameEntriesGiveTheSameBytes) {
  const std::vector<CalendarEntry> entries = {AtLocal(absl::CivilMinute(2024, 2, 13, 14, 0)),
                                              AtLocal(absl::CivilMinute(2024, 5, 13, 14, 0), "Indian/Reunion")};
  EXPECT_EQ(WriteICalendar(entries, Language::kEnglish), WriteICalendar(entries, Language::kEnglish));
}

TEST(ICalendar, NoSessionIsAValidCalendar) {
  EXPECT_THAT(LinesOf(WriteICalendar({}, Language::kFrench)),
              ElementsAre("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tutorat//tutorat//FR", "METHOD:PUBLISH",
                          "NAME:Tutorat", "X-WR-CALNAME:Tutorat", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
                          "X-PUBLISHED-TTL:PT1H", "END:VCALENDAR"));
}

TEST(ICalendar, SaysWhatBecameOfASession) {
  CalendarEntry entry = AtLocal(absl::CivilMinute(2024, 2, 13, 14, 0));
  const auto lines = [&entry](Language language) { return LinesOf(WriteICalendar({entry}, language)); };
  EXPECT_THAT(lines(Language::kEnglish), IsSupersetOf({"SUMMARY:Tutoring V6/4", "STATUS:CONFIRMED"}));
  EXPECT_THAT(lines(Language::kEnglish), Not(Contains(StartsWith("TRANSP"))));
  entry.session.set_state(v1::SESSION_STATE_CANCELLED);
  EXPECT_THAT(lines(Language::kFrench), IsSupersetOf({"SUMMARY:Annulée : Tutorat V6/4", "DESCRIPTION:Saisie du budget",
                                                      "STATUS:CANCELLED", "TRANSP:TRANSPARENT"}));
  entry.session.set_cancel_reason("Salle prise");
  EXPECT_THAT(lines(Language::kEnglish),
              IsSupersetOf({"SUMMARY:Cancelled: Tutoring V6/4", "DESCRIPTION:Reason: Salle prise\\nSaisie du budget"}));
  entry.session.clear_themes();
  entry.session.set_external_link("https://visio.exemple.fr/4");
  EXPECT_THAT(lines(Language::kFrench),
              IsSupersetOf({"DESCRIPTION:Motif : Salle prise\\nRejoindre : https://visio.exemple.fr/4",
                            "LOCATION:https://visio.exemple.fr/4", "URL:https://visio.exemple.fr/4"}));
  // A reason that stayed from before says nothing of a session that was held.
  entry.session.set_state(v1::SESSION_STATE_HELD);
  EXPECT_THAT(lines(Language::kFrench), Contains("DESCRIPTION:Rejoindre : https://visio.exemple.fr/4"));
}

TEST(ICalendar, IsCalledAfterWhatItsEntriesHaveInCommon) {
  const auto name = [](const std::vector<std::string>& groups) {
    std::vector<CalendarEntry> entries;
    for (const std::string& group : groups) {
      entries.push_back(AtLocal(absl::CivilMinute(2024, 2, 13, 14, 0)));
      entries.back().group = group;
    }
    return LinesOf(WriteICalendar(entries, Language::kEnglish)).at(4);
  };
  EXPECT_EQ(name({"V6/4", "V6/4"}), "NAME:Tutoring V6/4");
  EXPECT_EQ(name({"V6/4", "V6/11"}), "NAME:Tutoring V6");
  EXPECT_EQ(name({"V6/4", "V7/4"}), "NAME:Tutoring");
}

// From 1970 the zones of France overseas have one hour; whatever the zone and the year, offsets are whole minutes.
TEST(ICalendar, OffsetsAreWholeMinutes) {
  for (const char* zone : {"Indian/Reunion", "Indian/Mayotte", "America/Martinique", "America/Cayenne",
                           "Pacific/Tahiti", "Pacific/Noumea", "Africa/Monrovia", "Europe/Paris", "Asia/Kathmandu"}) {
    for (const int year : {1911, 1945, 1971, 2027}) {
      const CalendarEntry entry = AtLocal(absl::CivilMinute(year, 6, 3, 10, 0), zone);
      const std::string text = WriteICalendar({entry}, Language::kFrench);
      for (const std::string& line : LinesOf(text)) {
        if (!absl::StartsWith(line, "TZOFFSET")) continue;
        EXPECT_EQ(line.size() - line.find(':'), 6U) << zone << " " << line;
      }
      EXPECT_THAT(ReadBack(text).starts, ElementsAre(absl::FromUnixSeconds(entry.session.start_time().seconds())))
          << text;
    }
  }
  EXPECT_THAT(WriteICalendar({AtLocal(absl::CivilMinute(2027, 6, 3, 10, 0), "Indian/Reunion")}, Language::kFrench),
              HasSubstr("BEGIN:VTIMEZONE\r\nTZID:Indian/Reunion\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
                        "TZOFFSETFROM:+0400\r\nTZOFFSETTO:+0400\r\nTZNAME:+04\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"));
}

TEST(ICalendar, TheHourStaysAcrossTheChangesOf2024) {
  std::vector<CalendarEntry> entries;
  for (const absl::CivilDay day :
       {absl::CivilDay(2024, 3, 30), absl::CivilDay(2024, 3, 31), absl::CivilDay(2024, 4, 1),
        absl::CivilDay(2024, 10, 26), absl::CivilDay(2024, 10, 27), absl::CivilDay(2024, 10, 28)}) {
    for (const int hour : {0, 1, 3, 9, 23}) {
      entries.push_back(AtLocal(absl::CivilMinute(day) + int64_t{60} * hour + 30));
    }
  }
  const std::string text = WriteICalendar(entries, Language::kFrench);
  EXPECT_THAT(text, HasSubstr("DTSTART:20240331T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST"));
  EXPECT_THAT(text, HasSubstr("DTSTART:20241027T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET"));
  const ReadEntries read = ReadBack(text);
  ASSERT_EQ(read.starts.size(), entries.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    const absl::Time start = absl::FromUnixSeconds(entries[i].session.start_time().seconds());
    EXPECT_EQ(read.starts[i], start);
    EXPECT_EQ(read.ends[i], start + absl::Minutes(90));
  }
}

TEST(ICalendar, AnHourThatComesTwiceIsToldApart) {
  const absl::TimeZone paris = Zone("Europe/Paris");
  const absl::Time first = paris.At(absl::CivilSecond(2024, 10, 27, 2, 30, 0)).pre;
  const std::string text = WriteICalendar({At(first), At(first + absl::Hours(1))}, Language::kFrench);
  EXPECT_THAT(text, HasSubstr("DTSTART:20241027T003000Z\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART:20241027T013000Z\r\n"));
  EXPECT_THAT(ReadBack(text).starts, ElementsAre(first, first + absl::Hours(1)));
}

TEST(ICalendar, AZoneThatIsNotKnownHereIsWrittenInUtc) {
  const absl::Time start = absl::FromUnixSeconds(1'707'829'200);
  const std::string text = WriteICalendar({At(start, "Europe/Nowhere")}, Language::kFrench);
  EXPECT_THAT(text, HasSubstr("DTSTART:20240213T130000Z\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("VTIMEZONE")));
  EXPECT_THAT(ReadBack(text).starts, ElementsAre(start));
}

TEST(ICalendar, LinesAreFoldedAndTextsAreVerbatim) {
  CalendarEntry entry = AtLocal(absl::CivilMinute(2024, 2, 13, 14, 0));
  entry.session.set_themes(
      "TIERS (etab, sirene) ; « délégations », \\ & EJ\n\tpuis \"BE\" : œuvres 🎓🎓🎓 à préparer avant la prochaine "
      "séance, avec les habilitations, les profils et les délégations d'été");
  const std::string text = WriteICalendar({entry}, Language::kFrench);
  for (const std::string& line : LinesOf(text)) EXPECT_LE(line.size(), 75U) << line;
  EXPECT_THAT(text, HasSubstr("DESCRIPTION:TIERS (etab\\, sirene) \\; "));
  EXPECT_THAT(ReadBack(text).descriptions, ElementsAre(entry.session.themes()));
}

TEST(ICalendar, RandomSessionsReadBackAsTheyAre) {
  RandomText random;
  const std::vector<std::string> zones = {"Europe/Paris", "Indian/Reunion",   "America/Cayenne", "Pacific/Noumea",
                                          "UTC",          "America/Miquelon", "Europe/Dublin",   "Australia/Lord_Howe"};
  for (int round = 0; round < 60; ++round) {
    std::vector<CalendarEntry> entries;
    for (int i = 0; i < 12; ++i) {
      const absl::Time start = absl::FromUnixSeconds(60 * int64_t{random.Number(25'000'000, 33'000'000)});
      entries.push_back(At(start, zones[static_cast<size_t>(random.Number(0, static_cast<int>(zones.size()) - 1))]));
      entries.back().session.mutable_duration()->set_seconds(int64_t{60} * random.Number(1, 1440));
      entries.back().session.set_themes(absl::StrCat("x", random.Text(), random.Text(), "x"));
    }
    const std::string text = WriteICalendar(entries, Language::kFrench);
    const ReadEntries read = ReadBack(text);
    ASSERT_EQ(read.starts.size(), entries.size());
    for (size_t i = 0; i < entries.size(); ++i) {
      const v1::Session& session = entries[i].session;
      const absl::Time start = absl::FromUnixSeconds(session.start_time().seconds());
      ASSERT_EQ(read.starts[i], start) << session.time_zone() << " " << start << "\n" << text;
      ASSERT_EQ(read.ends[i], start + absl::Seconds(session.duration().seconds())) << session.time_zone() << "\n"
                                                                                   << text;
      ASSERT_EQ(read.descriptions[i], session.themes());
    }
    for (const std::string& line : LinesOf(text)) ASSERT_LE(line.size(), 75U) << line;
  }
}

}  // namespace
}  // namespace tutorat::format
