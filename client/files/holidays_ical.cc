#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/files/holidays.h"
#include "client/files/ical_events.h"
#include "client/text/day.h"
#include "proto/fold.h"

namespace tutorat::format {
namespace {

// Files of other tools write hours in UTC; a holiday's day is one of France.
constexpr char kZone[] = "Europe/Paris";
// Of what was passed over: enough to see that it was right.
constexpr size_t kListed = 6;

std::vector<std::string> WordsOf(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : contract::FoldName(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || byte >= 0x80) {
      words.back().push_back(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool Has(const std::vector<std::string>& words, absl::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// b of « Zone B », a and b of « Zones A/B », « Zones A B » and « zones A et B ».
std::set<std::string> ZonesOf(const std::vector<std::string>& words) {
  std::set<std::string> zones;
  bool after_zone = false;
  for (const std::string& word : words) {
    if (word == "zone" || word == "zones") {
      after_zone = true;
    } else if (after_zone && word.size() == 1) {
      zones.insert(word);
    } else if (word != "et" && word != "and") {
      after_zone = false;
    }
  }
  return zones;
}

struct Event {
  int line = 0;
  std::string summary;
  std::string location;
  std::string description;
  std::string uid;
  absl::CivilDay from;
  std::optional<absl::CivilDay> to;
};

// The name of a holiday without its zones, which the ministry writes after a dash.
std::string LabelOf(const std::string& summary) {
  for (size_t dash = summary.find(" - "); dash != std::string::npos; dash = summary.find(" - ", dash + 1)) {
    if (absl::StartsWith(contract::FoldName(summary.substr(dash + 3)), "zone")) {
      return std::string(absl::StripAsciiWhitespace(summary.substr(0, dash)));
    }
  }
  return std::string(absl::StripAsciiWhitespace(summary));
}

bool IsOneDay(const Event& event) { return !event.to || *event.to == event.from; }

// « Rentrée scolaire », « Prérentrée des enseignants » and « Début des vacances d'été » mark a day; so does one without
// a length, unless it calls itself a holiday.
bool IsHoliday(const Event& event) {
  const std::vector<std::string> words = WordsOf(event.summary);
  if (words.empty() || words.front() == "debut" || words.front() == "fin") return false;
  for (const char* word : {"rentree", "prerentree", "enseignants"}) {
    if (Has(words, word)) return false;
  }
  return !IsOneDay(event) || words.front() == "vacances" || words.front() == "pont" || words.front() == "conges";
}

class HolidayReader {
 public:
  HolidayReader(const std::string& zone, Language language) : language_(language) {
    const std::vector<std::string> words = WordsOf(zone);
    zone_ = absl::StrJoin(words.begin() + (words.size() > 1 && words.front() == "zone" ? 1 : 0), words.end(), " ");
  }

  HolidayFile Read(const std::string& text) {
    const std::optional<IcalEvents> found = ReadIcalEvents(text);
    if (!found) {
      AddProblem(0, "", "",
                 Say(language_, "ce fichier iCalendar est abîmé : un BEGIN n'a pas son END ; le télécharger à nouveau",
                     "this iCalendar file is damaged: a BEGIN is without its END; download it again"));
      return std::move(file_);
    }
    for (const IcalEvent& event : found->events) Take(event);
    if (zone_.empty() && !named_.empty()) {
      AddProblem(0, "", "",
                 Say(language_, "le fichier est de plusieurs zones ($0) : dire laquelle prendre, avec --zone",
                     "the file is of several zones ($0): say which one to take, with --zone", Named()));
    } else if (!zone_.empty() && file_.holidays.empty() && others_ > 0 && file_.problems.empty()) {
      AddProblem(0, "", "",
                 Say(language_, "aucun évènement n'est de la zone $0 ; le fichier nomme : $1",
                     "no event is of zone $0; the file names: $1", absl::AsciiStrToUpper(zone_), Named()));
    }
    Join();
    AddNotes();
    return std::move(file_);
  }

 private:
  void AddProblem(int line, const std::string& column, const std::string& value, const std::string& message) {
    file_.problems.push_back({.line = line, .column = column, .value = value, .message = message});
  }

  std::string Named() const {
    return named_.empty() ? Say(language_, "aucune zone", "no zone")
                          : absl::AsciiStrToUpper(absl::StrJoin(named_, ", "));
  }

  static std::string TextOf(const char* text) { return text == nullptr ? "" : text; }

  // A day of DTSTART or DTEND, with a problem when it is none.
  std::optional<absl::CivilDay> DayOf(const icaltimetype& time, const std::string& name, const IcalEvent& lines) {
    const auto place = lines.properties.find(name);
    const IcalEvent::Place where = place == lines.properties.end() ? IcalEvent::Place{lines.line, ""} : place->second;
    const absl::CivilDay day(time.year, time.month, time.day);
    // libical reads as much as it can: what it read must be what stands there, and a day that exists.
    const bool exists = day.year() == time.year && day.month() == time.month && day.day() == time.day;
    if (!exists || where.value != icaltime_as_ical_string(time)) {
      AddProblem(where.line, name, where.value,
                 Say(language_, "n'est pas un jour ; écrire AAAAMMJJ, par exemple 20240224",
                     "is no day; write YYYYMMDD, for example 20240224"));
      return std::nullopt;
    }
    if (!icaltime_is_utc(time)) return day;
    absl::TimeZone paris;
    absl::LoadTimeZone(kZone, &paris);
    const absl::CivilSecond utc(time.year, time.month, time.day, time.hour, time.minute, time.second);
    return absl::ToCivilDay(absl::FromCivil(utc, absl::UTCTimeZone()), paris);
  }

  std::optional<Event> ReadEvent(const IcalEvent& lines) {
    icalcomponent* component = lines.component;
    Event event;
    event.line = lines.line;
    event.summary = TextOf(icalcomponent_get_summary(component));
    event.location = TextOf(icalcomponent_get_location(component));
    event.description = TextOf(icalcomponent_get_description(component));
    event.uid = TextOf(icalcomponent_get_uid(component));
    for (const char* name : {"RRULE", "RDATE", "DURATION"}) {
      const auto found = lines.properties.find(name);
      if (found == lines.properties.end()) continue;
      AddProblem(found->second.line, name, "",
                 Say(language_, "ne se lit pas ici ; écrire un évènement par période de vacances, de DTSTART à DTEND",
                     "is not read here; write an event for each holiday, from DTSTART to DTEND"));
      return std::nullopt;
    }
    icalproperty* start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    icalproperty* end = icalcomponent_get_first_property(component, ICAL_DTEND_PROPERTY);
    if (start == nullptr) {
      AddProblem(lines.line, "DTSTART", "",
                 Say(language_, "manque : donner le premier jour", "is missing: give the first day"));
      return std::nullopt;
    }
    const auto from = DayOf(icalproperty_get_dtstart(start), "DTSTART", lines);
    if (!from) return std::nullopt;
    event.from = *from;
    if (end == nullptr) return event;
    event.to = DayOf(icalproperty_get_dtend(end), "DTEND", lines);
    return event.to ? std::optional(event) : std::nullopt;
  }

  // Whether the event is of the zone that is wanted. Its summary says so, or its place, or its description; a place
  // that is no zone is another one; the UID of a zone's own file names it where nothing else does.
  bool IsOfZone(const Event& event) {
    for (const std::string& text : {event.summary, event.location, event.description}) {
      const std::vector<std::string> words = WordsOf(text);
      const std::set<std::string> zones = ZonesOf(words);
      if (zones.empty()) continue;
      named_.insert(zones.begin(), zones.end());
      return zone_.empty() || zones.count(zone_) > 0 || (zone_.size() > 1 && Has(words, zone_));
    }
    if (zone_.empty()) return true;
    if (!event.location.empty()) {
      named_.insert(contract::FoldName(event.location));
      return contract::FoldName(event.location) == zone_;
    }
    const std::set<std::string> zones = ZonesOf(WordsOf(event.uid));
    named_.insert(zones.begin(), zones.end());
    return zones.empty() || zones.count(zone_) > 0;
  }

  void Take(const IcalEvent& lines) {
    const std::optional<Event> event = ReadEvent(lines);
    if (!event) return;
    if (!IsOfZone(*event)) {
      ++others_;
      return;
    }
    if (!IsHoliday(*event)) {
      passed_.push_back(
          absl::StrCat(LabelOf(event->summary), " (", DayText(absl::FormatCivilTime(event->from), language_), ")"));
      return;
    }
    HolidayLine one;
    one.line = event->line;
    one.holiday.set_label(LabelOf(event->summary));
    one.holiday.set_from_date(absl::FormatCivilTime(event->from));
    one.holiday.set_to_date(absl::FormatCivilTime(IsOneDay(*event) ? event->from + 1 : *event->to));
    file_.holidays.push_back(std::move(one));
  }

  // Pieces of one holiday, which the file of all zones cuts where another zone's begins.
  void Join() {
    std::stable_sort(file_.holidays.begin(), file_.holidays.end(), [](const HolidayLine& a, const HolidayLine& b) {
      return a.holiday.from_date() < b.holiday.from_date();
    });
    std::vector<HolidayLine> whole;
    std::map<std::string, size_t> last;
    for (HolidayLine& piece : file_.holidays) {
      const std::string label = contract::FoldName(piece.holiday.label());
      const auto before = last.find(label);
      if (before != last.end() && whole[before->second].holiday.to_date() >= piece.holiday.from_date() &&
          piece.holiday.to_date() > piece.holiday.from_date()) {
        v1::Holiday& joined = whole[before->second].holiday;
        joined.set_to_date(std::max(joined.to_date(), piece.holiday.to_date()));
        continue;
      }
      last[label] = whole.size();
      whole.push_back(std::move(piece));
    }
    file_.holidays = std::move(whole);
  }

  void AddNotes() {
    if (others_ > 0) {
      file_.notes.push_back(Say(language_, "Évènements d'autres zones, laissés de côté : $0.",
                                "Events of other zones, passed over: $0.", others_));
    }
    if (passed_.empty()) return;
    const size_t shown = std::min(passed_.size(), kListed);
    const std::string more =
        passed_.size() > shown ? Say(language_, " et $0 autres", " and $0 more", passed_.size() - shown) : "";
    file_.notes.push_back(
        Say(language_, "Jours qui ne sont pas des vacances, laissés de côté : $0$1.",
            "Days that are no holidays, passed over: $0$1.",
            absl::StrJoin(passed_.begin(), passed_.begin() + static_cast<std::ptrdiff_t>(shown), ", "), more));
  }

  const Language language_;
  std::string zone_;
  HolidayFile file_;
  std::set<std::string> named_;
  std::vector<std::string> passed_;
  int others_ = 0;
};

}  // namespace

HolidayFile ReadHolidaysIcal(const std::string& text, const std::string& zone, Language language) {
  return HolidayReader(zone, language).Read(text);
}

}  // namespace tutorat::format
