#include "client/text/cells.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

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

std::optional<Day> SplitDay(absl::string_view text) {
  const char separator = text.find('-') != absl::string_view::npos ? '-' : '/';
  std::vector<absl::string_view> parts = absl::StrSplit(text, separator);
  if (parts.size() != 3) return std::nullopt;
  if (separator == '/') std::swap(parts[0], parts[2]);
  const std::optional<int> year = Digits(parts[0], 4, 4);
  const std::optional<int> month = Digits(parts[1], 2, 2);
  const std::optional<int> day = Digits(parts[2], 2, 2);
  if (!year || !month || !day) return std::nullopt;
  return Day{*year, *month, *day};
}

// `1 h 30` and `1H30` as `1h30`.
std::string Compact(absl::string_view text) {
  std::string compact;
  for (const char c : text) {
    if (!absl::ascii_isspace(c)) compact.push_back(absl::ascii_tolower(c));
  }
  return compact;
}

// Hours and minutes around an `h`; minutes may be left out.
std::optional<std::pair<int, int>> SplitHours(absl::string_view compact, char separator) {
  const std::vector<absl::string_view> parts = absl::StrSplit(compact, separator);
  if (parts.size() != 2) return std::nullopt;
  const std::optional<int> hours = Digits(parts[0], 1, 2);
  const std::optional<int> minutes = parts[1].empty() && separator == 'h' ? 0 : Digits(parts[1], 2, 2);
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  return std::pair(*hours, *minutes);
}

bool HasLetter(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalpha(c) || (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

}  // namespace

std::string Trim(absl::string_view text) { return std::string(absl::StripAsciiWhitespace(text)); }

absl::StatusOr<std::string> ParseDate(absl::string_view text, Language language) {
  const std::optional<Day> day = SplitDay(absl::StripAsciiWhitespace(text));
  if (!day) {
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
  const std::string compact = Compact(text);
  absl::string_view clock = compact;
  const char separator = clock.find('h') != absl::string_view::npos ? 'h' : ':';
  // A spreadsheet writes the seconds too.
  if (separator == ':' && clock.size() > 5) absl::ConsumeSuffix(&clock, ":00");
  const std::optional<std::pair<int, int>> parts = SplitHours(clock, separator);
  if (!parts || parts->first > 23) {
    return absl::InvalidArgumentError(Choose(language,
                                             "n'est pas une heure ; écrire HH:MM, de 00:00 à 23:59, par exemple 14:00",
                                             "is no time of day; write HH:MM, from 00:00 to 23:59, for example 14:00"));
  }
  return absl::StrFormat("%02d:%02d", parts->first, parts->second);
}

absl::StatusOr<int> ParseDuration(absl::string_view text, Language language) {
  const std::string compact = Compact(text);
  if (const auto parts = SplitHours(compact, 'h')) return parts->first * 60 + parts->second;
  absl::string_view digits = compact;
  if (!absl::ConsumeSuffix(&digits, "min")) absl::ConsumeSuffix(&digits, "mn");
  if (const std::optional<int> minutes = Digits(digits, 1, kMaxDigits)) return *minutes;
  return absl::InvalidArgumentError(Choose(language,
                                           "n'est pas une durée ; écrire des minutes ou 1h30, par exemple 90 ou 1h30",
                                           "is no duration; write minutes or 1h30, for example 90 or 1h30"));
}

absl::StatusOr<int> ParseCount(absl::string_view text, Language language) {
  if (const std::optional<int> count = Digits(absl::StripAsciiWhitespace(text), 1, kMaxDigits)) return *count;
  return absl::InvalidArgumentError(Choose(language,
                                           "n'est pas un nombre ; écrire des chiffres seulement, par exemple 7",
                                           "is no number; write digits only, for example 7"));
}

std::vector<std::string> ParseNames(absl::string_view text) {
  std::vector<std::string> names;
  for (absl::string_view part : absl::StrSplit(text, '|')) {
    const absl::string_view name = absl::StripAsciiWhitespace(part);
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

absl::StatusOr<v1::People> ParsePeople(absl::string_view text, Language language) {
  v1::People people;
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  if (const std::optional<int> count = Digits(trimmed, 1, kMaxDigits)) {
    people.set_count(*count);
    return people;
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
