#include "client/text/cells.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "proto/fold.h"

namespace tutorat::format {
namespace {

// Nine digits fit an int; more is no number of minutes, people or days.
constexpr size_t kMaxDigits = 9;

std::optional<int> Digits(absl::string_view text, size_t at_least, size_t at_most) {
  if (text.size() < at_least || text.size() > at_most) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), absl::ascii_isdigit)) return std::nullopt;
  int value = 0;
  if (!absl::SimpleAtoi(text, &value)) return std::nullopt;
  return value;
}

struct Day {
  int year;
  int month;
  int day;
};

// Those that are not broken at the end of a line, and what a spreadsheet puts before a text.
std::string WithPlainSpaces(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"\u00A0", " "}, {"\u202F", " "}, {"\u2007", " "}, {"\u2009", " "}, {"\u200B", ""}, {"\uFEFF", ""}});
}

// `1 h 30` and `1H30` as `1h30`.
std::string Compact(absl::string_view text) {
  std::string compact;
  for (const char c : WithPlainSpaces(text)) {
    if (!absl::ascii_isspace(c)) compact.push_back(absl::ascii_tolower(c));
  }
  return compact;
}

// By its name in French or English, or the beginning of it that tells it from the others, with a full stop or none.
std::optional<int> MonthOfName(absl::string_view word) {
  static constexpr std::array<std::pair<absl::string_view, absl::string_view>, 12> kMonths = {
      {{"janvier", "january"},
       {"fevrier", "february"},
       {"mars", "march"},
       {"avril", "april"},
       {"mai", "may"},
       {"juin", "june"},
       {"juillet", "july"},
       {"aout", "august"},
       {"septembre", "september"},
       {"octobre", "october"},
       {"novembre", "november"},
       {"decembre", "december"}}};
  if (word.size() < 3) return std::nullopt;
  std::optional<int> found;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (!absl::StartsWith(kMonths[i].first, word) && !absl::StartsWith(kMonths[i].second, word)) continue;
    if (found) return std::nullopt;
    found = static_cast<int>(i) + 1;
  }
  return found;
}

bool IsWeekday(absl::string_view word) {
  static constexpr std::array<absl::string_view, 14> kWeekdays = {
      "lundi",  "mardi",   "mercredi",  "jeudi",    "vendredi", "samedi",   "dimanche",
      "monday", "tuesday", "wednesday", "thursday", "friday",   "saturday", "sunday"};
  return word.size() >= 3 && std::any_of(kWeekdays.begin(), kWeekdays.end(),
                                         [&](absl::string_view day) { return absl::StartsWith(day, word); });
}

// The parts of a day, folded: without a weekday before it, and the midnight that spreadsheets write after it.
std::vector<std::string> DayParts(absl::string_view text) {
  const std::string folded = contract::FoldName(WithPlainSpaces(text));
  absl::string_view day = folded;
  for (const absl::string_view midnight : {"00:00:00", "0:00:00", "00:00", "0:00"}) {
    if (absl::EndsWith(day, absl::StrCat(" ", midnight)) || absl::EndsWith(day, absl::StrCat("t", midnight))) {
      day.remove_suffix(midnight.size() + 1);
      break;
    }
  }
  std::vector<std::string> parts =
      absl::StrSplit(day, absl::ByAnyChar("/-. ,"), [](absl::string_view part) { return !part.empty(); });
  if (parts.size() == 4 && IsWeekday(parts[0])) parts.erase(parts.begin());
  return parts;
}

// Day, month and year, or the year first when it has four digits. A year of two digits is of this century.
std::optional<Day> SplitDay(absl::string_view text) {
  std::vector<std::string> parts = DayParts(text);
  if (parts.size() != 3) return std::nullopt;
  if (parts[0].size() == 4) std::swap(parts[0], parts[2]);
  const absl::string_view first = parts[0] == "1er" ? "1" : absl::string_view(parts[0]);
  const std::optional<int> day = Digits(first, 1, 2);
  const std::optional<int> number = Digits(parts[1], 1, 2);
  const std::optional<int> month = number ? number : MonthOfName(parts[1]);
  const std::optional<int> year = parts[2].size() == 2 ? Digits(parts[2], 2, 2) : Digits(parts[2], 4, 4);
  if (!year || !month || !day) return std::nullopt;
  return Day{parts[2].size() == 2 ? 2000 + *year : *year, *month, *day};
}

// What a spreadsheet shows of a day in a column that is not one of dates; nothing: it is none of these years'.
std::optional<std::string> DayOfSerialNumber(absl::string_view text) {
  constexpr int kOf1980 = 29221;
  constexpr int kOf2100 = 73051;
  const std::optional<int> number = Digits(text, 5, 5);
  if (!number || *number < kOf1980 || *number >= kOf2100) return std::nullopt;
  return absl::FormatCivilTime(absl::CivilDay(1899, 12, 30) + *number);
}

// Hours and minutes around a separator; around an `h`, minutes may be left out.
std::optional<std::pair<int, int>> SplitHours(absl::string_view compact, char separator) {
  const std::vector<absl::string_view> parts = absl::StrSplit(compact, separator);
  if (parts.size() != 2) return std::nullopt;
  const std::optional<int> hours = Digits(parts[0], 1, 2);
  const std::optional<int> minutes = parts[1].empty() && separator == 'h' ? 0 : Digits(parts[1], 2, 2);
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  return std::pair(*hours, *minutes);
}

// `heures` as `h`, `minutes` as `min`; minutes after an hour as their number.
std::string ShortUnits(absl::string_view text) {
  std::string compact = absl::StrReplaceAll(Compact(text), {{"heures", "h"},
                                                            {"heure", "h"},
                                                            {"hours", "h"},
                                                            {"hour", "h"},
                                                            {"minutes", "min"},
                                                            {"minute", "min"},
                                                            {"mn", "min"}});
  const size_t hour = compact.find('h');
  if (hour != std::string::npos && hour + 1 < compact.size() && absl::EndsWith(compact, "min")) {
    compact.resize(compact.size() - 3);
  }
  return compact;
}

// Of hours with decimals, those that are whole quarters: 1,30 may be meant as 1 h 30.
std::optional<int> MinutesOfDecimal(absl::string_view number) {
  const std::vector<absl::string_view> parts = absl::StrSplit(number, absl::ByAnyChar(",."));
  if (parts.size() != 2) return std::nullopt;
  const std::optional<int> hours = Digits(parts[0], 1, 2);
  if (!hours) return std::nullopt;
  for (const auto& [decimals, minutes] :
       {std::pair("0", 0), {"00", 0}, {"25", 15}, {"5", 30}, {"50", 30}, {"75", 45}}) {
    if (parts[1] == decimals) return *hours * 60 + minutes;
  }
  return std::nullopt;
}

bool IsOneOf(absl::string_view text, std::initializer_list<absl::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool HasLetter(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalpha(c) || (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

}  // namespace

std::string Trim(absl::string_view text) { return std::string(absl::StripAsciiWhitespace(WithPlainSpaces(text))); }

absl::StatusOr<std::string> ParseDate(absl::string_view text, Language language) {
  const std::optional<Day> day = SplitDay(text);
  if (!day) {
    if (const auto shown = DayOfSerialNumber(Trim(text))) {
      return absl::InvalidArgumentError(
          Say(language, "est le numéro que le tableur donne au $0 ; mettre la colonne au format date, et enregistrer",
              "is the spreadsheet's number for $0; format the column as dates, and save again", *shown));
    }
    return absl::InvalidArgumentError(
        Choose(language, "n'est pas une date ; écrire AAAA-MM-JJ ou JJ/MM/AAAA, par exemple 2024-02-09 ou 09/02/2024",
               "is no date; write YYYY-MM-DD or DD/MM/YYYY, for example 2024-02-09 or 09/02/2024"));
  }
  const std::chrono::year year(day->year);
  const std::chrono::month month(static_cast<unsigned>(day->month));
  if (!month.ok()) {
    return absl::InvalidArgumentError(Say(language,
                                          "n'existe pas : le mois va de 01 à 12 ; écrire AAAA-MM-JJ ou JJ/MM/AAAA",
                                          "does not exist: months go from 01 to 12; write YYYY-MM-DD or DD/MM/YYYY"));
  }
  const unsigned last = static_cast<unsigned>((year / month / std::chrono::last).day());
  if (day->day < 1 || static_cast<unsigned>(day->day) > last) {
    return absl::InvalidArgumentError(
        Say(language, "n'existe pas : ce mois-là a $0 jours ; corriger le jour, le mois ou l'année",
            "does not exist: that month has $0 days; correct the day, the month or the year", last));
  }
  return absl::StrFormat("%04d-%02d-%02d", day->year, day->month, day->day);
}

absl::StatusOr<std::string> ParseClock(absl::string_view text, Language language) {
  std::string clock = ShortUnits(text);
  // As it is typed in haste: 1430.
  if (Digits(clock, 4, 4)) clock.insert(2, ":");
  const size_t at = clock.find_first_of("h:.");
  const char separator = at == std::string::npos ? 'h' : clock[at];
  // A spreadsheet writes the seconds too.
  if (separator == ':' && clock.size() > 5 && absl::EndsWith(clock, ":00")) clock.resize(clock.size() - 3);
  const std::optional<std::pair<int, int>> parts = SplitHours(clock, separator);
  if (!parts || parts->first > 23) {
    return absl::InvalidArgumentError(Choose(language,
                                             "n'est pas une heure ; écrire HH:MM, de 00:00 à 23:59, par exemple 14:00",
                                             "is no time of day; write HH:MM, from 00:00 to 23:59, for example 14:00"));
  }
  return absl::StrFormat("%02d:%02d", parts->first, parts->second);
}

absl::StatusOr<int> ParseDuration(absl::string_view text, Language language) {
  const std::string compact = ShortUnits(text);
  absl::string_view clock = compact;
  if (std::count(clock.begin(), clock.end(), ':') == 2) absl::ConsumeSuffix(&clock, ":00");
  for (const char separator : {'h', ':'}) {
    if (const auto parts = SplitHours(clock, separator)) return parts->first * 60 + parts->second;
  }
  absl::string_view number = compact;
  if (absl::ConsumeSuffix(&number, "min") || number.find_first_of(",.") == absl::string_view::npos) {
    if (const std::optional<int> minutes = Digits(number, 1, kMaxDigits)) return *minutes;
  } else {
    absl::ConsumeSuffix(&number, "h");
    if (const std::optional<int> minutes = MinutesOfDecimal(number)) return *minutes;
  }
  return absl::InvalidArgumentError(Choose(language,
                                           "n'est pas une durée ; écrire des minutes ou 1h30, par exemple 90 ou 1h30",
                                           "is no duration; write minutes or 1h30, for example 90 or 1h30"));
}

absl::StatusOr<int> ParseCount(absl::string_view text, Language language) {
  const std::string trimmed = Trim(text);
  absl::string_view digits = trimmed;
  // As a spreadsheet shows a number with decimals.
  for (const absl::string_view none : {",00", ".00", ",0", ".0"}) {
    if (absl::ConsumeSuffix(&digits, none)) break;
  }
  if (const std::optional<int> count = Digits(digits, 1, kMaxDigits)) return *count;
  return absl::InvalidArgumentError(Choose(language,
                                           "n'est pas un nombre ; écrire des chiffres seulement, par exemple 7",
                                           "is no number; write digits only, for example 7"));
}

std::vector<std::string> ParseNames(absl::string_view text) {
  std::vector<std::string> names;
  for (absl::string_view part : absl::StrSplit(text, absl::ByAnyChar("|\r\n"))) {
    std::string name = Trim(part);
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

bool IsEverybody(absl::string_view text) {
  return IsOneOf(contract::FoldName(Trim(text)),
                 {"tous", "toutes", "tous presents", "toutes presentes", "tout le monde", "tous les auditeurs", "all",
                  "all present", "everybody", "everyone"});
}

std::optional<std::pair<int, int>> ParseShare(absl::string_view text) {
  const std::string folded = absl::StrReplaceAll(contract::FoldName(Trim(text)),
                                                 {{" sur ", "/"}, {" out of ", "/"}, {" of ", "/"}, {" ", ""}});
  const std::vector<absl::string_view> parts = absl::StrSplit(folded, '/');
  if (parts.size() != 2) return std::nullopt;
  const std::optional<int> count = Digits(parts[0], 1, kMaxDigits);
  const std::optional<int> of = Digits(parts[1], 1, kMaxDigits);
  if (!count || !of) return std::nullopt;
  return std::pair(*count, *of);
}

absl::StatusOr<v1::People> ParsePeople(absl::string_view text, Language language) {
  v1::People people;
  const std::string trimmed = Trim(text);
  if (const absl::StatusOr<int> count = ParseCount(trimmed, language); count.ok()) {
    people.set_count(*count);
    return people;
  }
  if (IsOneOf(contract::FoldName(trimmed), {"aucun", "aucune", "personne", "neant", "none", "nobody", "no one"})) {
    people.set_count(0);
    return people;
  }
  if (IsEverybody(trimmed) || ParseShare(trimmed)) {
    return absl::InvalidArgumentError(Choose(language,
                                             "ne dit ni combien ni qui ; écrire un nombre, ou des noms séparés par |",
                                             "says neither how many nor who; write a number, or names separated by |"));
  }
  for (std::string& name : ParseNames(trimmed)) {
    if (!HasLetter(name)) {
      return absl::InvalidArgumentError(Choose(language,
                                               "n'est ni un nombre ni des noms ; écrire 6, ou des noms séparés par |",
                                               "is neither a number nor names; write 6, or names separated by |"));
    }
    people.add_names(std::move(name));
  }
  return people;
}

std::string WritePeople(const v1::People& people) {
  return people.has_count() ? absl::StrCat(people.count()) : absl::StrJoin(people.names(), "|");
}

}  // namespace tutorat::format
