#include "client/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace tutorat::format {
namespace {

// What keyboards have, for what word processors put in its place.
UChar32 OnKeyboard(UChar32 c) {
  if (c == 0x2018 || c == 0x2019 || c == 0x02BC) return '\'';
  return c == 0x2010 || c == 0x2011 ? '-' : c;
}

// Of a letter that no decomposition takes apart, in either case, as it is typed; null of others.
const char* LettersFor(UChar32 c) {
  switch (u_tolower(c)) {
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
  icu::UnicodeString source =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const icu::Normalizer2* compatibility = icu::Normalizer2::getNFKDInstance(error);
  if (U_SUCCESS(error)) source = compatibility->normalize(source, error);
  icu::UnicodeString bare;
  for (int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 character = OnKeyboard(source.char32At(i));
    const auto type = u_charType(character);
    if (const char* letters = LettersFor(character); letters != nullptr) {
      bare.append(icu::UnicodeString(letters, -1, US_INV));
    } else if (type != U_NON_SPACING_MARK && type != U_FORMAT_CHAR) {
      bare.append(character);
    }
  }
  std::string folded;
  bare.foldCase().trim().toUTF8String(folded);
  return folded;
}

}  // namespace tutorat::format
