// Two periods side by side, and two waves at the same age. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/balance_comparison.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::domain {

// Five years: beyond, a date was mistyped rather than tutoring went on.
inline constexpr int kMostWeeks = 260;

// The figures of two balances of the same wave.
v1::PeriodComparison ComparePeriods(const v1::Balance& first, const v1::Balance& second);

struct WaveInput {
  std::string wave;                   // waves/{code}
  std::vector<v1::Group> groups;      // of the wave
  std::vector<v1::Session> sessions;  // of any state and day
};

// `weeks`: 0 for as many as the older one has reached, kMostWeeks at most. `as_of`: the last day that counts, so that
// what was held later is not known yet.
v1::WaveComparison CompareWaves(const WaveInput& first, const WaveInput& second, int weeks, absl::CivilDay as_of);

}  // namespace tutorat::domain
