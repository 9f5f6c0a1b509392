#include "client/files/holidays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tests/unit/client/text/helpers.h"
#include "tests/unit/source.h"

namespace tutorat::format {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::ReadSource;

constexpr char kFirst[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Calendrier scolaire//FR\r\n";
constexpr char kLast[] = "END:VCALENDAR\r\n";

// In the form of the ministry's files. `to` empty: without DTEND.
std::string Event(const std::string& summary, const std::string& from, const std::string& to,
                  const std::string& more = "") {
  return absl::StrCat("BEGIN:VEVENT\r\nDTSTAMP:20250114T124531Z\r\nDTSTART;VALUE=DATE:", from, "\r\n",
                      to.empty() ? "" : absl::StrCat("DTEND;VALUE=DATE:", to, "\r\n"), "SUMMARY:", summary, "\r\n",
                      more, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

std::string Calendar(const std::vector<std::string>& events) {
  return absl::StrCat(kFirst, absl::StrJoin(events, ""), kLast);
}

// What the ministry publishes for all zones: pieces of the winter holidays by the zones that are in them.
std::string AllZones() {
  return Calendar({
      Event("Début des Vacances d'Été - Zones A/B/C", "20260704", "20260704", "LOCATION:Zones A/B/C\r\n"),
      Event("Pont de l'Ascension - Zones A/B/C - Corse", "20260514", "20260518", "LOCATION:Zones A/B/C - Corse\r\n"),
      Event("Vacances d'Hiver - Zone C", "20260302", "20260309", "LOCATION:Zone C\r\n"),
      Event("Vacances d'Hiver - Zones B/C", "20260223", "20260302", "LOCATION:Zones B/C\r\n"),
      Event("Vacances d'Hiver - Zones A/B/C", "20260221", "20260223", "LOCATION:Zones A/B/C\r\n"),
      Event("Vacances d'Hiver - Zones A/B", "20260214", "20260221", "LOCATION:Zones A/B\r\n"),
      Event("Vacances d'Hiver - Zone A", "20260207", "20260214", "LOCATION:Zone A\r\n"),
      Event("Vacances de Noël - Zones A/B/C", "20251220", "20260105", "LOCATION:Zones A/B/C\r\n"),
      Event("Vacances d'Été(prérentrée Enseignants) - Zones A/B/C", "20250829", "20250901"),
      Event("Vacances d'Été - Zones A/B/C", "20250705", "20250901"),
      Event("Lundi de Pentecôte - Corse", "20250609", "20250609", "LOCATION:Corse\r\n"),
  });
}

// `label from..to` of each, and what is wrong.
Lines Listed(const HolidayFile& file) {
  Lines listed;
  for (const HolidayLine& one : file.holidays) {
    listed.push_back(absl::StrCat(one.holiday.label(), " ", one.holiday.from_date(), "..", one.holiday.to_date()));
  }
  for (const Problem& problem : file.problems) listed.push_back(Describe(problem, kEnglish));
  return listed;
}

Lines ReadListed(const std::string& bytes, const std::string& zone = "") {
  return Listed(ReadHolidays(bytes, zone, Language::kEnglish));
}

TEST(HolidaysIcal, TheFileOfAllZonesGivesEachZoneItsOwnWhole) {
  EXPECT_THAT(ReadListed(AllZones(), "A"),
              ElementsAre("Vacances d'Été 2025-07-05..2025-09-01", "Vacances de Noël 2025-12-20..2026-01-05",
                          "Vacances d'Hiver 2026-02-07..2026-02-23", "Pont de l'Ascension 2026-05-14..2026-05-18"));
  EXPECT_THAT(ReadListed(AllZones(), "zone b"),
              ElementsAre("Vacances d'Été 2025-07-05..2025-09-01", "Vacances de Noël 2025-12-20..2026-01-05",
                          "Vacances d'Hiver 2026-02-14..2026-03-02", "Pont de l'Ascension 2026-05-14..2026-05-18"));
  EXPECT_THAT(ReadListed(AllZones(), "c"),
              ElementsAre("Vacances d'Été 2025-07-05..2025-09-01", "Vacances de Noël 2025-12-20..2026-01-05",
                          "Vacances d'Hiver 2026-02-21..2026-03-09", "Pont de l'Ascension 2026-05-14..2026-05-18"));
  EXPECT_THAT(ReadListed(AllZones(), "Corse"), ElementsAre("Pont de l'Ascension 2026-05-14..2026-05-18"));
}

TEST(HolidaysIcal, SaysWhatItPassesOver) {
  EXPECT_THAT(ReadHolidays(AllZones(), "B", Language::kEnglish).notes,
              ElementsAre("Events of other zones, passed over: 3.",
                          "Days that are no holidays, passed over: Début des Vacances d'Été (2026-07-04), Vacances "
                          "d'Été(prérentrée Enseignants) (2025-08-29)."));
}

TEST(HolidaysIcal, AsksWhichZoneOfSeveral) {
  EXPECT_THAT(ReadHolidays(AllZones(), "", Language::kEnglish).problems.at(0).message,
              HasSubstr("of several zones (A, B, C): say which one to take, with --zone"));
  EXPECT_THAT(ReadListed(Calendar({Event("Vacances d'hiver - Zone A", "20240217", "20240304")}), "B"),
              ElementsAre("no event is of zone B; the file names: A"));
}

TEST(HolidaysIcal, AZonesOwnFileNamesNoZoneButInItsUids) {
  const std::string own = Calendar({
      Event("Vacances de Noël", "20231223", "20240108", "UID:20250114T124531Z-Zone-B@data.education.gouv.fr\r\n"),
      Event("Rentrée scolaire des élèves", "20230904", "", "UID:2-Zone-B@data.education.gouv.fr\r\n"),
      Event("Pont de l'Ascension", "20240510", "", "UID:3-Zone-B@data.education.gouv.fr\r\n"),
  });
  EXPECT_THAT(ReadListed(own, "B"),
              ElementsAre("Vacances de Noël 2023-12-23..2024-01-08", "Pont de l'Ascension 2024-05-10..2024-05-11"));
  EXPECT_THAT(ReadListed(own),
              ElementsAre("Vacances de Noël 2023-12-23..2024-01-08", "Pont de l'Ascension 2024-05-10..2024-05-11"));
  EXPECT_THAT(ReadListed(own, "C"), ElementsAre("no event is of zone C; the file names: B"));
}

// As files of some years ago: the zones after a dash, the académies as the place, long lines folded.
TEST(HolidaysIcal, ReadsOlderFiles) {
  EXPECT_THAT(
      ReadListed(Calendar({Event("Vacances de la Toussaint - Zones A B C", "20231021", "20231106",
                                 "LOCATION:Aix-Marseille\\, Amiens\\, Besançon\\, Bordeaux\\, Caen\\, Clermont-Fe\r\n "
                                 "rrand\\, Créteil\r\n"),
                           Event("Vacances d'hiver - Zone B", "20240224", "20240311", "LOCATION:Lille\\, Nice\r\n")}),
                 "B"),
      ElementsAre("Vacances de la Toussaint 2023-10-21..2023-11-06", "Vacances d'hiver 2024-02-24..2024-03-11"));
}

TEST(HolidaysIcal, HoursInUtcAreDaysOfFrance) {
  EXPECT_THAT(
      ReadListed(absl::StrReplaceAll(Calendar({Event("Vacances de la Toussaint", "X", "Y")}),
                                     {{";VALUE=DATE:X", ":20231020T220000Z"}, {";VALUE=DATE:Y", ":20231105T230000Z"}})),
      ElementsAre("Vacances de la Toussaint 2023-10-21..2023-11-06"));
}

TEST(HolidaysIcal, ErrorsNameLineFieldAndRemedy) {
  EXPECT_THAT(ReadListed(Calendar({Event("Vacances de Noël", "20231223", "20240230")})),
              ElementsAre("line 7, column DTEND: \"20240230\" is no day; write YYYYMMDD, for example 20240224"));
  EXPECT_THAT(ReadListed(Calendar({Event("Noël", "20231223", "20240108"), Event("Hiver", "2024022x", "20240311")})),
              ElementsAre("Noël 2023-12-23..2024-01-08",
                          "line 13, column DTSTART: \"2024022x\" is no day; write YYYYMMDD, for example 20240224"));
  EXPECT_THAT(
      ReadListed(Calendar({Event("Noël", "20240108", "20231223")})),
      ElementsAre("Noël 2024-01-08..2023-12-23",
                  "line 4: \"Noël\" ends on 2023-12-23, which is not after 2024-01-08: correct one of the two days"));
  EXPECT_THAT(
      ReadListed(Calendar({Event("Noël", "20231223", "20240108"), Event("Autres", "20240105", "20240111")})).back(),
      "line 11: \"Autres\" begins on 2024-01-05 and overlaps \"Noël\" of line 4: correct the days of one");
  EXPECT_THAT(
      ReadListed(Calendar({Event("Noël", "20231223", "", "RRULE:FREQ=YEARLY\r\n")})),
      ElementsAre("line 8, column RRULE: is not read here; write an event for each holiday, from DTSTART to DTEND"));
  EXPECT_THAT(ReadListed(absl::StrCat(kFirst, "BEGIN:VEVENT\r\nSUMMARY:Noël\r\nEND:VEVENT\r\n", kLast)),
              ElementsAre("line 4, column DTSTART: is missing: give the first day"));
}

TEST(HolidaysIcal, ADamagedFileIsRefused) {
  const std::string whole = AllZones();
  for (const std::string& damaged :
       {whole.substr(0, whole.size() - 20), whole.substr(0, whole.size() / 2), std::string(kFirst)}) {
    EXPECT_THAT(ReadListed(damaged, "B"),
                ElementsAre("this iCalendar file is damaged: a BEGIN is without its END; download it again"));
  }
  EXPECT_THAT(ReadListed(Calendar({}), "B"), ElementsAre("no school holiday in this file; check --zone and the file"));
}

TEST(HolidaysIcal, AnAlarmIsNoPartOfTheEvent) {
  EXPECT_THAT(ReadListed(Calendar({Event("Vacances de Noël", "20231223", "20240108",
                                         "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDURATION:PT5M\r\nEND:VALARM\r\n")})),
              ElementsAre("Vacances de Noël 2023-12-23..2024-01-08"));
}

TEST(HolidaysCsv, ReadsBothLanguagesAndWhatSpreadsheetsWrite) {
  EXPECT_THAT(ReadListed("label,from,to\nNoël,2023-12-23,2024-01-08\n"), ElementsAre("Noël 2023-12-23..2024-01-08"));
  EXPECT_THAT(ReadListed("Reprise;Libell\xe9;D\xe9"
                         "but\r\n08/01/2024;No\xebl;23/12/2023\r\n"),
              ElementsAre("Noël 2023-12-23..2024-01-08"));
  EXPECT_THAT(ReadListed("to,from\n2024-01-08,2023-12-23\n"), ElementsAre(" 2023-12-23..2024-01-08"));
}

TEST(HolidaysCsv, ErrorsNameLineColumnAndRemedy) {
  EXPECT_THAT(ReadListed("label,from,to\nNoël,30/02/2024,2024-03-08\n"),
              ElementsAre(HasSubstr("line 2, column from: \"30/02/2024\"")));
  EXPECT_THAT(ReadListed("label,from,until\n"), ElementsAre(HasSubstr("the column \"to\" is missing")));
  EXPECT_THAT(ReadListed("label,from\n"), ElementsAre("line 1: the column \"to\" is missing; add it to the header"));
  EXPECT_THAT(ReadListed("from,from,to\n"),
              ElementsAre("line 1: \"from\" repeats the column \"from\"; keep one of them"));
  EXPECT_THAT(ReadListed("label,from,to\nA,2024-01-01,2024-01-10\nB,2024-01-09,2024-01-12\n").back(),
              HasSubstr("line 3: \"B\" begins on 2024-01-09 and overlaps \"A\" of line 2"));
  EXPECT_THAT(ReadListed("label,from,to\n"), ElementsAre("no school holiday in this file; check --zone and the file"));
}

v1::SchoolCalendar ToCalendar(const HolidayFile& file) {
  v1::SchoolCalendar calendar;
  calendar.set_code("zone-b");
  for (const HolidayLine& one : file.holidays) *calendar.add_holidays() = one.holiday;
  return calendar;
}

TEST(ShippedCalendars, AreReadAndReadBackInEachForm) {
  for (const char* zone : {"a", "b", "c"}) {
    const HolidayFile file =
        ReadHolidays(ReadSource(absl::StrCat("deploy/calendars/zone-", zone, ".csv")), "", Language::kFrench);
    EXPECT_THAT(file.problems, IsEmpty());
    EXPECT_EQ(file.holidays.size(), 19U);
    const v1::SchoolCalendar calendar = ToCalendar(file);
    for (const std::string& written :
         {WriteHolidaysCsv(calendar, CsvStyle::kPlain), WriteHolidaysCsv(calendar, CsvStyle::kSpreadsheet),
          WriteHolidaysIcal(calendar)}) {
      EXPECT_EQ(Listed(ReadHolidays(written, "B", Language::kFrench)), Listed(file)) << written;
    }
  }
}

// The ministry's own words for 2025-2026, of which the test above holds a part.
TEST(ShippedCalendars, SayWhatTheMinistrysFileSays) {
  for (const char* zone : {"a", "b", "c"}) {
    const HolidayFile shipped =
        ReadHolidays(ReadSource(absl::StrCat("deploy/calendars/zone-", zone, ".csv")), "", Language::kFrench);
    for (const HolidayLine& official : ReadHolidays(AllZones(), zone, Language::kFrench).holidays) {
      const auto same = std::count_if(shipped.holidays.begin(), shipped.holidays.end(), [&](const HolidayLine& one) {
        return one.holiday.from_date() == official.holiday.from_date() &&
               one.holiday.to_date() == official.holiday.to_date();
      });
      EXPECT_EQ(same, 1) << zone << " " << official.holiday.ShortDebugString();
    }
  }
}

}  // namespace
}  // namespace tutorat::format
