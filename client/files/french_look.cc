#include "client/files/french_look.h"

#include <unicode/uchar.h>

namespace tutorat::format {
namespace {

// Weights: what French writes there, what it may write, what a wrong character set makes of a letter.
constexpr int kFrench = 3;
constexpr int kLikely = 2;
constexpr int kPossible = 1;
constexpr int kUnlikely = -1;
constexpr int kStrange = -3;

bool OneOf(UChar32 character, const char16_t* set) {
  for (; *set != 0; ++set) {
    if (static_cast<UChar32>(*set) == character) return true;
  }
  return false;
}

// A character between its neighbours, 0 at either end of the text.
struct Place {
  UChar32 previous = 0;
  UChar32 character = 0;
  UChar32 next = 0;
  // How many letters outside ASCII stand before it without a break.
  int run = 0;

  bool AfterLetter() const { return u_isalpha(previous) != 0; }
  bool BeforeLetter() const { return u_isalpha(next) != 0; }
  bool After(const char16_t* lower_case) const { return OneOf(u_tolower(previous), lower_case); }
  bool Before(const char16_t* lower_case) const { return OneOf(u_tolower(next), lower_case); }
  bool BeforeConsonant() const { return BeforeLetter() && !Before(u"aeiouyàâéèêëîïôûùœæ"); }
};

int WeighA(const Place& place) {
  if (!place.AfterLetter()) return u_isUWhiteSpace(place.next) ? kFrench : 0;
  return !place.BeforeLetter() && place.After(u"ljçb") ? kFrench : kUnlikely;
}

int WeighCircumflexA(const Place& place) {
  if (!place.BeforeConsonant() || place.After(u"aeiou")) return kUnlikely;
  if (place.AfterLetter()) return kFrench;
  return place.Before(u"gmnp") ? kLikely : kUnlikely;
}

int WeighCircumflexE(const Place& place) {
  if (!place.BeforeConsonant()) return kUnlikely;
  if (!place.AfterLetter()) return kPossible;
  return place.After(u"aei") ? kUnlikely : kFrench;
}

int WeighDiaeresisU(const Place& place) {
  if (place.AfterLetter() && place.BeforeLetter()) return kLikely;
  return place.After(u"a") ? kPossible : kUnlikely;
}

int WeighAcuteE(const Place& place) {
  if (place.AfterLetter()) return kFrench;
  return place.BeforeLetter() && !place.Before(u"a") ? kFrench : 0;
}

int WeighCircumflexO(const Place& place) {
  if (!place.BeforeLetter()) return place.After(u"l") ? kLikely : kUnlikely;
  return place.AfterLetter() ? kFrench : kPossible;
}

// Whether French writes that letter there, in lower case; of those that it writes in one kind of place only.
bool IsInPlace(UChar32 lower_case, const Place& place) {
  switch (lower_case) {
    case u'è':
      return place.AfterLetter() && place.BeforeLetter();
    case u'ë':
    case u'ï':
      return place.After(u"aeou");
    case u'ç':
      return place.Before(u"aouâàûô");
    case u'î':
      return place.BeforeConsonant();
    case u'û':
      return place.AfterLetter() && (place.BeforeLetter() || place.After(u"drcm"));
    case u'ù':
      return place.After(u"o") && !place.BeforeLetter();
    default:  // œ
      return place.BeforeLetter();
  }
}

// Where French writes that letter, in lower case.
int WeighFrenchLetter(UChar32 lower_case, const Place& place) {
  switch (lower_case) {
    case u'à':
      return WeighA(place);
    case u'â':
      return WeighCircumflexA(place);
    case u'ê':
      return WeighCircumflexE(place);
    case u'ü':
      return WeighDiaeresisU(place);
    case u'é':
      return WeighAcuteE(place);
    case u'ô':
      return WeighCircumflexO(place);
    case u'æ':
    case u'ÿ':
      return place.AfterLetter() && !place.After(u"aeiou") ? kPossible : kUnlikely;
    default:
      return IsInPlace(lower_case, place) ? kFrench : kUnlikely;
  }
}

int WeighLetter(const Place& place) {
  const bool upper = u_isupper(place.character) != 0;
  if (upper && u_islower(place.previous)) return kStrange;
  if (!upper && u_isupper(place.next)) return kStrange;
  if (!upper && u_isupper(place.previous) && u_isupper(place.next)) return kStrange;
  // French writes two accents in a row at most: « créé ».
  if (place.run >= 2) return kStrange;
  const auto lower = static_cast<UChar32>(u_tolower(place.character));
  if (OneOf(lower, u"éèêëàâçôîïûùüœæÿ")) return WeighFrenchLetter(lower, place);
  // Those of the neighbours' names: Muñoz, García, Strauß.
  return OneOf(lower, u"áíóúñöäåßøìòãõ") ? 0 : kStrange + 1;
}

int WeighSpace(const Place& place) {
  return u_isdigit(place.previous) || u_isdigit(place.next) || OneOf(place.next, u"»;:!?%€") ||
                 OneOf(place.previous, u"«")
             ? kPossible
             : 0;
}

int WeighApostrophe(const Place& place) {
  if (!place.AfterLetter()) return 0;
  return place.BeforeLetter() ? kFrench : kPossible;
}

int WeighDash(const Place& place) {
  if (u_isUWhiteSpace(place.previous) || u_isUWhiteSpace(place.next)) return kLikely;
  if (place.AfterLetter() && place.BeforeLetter()) return u_isupper(place.next) ? 0 : kStrange;
  return place.AfterLetter() || place.BeforeLetter() ? kUnlikely : kPossible;
}

int WeighSign(const Place& place) {
  const bool within = place.AfterLetter() && place.BeforeLetter();
  switch (place.character) {
    case u'\u00A0':
    case u'\u202F':
      return WeighSpace(place);
    case u'«':
    case u'“':
      return place.AfterLetter() ? kStrange : kLikely;
    case u'»':
    case u'”':
      return place.BeforeLetter() ? kStrange : kLikely;
    case u'’':
      return WeighApostrophe(place);
    case u'–':
    case u'—':
      return WeighDash(place);
    case u'…':
      if (place.BeforeLetter() && place.AfterLetter()) return kStrange;
      return place.AfterLetter() ? kFrench : kPossible;
    case u'€':
      return place.AfterLetter() || place.BeforeLetter() ? kStrange : kLikely;
    case u'°':
      if (place.After(u"n") || u_isdigit(place.previous)) return kLikely;
      return place.AfterLetter() || place.BeforeLetter() ? kUnlikely : 0;
    case u'·':
      // Between words it separates them; CP850 has « À » there.
      return u_isUWhiteSpace(place.previous) && u_isUWhiteSpace(place.next) ? kFrench : 0;
    default:
      break;
  }
  if (OneOf(place.character, u"²³½¼¾§µ×±®©")) return 0;
  if (u_charType(place.character) == U_OTHER_SYMBOL || u_charType(place.character) == U_MATH_SYMBOL) return kStrange;
  if (within) return kStrange;
  return place.AfterLetter() || place.BeforeLetter() ? kUnlikely : 0;
}

}  // namespace

FrenchLook LookForFrench(const icu::UnicodeString& text) {
  FrenchLook look;
  Place place;
  for (int32_t i = 0; i < text.length();) {
    place.character = text.char32At(i);
    i += U16_LENGTH(place.character);
    if (place.character < 0x80) {
      place.run = 0;
    } else {
      place.next = i < text.length() ? text.char32At(i) : 0;
      ++look.characters;
      if (u_iscntrl(place.character)) {
        ++look.controls;
        look.score += kStrange - 1;
      } else if (u_isalpha(place.character)) {
        look.score += WeighLetter(place);
        ++place.run;
      } else {
        look.score += WeighSign(place);
        place.run = 0;
      }
    }
    place.previous = place.character;
  }
  return look;
}

}  // namespace tutorat::format
