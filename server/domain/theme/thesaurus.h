// Recognises themes in a session's text, by a thesaurus that is data (v1::Theme). Pure, deterministic, thread-safe.
//
// A text is cut at separators into segments, and the longest known words are taken first, whole words only. Case,
// accents, plurals, hyphens, dots of acronyms and little words (de, du, la ...) do not count; the words of an alias may
// stand in another order; « prélèv. » is the one known word that begins so; a slip of one letter in a word of 5 or
// more is passed over, unless it makes another French word.
//
// An alias that needs its parent (`saisie` of budget) counts
//  - in a segment where the parent or something below it is recognised, with no theme of another family between: « mise
//    en exécution du budget »;
//  - alone in its segment, beside a segment that is about the parent: « budget (CGR, saisie) », « saisie et intégration
//    du budget ».
// Where the parent's own word stands right beside it, both make one mention, of the sub-theme: « saisie du budget » has
// one, « budget (saisie) » has two. A theme that is mentioned means those above it too, which are not mentioned again.
//
// Words of an alias that asks are ambiguous, unless exactly one of the themes they may mean has a `sure_with` that is
// recognised in the text, or is what brackets say again: « demande de paiement (DP) ». Unknown are a segment in which
// nothing is recognised and what looks like an acronym beside what is. Ignored terms are neither.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/domain/theme/thesaurus_index.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::domain {

class Thesaurus {
 public:
  // Deleted themes are left out. `thesaurus`: its ignored terms and revision.
  Thesaurus(const std::vector<v1::Theme>& themes, const v1::Thesaurus& thesaurus)
      : index_(themes, thesaurus), revision_(thesaurus.revision()) {}

  int revision() const { return revision_; }

  // Mentions in the order of the text, at most 500; themes that are not valid on `local_date` (AAAA-MM-JJ; empty: no
  // matter) are not recognised. None when there are no themes at all, or the text is no UTF-8.
  std::vector<v1::ThemeMention> Recognise(absl::string_view text, const std::string& local_date) const;

 private:
  ThesaurusIndex index_;
  int revision_;
};

}  // namespace tutorat::domain
