#include "server/domain/theme/theme_validator.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/theme/thesaurus_words.h"

namespace tutorat::domain {
namespace {

using v1::ThemeAlias;

std::string NameOf(const v1::Theme& theme) {
  return theme.name().empty() ? absl::StrCat("themes/", theme.code()) : theme.name();
}

Violation NotFound(std::string field, const std::string& name) {
  return {std::move(field),
          "THEME_NOT_FOUND",
          {.en = absl::StrCat("there is no ", Shown(name), ": create it first, or list the themes"),
           .fr = absl::StrCat(Shown(name), " n'existe pas : le créer d'abord, ou lister les thèmes")}};
}

}  // namespace

void SortAliases(v1::Theme* theme) {
  std::stable_sort(theme->mutable_aliases()->begin(), theme->mutable_aliases()->end(),
                   [](const ThemeAlias& a, const ThemeAlias& b) { return a.certainty() < b.certainty(); });
}

ThemeValidator::ThemeValidator(std::vector<v1::Theme> themes) {
  for (v1::Theme& theme : themes) {
    const std::string name = NameOf(theme);
    children_.emplace(theme.parent(), name);
    std::set<std::string> own;
    for (const ThemeAlias& alias : theme.aliases()) {
      if (alias.certainty() == ThemeAlias::CERTAINTY_SURE) own.insert(FoldTerm(alias.text()));
    }
    for (const std::string& folded : own) sure_owners_[folded].push_back(name);
    themes_.emplace(name, std::move(theme));
  }
}

const v1::Theme* ThemeValidator::Find(const std::string& name) const {
  const auto found = themes_.find(name);
  return found == themes_.end() ? nullptr : &found->second;
}

int ThemeValidator::HeightOf(const std::string& name, int limit) const {
  int height = 1;
  const auto [first, last] = children_.equal_range(name);
  for (auto child = first; limit > 1 && child != last; ++child) {
    height = std::max(height, 1 + HeightOf(child->second, limit - 1));
  }
  return height;
}

std::vector<Violation> ThemeValidator::Check(const v1::Theme& theme, absl::string_view prefix) const {
  std::vector<Violation> violations;
  CheckPlace(theme, prefix, &violations);
  if (!theme.valid_from().empty() && !theme.valid_to().empty() && theme.valid_from() >= theme.valid_to()) {
    violations.push_back({absl::StrCat(prefix, ".valid_to"),
                          "BEFORE_START",
                          {.en = absl::StrCat(Shown(theme.valid_to()), " is not after ", theme.valid_from(),
                                              ": it is the day after the last one"),
                           .fr = absl::StrCat(Shown(theme.valid_to()), " n'est pas après ", theme.valid_from(),
                                              " : c'est le lendemain du dernier jour")}});
  }
  for (int i = 0; i < theme.aliases_size(); ++i) CheckAlias(theme, i, prefix, &violations);
  return violations;
}

void ThemeValidator::CheckPlace(const v1::Theme& theme, absl::string_view prefix,
                                std::vector<Violation>* violations) const {
  const std::string field = absl::StrCat(prefix, ".parent");
  const std::string own = NameOf(theme);
  int depth = 1;
  for (std::string above = theme.parent(); !above.empty(); ++depth) {
    const v1::Theme* parent = Find(above);
    if (parent == nullptr && above != own) {
      violations->push_back(NotFound(field, above));
      return;
    }
    // Its own name, or a circle above it that is none of its doing: either way it hangs on no domain.
    if (above == own || depth > static_cast<int>(themes_.size())) {
      violations->push_back(
          {field,
           "CYCLE",
           {.en = absl::StrCat(Shown(theme.parent()), " is the theme itself or a part of it: name another"),
            .fr =
                absl::StrCat(Shown(theme.parent()), " est le thème lui-même ou en fait partie : en nommer un autre")}});
      return;
    }
    above = parent->parent();
  }
  const int levels = depth - 1 + HeightOf(own, kThemeLevels + 1);
  if (levels <= kThemeLevels) return;
  violations->push_back({field,
                         "TOO_DEEP",
                         {.en = absl::StrCat("would make ", levels, " levels of themes, and there are ", kThemeLevels,
                                             ": domain, theme, sub-theme; name a parent higher up"),
                          .fr = absl::StrCat("ferait ", levels, " niveaux de thèmes, or il y en a ", kThemeLevels,
                                             " : domaine, thème, sous-thème ; nommer un parent plus haut")}});
}

void ThemeValidator::CheckAlias(const v1::Theme& theme, int place, absl::string_view prefix,
                                std::vector<Violation>* violations) const {
  const ThemeAlias& alias = theme.aliases(place);
  const std::string field = absl::StrCat(prefix, ".aliases[", place, "]");
  const std::string own = NameOf(theme);
  const std::string folded = FoldTerm(alias.text());
  const auto add = [&](absl::string_view part, const char* reason, Text text) {
    violations->push_back({absl::StrCat(field, ".", part), reason, std::move(text)});
  };
  if (folded.empty()) {
    add("text", "NO_WORDS",
        {.en = absl::StrCat(Shown(alias.text()), " has no word that counts: write one of two letters or more"),
         .fr = absl::StrCat(Shown(alias.text()), " n'a aucun mot qui compte : en écrire un de deux lettres ou plus")});
  }
  if (alias.certainty() == ThemeAlias::CERTAINTY_WITH_PARENT && theme.parent().empty()) {
    add("certainty", "CONFLICTING_FIELDS",
        {.en = "a domain has no parent beside which words could stand: make the alias sure",
         .fr = "un domaine n'a pas de parent à côté duquel se tenir : rendre l'alias sûr"});
  }
  if (alias.certainty() != ThemeAlias::CERTAINTY_ASK && !alias.sure_with().empty()) {
    add("sure_with", "CONFLICTING_FIELDS",
        {.en = "is for an alias that asks only: remove it, or change the certainty",
         .fr = "ne vaut que pour un alias à décider : le retirer, ou changer la certitude"});
  }
  for (int i = 0; i < alias.sure_with_size(); ++i) {
    const std::string& name = alias.sure_with(i);
    if (name == own) {
      add(absl::StrCat("sure_with[", i, "]"), "CONFLICTING_FIELDS",
          {.en = "is the theme itself: name another one", .fr = "est le thème lui-même : en nommer un autre"});
    } else if (Find(name) == nullptr) {
      violations->push_back(NotFound(absl::StrCat(field, ".sure_with[", i, "]"), name));
    }
  }
  if (alias.certainty() != ThemeAlias::CERTAINTY_SURE || folded.empty()) return;
  const auto owners = sure_owners_.find(folded);
  if (owners == sure_owners_.end()) return;
  for (const std::string& other : owners->second) {
    if (other == own) continue;
    add("text", "ALIAS_TAKEN",
        {.en = absl::StrCat(Shown(alias.text()), " means ", other, " already: remove it there, or let both ask"),
         .fr = absl::StrCat(Shown(alias.text()), " désigne déjà ", other,
                            " : l'y retirer, ou le rendre à décider dans les deux")});
    return;
  }
}

}  // namespace tutorat::domain
