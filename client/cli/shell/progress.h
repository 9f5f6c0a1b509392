#pragma once

#include <iosfwd>

#include "absl/time/time.h"

namespace tutorat::cli {

// A bar on a terminal, for what lasts more than a second; gone when it is destroyed.
class Progress {
 public:
  // `shown` false: nothing is ever written.
  Progress(std::ostream& terminal, bool shown);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  void Update(int done, int total);

 private:
  std::ostream& terminal_;
  const bool shown_;
  absl::Time next_drawing_;
  bool drawn_ = false;
};

}  // namespace tutorat::cli
