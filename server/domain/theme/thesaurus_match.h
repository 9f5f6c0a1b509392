// Matches the words of one text with the aliases of a thesaurus. See thesaurus.h for the rules. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/domain/theme/thesaurus_index.h"
#include "server/domain/theme/thesaurus_words.h"

namespace tutorat::domain {

// Words that an alias or an ignored term takes.
struct ThemeSpan {
  enum class Meaning { kNone, kRecognised, kAmbiguous, kIgnored };

  size_t first = 0;  // words, [first, end)
  size_t end = 0;
  std::vector<const IndexedAlias*> aliases;
  Meaning meaning = Meaning::kNone;
  int theme = kNoTheme;                 // when recognised
  const IndexedAlias* alias = nullptr;  // that was decisive
  std::vector<int> candidates;          // when ambiguous, best first
  bool beside_parent = false;           // recognised by its parent in the same segment
};

// In the order of the text, without overlaps. `text` is one that the index was asked to cut.
std::vector<ThemeSpan> MatchThemes(const ThesaurusIndex& index, const ThemeText& text, const std::string& date);

}  // namespace tutorat::domain
