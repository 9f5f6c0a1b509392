// People's names and addresses as they stand in texts. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tutorat::domain {

// Finds any of many names in a text at once. A name is found whatever its case, accents, hyphens, quotation marks and
// brackets, with its words also turned round (« AUBÉPINE, Adèle », « Aubépine (Adèle) »), as whole words only: « Rose »
// is not in « Roseline ». Const functions are thread-safe.
class NameFinder {
 public:
  // `id` is given back with what is found. A name without letters or digits is never found. An e-mail address is found
  // as it is only or with a tag (name+tag@example.org), and not as a part of a longer one.
  void Add(absl::string_view name, size_t id);

  struct Found {
    size_t begin = 0;  // bytes of the text, [begin, end)
    size_t end = 0;
    size_t id = 0;
    bool single_word = false;  // of a name that is one word, which may mean something else
  };
  // In their order; where two begin at one word, the longer. None overlaps another.
  std::vector<Found> Find(absl::string_view text) const;

  struct Name {
    std::vector<std::string> words;  // folded
    size_t id = 0;
    size_t local_words = 0;  // before the `@` of an address
  };

 private:
  std::map<std::string, std::vector<Name>, std::less<>> by_first_word_;
};

// The words of a text, folded: runs of letters and digits.
std::vector<std::string> FoldedWords(absl::string_view text);

}  // namespace tutorat::domain
