// Collects the terms in sessions' texts that wait for a person's decision. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::domain {

using GroupsByName = std::map<std::string, v1::Group>;
using ThemesByName = std::map<std::string, v1::Theme>;

// Ambiguous and unknown mentions of the sessions; terms that differ in case, accents, plural and little words only are
// one. Most occurrences first, then by their words; the sightings of each by date and hour. Candidates that no theme of
// `themes` has the name of are left out.
std::vector<v1::UnresolvedTerm> UnresolvedTerms(std::vector<v1::Session> sessions, const GroupsByName& groups,
                                                const ThemesByName& themes);

// How two terms are told to be the same: FoldTerm, or the text itself where no word counts.
std::string TermKey(absl::string_view text);

// Sessions by local day and hour, those of one hour by name.
void SortByDate(std::vector<v1::Session>* sessions);

v1::ThemeLabel LabelOf(const v1::Theme& theme);

}  // namespace tutorat::domain
