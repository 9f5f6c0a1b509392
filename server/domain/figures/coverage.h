// Coverage: which themes the groups covered in a period, what is missing, and what stands out. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/domain/figures/balance.h"
#include "tutorat/v1/coverage.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::domain {

// What all groups but so many covered is told; of more than that, one would say that it is not covered.
inline constexpr int kAlmostAll = 3;
inline constexpr int kRepeatedFrom = 2;

struct CoverageInput {
  Period period;
  std::string wave;  // waves/{code}, or empty: every wave
  absl::Time snapshot_time;
  std::vector<v1::Group> groups;  // those to report on
  // Of any state and group; what is looked at: name, group, state, start_time, local_date, and of their mentions state
  // and theme. Those before the period say when a group began, and what it had covered before it; those after it are
  // left out.
  std::vector<v1::Session> sessions;
  std::vector<v1::Theme> themes;
  std::optional<v1::Programme> programme;
  int repeated_from = kRepeatedFrom;
};

v1::Coverage ComputeCoverage(const CoverageInput& input);

}  // namespace tutorat::domain
