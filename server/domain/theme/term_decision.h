// Applies a user's decision on an ambiguous term to the thesaurus. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::domain {

// The term means `theme` (themes/{code}) from now on, or no theme at all where it is empty: it becomes a sure alias of
// that theme, or an ignored term. Whatever else made the same words sure, or ignored them, goes; words that ask, or
// that count beside their parent, stay with the other themes: sure ones and ignored ones are stronger than the former.
// Returns the names of the themes that changed.
std::set<std::string> Decide(absl::string_view term, const std::string& theme, std::vector<v1::Theme>* themes,
                             v1::Thesaurus* thesaurus);

// Gives `theme` those sure aliases of `stored` which a decision made and `theme` lacks: a file that is imported does
// not undo what a person has decided since. Returns their texts. `resolutions` in the order of their names, which is
// that of time: of several about one term the last counts.
std::vector<std::string> KeepDecided(const v1::Theme& stored, const std::vector<v1::Resolution>& resolutions,
                                     v1::Theme* theme);

}  // namespace tutorat::domain
