#include "server/domain/person_names.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/domain/utf8.h"

namespace tutorat::domain {
namespace {

// What may stand between the words of one name.
constexpr absl::string_view kBetween = " \t\n\r-'.,_@+";
constexpr size_t kLongestGap = 4;

struct NameWord {
  std::string folded;
  size_t begin = 0;
  size_t end = 0;
};

bool IsWordCharacter(UChar32 c) { return c >= 0 && (u_isalnum(c) != 0 || u_charType(c) == U_NON_SPACING_MARK); }

std::string FoldWord(absl::string_view word) {
  const bool ascii =
      std::all_of(word.begin(), word.end(), [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); });
  return ascii ? absl::AsciiStrToLower(word) : Fold(word);
}

std::vector<NameWord> CutWords(absl::string_view text) {
  std::vector<NameWord> words;
  const auto size = static_cast<int32_t>(text.size());
  bool inside = false;
  for (int32_t i = 0; i < size;) {
    const int32_t begin = i;
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (!IsWordCharacter(c)) {
      inside = false;
      continue;
    }
    if (!inside) words.push_back({"", static_cast<size_t>(begin), 0});
    inside = true;
    words.back().end = static_cast<size_t>(i);
  }
  for (NameWord& word : words) word.folded = FoldWord(text.substr(word.begin, word.end - word.begin));
  return words;
}

// The typographic apostrophe and hyphens count as the plain ones, in a name that people type.
bool JoinsWords(absl::string_view gap) {
  if (gap.size() > kLongestGap) return false;
  for (const absl::string_view joiner : {"\u2019", "\u2010", "\u2011", "\u00a0", "\u202f"}) {
    if (gap == joiner) return true;
  }
  return std::all_of(gap.begin(), gap.end(), [](char c) { return kBetween.find(c) != absl::string_view::npos; });
}

bool IsOfAddress(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("._%+-@").find(c) != absl::string_view::npos;
}

// Whether the address text[begin, end) is not a part of a longer one.
bool StandsAlone(absl::string_view text, size_t begin, size_t end) {
  if (begin > 0 && IsOfAddress(text[begin - 1])) return false;
  if (end == text.size() || !IsOfAddress(text[end])) return true;
  const bool period = text[end] == '.' && (end + 1 == text.size() || !IsOfAddress(text[end + 1]));
  return period;  // the end of a sentence
}

}  // namespace

std::vector<std::string> FoldedWords(absl::string_view text) {
  std::vector<std::string> folded;
  for (NameWord& word : CutWords(text)) folded.push_back(std::move(word.folded));
  return folded;
}

void NameFinder::Add(absl::string_view name, size_t id) {
  std::vector<std::string> words = FoldedWords(name);
  if (words.empty()) return;
  const bool email = absl::StrContains(name, '@');
  for (size_t turn = 0; turn < (email ? 1 : words.size()); ++turn) {
    by_first_word_[words.front()].push_back({words, id, email});
    std::rotate(words.begin(), words.begin() + 1, words.end());
  }
}

std::vector<NameFinder::Found> NameFinder::Find(absl::string_view text) const {
  std::vector<Found> found;
  const std::vector<NameWord> words = CutWords(text);
  const auto fits = [&](const Name& name, size_t at) {
    if (at + name.words.size() > words.size()) return false;
    for (size_t i = 0; i < name.words.size(); ++i) {
      if (words[at + i].folded != name.words[i]) return false;
      if (i == 0) continue;
      const size_t gap = words[at + i - 1].end;
      if (!JoinsWords(text.substr(gap, words[at + i].begin - gap))) return false;
    }
    return !name.email || StandsAlone(text, words[at].begin, words[at + name.words.size() - 1].end);
  };
  for (size_t at = 0; at < words.size();) {
    const auto names = by_first_word_.find(words[at].folded);
    const Name* longest = nullptr;
    if (names != by_first_word_.end()) {
      for (const Name& name : names->second) {
        if ((longest == nullptr || name.words.size() > longest->words.size()) && fits(name, at)) longest = &name;
      }
    }
    if (longest == nullptr) {
      ++at;
      continue;
    }
    const size_t end = at + longest->words.size();
    found.push_back({words[at].begin, words[end - 1].end, longest->id, longest->words.size() == 1});
    at = end;
  }
  return found;
}

}  // namespace tutorat::domain
