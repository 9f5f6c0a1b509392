#include "server/domain/figures/balance.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "server/domain/base/error.h"
#include "server/domain/base/local_time.h"
#include "server/domain/session/group_timeline.h"
#include "server/domain/session/session_rules.h"

namespace tutorat::domain {
namespace {

using MembersByName = std::unordered_map<std::string, const v1::Member*>;

MembersByName IndexMembers(const std::vector<v1::Member>& members) {
  MembersByName index;
  for (const v1::Member& member : members) index.emplace(member.name(), &member);
  return index;
}

// Days are AAAA-MM-JJ, so that texts compare as days do. An empty bound is open.
bool Covers(const std::string& from, const std::string& to, const std::string& date) {
  return (from.empty() || from <= date) && (to.empty() || date < to);
}

v1::AttendanceRatio Attendance(const v1::Session& session, const MembersByName& members) {
  int came = 0;
  int recorded = 0;
  for (const v1::Attendance& attendance : session.attendances()) {
    const auto member = members.find(attendance.member());
    if (member == members.end() || !IsMemberOn(*member->second, session.local_date())) continue;
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
  void See(const v1::GroupBalance& group, const std::vector<const v1::Session*>& held) {
    const v1::GroupReference reference = ReferenceTo(group);
    by_count_[group.held_count()].push_back(reference);
    if (group.appreciation() != v1::APPRECIATION_UNSPECIFIED)
      by_appreciation_[group.appreciation()].push_back(reference);
    std::set<int> kinds;
    std::set<int> weighing;
    for (const v1::Session* session : held) {
      for (const v1::ParticipationIssue& issue : session->participation_issues()) {
        kinds.insert(issue.kind());
        if (WeighsOnDynamism(issue)) weighing.insert(issue.kind());
      }
    }
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
  return Attendance(session, IndexMembers(members));
}

std::string TutorOn(const v1::Group& group, const std::string& date) {
  const v1::TutorAssignment* best = nullptr;
  for (const v1::TutorAssignment& assignment : group.tutor_assignments()) {
    if (!Covers(assignment.from_date(), assignment.to_date(), date)) continue;
    if (best == nullptr || best->from_date() <= assignment.from_date()) best = &assignment;
  }
  return best == nullptr ? "" : best->tutor();
}

v1::Balance ComputeBalance(const BalanceInput& input) {
  const std::string from = FormatDate(input.period.from);
  const std::string to = FormatDate(input.period.to);
  const std::string last = FormatDate(std::max(input.period.from, input.period.to - 1));
  const MembersByName members = IndexMembers(input.members);
  std::unordered_map<std::string, std::string> tutors;
  for (const v1::Tutor& tutor : input.tutors) tutors.emplace(tutor.name(), tutor.display_name());
  std::unordered_map<std::string, std::vector<const v1::Session*>> by_group;
  for (const v1::Session& session : input.sessions) {
    if (from <= session.local_date() && session.local_date() < to) by_group[session.group()].push_back(&session);
  }

  v1::Balance balance;
  balance.set_from_date(from);
  balance.set_to_date(to);
  balance.set_wave(input.wave);
  *balance.mutable_snapshot_time() = ToTimestamp(input.snapshot_time);
  Observer observer;
  for (const v1::Group* group : InOrder(input.groups)) {
    auto& sessions = by_group[group->name()];
    SortByStart(&sessions);
    v1::GroupBalance* out = balance.add_groups();
    out->set_group(group->name());
    out->set_wave(group->wave());
    out->set_number(group->number());
    out->set_label(group->label());
    out->set_tutor(tutors[TutorOn(*group, last)]);
    std::vector<const v1::Session*> held;
    for (const v1::Session* session : sessions) {
      if (session->state() == v1::SESSION_STATE_PLANNED) out->set_planned_count(out->planned_count() + 1);
      if (session->state() == v1::SESSION_STATE_CANCELLED) out->set_cancelled_count(out->cancelled_count() + 1);
      if (session->state() != v1::SESSION_STATE_HELD) continue;
      held.push_back(session);
      v1::BalanceSession* line = out->add_sessions();
      line->set_session(session->name());
      line->set_local_date(session->local_date());
      line->set_local_clock(session->local_clock());
      line->set_duration_minutes(static_cast<int32_t>(session->duration().seconds() / 60));
      line->set_themes(session->themes());
      line->set_tutor(tutors[session->tutor()]);
      *line->mutable_attendance() = Attendance(*session, members);
      Add(line->attendance(), out->mutable_attendance());
      if (session->appreciation() != v1::APPRECIATION_UNSPECIFIED) out->set_appreciation(session->appreciation());
    }
    out->set_held_count(static_cast<int32_t>(held.size()));
    observer.See(*out, held);
  }
  *balance.mutable_observations() = observer.Finish();
  return balance;
}

}  // namespace tutorat::domain
