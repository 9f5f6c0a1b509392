#include "server/domain/session/school_calendar.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"

namespace tutorat::domain {
namespace {

// Days are AAAA-MM-JJ, so that texts compare as days do.
bool ComesBefore(const v1::Holiday& a, const v1::Holiday& b) { return a.from_date() < b.from_date(); }

// `Noël` 2023-12-23..2024-01-08, in guillemets where it has a label.
std::string Named(const v1::Holiday& holiday) {
  return absl::StrCat(holiday.label().empty() ? "" : absl::StrCat(Shown(holiday.label()), " "), holiday.from_date(),
                      "..", holiday.to_date());
}

Violation EndsTooSoon(const v1::Holiday& holiday, const std::string& path) {
  return {absl::StrCat(path, ".to_date"),
          "BEFORE_START",
          {.en = absl::StrCat(Shown(holiday.to_date()), " is not after ", holiday.from_date(),
                              ": it is the day on which school begins again"),
           .fr = absl::StrCat(Shown(holiday.to_date()), " n'est pas après ", holiday.from_date(),
                              " : c'est le jour de la reprise des cours")}};
}

Violation Overlaps(const v1::Holiday& holiday, const v1::Holiday& other, const std::string& path) {
  return {
      absl::StrCat(path, ".from_date"),
      "OVERLAPPING_HOLIDAYS",
      {.en = absl::StrCat(Named(holiday), " overlaps ", Named(other), ": correct the days of one, or make one of both"),
       .fr = absl::StrCat(Named(holiday), " chevauche ", Named(other),
                          " : corriger les jours de l'une, ou n'en faire qu'une")}};
}

}  // namespace

std::vector<Violation> CheckHolidays(const v1::SchoolCalendar& calendar, absl::string_view prefix) {
  std::vector<Violation> violations;
  std::vector<int> order(static_cast<size_t>(calendar.holidays_size()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return ComesBefore(calendar.holidays(a), calendar.holidays(b)); });
  const v1::Holiday* longest = nullptr;  // of those before, the one that ends last
  for (const int i : order) {
    const v1::Holiday& holiday = calendar.holidays(i);
    const std::string path = absl::StrCat(prefix, ".holidays[", i, "]");
    if (holiday.from_date() >= holiday.to_date()) {
      violations.push_back(EndsTooSoon(holiday, path));
      continue;
    }
    if (longest != nullptr && holiday.from_date() < longest->to_date()) {
      violations.push_back(Overlaps(holiday, *longest, path));
    }
    if (longest == nullptr || longest->to_date() < holiday.to_date()) longest = &holiday;
  }
  return violations;
}

void SortHolidays(v1::SchoolCalendar* calendar) {
  std::stable_sort(calendar->mutable_holidays()->begin(), calendar->mutable_holidays()->end(), ComesBefore);
}

}  // namespace tutorat::domain
