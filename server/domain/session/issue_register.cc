#include "server/domain/session/issue_register.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "proto/natural_order.h"
#include "server/domain/base/local_time.h"
#include "server/domain/session/group_timeline.h"

namespace tutorat::domain {
namespace {

using Kind = v1::ParticipationIssue::Kind;
using Impact = v1::ParticipationIssue::Impact;

// The first day from `day` on with which an active issue is closed; empty: none.
std::string ClosesOn(const v1::Issue& issue, const std::string& day) {
  for (const v1::IssueTransition& transition : issue.transitions()) {
    if (transition.date() >= day && !IsActive(StateOn(issue, transition.date()))) return transition.date();
  }
  return "";
}

std::string StateName(v1::IssueState state, bool french) {
  switch (state) {
    case v1::ISSUE_STATE_EQUIPMENT_REQUESTED:
      return french ? "en attente d'équipement" : "waiting for equipment";
    case v1::ISSUE_STATE_RESOLVED:
      return french ? "résolu" : "resolved";
    case v1::ISSUE_STATE_DROPPED:
      return french ? "abandonné" : "dropped";
    default:
      return french ? "ouvert" : "open";
  }
}

// What is written of one issue as its sessions go by, from the first to the last.
class EntryBuilder {
 public:
  explicit EntryBuilder(v1::IssueEntry* entry) : entry_(*entry) {}

  // All that the session saw of it: it may name an issue more than once.
  void See(const v1::Session& session) {
    bool seen = false;
    Impact heaviest = v1::ParticipationIssue::IMPACT_UNSPECIFIED;
    for (const v1::ParticipationIssue& sighting : session.participation_issues()) {
      if (sighting.issue() != entry_.issue()) continue;
      seen = true;
      heaviest = std::max(heaviest, sighting.impact());
      members_.insert(sighting.members().begin(), sighting.members().end());
      if (sighting.has_affected_count()) count_ = std::max(count_, sighting.affected_count());
    }
    if (!seen) return;
    if (entry_.first_session().empty()) {
      entry_.set_first_date(session.local_date());
      entry_.set_first_session(session.name());
    }
    entry_.set_last_date(session.local_date());
    entry_.set_last_session(session.name());
    entry_.set_session_count(entry_.session_count() + 1);
    if (heaviest != v1::ParticipationIssue::IMPACT_UNSPECIFIED) entry_.set_impact(heaviest);
  }

  void Finish() {
    entry_.mutable_members()->Assign(members_.begin(), members_.end());
    if (count_ < 0 && members_.empty()) return;
    entry_.set_affected_count(std::max(count_, static_cast<int>(members_.size())));
  }

 private:
  v1::IssueEntry& entry_;
  std::set<std::string> members_;
  int count_ = -1;  // nobody noted a number
};

// Counts groups; entries come group by group.
class Counter {
 public:
  void See(const v1::IssueEntry& entry) {
    v1::GroupsByIssueState& state = states_[entry.state()];
    state.set_issue_count(state.issue_count() + 1);
    AddOnce(entry.group(), state.mutable_groups());
    figures_.set_issue_count(figures_.issue_count() + 1);
    if (!IsActive(entry.state())) return;
    See(entry, &kinds_[entry.kind()]);
    if (entry.kind() == v1::ParticipationIssue::KIND_MIC || entry.kind() == v1::ParticipationIssue::KIND_CAMERA) {
      See(entry, figures_.mutable_mic_or_camera());
    }
  }

  v1::IssueFigures Finish(int group_count) {
    figures_.set_group_count(group_count);
    figures_.mutable_mic_or_camera()->add_kinds(v1::ParticipationIssue::KIND_MIC);
    figures_.mutable_mic_or_camera()->add_kinds(v1::ParticipationIssue::KIND_CAMERA);
    for (auto& [kind, groups] : kinds_) {
      groups.add_kinds(kind);
      *figures_.add_groups_by_kind() = groups;
    }
    for (auto& [state, groups] : states_) {
      groups.set_state(state);
      *figures_.add_groups_by_state() = groups;
    }
    return std::move(figures_);
  }

 private:
  using References = google::protobuf::RepeatedPtrField<v1::GroupReference>;

  static void AddOnce(const v1::GroupReference& group, References* groups) {
    if (groups->empty() || groups->rbegin()->group() != group.group()) *groups->Add() = group;
  }

  static void See(const v1::IssueEntry& entry, v1::GroupsByActiveIssue* active) {
    AddOnce(entry.group(), active->mutable_groups());
    if (entry.impact() == v1::ParticipationIssue::IMPACT_SLIGHT ||
        entry.impact() == v1::ParticipationIssue::IMPACT_STRONG) {
      AddOnce(entry.group(), active->mutable_groups_with_impact());
    }
  }

  v1::IssueFigures figures_;
  std::map<Kind, v1::GroupsByActiveIssue> kinds_;
  std::map<v1::IssueState, v1::GroupsByIssueState> states_;
};

using Seen = std::unordered_map<std::string, std::vector<const v1::Session*>>;  // by issue

Seen SessionsByIssue(const RegisterInput& input, const std::string& as_of) {
  Seen seen;
  for (const v1::Session& session : input.sessions) {
    if (session.state() != v1::SESSION_STATE_HELD || session.local_date() > as_of) continue;
    std::set<std::string> named;
    for (const v1::ParticipationIssue& sighting : session.participation_issues()) {
      if (!sighting.issue().empty() && named.insert(sighting.issue()).second) {
        seen[sighting.issue()].push_back(&session);
      }
    }
  }
  for (auto& [issue, sessions] : seen) {
    std::sort(sessions.begin(), sessions.end(),
              [](const v1::Session* a, const v1::Session* b) { return IsBefore(*a, *b); });
  }
  return seen;
}

void SetState(const v1::Issue& issue, const std::string& as_of, v1::IssueEntry* entry) {
  entry->set_state(v1::ISSUE_STATE_OPEN);
  const v1::IssueTransition* transition = TransitionOn(issue, as_of);
  if (transition == nullptr) return;
  entry->set_state(transition->state());
  entry->set_state_date(transition->date());
  entry->set_actor(transition->actor());
  entry->set_reason(transition->reason());
}

}  // namespace

const v1::IssueTransition* TransitionOn(const v1::Issue& issue, const std::string& day) {
  const v1::IssueTransition* last = nullptr;
  for (const v1::IssueTransition& transition : issue.transitions()) {
    if (transition.date() <= day) last = &transition;
  }
  return last;
}

v1::IssueState StateOn(const v1::Issue& issue, const std::string& day) {
  const v1::IssueTransition* transition = TransitionOn(issue, day);
  return transition == nullptr ? v1::ISSUE_STATE_OPEN : transition->state();
}

bool IsActive(v1::IssueState state) {
  return state == v1::ISSUE_STATE_OPEN || state == v1::ISSUE_STATE_EQUIPMENT_REQUESTED;
}

const v1::Issue* IssueSeenOn(const std::vector<v1::Issue>& issues, const std::string& group, Kind kind,
                             const std::string& day) {
  const std::string eve = FormatDate(*ParseDate(day) - 1);
  constexpr char kNever[] = "9999";
  std::tuple<std::string, std::string> best;
  const v1::Issue* found = nullptr;
  for (const v1::Issue& issue : issues) {
    if (issue.group() != group || issue.kind() != kind || !IsActive(StateOn(issue, eve))) continue;
    const std::string closes = ClosesOn(issue, day);
    const std::tuple candidate(closes.empty() ? kNever : closes, issue.name());
    if (found != nullptr && best <= candidate) continue;
    best = candidate;
    found = &issue;
  }
  return found;
}

absl::Status AddTransition(const v1::IssueTransition& transition, const std::string& first_seen, v1::Issue* issue) {
  if (!first_seen.empty() && transition.date() < first_seen) {
    return InvalidFields(
        {{"date",
          "BEFORE_FIRST_SEEN",
          {.en = absl::StrCat(Shown(transition.date()), " is before ", first_seen,
                              ", the day on which the issue was first seen: give that day or a later one"),
           .fr = absl::StrCat(Shown(transition.date()), " vient avant le ", first_seen,
                              ", où le problème a été vu la première fois : donner ce jour ou un suivant")}}});
  }
  if (transition.state() == v1::ISSUE_STATE_DROPPED && transition.reason().empty()) {
    return InvalidFields({{"reason",
                           "REQUIRED",
                           {.en = "is required to drop an issue: say why nobody follows it any more",
                            .fr = "est obligatoire pour abandonner un problème : dire pourquoi il n'est plus suivi"}}});
  }
  const v1::IssueTransition* now = TransitionOn(*issue, transition.date());
  if (StateOn(*issue, transition.date()) == transition.state() &&
      (now == nullptr ? "" : now->actor()) == transition.actor() &&
      (now == nullptr ? "" : now->reason()) == transition.reason()) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, "NOTHING_CHANGES",
        {.en = absl::StrCat("on ", transition.date(), " it is ", StateName(transition.state(), false),
                            " already: give another state, date, actor or reason"),
         .fr = absl::StrCat("au ", transition.date(), ", il est déjà ", StateName(transition.state(), true),
                            " : donner un autre état, une autre date, un autre acteur ou un autre motif")});
  }
  *issue->add_transitions() = transition;
  std::stable_sort(issue->mutable_transitions()->begin(), issue->mutable_transitions()->end(),
                   [](const auto& a, const auto& b) { return a.date() < b.date(); });
  return absl::OkStatus();
}

v1::IssueRegister ComputeRegister(const RegisterInput& input, const std::string& as_of) {
  v1::IssueRegister out;
  out.set_as_of_date(as_of);
  out.set_wave(input.wave);
  *out.mutable_snapshot_time() = ToTimestamp(input.snapshot_time);
  std::unordered_map<std::string, const v1::Group*> groups;
  for (const v1::Group& group : input.groups) groups.emplace(group.name(), &group);
  const Seen seen = SessionsByIssue(input, as_of);
  for (const v1::Issue& issue : input.issues) {
    const auto group = groups.find(issue.group());
    const auto sessions = seen.find(issue.name());
    if (group == groups.end() || (sessions == seen.end() && TransitionOn(issue, as_of) == nullptr)) continue;
    v1::IssueEntry* entry = out.add_entries();
    entry->set_issue(issue.name());
    *entry->mutable_group() = ReferenceTo(*group->second);
    entry->set_kind(issue.kind());
    SetState(issue, as_of, entry);
    EntryBuilder builder(entry);
    if (sessions != seen.end()) {
      for (const v1::Session* session : sessions->second) builder.See(*session);
    }
    builder.Finish();
  }
  std::sort(out.mutable_entries()->begin(), out.mutable_entries()->end(), [](const auto& a, const auto& b) {
    return std::tuple(contract::Natural{a.group().wave()}, a.group().number(), a.kind(), a.first_date(), a.issue()) <
           std::tuple(contract::Natural{b.group().wave()}, b.group().number(), b.kind(), b.first_date(), b.issue());
  });
  Counter counter;
  for (const v1::IssueEntry& entry : out.entries()) counter.See(entry);
  *out.mutable_figures() = counter.Finish(static_cast<int>(input.groups.size()));
  return out;
}

}  // namespace tutorat::domain
