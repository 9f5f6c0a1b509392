#include "tests/conformance/balance_world.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::tests {
namespace {

using std::chrono::year_month_day;

int Below(std::mt19937& random, size_t limit) { return static_cast<int>(random() % limit); }
bool Once(std::mt19937& random, size_t in) { return random() % in == 0; }

Day On(int year, unsigned month, unsigned day) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

Day SundayOf(int year, unsigned month, unsigned index) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::Sunday[index];
}
Day LastSundayOf(int year, unsigned month) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::Sunday[std::chrono::last];
}

struct Summer {
  Day begins;  // the day on which the local hour from 02:00 to 03:00 is skipped
  Day ends;    // the day on which an hour comes twice: until `ends_minute`
  int ends_minute;
};

// Offset from UTC in winter, in minutes, and the zone's summer, in the years 2022 to 2026.
int WinterOffset(const std::string& zone) {
  if (zone == "Europe/Paris") return 60;
  if (zone == "America/Cayenne") return -180;
  if (zone == "Indian/Reunion") return 240;
  if (zone == "Pacific/Noumea") return 660;
  if (zone == "America/New_York") return -300;
  return 0;  // UTC
}
std::optional<Summer> SummerOf(const std::string& zone, Day day) {
  const int year = static_cast<int>(year_month_day(day).year());
  if (zone == "Europe/Paris") return Summer{LastSundayOf(year, 3), LastSundayOf(year, 10), 3 * 60};
  if (zone == "America/New_York") return Summer{SundayOf(year, 3, 2), SundayOf(year, 11, 1), 2 * 60};
  return std::nullopt;
}

bool IsSkipped(const NotedSession& session) {
  const auto summer = SummerOf(session.zone, session.day);
  return summer && session.day == summer->begins && session.minute >= 120 && session.minute < 180;
}
bool ComesTwice(const NotedSession& session) {
  const auto summer = SummerOf(session.zone, session.day);
  return summer && session.day == summer->ends && session.minute >= summer->ends_minute - 60 &&
         session.minute < summer->ends_minute;
}

// A world's days: mostly of a few, so that sessions, periods, joins and leaves fall on one another's edges.
class Calendar {
 public:
  explicit Calendar(std::mt19937& random) : random_(random) {
    // Where balances begin and end, and where clocks change.
    const Day odd[] = {On(2023, 11, 10), On(2024, 2, 9),  On(2024, 2, 10), On(2024, 2, 29),  On(2023, 11, 30),
                       On(2023, 3, 26),  On(2024, 3, 31), On(2025, 3, 30), On(2023, 10, 29), On(2024, 10, 27),
                       On(2025, 10, 26), On(2024, 3, 10), On(2024, 11, 3), On(2023, 12, 31), On(2024, 1, 1),
                       On(2025, 2, 28),  On(2024, 1, 31)};
    for (Day& day : usual_) day = Once(random, 4) ? AnyDay() : odd[random() % std::size(odd)];
  }

  Day Pick() { return Once(random_, 4) ? AnyDay() : usual_[random_() % std::size(usual_)]; }
  // Later than `day`, if it is lucky a usual one.
  Day PickAfter(Day day) {
    const Day picked = Pick();
    return picked > day ? picked : day + std::chrono::days(1 + Below(random_, 300));
  }

 private:
  Day AnyDay() { return On(2023, 1, 1) + std::chrono::days(Below(random_, 1096)); }

  std::mt19937& random_;
  Day usual_[6];
};

int RandomMinute(std::mt19937& random) {
  switch (random() % 4) {
    case 0:
      return 23 * 60 + 30 + Below(random, 30);
    case 1:
      return Below(random, 240);
    default:
      return Below(random, 1440);
  }
}

template <class T>
std::optional<T> Perhaps(std::mt19937& random, T value) {
  return Once(random, 2) ? std::optional<T>(value) : std::nullopt;
}

NotedGroup RandomGroup(int number, size_t tutors, Calendar& calendar, std::mt19937& random) {
  NotedGroup group;
  group.number = number;
  if (Once(random, 2)) group.label = absl::StrCat("Groupe « ", number, " »");
  // Different first days, so that which of two leads is never left open.
  std::set<std::optional<Day>> begun;
  for (int i = Below(random, 4); i > 0; --i) {
    NotedAssignment assignment{random() % tutors, Perhaps(random, calendar.Pick()), std::nullopt};
    if (!begun.insert(assignment.from).second) continue;
    if (Once(random, 2)) {
      assignment.to = calendar.PickAfter(assignment.from.value_or(On(2023, 2, 1)));
    }
    group.assignments.push_back(assignment);
  }
  for (int i = Below(random, 6); i > 0; --i) {
    NotedMember member;
    member.display_name = absl::StrCat("Élève ", number, " ", i);
    member.joined = Perhaps(random, calendar.Pick());
    if (Once(random, 3)) member.left = calendar.PickAfter(member.joined.value_or(On(2023, 2, 1)));
    group.members.push_back(member);
  }
  return group;
}

void AddAttendance(const NotedGroup& group, std::mt19937& random, NotedSession* session) {
  int noted = 0;
  for (size_t i = 0; i < group.members.size(); ++i) {
    if (Once(random, 2)) continue;
    session->attendances[i] = static_cast<v1::Attendance::Status>(1 + Below(random, 4));
    ++noted;
  }
  for (std::optional<int>* count : {&session->present, &session->late, &session->excused, &session->absent}) {
    if (!Once(random, 4)) continue;
    *count = Below(random, 9);
    noted += **count;
  }
  if (Once(random, 4)) session->expected = noted + Below(random, 5);
  for (int i = Below(random, 3); i > 0; --i) session->guests.push_back(absl::StrCat("Invité ", i));
}

NotedSession RandomSession(const Notebook& notebook, size_t number, Calendar& calendar, std::mt19937& random) {
  const char* zones[] = {"Europe/Paris",   "Europe/Paris",   "Europe/Paris", "America/Cayenne",
                         "Indian/Reunion", "Pacific/Noumea", "UTC",          "America/New_York"};
  const char* words[] = {"budget",          "TIERS, EJ", "=2+2", "é\u0301à 🎓", "kit de bascule\n\thabilitations",
                         "  «SF» ;\"DP\"  "};
  NotedSession session;
  session.group = random() % notebook.groups.size();
  session.tutor = Perhaps<size_t>(random, random() % notebook.tutors.size());
  session.day = calendar.Pick();
  session.minute = RandomMinute(random);
  session.zone = zones[random() % std::size(zones)];
  session.length = 1 + Below(random, 300);
  session.state = Once(random, 3) ? static_cast<v1::SessionState>(1 + Below(random, 3)) : v1::SESSION_STATE_HELD;
  session.themes = absl::StrCat(words[random() % std::size(words)], " ", number);
  AddAttendance(notebook.groups[session.group], random, &session);
  for (int i = Once(random, 3) ? 1 + Below(random, 3) : 0; i > 0; --i) {
    session.issues.push_back({static_cast<v1::ParticipationIssue::Kind>(1 + Below(random, 6)),
                              static_cast<v1::ParticipationIssue::Impact>(Below(random, 4))});
  }
  if (Once(random, 2)) session.appreciation = static_cast<v1::Appreciation>(1 + Below(random, 3));
  session.deleted = Once(random, 10);
  session.second = ComesTwice(session) && Once(random, 2);
  return session;
}

std::string ClockOf(const NotedSession& session) {
  // A skipped hour is taken as the next that exists.
  const int minute = IsSkipped(session) ? 180 : session.minute;
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

v1::AttendanceRatio CountAttendance(const NotedGroup& group, const NotedSession& session) {
  int came = session.present.value_or(0) + session.late.value_or(0);
  int noted = came + session.excused.value_or(0) + session.absent.value_or(0);
  bool said = session.present || session.late || session.excused || session.absent;
  for (const auto& [index, status] : session.attendances) {
    const NotedMember& member = group.members[index];
    if (member.joined && session.day < *member.joined) continue;
    if (member.left && session.day >= *member.left) continue;
    noted += 1;
    said = true;
    if (status == v1::Attendance::STATUS_PRESENT || status == v1::Attendance::STATUS_LATE) came += 1;
  }
  v1::AttendanceRatio ratio;
  // Who is only expected was neither there nor absent.
  ratio.set_numerator(came);
  ratio.set_denominator(said ? session.expected.value_or(noted) : 0);
  ratio.set_session_count(ratio.denominator() > 0 ? 1 : 0);
  ratio.set_held_count(1);
  return ratio;
}

void Add(const v1::AttendanceRatio& part, v1::AttendanceRatio* sum) {
  sum->set_numerator(sum->numerator() + part.numerator());
  sum->set_denominator(sum->denominator() + part.denominator());
  sum->set_session_count(sum->session_count() + part.session_count());
  sum->set_held_count(sum->held_count() + part.held_count());
}

std::string LeaderOn(const Notebook& notebook, const NotedGroup& group, Day day) {
  const NotedAssignment* leader = nullptr;
  for (const NotedAssignment& assignment : group.assignments) {
    if (assignment.from && day < *assignment.from) continue;
    if (assignment.to && day >= *assignment.to) continue;
    if (leader == nullptr || !leader->from || (assignment.from && *leader->from < *assignment.from)) {
      leader = &assignment;
    }
  }
  return leader == nullptr ? "" : notebook.tutors[leader->tutor].display_name;
}

bool Weighs(const NotedIssue& issue) {
  return issue.impact == v1::ParticipationIssue::IMPACT_SLIGHT || issue.impact == v1::ParticipationIssue::IMPACT_STRONG;
}

v1::GroupReference ReferenceTo(const v1::GroupBalance& group) {
  v1::GroupReference reference;
  reference.set_group(group.group());
  reference.set_wave(group.wave());
  reference.set_number(group.number());
  return reference;
}

// `held` of each group of the balance.
v1::Observations CountObservations(const v1::Balance& balance,
                                   const std::vector<std::vector<const NotedSession*>>& held) {
  v1::Observations out;
  int most = 0;
  for (const v1::GroupBalance& group : balance.groups()) {
    out.set_group_count(out.group_count() + 1);
    out.set_session_count(out.session_count() + group.held_count());
    Add(group.attendance(), out.mutable_attendance());
    most = std::max(most, group.held_count());
  }
  for (int count = 0; count <= most; ++count) {
    v1::GroupsBySessionCount entry;
    entry.set_session_count(count);
    for (const v1::GroupBalance& group : balance.groups()) {
      if (group.held_count() == count) *entry.add_groups() = ReferenceTo(group);
    }
    if (entry.groups_size() > 0) *out.add_groups_by_session_count() = entry;
  }
  // Kind 0: any.
  for (int kind = 0; kind <= 6; ++kind) {
    v1::GroupsByIssue entry;
    entry.set_kind(static_cast<v1::ParticipationIssue::Kind>(kind));
    for (int i = 0; i < balance.groups_size(); ++i) {
      bool there = false;
      bool weighs = false;
      for (const NotedSession* session : held[static_cast<size_t>(i)]) {
        for (const NotedIssue& issue : session->issues) {
          if (kind != 0 && issue.kind != kind) continue;
          there = true;
          weighs = weighs || Weighs(issue);
        }
      }
      if (there) *entry.add_groups() = ReferenceTo(balance.groups(i));
      if (weighs) *entry.add_groups_with_impact() = ReferenceTo(balance.groups(i));
    }
    if (kind == 0) {
      *out.mutable_groups_with_issue() = entry.groups();
      *out.mutable_groups_with_impact() = entry.groups_with_impact();
    } else if (entry.groups_size() > 0) {
      *out.add_groups_by_issue() = entry;
    }
  }
  for (int word = 1; word <= 3; ++word) {
    v1::GroupsByAppreciation entry;
    entry.set_appreciation(static_cast<v1::Appreciation>(word));
    for (const v1::GroupBalance& group : balance.groups()) {
      if (group.appreciation() == word) *entry.add_groups() = ReferenceTo(group);
    }
    if (entry.groups_size() > 0) *out.add_groups_by_appreciation() = entry;
  }
  return out;
}

}  // namespace

std::string ToText(Day day) {
  const year_month_day date(day);
  return absl::StrFormat("%04d-%02d-%02d", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                         static_cast<unsigned>(date.day()));
}

Notebook RandomNotebook(const std::string& wave, std::mt19937& random) {
  Notebook notebook;
  notebook.wave = wave;
  Calendar calendar(random);
  for (int i = 1 + Below(random, 3); i > 0; --i) {
    notebook.tutors.push_back({absl::StrCat("Tuteur ", i, " ", wave.substr(wave.find('/') + 1)), ""});
  }
  int number = 0;
  for (int i = 1 + Below(random, 4); i > 0; --i) {
    number += 1 + Below(random, 12);
    notebook.groups.push_back(RandomGroup(number, notebook.tutors.size(), calendar, random));
  }
  std::set<std::pair<size_t, int64_t>> starts;
  for (int i = Below(random, 40); i > 0; --i) {
    NotedSession session = RandomSession(notebook, notebook.sessions.size(), calendar, random);
    // Two at one instant are in no order that people would say.
    if (starts.emplace(session.group, InstantOf(session)).second) notebook.sessions.push_back(session);
  }
  return notebook;
}

NotedPeriod RandomPeriod(const Notebook& notebook, std::mt19937& random) {
  // On, or next to, the day of a session.
  const auto pick = [&] {
    const Day any = On(2023, 1, 1) + std::chrono::days(Below(random, 1096));
    const Day day = notebook.sessions.empty() ? any : notebook.sessions[random() % notebook.sessions.size()].day;
    return Once(random, 3) ? day + std::chrono::days(1) : day;
  };
  const Day one = pick();
  const Day other = pick();
  if (Once(random, 2)) return {std::min(one, other), std::max(one, other), std::nullopt};
  const int months = 1 + Below(random, 14);
  return {one, AddMonths(one, months), months};
}

int64_t InstantOf(const NotedSession& session) {
  int offset = WinterOffset(session.zone);
  int minute = session.minute;
  if (const auto summer = SummerOf(session.zone, session.day)) {
    const bool after_begin = session.day > summer->begins || (session.day == summer->begins && session.minute >= 120);
    const bool before_end =
        session.day < summer->ends || (session.day == summer->ends && session.minute < summer->ends_minute);
    if (IsSkipped(session)) minute = 180;
    if (after_begin && before_end && !session.second) offset += 60;
  }
  return (int64_t{session.day.time_since_epoch().count()} * 1440 + minute - offset) * 60;
}

Day AddMonths(Day day, int months) {
  year_month_day date = year_month_day(day) + std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return date;
}

v1::Balance CountBalance(const Notebook& notebook, const NotedPeriod& period, const std::vector<int>& numbers) {
  v1::Balance balance;
  balance.set_from_date(ToText(period.from));
  balance.set_to_date(ToText(period.to));
  balance.set_wave(notebook.wave);
  for (const int number : numbers) balance.add_group_numbers(number);
  std::vector<std::vector<const NotedSession*>> held;
  for (size_t g = 0; g < notebook.groups.size(); ++g) {
    const NotedGroup& group = notebook.groups[g];
    if (!numbers.empty() && std::find(numbers.begin(), numbers.end(), group.number) == numbers.end()) continue;
    v1::GroupBalance* out = balance.add_groups();
    out->set_group(group.name);
    out->set_wave(notebook.wave);
    out->set_number(group.number);
    out->set_label(group.label);
    out->set_tutor(LeaderOn(notebook, group, std::max(period.from, period.to - std::chrono::days(1))));
    std::vector<const NotedSession*>& of_group = held.emplace_back();
    for (const NotedSession& session : notebook.sessions) {
      if (session.group != g || session.deleted || session.day < period.from || session.day >= period.to) continue;
      if (session.state == v1::SESSION_STATE_PLANNED) out->set_planned_count(out->planned_count() + 1);
      if (session.state == v1::SESSION_STATE_CANCELLED) out->set_cancelled_count(out->cancelled_count() + 1);
      if (session.state == v1::SESSION_STATE_HELD) of_group.push_back(&session);
    }
    std::sort(of_group.begin(), of_group.end(), [](const NotedSession* a, const NotedSession* b) {
      return std::tuple(a->day, InstantOf(*a)) < std::tuple(b->day, InstantOf(*b));
    });
    for (const NotedSession* session : of_group) {
      v1::BalanceSession* line = out->add_sessions();
      line->set_session(session->name);
      line->set_local_date(ToText(session->day));
      line->set_local_clock(ClockOf(*session));
      line->set_duration_minutes(session->length);
      line->set_themes(session->themes);
      if (session->tutor) line->set_tutor(notebook.tutors[*session->tutor].display_name);
      *line->mutable_attendance() = CountAttendance(group, *session);
      Add(line->attendance(), out->mutable_attendance());
      if (session->appreciation != v1::APPRECIATION_UNSPECIFIED) out->set_appreciation(session->appreciation);
    }
    out->set_held_count(static_cast<int>(of_group.size()));
  }
  *balance.mutable_observations() = CountObservations(balance, held);
  return balance;
}

}  // namespace tutorat::tests
