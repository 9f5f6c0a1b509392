#include "server/domain/figures/balance_comparison.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "server/domain/base/local_time.h"
#include "server/domain/figures/balance_figures.h"

namespace tutorat::domain {
namespace {

// Of a percentage in tenths of a point, of a mean in tenths; half rounds up, as it is printed.
int Tenths(const v1::FigureValue& value, v1::FigureKind kind) {
  const int64_t scale = kind == v1::FIGURE_KIND_SHARE ? 1000 : 10;
  const int64_t denominator = value.denominator();
  return static_cast<int>((2 * scale * value.numerator() + denominator) / (2 * denominator));
}

v1::FigureComparison Compare(FigurePair pair) {
  v1::FigureComparison comparison;
  comparison.set_key(std::move(pair.key));
  comparison.set_label(std::move(pair.label.fr));
  comparison.set_label_en(std::move(pair.label.en));
  comparison.set_kind(pair.kind);
  const bool told = !pair.first.withheld() && !pair.second.withheld();
  if (told) comparison.set_difference(pair.second.numerator() - pair.first.numerator());
  if (told && pair.kind != v1::FIGURE_KIND_COUNT && pair.first.denominator() > 0 && pair.second.denominator() > 0) {
    comparison.set_difference_tenths(Tenths(pair.second, pair.kind) - Tenths(pair.first, pair.kind));
  }
  *comparison.mutable_first() = std::move(pair.first);
  *comparison.mutable_second() = std::move(pair.second);
  return comparison;
}

// A wave from its beginning to a day.
class Age {
 public:
  Age(const WaveInput& input, absl::CivilDay as_of) : wave_(input.wave), as_of_(as_of) {
    std::map<std::string, std::optional<absl::CivilDay>> begin;  // by group
    for (const v1::Group& group : input.groups) begin[group.name()] = ParseDate(group.start_date());
    group_count_ = static_cast<int>(begin.size());
    std::map<std::string, absl::CivilDay> first_held;
    for (const v1::Session& session : input.sessions) {
      const auto day = ParseDate(session.local_date());
      if (session.state() != v1::SESSION_STATE_HELD || begin.count(session.group()) == 0 || *day > as_of) continue;
      held_.emplace_back(*day, session.group());
      const auto [known, is_first] = first_held.emplace(session.group(), *day);
      if (!is_first) known->second = std::min(known->second, *day);
    }
    std::sort(held_.begin(), held_.end());
    for (const auto& [group, given] : begin) {
      const auto held = first_held.find(group);
      std::optional<absl::CivilDay> day = given;
      if (!day && held != first_held.end()) day = held->second;
      if (day && *day <= as_of && (!start_ || *day < *start_)) start_ = day;
    }
  }

  int WeeksReached() const { return start_ ? static_cast<int>((as_of_ - *start_) / kDaysOfAWeek) + 1 : 0; }

  v1::WaveAge Describe() const {
    v1::WaveAge age;
    age.set_wave(wave_);
    age.set_group_count(group_count_);
    if (start_) age.set_start_date(FormatDate(*start_));
    age.set_weeks_reached(WeeksReached());
    return age;
  }

  v1::WaveWeek At(int week) const {
    const absl::CivilDay end = *start_ + int64_t{kDaysOfAWeek} * week;  // the day after the last one
    std::set<std::string> met;
    v1::WaveWeek out;
    for (const auto& [day, group] : held_) {
      if (day >= end) break;
      out.set_held_sessions(out.held_sessions() + 1);
      met.insert(group);
    }
    out.set_groups_met(static_cast<int>(met.size()));
    out.set_group_count(group_count_);
    out.set_partial(as_of_ + 1 < end);
    return out;
  }

 private:
  const std::string wave_;
  const absl::CivilDay as_of_;
  int group_count_ = 0;
  std::vector<std::pair<absl::CivilDay, std::string>> held_;  // by day: which group
  std::optional<absl::CivilDay> start_;
};

}  // namespace

v1::PeriodComparison ComparePeriods(const v1::Balance& first, const v1::Balance& second) {
  v1::PeriodComparison comparison;
  comparison.mutable_first()->set_from_date(first.from_date());
  comparison.mutable_first()->set_to_date(first.to_date());
  comparison.mutable_second()->set_from_date(second.from_date());
  comparison.mutable_second()->set_to_date(second.to_date());
  comparison.set_wave(first.wave());
  for (FigurePair& pair : PairFigures(first, second)) *comparison.add_figures() = Compare(std::move(pair));
  return comparison;
}

v1::WaveComparison CompareWaves(const WaveInput& first, const WaveInput& second, int weeks, absl::CivilDay as_of) {
  const Age of_first(first, as_of);
  const Age of_second(second, as_of);
  v1::WaveComparison comparison;
  comparison.set_as_of_date(FormatDate(as_of));
  *comparison.mutable_first() = of_first.Describe();
  *comparison.mutable_second() = of_second.Describe();
  if (weeks == 0) weeks = std::min(std::max(of_first.WeeksReached(), of_second.WeeksReached()), kMostWeeks);
  for (int week = 1; week <= weeks; ++week) {
    v1::WeekComparison& row = *comparison.add_weeks();
    row.set_week(week);
    if (week <= of_first.WeeksReached()) *row.mutable_first() = of_first.At(week);
    if (week <= of_second.WeeksReached()) *row.mutable_second() = of_second.At(week);
  }
  return comparison;
}

}  // namespace tutorat::domain
