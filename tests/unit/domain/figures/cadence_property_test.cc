// The cadence of random groups, calendars and days against loops that go day by day.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "server/domain/figures/cadence.h"

namespace tutorat::domain {
namespace {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int Below(int bound) { return static_cast<int>(engine_() % static_cast<unsigned>(bound)); }
  bool OneIn(int n) { return Below(n) == 0; }
  absl::CivilDay Day() { return absl::CivilDay(2023, 9, 1) + Below(300); }

 private:
  std::mt19937 engine_;
};

CadenceInput RandomCadence(unsigned seed) {
  Random random(seed);
  CadenceInput input;
  input.as_of = random.Day();
  input.interval_weeks = 1 + random.Below(6);
  for (int c = 0; c < 2; ++c) {
    v1::SchoolCalendar calendar;
    calendar.set_name(absl::StrCat("schoolCalendars/", c));
    absl::CivilDay day = absl::CivilDay(2023, 8, 1) + random.Below(60);
    for (int h = random.Below(6); h > 0; --h) {
      v1::Holiday& holiday = *calendar.add_holidays();
      holiday.set_from_date(FormatDate(day));
      day += 1 + random.Below(20);
      holiday.set_to_date(FormatDate(day));
      day += random.Below(50);
    }
    input.calendars.push_back(calendar);
  }
  for (int w = 0; w < 3; ++w) {
    v1::Wave wave;
    wave.set_name(absl::StrCat("waves/", w));
    if (!random.OneIn(3)) wave.set_school_calendar(input.calendars[static_cast<size_t>(random.Below(2))].name());
    input.waves.push_back(wave);
    for (int g = random.Below(6); g > 0; --g) {
      v1::Group group;
      group.set_name(absl::StrCat("groups/", w, "-", g));
      group.set_wave(wave.name());
      group.set_number(g);
      if (random.OneIn(4)) group.set_start_date(FormatDate(random.Day()));
      input.groups.push_back(group);
      for (int s = random.Below(8); s > 0; --s) {
        v1::Session session;
        session.set_name(absl::StrCat("sessions/", input.sessions.size()));
        session.set_group(group.name());
        session.set_local_date(FormatDate(random.Day()));
        session.set_state(static_cast<v1::SessionState>(1 + random.Below(3)));
        input.sessions.push_back(session);
      }
    }
  }
  return input;
}

// One loop a figure, with none of the code above it.
struct Plain {
  explicit Plain(const CadenceInput& from, const v1::Group& of) : input(from), group(of) {}

  int Held(const std::string& name) const {
    int count = 0;
    for (const auto& session : input.sessions) {
      count += session.group() == name && session.state() == v1::SESSION_STATE_HELD &&
               *ParseDate(session.local_date()) <= input.as_of;
    }
    return count;
  }
  // The first day of a held session of the groups that are accepted; the day after as_of: none.
  template <class Accept>
  absl::CivilDay FirstHeld(Accept accept) const {
    absl::CivilDay first = input.as_of + 1;
    for (const auto& session : input.sessions) {
      if (accept(session.group()) && session.state() == v1::SESSION_STATE_HELD) {
        first = std::min(first, *ParseDate(session.local_date()));
      }
    }
    return first;
  }
  bool InHoliday(absl::CivilDay day) const {
    for (const auto& wave : input.waves) {
      for (const auto& calendar : input.calendars) {
        if (wave.name() != group.wave() || wave.school_calendar() != calendar.name()) continue;
        for (const auto& holiday : calendar.holidays()) {
          if (*ParseDate(holiday.from_date()) <= day && day < *ParseDate(holiday.to_date())) return true;
        }
      }
    }
    return false;
  }
  // The middle of the cohort: half of its groups, or more, hold at most that many, and half at least.
  int DoubledMedian() const {
    std::multiset<int> counts;
    for (const auto& other : input.groups) {
      if (other.wave() == group.wave()) counts.insert(Held(other.name()));
    }
    while (counts.size() > 2) {
      counts.erase(counts.begin());
      counts.erase(std::prev(counts.end()));
    }
    return *counts.begin() + *counts.rbegin();
  }
  int Expected() const {
    absl::CivilDay start = FirstHeld([&](const std::string& name) { return name == group.name(); });
    const bool met = start <= input.as_of;
    if (!met) start = FirstHeld([&](const std::string& name) { return WaveOf(name) == group.wave(); });
    if (!group.start_date().empty()) start = *ParseDate(group.start_date());
    int expected = met && group.start_date().empty() ? 1 : 0;
    int days = 0;
    for (absl::CivilDay day = start; day <= input.as_of; ++day) {
      if (InHoliday(day)) continue;
      if (++days == 7 * input.interval_weeks) {
        ++expected;
        days = 0;
      }
    }
    return expected;
  }
  std::string WaveOf(const std::string& name) const {
    for (const auto& other : input.groups) {
      if (other.name() == name) return other.wave();
    }
    return "";
  }

  const CadenceInput& input;
  const v1::Group& group;
};

TEST(CadenceProperty, EqualsPlainLoops) {
  int flagged = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    const CadenceInput input = RandomCadence(seed);
    const v1::Cadence cadence = ComputeCadence(input);
    ASSERT_EQ(static_cast<size_t>(cadence.groups_size()), input.groups.size());
    for (const v1::GroupCadence& out : cadence.groups()) {
      const auto group = std::find_if(input.groups.begin(), input.groups.end(),
                                      [&](const v1::Group& one) { return one.name() == out.group(); });
      const Plain plain(input, *group);
      SCOPED_TRACE(absl::StrCat("seed ", seed, ", ", out.ShortDebugString()));
      ASSERT_EQ(out.held_count(), plain.Held(out.group()));
      ASSERT_EQ(out.doubled_median(), plain.DoubledMedian());
      ASSERT_EQ(out.expected_count(), plain.Expected());
      const int cohort = plain.DoubledMedian() / 2 - plain.Held(out.group());
      const int weeks = plain.Expected() - plain.Held(out.group());
      ASSERT_EQ(out.flagged(), cohort > 0 && weeks > 0);
      ASSERT_EQ(out.behind_by(), cohort > 0 && weeks > 0 ? std::min(cohort, weeks) : 0);
      ASSERT_EQ(out.elapsed_days(), out.holiday_days() + out.school_days());
      flagged += out.flagged() ? 1 : 0;
    }
  }
  EXPECT_GT(flagged, 200);  // the worlds are such that the rule is seen at work
}

TEST(CadenceProperty, HolidaysWithoutSessionsFlagNobody) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    CadenceInput input = RandomCadence(seed);
    const absl::CivilDay from = input.as_of;
    std::erase_if(input.sessions, [&](const v1::Session& session) { return *ParseDate(session.local_date()) >= from; });
    v1::SchoolCalendar& calendar = input.calendars[0];
    calendar.clear_holidays();
    v1::Holiday& holiday = *calendar.add_holidays();
    holiday.set_from_date(FormatDate(from));
    holiday.set_to_date(FormatDate(from + 14));
    for (v1::Wave& wave : input.waves) wave.set_school_calendar(calendar.name());
    input.as_of = from - 1;
    const v1::Cadence before = ComputeCadence(input);
    for (int day = 0; day < 14; ++day) {
      input.as_of = from + day;
      const v1::Cadence during = ComputeCadence(input);
      ASSERT_EQ(during.flagged_count(), before.flagged_count()) << seed << " " << day;
      for (int i = 0; i < before.groups_size(); ++i) {
        ASSERT_EQ(during.groups(i).behind_by(), before.groups(i).behind_by()) << seed << " " << day;
      }
    }
  }
}

}  // namespace
}  // namespace tutorat::domain
