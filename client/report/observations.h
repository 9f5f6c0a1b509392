#ifndef TUTORAT_CLIENT_FORMAT_OBSERVATIONS_H_
#define TUTORAT_CLIENT_FORMAT_OBSERVATIONS_H_

#include <string>
#include <vector>

#include "client/text/language.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::format {

// The observations under the table of a balance: sentences, in each of which a figure comes with what it counts. No
// names of people.
std::vector<std::string> Observations(const v1::Balance& balance, Language language);

// How people call a group: its number, or V6/4 when `balance` spans several waves.
std::string GroupLabel(const v1::Balance& balance, const std::string& wave, int number);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_OBSERVATIONS_H_
