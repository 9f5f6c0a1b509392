// Validates a theme against the other themes of a thesaurus. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::domain {

// Domain, theme, sub-theme.
inline constexpr int kThemeLevels = 3;

// Aliases in the order in which they are kept: sure ones, those with the parent, those that ask; else as they are
// given.
void SortAliases(v1::Theme* theme);

// The themes that are live after a write, those that it makes included.
class ThemeValidator {
 public:
  explicit ThemeValidator(std::vector<v1::Theme> themes);

  // What is wrong with the theme, itself in the tree or not, beside the others of the tree: its parent is there, above
  // it is no circle, at most three levels; valid_from before valid_to; each alias has a word that counts; no
  // alias of a domain needs a parent; `sure_with` names others, of an alias that asks only; no other theme has a sure
  // alias of the same words. Paths begin with `prefix`. THEME_NOT_FOUND for what is not there.
  std::vector<Violation> Check(const v1::Theme& theme, absl::string_view prefix) const;

  const v1::Theme* Find(const std::string& name) const;

 private:
  void CheckPlace(const v1::Theme& theme, absl::string_view prefix, std::vector<Violation>* violations) const;
  void CheckAlias(const v1::Theme& theme, int place, absl::string_view prefix,
                  std::vector<Violation>* violations) const;
  int HeightOf(const std::string& name, int limit) const;

  std::map<std::string, v1::Theme> themes_;                      // by name
  std::multimap<std::string, std::string> children_;             // parent -> name
  std::map<std::string, std::vector<std::string>> sure_owners_;  // folded sure alias -> names
};

}  // namespace tutorat::domain
