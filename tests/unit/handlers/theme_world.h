// A world with a small thesaurus: budget and what is below it, tiers, EJ and DP.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::tests {

inline constexpr char kRows[] = R"(
  rows { line: 2 theme { code: 'budget-saisie' parent: 'themes/budget' label: 'Saisie'
         aliases { text: 'saisie' certainty: CERTAINTY_WITH_PARENT } } }
  rows { line: 3 theme { code: 'budget' parent: 'themes/d' label: 'Budget'
         aliases { text: 'budget' certainty: CERTAINTY_SURE } } }
  rows { line: 4 theme { code: 'd' label: 'Domaine' } }
  rows { line: 5 theme { code: 'ej' parent: 'themes/d' label: 'EJ'
         aliases { text: 'BE' certainty: CERTAINTY_ASK } aliases { text: 'EJ' certainty: CERTAINTY_SURE } } }
  rows { line: 6 theme { code: 'dp' parent: 'themes/d' label: 'DP'
         aliases { text: 'DP' certainty: CERTAINTY_ASK sure_with: 'themes/ej' } } }
  ignored_terms: 'points divers')";

struct ThemeWorld : World {
  explicit ThemeWorld(LocalApi& on) : World(on) {}

  v1::ImportThemesResponse Import(const std::string& request) const {
    return api.Do<v1::ImportThemesResponse, v1::ImportThemesRequest>(request);
  }

  // Stores a held session, a day after the one before.
  v1::Session GetForShare(const std::string& themes) {
    ++day_;
    return api
        .Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(absl::StrCat(
            "record { group: '4' wave: 'V6' date: '2024-01-", day_ < 10 ? "0" : "", day_, "' themes: '", themes, "' }"))
        .session();
  }

  v1::Session Read(const std::string& session) const {
    return api.Do<v1::GetSessionResponse, v1::GetSessionRequest>(absl::StrCat("name: '", session, "'")).session();
  }

  std::vector<v1::UnresolvedTerm> Queue(const std::string& filter = "") const {
    const auto response = api.Do<v1::ListUnresolvedTermsResponse, v1::ListUnresolvedTermsRequest>(filter);
    return {response.terms().begin(), response.terms().end()};
  }

  int Revision() const {
    return api.Do<v1::RecogniseThemesResponse, v1::RecogniseThemesRequest>("text: 'x'").revision();
  }

 private:
  int day_ = 0;
};

// `code`, `?DP` or `!CJOBu` of each mention.
template <class Range>
std::vector<std::string> Told(const Range& mentions) {
  std::vector<std::string> told;
  for (const v1::ThemeMention& mention : mentions) {
    const bool recognised = mention.state() == v1::ThemeMention::STATE_RECOGNISED;
    const bool ambiguous = mention.state() == v1::ThemeMention::STATE_AMBIGUOUS;
    told.push_back(recognised ? std::string(absl::StripPrefix(mention.theme(), "themes/"))
                              : absl::StrCat(ambiguous ? "?" : "!", mention.text()));
  }
  return told;
}

}  // namespace tutorat::tests
