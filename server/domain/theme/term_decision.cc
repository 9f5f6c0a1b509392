#include "server/domain/theme/term_decision.h"

#include <algorithm>
#include <map>

#include "google/protobuf/util/message_differencer.h"
#include "server/domain/theme/theme_validator.h"
#include "server/domain/theme/unresolved_terms.h"

namespace tutorat::domain {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1::ThemeAlias;

// Removes what `remove` says from a repeated field.
template <class Field, class F>
void RemoveIf(Field* field, F remove) {
  const auto kept =
      std::stable_partition(field->begin(), field->end(), [&](const auto& item) { return !remove(item); });
  field->erase(kept, field->end());
}

}  // namespace

std::set<std::string> Decide(absl::string_view term, const std::string& theme, std::vector<v1::Theme>* themes,
                             v1::Thesaurus* thesaurus) {
  const std::string key = TermKey(term);
  std::set<std::string> changed;
  for (v1::Theme& other : *themes) {
    const v1::Theme before = other;
    const bool is_meant = other.name() == theme;
    RemoveIf(other.mutable_aliases(), [&](const ThemeAlias& alias) {
      return TermKey(alias.text()) == key && (is_meant || alias.certainty() == ThemeAlias::CERTAINTY_SURE);
    });
    if (is_meant) {
      ThemeAlias* alias = other.add_aliases();
      alias->set_text(std::string(term));
      alias->set_certainty(ThemeAlias::CERTAINTY_SURE);
      SortAliases(&other);
    }
    if (!MessageDifferencer::Equals(before, other)) changed.insert(other.name());
  }
  auto* ignored = thesaurus->mutable_ignored_terms();
  const auto is_term = [&](const std::string& other) { return TermKey(other) == key; };
  if (!theme.empty()) {
    RemoveIf(ignored, is_term);
  } else if (std::none_of(ignored->begin(), ignored->end(), is_term)) {
    thesaurus->add_ignored_terms(std::string(term));
  }
  return changed;
}

std::vector<std::string> KeepDecided(const v1::Theme& stored, const std::vector<v1::Resolution>& resolutions,
                                     v1::Theme* theme) {
  std::map<std::string, std::string> decided;  // term -> theme
  for (const v1::Resolution& resolution : resolutions) decided[TermKey(resolution.text())] = resolution.theme();
  std::vector<std::string> kept;
  for (const ThemeAlias& alias : stored.aliases()) {
    const std::string key = TermKey(alias.text());
    const auto decision = decided.find(key);
    if (alias.certainty() != ThemeAlias::CERTAINTY_SURE || decision == decided.end() ||
        decision->second != stored.name()) {
      continue;
    }
    const bool there = std::any_of(theme->aliases().begin(), theme->aliases().end(), [&](const ThemeAlias& own) {
      return own.certainty() == ThemeAlias::CERTAINTY_SURE && TermKey(own.text()) == key;
    });
    if (there) continue;
    // The file's own alias of these words, which asks or needs the parent, gives way.
    RemoveIf(theme->mutable_aliases(), [&](const ThemeAlias& own) { return TermKey(own.text()) == key; });
    *theme->add_aliases() = alias;
    kept.push_back(alias.text());
  }
  return kept;
}

}  // namespace tutorat::domain
