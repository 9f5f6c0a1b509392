#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace tutorat::bench {

struct Options {
  std::vector<std::string> works;
  std::string store = "sqlite";
  int rounds = 5;
  absl::Duration time = absl::Seconds(2);  // of a round, without its warming up
  bool large = false;                      // 10^6 sessions too, where that takes minutes to prepare
  bool small = false;                      // a hundredth of the data: shows that the program works, measures nothing

  // How many rounds may be run again because others disturbed them.
  int Repeats() const { return small ? 0 : rounds; }
  // A number of rows: fewer with `small`.
  int Scaled(int rows) const { return small ? (rows + 99) / 100 : rows; }
};

// Why something cannot be measured. The one exception of this program: whoever runs a work tells it, and goes on with
// the next.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace tutorat::bench
