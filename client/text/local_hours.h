#pragma once

#include <optional>
#include <string>

namespace tutorat::format {

// Minutes that pass from `start` to `end`, HH:MM of one day, AAAA-MM-JJ, in a zone (Europe/Paris when it is empty).
// Where the clock is put forward, an hour that does not exist is the next that does; where it is put back, one that
// comes twice is the first of the two, and as an end the first after the start. Nothing where the end is not after the
// start. Of a day or a zone that is none, whose error is told elsewhere: as of a day whose clock does not change.
std::optional<int> MinutesBetween(const std::string& date, const std::string& start, const std::string& end,
                                  const std::string& zone);

}  // namespace tutorat::format
