#include "server/domain/figures/balance.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/error.h"
#include "server/domain/base/local_time.h"
#include "server/domain/session/group_timeline.h"
#include "server/domain/session/session_rules.h"

namespace tutorat::domain {

// Who belonged to a group, and when.
class Memberships {
 public:
  void Add(const v1::Member& member) {
    if (member.join_date().empty() && member.leave_date().empty()) {
      always_.insert(member.name());
    } else {
      dated_.try_emplace(member.name(), member.join_date(), member.leave_date());
    }
  }

  bool IsMemberOn(const std::string& member, absl::string_view date) const {
    if (always_.contains(member)) return true;
    const auto found = dated_.find(member);
    return found != dated_.end() && domain::IsMemberOn(found->second.first, found->second.second, date);
  }

 private:
  absl::flat_hash_set<std::string> always_;
  absl::flat_hash_map<std::string, std::pair<std::string, std::string>> dated_;  // join_date, leave_date
};

namespace {

// Days are AAAA-MM-JJ, so that texts compare as days do. An empty bound is open.
bool Covers(const std::string& from, const std::string& to, const std::string& date) {
  return (from.empty() || from <= date) && (to.empty() || date < to);
}

v1::AttendanceRatio Attendance(const v1::Session& session, const Memberships& members) {
  int came = 0;
  int recorded = 0;
  for (const v1::Attendance& attendance : session.attendances()) {
    if (!members.IsMemberOn(attendance.member(), session.local_date())) continue;
    ++recorded;
    came += attendance.status() == v1::Attendance::STATUS_PRESENT || attendance.status() == v1::Attendance::STATUS_LATE;
  }
  const v1::HeadCount& count = session.head_count();
  came += count.present() + count.late();
  const bool noted =
      recorded > 0 || count.has_present() || count.has_late() || count.has_excused() || count.has_absent();
  recorded += count.present() + count.late() + count.excused() + count.absent();
  v1::AttendanceRatio ratio;
  ratio.set_held_count(1);
  // How many were expected says nothing of who came.
  if (!noted) return ratio;
  ratio.set_denominator(count.has_expected() ? count.expected() : recorded);
  ratio.set_numerator(came);
  ratio.set_session_count(ratio.denominator() > 0 ? 1 : 0);
  return ratio;
}

void Add(const v1::AttendanceRatio& part, v1::AttendanceRatio* sum) {
  sum->set_numerator(sum->numerator() + part.numerator());
  sum->set_denominator(sum->denominator() + part.denominator());
  sum->set_session_count(sum->session_count() + part.session_count());
  sum->set_held_count(sum->held_count() + part.held_count());
}

bool WeighsOnDynamism(const v1::ParticipationIssue& issue) {
  return issue.impact() == v1::ParticipationIssue::IMPACT_SLIGHT ||
         issue.impact() == v1::ParticipationIssue::IMPACT_STRONG;
}

// Collects, group by group, what the observations say; counts groups, never occurrences.
class Observer {
 public:
  // `kinds` of issues that its held sessions saw, and those of them that weigh on dynamism.
  void See(const v1::GroupBalance& group, const std::set<int>& kinds, const std::set<int>& weighing) {
    const v1::GroupReference reference = ReferenceTo(group);
    by_count_[group.held_count()].push_back(reference);
    if (group.appreciation() != v1::APPRECIATION_UNSPECIFIED)
      by_appreciation_[group.appreciation()].push_back(reference);
    for (const int kind : kinds) {
      by_kind_[kind].push_back(reference);
      if (weighing.count(kind) > 0) weighing_by_kind_[kind].push_back(reference);
    }
    if (!kinds.empty()) *out_.add_groups_with_issue() = reference;
    if (!weighing.empty()) *out_.add_groups_with_impact() = reference;
    out_.set_group_count(out_.group_count() + 1);
    out_.set_session_count(out_.session_count() + group.held_count());
    Add(group.attendance(), out_.mutable_attendance());
  }

  v1::Observations Finish() {
    for (const auto& [count, groups] : by_count_) {
      auto* entry = out_.add_groups_by_session_count();
      entry->set_session_count(count);
      entry->mutable_groups()->Assign(groups.begin(), groups.end());
    }
    for (const auto& [kind, groups] : by_kind_) {
      auto* entry = out_.add_groups_by_issue();
      entry->set_kind(static_cast<v1::ParticipationIssue::Kind>(kind));
      entry->mutable_groups()->Assign(groups.begin(), groups.end());
      const auto& weighing = weighing_by_kind_[kind];
      entry->mutable_groups_with_impact()->Assign(weighing.begin(), weighing.end());
    }
    for (const auto& [appreciation, groups] : by_appreciation_) {
      auto* entry = out_.add_groups_by_appreciation();
      entry->set_appreciation(static_cast<v1::Appreciation>(appreciation));
      entry->mutable_groups()->Assign(groups.begin(), groups.end());
    }
    return std::move(out_);
  }

 private:
  using References = std::vector<v1::GroupReference>;

  v1::Observations out_;
  std::map<int, References> by_count_;
  std::map<int, References> by_kind_;
  std::map<int, References> weighing_by_kind_;
  std::map<int, References> by_appreciation_;
};

}  // namespace

absl::StatusOr<Period> PeriodOf(const v1::GetBalanceRequest& request) {
  return PeriodOf(request.from_date(), request.months(), request.to_date(), "");
}

absl::StatusOr<Period> PeriodOf(const std::string& from_date, int months, const std::string& to_date,
                                absl::string_view prefix) {
  const absl::CivilDay from = *ParseDate(from_date);
  if (months > 0 && !to_date.empty()) {
    return InvalidFields({{absl::StrCat(prefix, "to_date"),
                           "CONFLICTING_FIELDS",
                           {.en = "is given together with months: give one of them",
                            .fr = "est donné avec months : n'en donner qu'un"}}});
  }
  if (months > 0) return Period{from, AddMonths(from, months)};
  if (to_date.empty()) {
    return InvalidFields({{absl::StrCat(prefix, "months"),
                           "REQUIRED",
                           {.en = "the period has no end: give months (3 for three months) or to_date",
                            .fr = "la période n'a pas de fin : donner months (3 pour trois mois) ou to_date"}}});
  }
  const absl::CivilDay to = *ParseDate(to_date);
  if (to < from) {
    return InvalidFields(
        {{absl::StrCat(prefix, "to_date"),
          "BEFORE_START",
          {.en = absl::StrCat(Shown(to_date), " comes before from_date ", from_date, ": exchange them"),
           .fr = absl::StrCat(Shown(to_date), " vient avant from_date ", from_date, " : les échanger")}}});
  }
  return Period{from, to};
}

v1::AttendanceRatio AttendanceOf(const v1::Session& session, const std::vector<v1::Member>& members) {
  Memberships memberships;
  for (const v1::Member& member : members) memberships.Add(member);
  return Attendance(session, memberships);
}

std::string TutorOn(const v1::Group& group, const std::string& date) {
  const v1::TutorAssignment* best = nullptr;
  for (const v1::TutorAssignment& assignment : group.tutor_assignments()) {
    if (!Covers(assignment.from_date(), assignment.to_date(), date)) continue;
    if (best == nullptr || best->from_date() <= assignment.from_date()) best = &assignment;
  }
  return best == nullptr ? "" : best->tutor();
}

class BalanceComputation::Lines {
 public:
  explicit Lines(const BalanceFrame& frame)
      : from_(FormatDate(frame.period.from)), to_(FormatDate(frame.period.to)), groups_(frame.groups.size()) {
    const std::string last = FormatDate(std::max(frame.period.from, frame.period.to - 1));
    balance_.set_from_date(from_);
    balance_.set_to_date(to_);
    balance_.set_wave(frame.wave);
    *balance_.mutable_snapshot_time() = ToTimestamp(frame.snapshot_time);
    for (size_t i = 0; const v1::Group* group : InOrder(frame.groups)) {
      v1::GroupBalance* out = balance_.add_groups();
      out->set_group(group->name());
      out->set_wave(group->wave());
      out->set_number(group->number());
      out->set_label(group->label());
      groups_[i].out = out;
      groups_[i].tutor = TutorOn(*group, last);
      by_name_.emplace(group->name(), &groups_[i++]);
    }
  }

  void AddMember(const v1::Member& member) { members_.Add(member); }
  void AddTutor(const v1::Tutor& tutor) { tutors_.try_emplace(tutor.name(), tutor.display_name()); }

  void AddSession(const v1::Session& session) {
    if (session.local_date() < from_ || to_ <= session.local_date()) return;
    const auto found = by_name_.find(session.group());
    if (found == by_name_.end()) return;
    OfGroup& group = *found->second;
    if (session.state() == v1::SESSION_STATE_PLANNED) group.out->set_planned_count(group.out->planned_count() + 1);
    if (session.state() == v1::SESSION_STATE_CANCELLED) {
      group.out->set_cancelled_count(group.out->cancelled_count() + 1);
    }
    if (session.state() == v1::SESSION_STATE_HELD) AddHeld(session, &group);
  }

  v1::Balance Finish() {
    Observer observer;
    for (OfGroup& group : groups_) {
      group.out->set_tutor(NameOf(group.tutor));
      group.out->set_held_count(group.out->sessions_size());
      Sort(&group);
      for (const Held& held : group.held) {
        if (held.appreciation != v1::APPRECIATION_UNSPECIFIED) group.out->set_appreciation(held.appreciation);
      }
      observer.See(*group.out, group.kinds, group.weighing);
    }
    *balance_.mutable_observations() = observer.Finish();
    return std::move(balance_);
  }

 private:
  // What no line tells of a held session.
  struct Held {
    absl::Time start;
    v1::Appreciation appreciation;
  };
  struct OfGroup {
    v1::GroupBalance* out = nullptr;
    std::string tutor;       // tutors/{id}
    std::vector<Held> held;  // each beside its line
    bool in_order = true;
    std::set<int> kinds;  // of issues
    std::set<int> weighing;
  };

  const std::string& NameOf(const std::string& tutor) const {
    static const auto& nobody = *new std::string();
    const auto found = tutors_.find(tutor);
    return found == tutors_.end() ? nobody : found->second;
  }

  void AddHeld(const v1::Session& session, OfGroup* group) {
    v1::BalanceSession* line = group->out->add_sessions();
    line->set_session(session.name());
    line->set_local_date(session.local_date());
    line->set_local_clock(session.local_clock());
    line->set_duration_minutes(static_cast<int32_t>(session.duration().seconds() / 60));
    line->set_themes(session.themes());
    line->set_tutor(NameOf(session.tutor()));
    *line->mutable_attendance() = Attendance(session, members_);
    Add(line->attendance(), group->out->mutable_attendance());
    group->held.push_back({ToTime(session.start_time()), session.appreciation()});
    const size_t count = group->held.size();
    if (count > 1) group->in_order = group->in_order && IsBefore(*group, count - 2, count - 1);
    for (const v1::ParticipationIssue& issue : session.participation_issues()) {
      group->kinds.insert(issue.kind());
      if (WeighsOnDynamism(issue)) group->weighing.insert(issue.kind());
    }
  }

  static bool IsBefore(const OfGroup& group, size_t a, size_t b) {
    const v1::BalanceSession& one = group.out->sessions(static_cast<int>(a));
    const v1::BalanceSession& other = group.out->sessions(static_cast<int>(b));
    return std::tie(one.local_date(), group.held[a].start, one.session()) <
           std::tie(other.local_date(), group.held[b].start, other.session());
  }

  static void Sort(OfGroup* group) {
    if (group->in_order) return;
    std::vector<size_t> order(group->held.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return IsBefore(*group, a, b); });
    google::protobuf::RepeatedPtrField<v1::BalanceSession> lines;
    std::vector<Held> held;
    for (const size_t i : order) {
      lines.Add(std::move(*group->out->mutable_sessions(static_cast<int>(i))));
      held.push_back(group->held[i]);
    }
    group->out->mutable_sessions()->Swap(&lines);
    group->held.swap(held);
  }

  const std::string from_;
  const std::string to_;
  v1::Balance balance_;
  std::vector<OfGroup> groups_;  // in the order of the balance's
  absl::flat_hash_map<std::string, OfGroup*> by_name_;
  Memberships members_;
  absl::flat_hash_map<std::string, std::string> tutors_;  // display names
};

BalanceComputation::BalanceComputation(const BalanceFrame& frame) : lines_(std::make_unique<Lines>(frame)) {}
BalanceComputation::~BalanceComputation() = default;
void BalanceComputation::AddMember(const v1::Member& member) { lines_->AddMember(member); }
void BalanceComputation::AddTutor(const v1::Tutor& tutor) { lines_->AddTutor(tutor); }
void BalanceComputation::AddSession(const v1::Session& session) { lines_->AddSession(session); }
v1::Balance BalanceComputation::Finish() { return lines_->Finish(); }

const std::vector<std::string>& BalanceComputation::SessionFields() {
  static const auto& fields = *new std::vector<std::string>{"group",
                                                            "tutor",
                                                            "state",
                                                            "start_time",
                                                            "duration",
                                                            "local_date",
                                                            "local_clock",
                                                            "themes",
                                                            "head_count",
                                                            "appreciation",
                                                            "attendances.member",
                                                            "attendances.status",
                                                            "participation_issues.kind",
                                                            "participation_issues.impact"};
  return fields;
}

v1::Balance ComputeBalance(const BalanceInput& input) {
  BalanceComputation balance(input);
  for (const v1::Member& member : input.members) balance.AddMember(member);
  for (const v1::Tutor& tutor : input.tutors) balance.AddTutor(tutor);
  for (const v1::Session& session : input.sessions) balance.AddSession(session);
  return balance.Finish();
}

}  // namespace tutorat::domain
