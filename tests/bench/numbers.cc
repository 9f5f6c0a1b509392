#include "tests/bench/numbers.h"

#include <algorithm>
#include <cmath>

namespace tutorat::bench {

double Percentile(std::vector<double> values, double percent) {
  if (values.empty()) return 0;
  const double rank = std::ceil(percent / 100 * static_cast<double>(values.size()));
  const auto index = static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  const auto found = values.begin() + std::min(index, static_cast<std::ptrdiff_t>(values.size()) - 1);
  std::nth_element(values.begin(), found, values.end());
  return *found;
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace tutorat::bench
