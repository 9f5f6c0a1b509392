#include "server/domain/base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace tutorat::domain {

size_t Utf8Length(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                        : (first & 0xF0) == 0xE0         ? 3
                        : first >= 0xF0 && first <= 0xF4 ? 4
                                                         : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(at + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool too_large = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

bool IsValidUtf8(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const size_t length = Utf8Length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

size_t CountCharacters(absl::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

namespace {

// What keyboards have, for what word processors put in its place.
UChar32 AsTyped(UChar32 c) {
  if (c == 0x2018 || c == 0x2019 || c == 0x02BC) return '\'';
  return c == 0x2010 || c == 0x2011 ? '-' : c;
}

// Of a letter in lower case that no decomposition takes apart; null of others.
const char* LettersFor(UChar32 c) {
  switch (c) {
    case 0x0153:
      return "oe";
    case 0x00E6:
      return "ae";
    case 0x00F8:
      return "o";
    case 0x0142:
      return "l";
    case 0x0111:
      return "d";
    case 0x0131:
      return "i";
    default:
      return nullptr;
  }
}

}  // namespace

std::string Fold(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKDInstance(error);
  icu::UnicodeString folded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  folded.foldCase();
  if (U_SUCCESS(error)) folded = normalizer->normalize(folded, error);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = AsTyped(folded.char32At(i));
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    if (!u_isUWhiteSpace(c)) {
      kept.append(c);
    } else if (!kept.isEmpty() && kept[kept.length() - 1] != u' ') {
      kept.append(u' ');
    }
  }
  std::string out;
  kept.trim().toUTF8String(out);
  return out;
}

bool IsSameText(absl::string_view a, absl::string_view b) {
  if (a == b) return true;
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return false;
  const auto composed = [&](absl::string_view text) {
    icu::UnicodeString out = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    return normalizer->normalize(out.findAndReplace("\r\n", "\n"), error);
  };
  return composed(a) == composed(b);
}

std::string FoldName(absl::string_view text) {
  const icu::UnicodeString given = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  icu::UnicodeString seen;
  for (int32_t i = 0; i < given.length(); i = given.moveIndex32(i, 1)) {
    if (u_charType(given.char32At(i)) != U_FORMAT_CHAR) seen.append(given.char32At(i));
  }
  std::string bytes;
  const icu::UnicodeString folded = icu::UnicodeString::fromUTF8(Fold(seen.toUTF8String(bytes)));
  icu::UnicodeString typed;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (const char* letters = LettersFor(c); letters != nullptr) {
      typed.append(icu::UnicodeString(letters, -1, US_INV));
    } else {
      typed.append(c);
    }
  }
  std::string out;
  return typed.toUTF8String(out);
}

}  // namespace tutorat::domain
