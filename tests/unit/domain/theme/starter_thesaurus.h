// The starter thesaurus and the sample, as they are shipped.
#pragma once

#include <string>
#include <vector>

#include "server/domain/theme/thesaurus.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::tests {

const std::vector<v1::Theme>& StarterThemes();
const v1::Thesaurus& StarterWords();
const domain::Thesaurus& StarterThesaurus();

// Held sessions of the three months that the committee read, with their texts.
std::vector<v1::SessionRecord> SampleSessions();

// `budget-saisie` of each theme that is recognised, in the order of the text; `?DP` of an ambiguous one, `!CJOBu` of an
// unknown one.
std::vector<std::string> Codes(const std::vector<v1::ThemeMention>& mentions);

// The theme and those above it: budget-saisie, budget, domaine-budget.
std::vector<std::string> WithAncestors(const std::string& code);

}  // namespace tutorat::tests
