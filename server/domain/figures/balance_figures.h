// Pairs the figures of two balances. Pure.
#pragma once

#include <string>
#include <vector>

#include "server/domain/base/error.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/figure.pb.h"

namespace tutorat::domain {

struct FigurePair {
  std::string key;  // path-like: observations/groups_by_session_count/2, groups/V6/4/held_count
  Text label;
  v1::FigureKind kind;
  v1::FigureValue first;
  v1::FigureValue second;
};

// Every figure that one of the two has: those of all groups, then those of each group, by wave and number. One that a
// balance does not have is 0 there, out of what it would be out of.
std::vector<FigurePair> PairFigures(const v1::Balance& first, const v1::Balance& second);

// V6/4.
std::string GroupCode(const std::string& wave, int number);

}  // namespace tutorat::domain
