#include "client/files/holidays.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "client/files/ical_component.h"
#include "client/files/ical_events.h"
#include "client/files/table_file.h"
#include "client/text/cells.h"

namespace tutorat::format {
namespace {

// Of AAAA-MM-JJ, which the server checked.
absl::CivilDay DayOf(const std::string& date) {
  absl::CivilDay day;
  absl::ParseCivilTime(date, &day);
  return day;
}

// Overlaps and days in the wrong order are refused here, where the line is known.
void Check(HolidayFile* file, Language language) {
  std::stable_sort(file->holidays.begin(), file->holidays.end(), [](const HolidayLine& a, const HolidayLine& b) {
    return a.holiday.from_date() < b.holiday.from_date();
  });
  const HolidayLine* longest = nullptr;  // of those before, the one that ends last
  for (const HolidayLine& one : file->holidays) {
    if (one.holiday.to_date() <= one.holiday.from_date()) {
      file->problems.push_back(
          {.line = one.line,
           .value = one.holiday.label(),
           .message = Say(language, "reprend le $0, qui n'est pas après le $1 : corriger l'un des deux jours",
                          "ends on $0, which is not after $1: correct one of the two days", one.holiday.to_date(),
                          one.holiday.from_date())});
      continue;
    }
    if (longest != nullptr && one.holiday.from_date() < longest->holiday.to_date()) {
      file->problems.push_back(
          {.line = one.line,
           .value = one.holiday.label(),
           .message = Say(language, "commence le $0 et chevauche « $1 » de la ligne $2 : corriger les jours de l'une",
                          "begins on $0 and overlaps \"$1\" of line $2: correct the days of one",
                          one.holiday.from_date(), longest->holiday.label(), longest->line)});
    }
    if (longest == nullptr || longest->holiday.to_date() < one.holiday.to_date()) longest = &one;
  }
  std::stable_sort(file->problems.begin(), file->problems.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
}

const std::vector<FileColumn>& HolidayColumns() {
  static const auto& columns =
      *new std::vector<FileColumn>{{"libelle", "label"}, {"debut", "from", true}, {"reprise", "to", true}};
  return columns;
}

}  // namespace

HolidayFile ReadHolidaysCsv(absl::string_view bytes, Language language) {
  HolidayFile file;
  TableFile table = ReadTableFile(bytes, HolidayColumns(), language);
  for (const TableFile::Row& row : table.rows) {
    if (!table.header_is_right) break;
    const size_t problems = table.problems.size();
    HolidayLine one;
    one.line = row.line;
    one.holiday.set_label(Trim(row.cells[0]));
    one.holiday.set_from_date(table.ReadDay(row, 1, language));
    one.holiday.set_to_date(table.ReadDay(row, 2, language));
    if (table.problems.size() == problems) file.holidays.push_back(std::move(one));
  }
  file.problems = std::move(table.problems);
  for (const Problem& note : table.notes) file.notes.push_back(Describe(note, language));
  return file;
}

HolidayFile ReadHolidays(absl::string_view bytes, const std::string& zone, Language language) {
  constexpr size_t kEnough = 200;
  const std::string unfolded = Unfold(bytes.substr(0, kEnough)).text;
  absl::string_view start = unfolded;
  absl::ConsumePrefix(&start, "\xEF\xBB\xBF");
  const bool ical = absl::StartsWithIgnoreCase(absl::StripLeadingAsciiWhitespace(start), "BEGIN:VCALENDAR");
  HolidayFile file = ical ? ReadHolidaysIcal(bytes, zone, language) : ReadHolidaysCsv(bytes, language);
  Check(&file, language);
  if (file.holidays.empty() && file.problems.empty()) {
    file.problems.push_back(
        {.message = Say(language, "aucune vacance scolaire dans ce fichier ; vérifier --zone et le fichier",
                        "no school holiday in this file; check --zone and the file")});
  }
  return file;
}

std::string WriteHolidaysCsv(const v1::SchoolCalendar& calendar, CsvStyle style) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::Holiday& holiday : calendar.holidays()) {
    rows.push_back({holiday.label(), holiday.from_date(), holiday.to_date()});
  }
  return WriteTableFile(HolidayColumns(), std::move(rows), style, Language::kEnglish);
}

std::string WriteHolidaysIcal(const v1::SchoolCalendar& calendar) {
  const IcalComponent out = NewCalendar();
  for (const v1::Holiday& holiday : calendar.holidays()) {
    icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    const auto day = [](const std::string& date) {
      icaltimetype time = ToIcalTime(absl::CivilSecond(DayOf(date)));
      time.is_date = 1;
      return time;
    };
    icaltimetype changed = ToIcalTime(absl::CivilSecond(1970, 1, 1) + calendar.update_time().seconds());
    changed.zone = icaltimezone_get_utc_timezone();
    icalcomponent_add_property(
        event, icalproperty_new_uid(absl::StrCat(calendar.code(), "-", holiday.from_date(), "@tutorat").c_str()));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(changed));
    for (icalproperty* property :
         {icalproperty_new_dtstart(day(holiday.from_date())), icalproperty_new_dtend(day(holiday.to_date()))}) {
      icalproperty_add_parameter(property, icalparameter_new_value(ICAL_VALUE_DATE));
      icalcomponent_add_property(event, property);
    }
    icalcomponent_add_property(event, icalproperty_new_summary(holiday.label().c_str()));
    icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    icalcomponent_add_component(out.get(), event);
  }
  return TextOf(out);
}

}  // namespace tutorat::format
