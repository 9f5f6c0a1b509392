// What measurements are told by.
#pragma once

#include <vector>

namespace tutorat::bench {

// Of values in any order, the smallest that is not below `percent` of them (nearest rank); 0 of none.
double Percentile(std::vector<double> values, double percent);

// Of an even number of values the mean of the two in the middle; 0 of none.
double Median(std::vector<double> values);

}  // namespace tutorat::bench
