#include "client/files/holiday_plan.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/text/day.h"
#include "proto/fold.h"

namespace tutorat::format {
namespace {

bool Overlap(const v1::Holiday& a, const v1::Holiday& b) {
  return a.from_date() < b.to_date() && b.from_date() < a.to_date();
}

// Files write « Vacances d'Hiver » and « Vacances d'hiver ».
bool Same(const v1::Holiday& a, const v1::Holiday& b) {
  return contract::FoldName(a.label()) == contract::FoldName(b.label()) && a.from_date() == b.from_date() &&
         a.to_date() == b.to_date();
}

// Whether the calendar has the published days of what the file knows provisionally only.
bool IsSettled(const v1::Holiday& holiday, const v1::SchoolCalendar& calendar) {
  return IsProvisional(holiday) &&
         std::any_of(calendar.holidays().begin(), calendar.holidays().end(),
                     [&](const v1::Holiday& stored) { return Overlap(stored, holiday) && !IsProvisional(stored); });
}

// Of a holiday, which is plural in French, or of a number of them.
struct ActionWords {
  HolidayAction action;
  const char* key;  // of programs
  const char* french_done;
  const char* english_done;
  const char* french_to_do;
  const char* english_to_do;
};
constexpr ActionWords kActions[] = {
    {HolidayAction::kCreate, "create", "créées", "created", "créer", "create"},
    {HolidayAction::kSame, "same", "identiques", "same", "identiques", "same"},
    {HolidayAction::kUpdate, "update", "modifiées", "updated", "modifier", "update"},
    {HolidayAction::kKeep, "keep", "gardées", "kept", "garder", "keep"},
    {HolidayAction::kRemove, "remove", "retirées", "removed", "retirer", "remove"},
};

const ActionWords& WordsOf(HolidayAction action) {
  return *std::find_if(std::begin(kActions), std::end(kActions),
                       [&](const ActionWords& words) { return words.action == action; });
}

std::string Word(HolidayAction action, bool applied, Language language) {
  const ActionWords& words = WordsOf(action);
  return applied ? Say(language, words.french_done, words.english_done)
                 : Say(language, words.french_to_do, words.english_to_do);
}

std::string Before(const HolidayChange& change, Language language) {
  return absl::StrJoin(change.before, "\n", [&](std::string* out, const v1::Holiday& before) {
    absl::StrAppend(out, before.label(), " ", DayText(before.from_date(), language), " → ",
                    DayText(before.to_date(), language));
  });
}

}  // namespace

int HolidayPlan::Count(HolidayAction action) const {
  return static_cast<int>(std::count_if(changes.begin(), changes.end(),
                                        [&](const HolidayChange& change) { return change.action == action; }));
}

bool HolidayPlan::ChangesSomething() const {
  return Count(HolidayAction::kCreate) + Count(HolidayAction::kUpdate) + Count(HolidayAction::kRemove) > 0;
}

HolidayPlan PlanHolidays(const v1::SchoolCalendar& calendar, const std::vector<HolidayLine>& file, bool replace) {
  HolidayPlan plan;
  std::vector<HolidayLine> read;
  std::copy_if(file.begin(), file.end(), std::back_inserter(read),
               [&](const HolidayLine& one) { return replace || !IsSettled(one.holiday, calendar); });
  for (const HolidayLine& one : read) {
    HolidayChange change{HolidayAction::kCreate, one.holiday, {}, one.line};
    for (const v1::Holiday& stored : calendar.holidays()) {
      if (Overlap(stored, one.holiday)) change.before.push_back(stored);
    }
    if (change.before.size() == 1 && Same(change.before[0], one.holiday)) {
      change.action = HolidayAction::kSame;
      change.holiday = change.before[0];
      change.before.clear();
    } else if (!change.before.empty()) {
      change.action = HolidayAction::kUpdate;
    }
    plan.changes.push_back(std::move(change));
  }
  for (const v1::Holiday& stored : calendar.holidays()) {
    const bool touched =
        std::any_of(read.begin(), read.end(), [&](const HolidayLine& one) { return Overlap(stored, one.holiday); });
    if (touched) continue;
    plan.changes.push_back({replace ? HolidayAction::kRemove : HolidayAction::kKeep, stored, {}, 0});
  }
  std::stable_sort(plan.changes.begin(), plan.changes.end(), [](const HolidayChange& a, const HolidayChange& b) {
    return a.holiday.from_date() < b.holiday.from_date();
  });
  plan.result = calendar;
  plan.result.clear_holidays();
  for (const HolidayChange& change : plan.changes) {
    if (change.action != HolidayAction::kRemove) *plan.result.add_holidays() = change.holiday;
  }
  return plan;
}

Table HolidayPlanTable(const HolidayPlan& plan, bool applied, Language language) {
  Table table;
  table.columns = {{.title = Say(language, "LIGNE", "LINE"), .align = Align::kRight},
                   {.title = "ACTION"},
                   {.title = Say(language, "VACANCES", "HOLIDAY")},
                   {.title = Say(language, "DÉBUT", "FROM")},
                   {.title = Say(language, "REPRISE", "TO")},
                   {.title = Say(language, "AVANT", "BEFORE")}};
  for (const HolidayChange& change : plan.changes) {
    table.rows.push_back({change.line > 0 ? absl::StrCat(change.line) : "", Word(change.action, applied, language),
                          change.holiday.label(), DayText(change.holiday.from_date(), language),
                          DayText(change.holiday.to_date(), language), Before(change, language)});
  }
  return table;
}

std::vector<std::vector<std::string>> HolidayPlanRecords(const HolidayPlan& plan) {
  std::vector<std::vector<std::string>> records = {{"line", "action", "label", "from", "to"}};
  for (const HolidayChange& change : plan.changes) {
    records.push_back({change.line > 0 ? absl::StrCat(change.line) : "", WordsOf(change.action).key,
                       change.holiday.label(), change.holiday.from_date(), change.holiday.to_date()});
  }
  return records;
}

std::string HolidayPlanSummary(const HolidayPlan& plan, const std::string& code, bool applied, Language language) {
  std::vector<std::string> parts;
  for (const HolidayAction action : {HolidayAction::kCreate, HolidayAction::kUpdate, HolidayAction::kSame,
                                     HolidayAction::kKeep, HolidayAction::kRemove}) {
    const int count = plan.Count(action);
    const bool to_do = !applied && action != HolidayAction::kSame;
    if (count == 0) continue;
    // créées, one of them: créée.
    std::string word = Word(action, applied, language);
    if (language == Language::kFrench && !to_do && count == 1) word.pop_back();
    parts.push_back(absl::StrCat(count, to_do ? Say(language, " à ", " to ") : " ", word));
  }
  return Say(language, "Calendrier $0 : $1.", "Calendar $0: $1.", code,
             parts.empty() ? Say(language, "rien", "nothing") : absl::StrJoin(parts, ", "));
}

}  // namespace tutorat::format
