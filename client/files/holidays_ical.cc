#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/files/encoding.h"
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
constexpr int64_t kHalfDay = 12 * 3600;
// A mark of the first day may be the last day of school, or the week's end before it.
constexpr int kNear = 7;
// Holidays are shorter.
constexpr int kLongest = 100;
constexpr absl::string_view kProvisionalWords[] = {" (reprise provisoire)", " (return provisional)"};

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

bool HasAny(const std::vector<std::string>& words, std::initializer_list<absl::string_view> of) {
  return std::any_of(of.begin(), of.end(), [&words](absl::string_view word) { return Has(words, word); });
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
  // Some hour is no midnight.
  bool has_hours = false;
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

// « Vacances d'Été » of « Début des Vacances d'Été ».
std::string WithoutBeginning(const std::string& label) {
  const size_t at = label.find("acances");
  return at == std::string::npos || at == 0 ? label : absl::StrCat("V", label.substr(at));
}

enum class EventKind {
  kHoliday,
  kFirstDay,  // of holidays whose end it does not tell
  kReturn,    // pupils come back
  kOther,
};

EventKind KindOf(const Event& event) {
  const std::vector<std::string> words = WordsOf(event.summary);
  if (words.empty() || HasAny(words, {"prerentree", "enseignants", "professeurs"})) return EventKind::kOther;
  const bool has_length = event.to && *event.to != event.from;
  const bool is_short = !has_length || *event.to == event.from + 1;
  if (HasAny(words, {"rentree", "reprise"})) return is_short ? EventKind::kReturn : EventKind::kOther;
  if (words.front() == "fin") return EventKind::kOther;
  const bool summer = HasAny(words, {"ete", "summer"});
  const bool holidays = HasAny(words, {"vacances", "vacance", "holidays"}) || (summer && Has(words, "conges"));
  if (words.front() == "debut") return holidays ? EventKind::kFirstDay : EventKind::kOther;
  const bool lasts_weeks = summer || event.from.month() == 7 ||
                           HasAny(words, {"grandes", "scolaires", "toussaint", "automne", "noel", "hiver", "fevrier",
                                          "printemps", "paques"});
  if (holidays && is_short && (lasts_weeks || !has_length)) return EventKind::kFirstDay;
  return has_length || words.front() == "pont" || words.front() == "conges" ? EventKind::kHoliday : EventKind::kOther;
}

bool IsCancelled(icalcomponent* event, const std::string& summary) {
  const std::vector<std::string> words = WordsOf(summary);
  return icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED ||
         (!words.empty() && (absl::StartsWith(words.front(), "annule") || absl::StartsWith(words.front(), "cancel")));
}

class HolidayReader {
 public:
  HolidayReader(const std::string& zone, Language language) : language_(language) {
    const std::vector<std::string> words = WordsOf(zone);
    zone_ = absl::StrJoin(words.begin() + (words.size() > 1 && words.front() == "zone" ? 1 : 0), words.end(), " ");
  }

  HolidayFile Read(const IcalText& unfolded) {
    const std::optional<IcalEvents> found = ReadIcalEvents(unfolded);
    if (!found) {
      AddProblem(0, "", "",
                 Say(language_, "ce fichier iCalendar est abîmé : un BEGIN n'a pas son END ; le télécharger à nouveau",
                     "this iCalendar file is damaged: a BEGIN is without its END; download it again"));
      return std::move(file_);
    }
    for (const IcalEvent& event : found->events) Take(event);
    Join();
    CloseHolidays();
    if (zone_.empty() && !named_.empty()) {
      AddProblem(0, "", "",
                 Say(language_, "le fichier est de plusieurs zones ($0) : dire laquelle prendre, avec --zone",
                     "the file is of several zones ($0): say which one to take, with --zone", Named()));
    } else if (!zone_.empty() && file_.holidays.empty() && file_.notes.empty() && others_ > 0 &&
               file_.problems.empty()) {
      AddProblem(0, "", "",
                 Say(language_, "aucun évènement n'est de la zone $0 ; le fichier nomme : $1",
                     "no event is of zone $0; the file names: $1", absl::AsciiStrToUpper(zone_), Named()));
    }
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

  std::string Day(absl::CivilDay day) const { return DayText(absl::FormatCivilTime(day), language_); }

  // The hour of DTSTART or DTEND in France, midnight of a day; with a problem when it is none.
  std::optional<absl::CivilSecond> TimeOf(const icaltimetype& time, const std::string& name, const IcalEvent& lines) {
    const auto place = lines.properties.find(name);
    const IcalEvent::Place where = place == lines.properties.end() ? IcalEvent::Place{lines.line, ""} : place->second;
    const absl::CivilSecond local(time.year, time.month, time.day, time.hour, time.minute, time.second);
    // libical reads as much as it can: what it read must be what stands there, and a time that exists.
    const bool exists = local.year() == time.year && local.month() == time.month && local.day() == time.day &&
                        local.hour() == time.hour && local.minute() == time.minute && local.second() == time.second;
    if (!exists || where.value != icaltime_as_ical_string(time)) {
      AddProblem(where.line, name, where.value,
                 Say(language_, "n'est pas un jour ; écrire AAAAMMJJ, par exemple 20240224",
                     "is not a day; write YYYYMMDD, for example 20240224"));
      return std::nullopt;
    }
    if (!icaltime_is_utc(time)) return local;
    absl::TimeZone paris;
    absl::LoadTimeZone(kZone, &paris);
    return absl::ToCivilSecond(absl::FromCivil(local, absl::UTCTimeZone()), paris);
  }

  static Event TextsOf(const IcalEvent& lines) {
    Event event;
    event.line = lines.line;
    event.summary = TextOf(icalcomponent_get_summary(lines.component));
    event.location = TextOf(icalcomponent_get_location(lines.component));
    event.description = TextOf(icalcomponent_get_description(lines.component));
    event.uid = TextOf(icalcomponent_get_uid(lines.component));
    return event;
  }

  // False, with a problem, when they cannot be read.
  bool ReadDays(const IcalEvent& lines, Event* event) {
    for (const char* name : {"RRULE", "RDATE", "DURATION"}) {
      const auto found = lines.properties.find(name);
      if (found == lines.properties.end()) continue;
      AddProblem(found->second.line, name, "",
                 Say(language_, "ne se lit pas ici ; écrire un évènement par période de vacances, de DTSTART à DTEND",
                     "is not read here; write an event for each holiday, from DTSTART to DTEND"));
      return false;
    }
    icalproperty* start = icalcomponent_get_first_property(lines.component, ICAL_DTSTART_PROPERTY);
    icalproperty* end = icalcomponent_get_first_property(lines.component, ICAL_DTEND_PROPERTY);
    if (start == nullptr) {
      AddProblem(lines.line, "DTSTART", "",
                 Say(language_, "manque : donner le premier jour", "is missing: give the first day"));
      return false;
    }
    // Who leaves in the evening has that day of school, who comes back in the morning has it again.
    const auto nearest = [event](absl::CivilSecond time) {
      event->has_hours |= time != absl::CivilSecond(absl::CivilDay(time));
      return absl::CivilDay(time + kHalfDay);
    };
    const auto from = TimeOf(icalproperty_get_dtstart(start), "DTSTART", lines);
    if (!from) return false;
    event->from = nearest(*from);
    if (end == nullptr) return true;
    const auto to = TimeOf(icalproperty_get_dtend(end), "DTEND", lines);
    if (!to) return false;
    event->to = nearest(*to);
    return true;
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
    Event event = TextsOf(lines);
    if (!IsOfZone(event)) {
      ++others_;
      return;
    }
    const std::string label = LabelOf(event.summary);
    if (IsCancelled(lines.component, event.summary)) {
      cancelled_.push_back(label);
      return;
    }
    if (!ReadDays(lines, &event)) return;
    const std::string with_day = absl::StrCat(label, " (", Day(event.from), ")");
    if (event.has_hours) rounded_.push_back(with_day);
    switch (KindOf(event)) {
      case EventKind::kHoliday:
        return Add(event, label, event.to ? *event.to : event.from + 1);
      case EventKind::kFirstDay:
        first_days_.push_back(event);
        return;
      case EventKind::kReturn:
        returns_.insert(event.from);
        [[fallthrough]];
      case EventKind::kOther:
        passed_.push_back(with_day);
    }
  }

  void Add(const Event& event, const std::string& label, absl::CivilDay to) {
    HolidayLine one;
    one.line = event.line;
    one.holiday.set_label(label);
    one.holiday.set_from_date(absl::FormatCivilTime(event.from));
    // One day, where the file gives the first as the last.
    one.holiday.set_to_date(absl::FormatCivilTime(to == event.from ? to + 1 : to));
    file_.holidays.push_back(std::move(one));
  }

  // Whether a holiday of the file, of which the end is known, begins on that day or about it, or lasts still.
  bool IsTold(absl::CivilDay day) const {
    const std::string at = absl::FormatCivilTime(day);
    const std::string near = absl::FormatCivilTime(day + kNear);
    return std::any_of(file_.holidays.begin(), file_.holidays.end(), [&](const HolidayLine& one) {
      return one.holiday.from_date() <= near && at < one.holiday.to_date();
    });
  }

  // The first holiday of the file after that day begins then.
  absl::CivilDay NextHoliday(absl::CivilDay day) const {
    absl::CivilDay next = absl::CivilDay::max();
    for (const HolidayLine& one : file_.holidays) {
      absl::CivilDay from;
      absl::ParseCivilTime(one.holiday.from_date(), &from);
      if (from > day) next = std::min(next, from);
    }
    return next;
  }

  // Gives holidays of which the file has only the first day an end, or says that they have none.
  void CloseHolidays() {
    std::stable_sort(first_days_.begin(), first_days_.end(),
                     [](const Event& a, const Event& b) { return a.from < b.from; });
    for (const Event& event : first_days_) {
      const std::string label = WithoutBeginning(LabelOf(event.summary));
      if (IsTold(event.from)) {
        passed_.push_back(absl::StrCat(LabelOf(event.summary), " (", Day(event.from), ")"));
        continue;
      }
      const absl::CivilDay next = NextHoliday(event.from);
      const auto back = returns_.upper_bound(event.from);
      const absl::CivilDay september(event.from.year(), 9, 1);
      if (back != returns_.end() && *back <= event.from + kLongest && *back <= next) {
        Add(event, label, *back);
      } else if (event.from.month() == 6 || event.from.month() == 7) {
        const absl::CivilDay to = std::min(september, next);
        Add(event, absl::StrCat(label, Choose(language_, kProvisionalWords[0], kProvisionalWords[1])), to);
        file_.notes.push_back(Say(
            language_,
            "L'été commence le $0 et sa reprise n'est pas publiée : elle est mise provisoirement au $1 ; importer le "
            "fichier à nouveau quand elle le sera.",
            "Summer begins on $0 and its return to school is not published: it is provisionally set to $1; import "
            "the file again when it is.",
            Day(event.from), Day(to)));
      } else {
        file_.notes.push_back(
            Say(language_,
                "« $0 » : le fichier n'en a que le premier jour, le $1 ; laissées de côté : donner la "
                "reprise, par DTEND ou dans un fichier CSV.",
                "\"$0\" begins on $1 and its return to school is not in the file: passed over; give "
                "it, by DTEND or in a CSV file.",
                label, Day(event.from)));
      }
    }
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

  void AddList(const std::vector<std::string>& all, absl::string_view french, absl::string_view english) {
    if (all.empty()) return;
    const size_t shown = std::min(all.size(), kListed);
    const std::string more =
        all.size() > shown ? Say(language_, " et $0 autres", " and $0 more", all.size() - shown) : "";
    const std::string list = absl::StrJoin(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(shown), ", ");
    file_.notes.push_back(absl::StrCat(Choose(language_, french, english), list, more, "."));
  }

  void AddNotes() {
    if (others_ > 0) {
      file_.notes.push_back(Say(language_, "Évènements d'autres zones, laissés de côté : $0.",
                                "Events of other zones, passed over: $0.", others_));
    }
    AddList(cancelled_, "Évènements annulés, laissés de côté : ", "Cancelled events, passed over: ");
    AddList(passed_,
            "Jours qui ne sont pas des vacances, laissés de côté : ", "Days that are no holidays, passed over: ");
    AddList(rounded_, "Heures ramenées au jour le plus proche : ", "Hours taken as the nearest day: ");
  }

  const Language language_;
  std::string zone_;
  HolidayFile file_;
  std::set<std::string> named_;
  std::vector<Event> first_days_;
  std::set<absl::CivilDay> returns_;
  std::vector<std::string> passed_;
  std::vector<std::string> cancelled_;
  std::vector<std::string> rounded_;
  int others_ = 0;
};

}  // namespace

bool IsProvisional(const v1::Holiday& holiday) {
  return std::any_of(std::begin(kProvisionalWords), std::end(kProvisionalWords),
                     [&](absl::string_view words) { return absl::EndsWith(holiday.label(), words); });
}

HolidayFile ReadHolidaysIcal(absl::string_view bytes, const std::string& zone, Language language) {
  IcalText unfolded = Unfold(bytes);
  std::variant<DecodedText, Problem> decoded = Decode(unfolded.text, language);
  if (const auto* problem = std::get_if<Problem>(&decoded)) {
    const auto line = static_cast<size_t>(problem->line);
    HolidayFile damaged;
    damaged.problems.push_back(
        {.line = line == 0 ? 0 : unfolded.lines[line - 1],
         .message = Say(language,
                        "ce fichier iCalendar est abîmé : ce n'est du texte ni en UTF-8 ni en Windows-1252 ; le "
                        "télécharger à nouveau",
                        "this iCalendar file is damaged: it is text neither in UTF-8 nor in Windows-1252; download it "
                        "again")});
    return damaged;
  }
  unfolded.text = std::move(std::get<DecodedText>(decoded).text);
  return HolidayReader(zone, language).Read(unfolded);
}

}  // namespace tutorat::format
