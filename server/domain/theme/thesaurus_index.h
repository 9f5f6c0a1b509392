// A thesaurus as it is searched: themes in the order of their tree, aliases by their words. Immutable, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "server/domain/theme/thesaurus_words.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::domain {

// Themes are told by their place in the tree's order, so that less is before; none is kNoTheme.
inline constexpr int kNoTheme = -1;

struct IndexedAlias {
  int theme = kNoTheme;  // of an ignored term: none
  v1::ThemeAlias::Certainty certainty = v1::ThemeAlias::CERTAINTY_UNSPECIFIED;
  std::string text;
  std::vector<std::string> stems;
  std::vector<bool> parted;  // whether a separator stands before the word
  std::vector<int> sure_with;

  bool ignored() const { return theme == kNoTheme; }
};

class ThesaurusIndex {
 public:
  // Deleted themes and those whose parents are not there up to a domain are left out.
  ThesaurusIndex(const std::vector<v1::Theme>& themes, const v1::Thesaurus& thesaurus);

  ThesaurusIndex(const ThesaurusIndex&) = delete;
  ThesaurusIndex& operator=(const ThesaurusIndex&) = delete;

  bool empty() const { return themes_.empty(); }
  const std::string& NameOf(int theme) const { return At(theme).name; }
  int ParentOf(int theme) const { return At(theme).parent; }
  // Whether `theme` is `ancestor` or below it.
  bool IsWithin(int theme, int ancestor) const;
  // How far apart two themes are: 0 when their ancestors but the domain meet, 1 in one domain, 2 otherwise.
  int Distance(int one, int other) const;
  // Whether the theme and all above it are valid on the day (AAAA-MM-JJ; empty: always).
  bool IsValid(int theme, const std::string& date) const;

  // Whether the folded word with a period may be the beginning of a known one.
  bool Shortens(const std::string& folded) const;
  bool Knows(const std::string& stem) const { return vocabulary_.contains(stem); }
  // The known words that a word of a text may stand for: itself, those that it abbreviates, those that it is one slip
  // of a letter away from.
  std::vector<std::string> FormsOf(const ThemeWord& word) const;

  size_t longest_alias() const { return longest_alias_; }
  // Of exactly these words, of which each has its forms; in another order only where none has this one.
  std::vector<const IndexedAlias*> Find(absl::Span<const ThemeWord> words,
                                        absl::Span<const std::vector<std::string>> forms) const;

  // Themes valid that day whose label or an alias looks like the words, most alike first, at most `most`.
  std::vector<int> Nearest(absl::Span<const ThemeWord> words, const std::string& date, size_t most) const;

 private:
  using Trigrams = std::vector<uint32_t>;  // sorted
  struct IndexedTheme {
    std::string name;
    int parent = kNoTheme;
    std::string valid_from;
    std::string valid_to;
  };
  struct Looks {
    int theme;
    std::string words;
    Trigrams trigrams;
  };

  const IndexedTheme& At(int theme) const { return themes_[static_cast<size_t>(theme)]; }
  int TopBelowDomain(int theme) const;
  void AddTheme(const v1::Theme& theme, int parent);
  void AddAlias(IndexedAlias alias);
  void AddLooks(int theme, const std::string& text);

  std::vector<IndexedTheme> themes_;
  std::vector<IndexedAlias> aliases_;
  absl::flat_hash_map<std::string, std::vector<size_t>> by_words_;  // the stems, sorted -> places in aliases_
  absl::flat_hash_map<std::string, std::string> vocabulary_;        // stem -> as it was written
  std::vector<std::string> alias_words_;                            // stems of themes' aliases, sorted
  std::vector<Looks> looks_;
  size_t longest_alias_ = 0;
};

}  // namespace tutorat::domain
