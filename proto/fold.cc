#include "proto/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace tutorat::contract {
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

}  // namespace tutorat::contract
