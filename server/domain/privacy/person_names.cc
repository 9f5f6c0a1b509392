#include "server/domain/privacy/person_names.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "server/domain/base/text.h"

namespace tutorat::domain {
namespace {

// What may stand between the words of one name, beside white space, dashes, quotation marks and brackets.
constexpr absl::string_view kBetween = "'\".,_@+";
constexpr size_t kLongestGap = 4;  // in characters that are seen

struct NameWord {
  std::string folded;
  size_t begin = 0;
  size_t end = 0;
};

bool IsWordCharacter(UChar32 c) { return c >= 0 && (u_isalnum(c) != 0 || u_charType(c) == U_NON_SPACING_MARK); }

std::string FoldWord(absl::string_view word) {
  const bool ascii =
      std::all_of(word.begin(), word.end(), [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); });
  return ascii ? absl::AsciiStrToLower(word) : FoldName(word);
}

std::vector<NameWord> CutWords(absl::string_view text) {
  std::vector<NameWord> words;
  const auto size = static_cast<int32_t>(text.size());
  bool inside = false;
  for (int32_t i = 0; i < size;) {
    const int32_t begin = i;
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c >= 0 && u_charType(c) == U_FORMAT_CHAR) continue;  // is not seen, and parts nothing
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

bool IsJoiner(UChar32 c) {
  if (c < 0) return false;
  if (c < 0x80 && kBetween.find(static_cast<char>(c)) != absl::string_view::npos) return true;
  switch (u_charType(c)) {
    case U_DASH_PUNCTUATION:
    case U_START_PUNCTUATION:
    case U_END_PUNCTUATION:
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
      return true;
    default:
      return u_isUWhiteSpace(c) != 0;
  }
}

bool JoinsWords(absl::string_view gap) {
  size_t seen = 0;
  const auto size = static_cast<int32_t>(gap.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(gap.data(), i, size, c);
    if (c >= 0 && u_charType(c) == U_FORMAT_CHAR) continue;
    if (!IsJoiner(c) || ++seen > kLongestGap) return false;
  }
  return true;
}

bool IsAlphanumeric(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }
bool IsOneOf(char c, absl::string_view set) { return set.find(c) != absl::string_view::npos; }

// Whether the address text[begin, end) is not a part of a longer one, whatever marks stand around it.
bool StandsAlone(absl::string_view text, size_t begin, size_t end) {
  while (begin > 0 && IsOneOf(text[begin - 1], "._%+-")) --begin;
  if (begin > 0 && (IsAlphanumeric(text[begin - 1]) || text[begin - 1] == '@')) return false;
  while (end < text.size() && IsOneOf(text[end], ".-")) ++end;
  return end == text.size() || (!IsAlphanumeric(text[end]) && text[end] != '@');
}

// Of words that follow each other in a text.
absl::string_view GapBefore(absl::string_view text, const std::vector<NameWord>& words, size_t at) {
  return text.substr(words[at - 1].end, words[at].begin - words[at - 1].end);
}

// The word at which the part of an address after its `@` begins, past a tag as in name+tag@example.org; `at` where
// there is none.
size_t PastTag(absl::string_view text, const std::vector<NameWord>& words, size_t at) {
  if (at >= words.size() || GapBefore(text, words, at) != "+") return at;
  for (size_t next = at + 1; next < words.size(); ++next) {
    const absl::string_view gap = GapBefore(text, words, next);
    if (gap == "@") return next;
    if (gap.size() != 1 || !IsOneOf(gap.front(), "._+-")) break;
  }
  return at;
}

// « Nom (Prénom) »: with the bracket that it opens.
size_t PastBracket(absl::string_view text, size_t begin, size_t end) {
  const absl::string_view name = text.substr(begin, end - begin);
  const bool open = std::count(name.begin(), name.end(), '(') > std::count(name.begin(), name.end(), ')');
  return open && end < text.size() && text[end] == ')' ? end + 1 : end;
}

// The word after the name that stands at words[at]; `at` where it does not.
size_t EndOf(const NameFinder::Name& name, absl::string_view text, const std::vector<NameWord>& words, size_t at) {
  size_t next = at;
  for (size_t i = 0; i < name.words.size(); ++i, ++next) {
    if (i > 0 && i == name.local_words) next = PastTag(text, words, next);
    if (next >= words.size() || words[next].folded != name.words[i]) return at;
    if (i > 0 && !JoinsWords(GapBefore(text, words, next))) return at;
  }
  return name.local_words == 0 || StandsAlone(text, words[at].begin, words[next - 1].end) ? next : at;
}

// A name and the word after it; null and `at` where none of `names` stands at words[at].
struct NameAt {
  const NameFinder::Name* name;
  size_t end;
};
NameAt LongestAt(const std::vector<NameFinder::Name>& names, absl::string_view text, const std::vector<NameWord>& words,
                 size_t at) {
  NameAt longest{nullptr, at};
  for (const NameFinder::Name& name : names) {
    const size_t end = EndOf(name, text, words, at);
    if (end > longest.end) longest = {&name, end};
  }
  return longest;
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
  const size_t sign = name.find('@');
  const size_t local_words = sign == absl::string_view::npos ? 0 : FoldedWords(name.substr(0, sign)).size();
  for (size_t turn = 0; turn < (local_words > 0 ? 1 : words.size()); ++turn) {
    by_first_word_[words.front()].push_back({words, id, local_words});
    std::rotate(words.begin(), words.begin() + 1, words.end());
  }
}

std::vector<NameFinder::Found> NameFinder::Find(absl::string_view text) const {
  std::vector<Found> found;
  const std::vector<NameWord> words = CutWords(text);
  for (size_t at = 0; at < words.size();) {
    const auto names = by_first_word_.find(words[at].folded);
    const NameAt longest =
        names == by_first_word_.end() ? NameAt{nullptr, at} : LongestAt(names->second, text, words, at);
    if (longest.name == nullptr) {
      ++at;
      continue;
    }
    const size_t begin = words[at].begin;
    const size_t end = PastBracket(text, begin, words[longest.end - 1].end);
    found.push_back({begin, end, longest.name->id, longest.name->words.size() == 1});
    at = longest.end;
  }
  return found;
}

}  // namespace tutorat::domain
