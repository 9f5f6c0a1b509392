// Computes the register of participation issues: the issue to which each sighting belongs, and the state of each on a
// day. Pure.
//
// Sessions say what was seen, issues what became of it. Days are AAAA-MM-JJ, so that texts compare as days do.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::domain {

// The transition that holds on `day`: of those up to that day the last one. Null: it is open, as it began.
const v1::IssueTransition* TransitionOn(const v1::Issue& issue, const std::string& day);

v1::IssueState StateOn(const v1::Issue& issue, const std::string& day);

// Open, or its equipment is requested. Otherwise it is closed: resolved or dropped.
bool IsActive(v1::IssueState state);

// Of the issues of one group and kind, the one that a sighting on `day` belongs to: one that is active before that day
// begins; of several, the one that closes first from that day on; of those that never do, the oldest. Null: none is,
// and the sighting is a new issue's. Depends on the issues' transitions only, so that sessions may come in any order.
const v1::Issue* IssueSeenOn(const std::vector<v1::Issue>& issues, const std::string& group,
                             v1::ParticipationIssue::Kind kind, const std::string& day);

// Adds the transition, after those of its day. `first_seen`: the day of its first session, empty when there is none.
// BEFORE_FIRST_SEEN; REQUIRED for the reason of a dropped one; NOTHING_CHANGES when what holds on that day says the
// same.
absl::Status AddTransition(const v1::IssueTransition& transition, const std::string& first_seen, v1::Issue* issue);

struct RegisterInput {
  std::string wave;  // waves/{code}, or empty: every wave
  absl::Time snapshot_time;
  std::vector<v1::Group> groups;      // those to report on
  std::vector<v1::Issue> issues;      // of any group
  std::vector<v1::Session> sessions;  // of any state, group and day
};

// Every issue of the groups that was seen or changed by that day.
v1::IssueRegister ComputeRegister(const RegisterInput& input, const std::string& as_of);

}  // namespace tutorat::domain
