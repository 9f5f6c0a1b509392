#include "server/domain/theme/thesaurus_index.h"

#include <algorithm>
#include <functional>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"

namespace tutorat::domain {
namespace {

// Shorter words are too near to each other: `EJ` is no slip for `EI`.
constexpr size_t kShortestCorrected = 5;
constexpr size_t kShortestAbbreviation = 3;
// A window of words with more readings than this is read by its first ones only.
constexpr size_t kMostReadings = 64;
constexpr size_t kMostForms = 8;

// Of 1: how alike a theme must look to be proposed.
constexpr double kProposed = 0.34;
constexpr double kOneLetterAway = 0.5;
constexpr double kOneWordOfMany = 0.9;

std::string KeyOf(std::vector<std::string> stems) {
  std::sort(stems.begin(), stems.end());
  return absl::StrJoin(stems, " ");
}

std::vector<uint32_t> TrigramsOf(const std::string& words) {
  const std::string padded = "  " + words + " ";
  std::vector<uint32_t> trigrams;
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(padded[i])); };
  for (size_t i = 0; i + 2 < padded.size(); ++i) {
    trigrams.push_back(byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2));
  }
  std::sort(trigrams.begin(), trigrams.end());
  trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
  return trigrams;
}

// Dice's coefficient: 1 for the same, 0 for nothing in common.
double Likeness(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  size_t common = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) ++common;
    const bool step = a[i] <= b[j];
    const bool other_step = b[j] <= a[i];
    i += step ? 1U : 0U;
    j += other_step ? 1U : 0U;
  }
  return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

std::string WordsOf(absl::Span<const ThemeWord> words) {
  return absl::StrJoin(words, " ", [](std::string* out, const ThemeWord& word) { out->append(word.stem); });
}

// Every way to read words, a form each.
void ForEachReading(absl::Span<const std::vector<std::string>> forms,
                    const std::function<void(const std::vector<std::string>&)>& f) {
  std::vector<size_t> chosen(forms.size());
  for (size_t reading = 0; reading < kMostReadings; ++reading) {
    std::vector<std::string> stems;
    for (size_t i = 0; i < forms.size(); ++i) stems.push_back(forms[i][chosen[i]]);
    f(stems);
    size_t i = 0;
    while (i < forms.size() && ++chosen[i] == forms[i].size()) chosen[i++] = 0;
    if (i == forms.size()) return;
  }
}

}  // namespace

ThesaurusIndex::ThesaurusIndex(const std::vector<v1::Theme>& themes, const v1::Thesaurus& thesaurus) {
  std::map<std::string, std::vector<const v1::Theme*>> children;
  for (const v1::Theme& theme : themes) {
    if (!theme.has_delete_time()) children[theme.parent()].push_back(&theme);
  }
  // Depth first: a theme stands before what is below it.
  std::map<std::string, int> places;
  std::vector<const v1::Theme*> ordered;
  const std::function<void(const std::string&)> add = [&](const std::string& parent) {
    auto& of_parent = children[parent];
    std::sort(of_parent.begin(), of_parent.end(), [](const v1::Theme* a, const v1::Theme* b) {
      return std::pair(a->rank(), a->code()) < std::pair(b->rank(), b->code());
    });
    for (const v1::Theme* theme : of_parent) {
      places[theme->name()] = static_cast<int>(ordered.size());
      ordered.push_back(theme);
      AddTheme(*theme, parent.empty() ? kNoTheme : places.at(parent));
      add(theme->name());
    }
  };
  add("");
  for (const v1::Theme* theme : ordered) {
    const int place = places.at(theme->name());
    AddLooks(place, theme->label());
    AddLooks(place, theme->label_en());
    for (const v1::ThemeAlias& alias : theme->aliases()) {
      IndexedAlias indexed{place, alias.certainty(), alias.text(), {}, {}, {}};
      for (const std::string& name : alias.sure_with()) {
        if (const auto found = places.find(name); found != places.end()) indexed.sure_with.push_back(found->second);
      }
      AddAlias(std::move(indexed));
      AddLooks(place, alias.text());
    }
  }
  std::sort(alias_words_.begin(), alias_words_.end());
  alias_words_.erase(std::unique(alias_words_.begin(), alias_words_.end()), alias_words_.end());
  for (const std::string& term : thesaurus.ignored_terms()) {
    AddAlias({kNoTheme, v1::ThemeAlias::CERTAINTY_UNSPECIFIED, term, {}, {}, {}});
  }
}

void ThesaurusIndex::AddTheme(const v1::Theme& theme, int parent) {
  themes_.push_back({theme.name(), parent, theme.valid_from(), theme.valid_to()});
}

void ThesaurusIndex::AddAlias(IndexedAlias alias) {
  const ThemeText text = CutTerm(alias.text);
  if (text.words.empty()) return;
  for (size_t i = 0; i < text.words.size(); ++i) {
    const ThemeWord& word = text.words[i];
    alias.stems.push_back(word.stem);
    alias.parted.push_back(i > 0 && text.words[i - 1].segment != word.segment);
    vocabulary_.emplace(word.stem, word.folded);
    if (!alias.ignored()) alias_words_.push_back(word.stem);
  }
  longest_alias_ = std::max(longest_alias_, alias.stems.size());
  by_words_[KeyOf(alias.stems)].push_back(aliases_.size());
  aliases_.push_back(std::move(alias));
}

void ThesaurusIndex::AddLooks(int theme, const std::string& text) {
  std::string words = FoldTerm(text);
  if (words.empty()) return;
  Trigrams trigrams = TrigramsOf(words);
  looks_.push_back({theme, std::move(words), std::move(trigrams)});
}

bool ThesaurusIndex::IsWithin(int theme, int ancestor) const {
  while (theme != kNoTheme && theme != ancestor) theme = ParentOf(theme);
  return theme == ancestor;
}

int ThesaurusIndex::TopBelowDomain(int theme) const {
  while (ParentOf(theme) != kNoTheme && ParentOf(ParentOf(theme)) != kNoTheme) theme = ParentOf(theme);
  return theme;
}

int ThesaurusIndex::Distance(int one, int other) const {
  const int a = TopBelowDomain(one);
  const int b = TopBelowDomain(other);
  if (a == b) return 0;
  const int domain_a = ParentOf(a) == kNoTheme ? a : ParentOf(a);
  const int domain_b = ParentOf(b) == kNoTheme ? b : ParentOf(b);
  return domain_a == domain_b ? 1 : 2;
}

bool ThesaurusIndex::IsValid(int theme, const std::string& date) const {
  for (int t = theme; t != kNoTheme && !date.empty(); t = ParentOf(t)) {
    if (!At(t).valid_from.empty() && date < At(t).valid_from) return false;
    if (!At(t).valid_to.empty() && date >= At(t).valid_to) return false;
  }
  return true;
}

bool ThesaurusIndex::Shortens(const std::string& folded) const {
  if (folded.size() < kShortestAbbreviation || Knows(folded) || IsOtherWord(folded)) return false;
  const auto next = std::lower_bound(alias_words_.begin(), alias_words_.end(), folded);
  return next != alias_words_.end() && absl::StartsWith(*next, folded);
}

std::vector<std::string> ThesaurusIndex::FormsOf(const ThemeWord& word) const {
  if (Knows(word.stem)) return {word.stem};
  std::vector<std::string> forms;
  if (word.abbreviated) {
    auto next = std::lower_bound(alias_words_.begin(), alias_words_.end(), word.folded);
    for (; next != alias_words_.end() && absl::StartsWith(*next, word.folded) && forms.size() < kMostForms; ++next) {
      forms.push_back(*next);
    }
  } else if (word.folded.size() >= kShortestCorrected && !IsOtherWord(word.folded) && !IsOtherWord(word.stem)) {
    for (const auto& [stem, written] : vocabulary_) {
      if (written.size() < kShortestCorrected || written[0] != word.folded[0]) continue;
      if (IsOneLetterAway(word.stem, stem) || IsOneLetterAway(word.folded, written)) forms.push_back(stem);
    }
    std::sort(forms.begin(), forms.end());
    if (forms.size() > kMostForms) forms.clear();
  }
  if (forms.empty()) forms.push_back(word.stem);
  return forms;
}

std::vector<const IndexedAlias*> ThesaurusIndex::Find(absl::Span<const ThemeWord> words,
                                                      absl::Span<const std::vector<std::string>> forms) const {
  std::vector<const IndexedAlias*> exact;
  std::vector<const IndexedAlias*> reordered;
  const bool parted = words.front().segment != words.back().segment;
  const auto fits = [&](const IndexedAlias& alias) {
    for (size_t i = 1; i < words.size(); ++i) {
      if (words[i].segment != words[i - 1].segment && !alias.parted[i]) return false;
    }
    return true;
  };
  ForEachReading(forms, [&](const std::vector<std::string>& stems) {
    const auto found = by_words_.find(KeyOf(stems));
    if (found == by_words_.end()) return;
    for (const size_t place : found->second) {
      const IndexedAlias& alias = aliases_[place];
      if (alias.stems == stems) {
        if (fits(alias)) exact.push_back(&alias);
      } else if (!parted) {
        reordered.push_back(&alias);
      }
    }
  });
  return exact.empty() ? reordered : exact;
}

std::vector<int> ThesaurusIndex::Nearest(absl::Span<const ThemeWord> words, const std::string& date,
                                         size_t most) const {
  const std::string all = WordsOf(words);
  const Trigrams trigrams = TrigramsOf(all);
  std::vector<Trigrams> of_words;
  for (const ThemeWord& word : words) {
    if (words.size() > 1 && word.stem.size() >= kShortestCorrected) of_words.push_back(TrigramsOf(word.stem));
  }
  std::map<int, double> best;
  for (const Looks& looks : looks_) {
    double likeness = Likeness(trigrams, looks.trigrams);
    if (IsOneLetterAway(all, looks.words)) likeness = std::max(likeness, kOneLetterAway);
    for (const Trigrams& word : of_words)
      likeness = std::max(likeness, kOneWordOfMany * Likeness(word, looks.trigrams));
    if (likeness >= kProposed && IsValid(looks.theme, date)) {
      best[looks.theme] = std::max(best[looks.theme], likeness);
    }
  }
  std::vector<std::pair<int, double>> ranked(best.begin(), best.end());
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<int> nearest;
  for (size_t i = 0; i < ranked.size() && i < most; ++i) nearest.push_back(ranked[i].first);
  return nearest;
}

}  // namespace tutorat::domain
