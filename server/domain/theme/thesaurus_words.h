// Splits a text of themes into words and segments, and compares words. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace tutorat::domain {

// A word that counts: not `de`, `la`, `pour`, nor a single letter. Case, accents and the dots of acronyms do not count
// (E.J. is ej); `@` is a letter; hyphens and apostrophes part words (pré-sas, l'intégration).
struct ThemeWord {
  std::string folded;
  std::string stem;  // without the ending of a plural: niveaux, EJs, EJS
  size_t begin = 0;  // bytes of the text, [begin, end)
  size_t end = 0;
  size_t segment = 0;        // which one it is in
  bool abbreviated = false;  // one period follows, and the word is one that a period may shorten
  bool number = false;       // digits only: counts for nothing by itself
  bool acronym = false;      // 2 to 6 letters, at least two of them capitals
};

// What stands between separators: , & + / : ; | brackets, line feeds, dashes, `et`, the end of a sentence ...
struct ThemeSegment {
  size_t first_word = 0;  // its words, [first_word, end_word); never empty
  size_t end_word = 0;
  // Segments beside it at the same depth of brackets; kNone at the ends. What a bracket holds is no neighbour of what
  // follows the bracket.
  size_t before = kNone;
  size_t after = kNone;
  // The segment that the brackets around it complete: `budget` in « budget (saisie, exécution) ».
  size_t head = kNone;

  static constexpr size_t kNone = static_cast<size_t>(-1);
};

struct ThemeText {
  std::vector<ThemeWord> words;
  std::vector<ThemeSegment> segments;
  bool all_capitals = false;
};

// `shortens`: whether a word (folded) followed by a period is the beginning of a longer one rather than the end of a
// sentence. `text` is valid UTF-8.
ThemeText CutThemes(absl::string_view text, absl::FunctionRef<bool(const std::string&)> shortens);

// The same for an alias or a term, where no period shortens.
ThemeText CutTerm(absl::string_view text);

// A term's words as they are compared, in their order, one space between them: equal for two terms that are the same.
// Empty when no word counts.
std::string FoldTerm(absl::string_view text);

// Whether French has the word (folded) although it is a letter away from one of school accounting, as « profit » is
// from « profil »: then it is no slip.
bool IsOtherWord(absl::string_view folded);

// Whether one letter too many, too few, changed, or changed places with the next makes `b` of `a`.
bool IsOneLetterAway(absl::string_view a, absl::string_view b);

}  // namespace tutorat::domain
