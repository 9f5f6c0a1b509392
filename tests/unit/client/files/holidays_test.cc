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

using testing::AllOf;
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
                          "Vacances d'Hiver 2026-02-07..2026-02-23", "Pont de l'Ascension 2026-05-14..2026-05-18",
                          "Vacances d'Été (return provisional) 2026-07-04..2026-09-01"));
  EXPECT_THAT(ReadListed(AllZones(), "zone b"),
              ElementsAre("Vacances d'Été 2025-07-05..2025-09-01", "Vacances de Noël 2025-12-20..2026-01-05",
                          "Vacances d'Hiver 2026-02-14..2026-03-02", "Pont de l'Ascension 2026-05-14..2026-05-18",
                          "Vacances d'Été (return provisional) 2026-07-04..2026-09-01"));
  EXPECT_THAT(ReadListed(AllZones(), "c"),
              ElementsAre("Vacances d'Été 2025-07-05..2025-09-01", "Vacances de Noël 2025-12-20..2026-01-05",
                          "Vacances d'Hiver 2026-02-21..2026-03-09", "Pont de l'Ascension 2026-05-14..2026-05-18",
                          "Vacances d'Été (return provisional) 2026-07-04..2026-09-01"));
  EXPECT_THAT(ReadListed(AllZones(), "Corse"), ElementsAre("Pont de l'Ascension 2026-05-14..2026-05-18"));
}

TEST(HolidaysIcal, SaysWhatItPassesOver) {
  EXPECT_THAT(ReadHolidays(AllZones(), "B", Language::kEnglish).notes,
              ElementsAre("Summer begins on 2026-07-04 and its return to school is not published: it is "
                          "provisionally set to 2026-09-01; import the file again when it is.",
                          "Events of other zones, passed over: 3.",
                          "Days that are no holidays, passed over: Vacances d'Été(prérentrée Enseignants) "
                          "(2025-08-29)."));
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

TEST(HolidaysIcal, HoursAreThoseOfTheNearestMidnight) {
  const auto read = [](const std::string& from, const std::string& to) {
    return ReadListed(absl::StrReplaceAll(Calendar({Event("Vacances de Noël", "X", "Y")}),
                                          {{";VALUE=DATE:X", from}, {";VALUE=DATE:Y", to}}));
  };
  // From the evening of the last day of school, until the morning or the eve of the first.
  for (const char* from : {":20231223T000000", ":20231222T170000", ";TZID=Europe/Paris:20231223T080000",
                           ":20231222T230000Z", ";VALUE=DATE:20231223"}) {
    for (const char* to :
         {":20240108T000000", ":20240108T083000", ":20240107T235959", ":20240107T220000Z", ";VALUE=DATE:20240108"}) {
      EXPECT_THAT(read(from, to), ElementsAre("Vacances de Noël 2023-12-23..2024-01-08")) << from << " " << to;
    }
  }
  EXPECT_THAT(read(":20231223T250000", ":20240108T000000"), ElementsAre(HasSubstr("column DTSTART: \"20231223T25")));
  EXPECT_THAT(
      ReadHolidays(absl::StrReplaceAll(Calendar({Event("Pont de l'Ascension", "X", "Y")}),
                                       {{";VALUE=DATE:X", ":20260515T080000"}, {";VALUE=DATE:Y", ":20260515T180000"}}),
                   "", Language::kEnglish)
          .notes,
      ElementsAre("Hours taken as the nearest day: Pont de l'Ascension (2026-05-15)."));
}

// RFC 5545 section 3.1: whatever stands at the fold, and whatever the encoding.
TEST(HolidaysIcal, LinesMayBeFoldedAnywhere) {
  const std::string whole = Calendar({Event("Vacances de Noël, où l’œuvre finit", "20231223", "20240108"),
                                      Event("Pont de l'Ascension", "20240509", "20240513")});
  const Lines expected = ReadListed(whole);
  ASSERT_EQ(expected.size(), 2U);
  std::string latin = absl::StrReplaceAll(whole, {{"ë", "\xeb"}, {"ù", "\xf9"}, {"’", "\x92"}, {"œ", "\x9c"}});
  for (const std::string& bytes : {whole, absl::StrCat("\xEF\xBB\xBF", whole), latin}) {
    for (size_t at = bytes.find("BEGIN") + 1; at < bytes.size() - 1; ++at) {
      if (bytes[at - 1] == '\r' || bytes[at - 1] == '\n') continue;
      for (const char* fold : {"\r\n ", "\n\t"}) {
        std::string folded = bytes;
        folded.insert(at, fold);
        ASSERT_EQ(ReadListed(folded), expected) << folded;
      }
    }
    // All lines at once, as programs do that count octets.
    for (const size_t width : {1U, 7U, 20U}) {
      std::string narrow;
      size_t column = 0;
      for (const char c : bytes) {
        if (column == width && c != '\r' && c != '\n') {
          narrow += "\r\n ";
          column = 0;
        }
        narrow += c;
        column = c == '\n' ? 0 : column + 1;
      }
      EXPECT_EQ(ReadListed(narrow), expected) << narrow;
    }
  }
}

TEST(HolidaysIcal, ErrorsAfterFoldedLinesNameTheLineOfTheFile) {
  EXPECT_THAT(ReadListed(Calendar({Event("Vacances de N\r\n o\r\n ël", "20231223", "20240108"),
                                   Event("Hiver", "2024022x", "20240311")})),
              ElementsAre(HasSubstr("2023-12-23..2024-01-08"), HasSubstr("line 15, column DTSTART")));
  EXPECT_THAT(ReadListed(Calendar({Event("Vacances de N\r\n o\r\n ël", "20231223", "20240108"),
                                   Event("Hiv\x81r", "20240224", "20240311")})),
              ElementsAre(AllOf(HasSubstr("line 17"), HasSubstr("neither in UTF-8 nor in Windows-1252; download"))));
}

TEST(HolidaysIcal, CancelledEventsArePassedOverAndTold) {
  const HolidayFile file =
      ReadHolidays(Calendar({Event("Vacances de Noël", "20231223", "20240108"),
                             Event("Pont de l'Ascension", "20240509", "20240513", "STATUS:CANCELLED\r\n"),
                             Event("ANNULÉ : Pont de mai", "20240501", "20240506"),
                             Event("Vacances d'hiver", "20240224", "20240311", "STATUS:CONFIRMED\r\n")}),
                   "", Language::kEnglish);
  EXPECT_THAT(Listed(file),
              ElementsAre("Vacances de Noël 2023-12-23..2024-01-08", "Vacances d'hiver 2024-02-24..2024-03-11"));
  EXPECT_THAT(file.notes, ElementsAre("Cancelled events, passed over: Pont de l'Ascension, ANNULÉ : Pont de mai."));
}

// However the mark of the first day is written.
TEST(HolidaysIcal, ASummerOfWhichOnlyTheFirstDayIsPublishedLastsProvisionally) {
  for (const char* summary :
       {"Début des Vacances d'Été - Zones A/B/C", "Vacances d’été", "Vacances d'été", "Début des vacances d’été",
        "Grandes vacances", "Vacances scolaires", "Début des vacances", "Congés d'été", "Summer holidays"}) {
    for (const char* to : {"", "20260704", "20260705"}) {
      const HolidayFile file = ReadHolidays(
          Calendar({Event("Vacances de printemps", "20260411", "20260427"), Event(summary, "20260704", to)}), "B",
          Language::kFrench);
      ASSERT_EQ(file.holidays.size(), 2U) << summary << " " << to;
      const v1::Holiday& summer = file.holidays[1].holiday;
      EXPECT_EQ(summer.from_date(), "2026-07-04");
      EXPECT_EQ(summer.to_date(), "2026-09-01");
      EXPECT_TRUE(IsProvisional(summer)) << summer.label();
      EXPECT_FALSE(IsProvisional(file.holidays[0].holiday));
      EXPECT_THAT(file.notes, testing::Contains(HasSubstr("mise provisoirement au 01/09/2026")));
    }
  }
}

TEST(HolidaysIcal, SeveralSummersEachLastAsTheFileKnows) {
  const HolidayFile file = ReadHolidays(Calendar({
                                            Event("Début des vacances d'été", "20240706", ""),
                                            Event("Vacances d'été", "20240707", "20240902"),
                                            Event("Début des vacances d'été", "20250705", ""),
                                            Event("Rentrée scolaire des enseignants", "20250829", ""),
                                            Event("Rentrée scolaire des élèves", "20250901", ""),
                                            Event("Début des vacances d'été", "20260704", ""),
                                            Event("Début des vacances d'été", "20270703", ""),
                                        }),
                                        "", Language::kEnglish);
  EXPECT_THAT(Listed(file),
              ElementsAre("Vacances d'été 2024-07-07..2024-09-02", "Vacances d'été 2025-07-05..2025-09-01",
                          "Vacances d'été (return provisional) 2026-07-04..2026-09-01",
                          "Vacances d'été (return provisional) 2027-07-03..2027-09-01"));
  EXPECT_THAT(file.notes, ElementsAre(HasSubstr("2026-07-04"), HasSubstr("2027-07-03"),
                                      HasSubstr("no holidays, passed over: Rentrée scolaire des enseignants")));
}

TEST(HolidaysIcal, OtherHolidaysWithoutAnEndAreToldAndNotStored) {
  const HolidayFile file = ReadHolidays(
      Calendar({Event("Vacances de la Toussaint", "20261017", "20261102"),
                Event("Vacances de Noël", "20261219", "20261220"), Event("Début des vacances d'hiver", "20270213", ""),
                Event("Vacances de l'Ascension", "20270507", "20270508"),
                Event("Passage à l'heure d'été", "20270328", ""),
                Event("Début des vacances de la Toussaint", "20261016", "")}),
      "", Language::kEnglish);
  EXPECT_THAT(Listed(file), ElementsAre("Vacances de la Toussaint 2026-10-17..2026-11-02",
                                        "Vacances de l'Ascension 2027-05-07..2027-05-08"));
  EXPECT_THAT(file.notes, ElementsAre(HasSubstr("\"Vacances de Noël\" begins on 2026-12-19 and its return"),
                                      HasSubstr("\"Vacances d'hiver\" begins on 2027-02-13 and its return"),
                                      AllOf(HasSubstr("Passage à l'heure d'été"),
                                            HasSubstr("Début des vacances de la Toussaint"))));
}

TEST(HolidaysIcal, ErrorsNameLineFieldAndRemedy) {
  EXPECT_THAT(ReadListed(Calendar({Event("Vacances de Noël", "20231223", "20240230")})),
              ElementsAre("line 7, column DTEND: \"20240230\" is not a day; write YYYYMMDD, for example 20240224"));
  EXPECT_THAT(ReadListed(Calendar({Event("Noël", "20231223", "20240108"), Event("Hiver", "2024022x", "20240311")})),
              ElementsAre("Noël 2023-12-23..2024-01-08",
                          "line 13, column DTSTART: \"2024022x\" is not a day; write YYYYMMDD, for example 20240224"));
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
      if (IsProvisional(official.holiday)) continue;
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
