#include "server/domain/theme/thesaurus_words.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_join.h"
#include "server/domain/base/text.h"

namespace tutorat::domain {
namespace {

constexpr size_t kShortestPlural = 3;
constexpr size_t kLongestAcronym = 6;

using Words = absl::flat_hash_set<absl::string_view>;

bool IsLittle(absl::string_view folded) {
  static const auto& words = *new Words{
      "de",   "du",   "des",   "la",   "le",    "les",   "un",    "une",  "au",  "aux",   "en",  "dans", "sur",
      "sous", "par",  "pour",  "avec", "vers",  "via",   "chez",  "ce",   "cet", "cette", "ces", "sa",   "son",
      "ses",  "leur", "leurs", "nos",  "notre", "vos",   "votre", "mes",  "qu",  "que",   "qui", "se",   "il",
      "elle", "on",   "nous",  "vous", "ils",   "elles", "est",   "sont", "no",  "the",   "of",  "for",  "to",
      "in",   "with", "by",    "an",   "at",    "from",  "into",  "our",  "is",  "are"};
  return words.contains(folded);
}

bool IsSeparatorWord(absl::string_view folded) {
  static const auto& words = *new Words{"et", "and", "ou", "puis", "dont", "ainsi", "plus", "then", "mais"};
  return words.contains(folded);
}

struct Character {
  UChar32 value;
  size_t byte;
};

std::vector<Character> Decode(absl::string_view text) {
  const auto decoded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  std::vector<Character> characters;
  size_t byte = 0;
  for (int32_t i = 0; i < decoded.length() && byte < text.size(); i = decoded.moveIndex32(i, 1)) {
    characters.push_back({decoded.char32At(i), byte});
    byte += std::max<size_t>(1, Utf8Length(text, byte));
  }
  return characters;
}

bool IsLetter(UChar32 c) { return u_isalnum(c) || c == '@' || u_charType(c) == U_NON_SPACING_MARK; }
bool IsHyphen(UChar32 c) { return c == '-' || c == 0x2010 || c == 0x2011; }
bool IsOpening(UChar32 c) { return c == '(' || c == '[' || c == '{'; }
bool IsClosing(UChar32 c) { return c == ')' || c == ']' || c == '}'; }

// Parts words, and no more: spaces, apostrophes, quotation marks.
bool IsGap(UChar32 c) {
  return c != '\n' && c != '\r' &&
         (u_isUWhiteSpace(c) || c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == '"' || c == 0xAB ||
          c == 0xBB || c == 0x201C || c == 0x201D || c == '_' || c == 0xB0 || c == 0xBA || c == '`' || c == 0xAD ||
          c == 0x200B || c == 0xFEFF);
}

class Cutter {
 public:
  Cutter(absl::string_view text, absl::FunctionRef<bool(const std::string&)> shortens)
      : text_(text), shortens_(shortens), characters_(Decode(text)) {}

  ThemeText Run() && {
    bool small = false;
    bool capital = false;
    for (const Character& character : characters_) {
      small = small || u_islower(character.value);
      capital = capital || u_isupper(character.value);
    }
    out_.all_capitals = capital && !small;
    while (at_ < characters_.size()) Step();
    Separate();
    for (const Group& group : groups_) Link(group);
    return std::move(out_);
  }

 private:
  struct Group {
    size_t head = ThemeSegment::kNone;
    std::vector<size_t> segments;
  };

  UChar32 Peek(size_t index) const { return index < characters_.size() ? characters_[index].value : 0; }
  size_t ByteOf(size_t index) const { return index < characters_.size() ? characters_[index].byte : text_.size(); }

  void Step() {
    const UChar32 c = Peek(at_);
    if (IsLetter(c)) {
      Word();
      return;
    }
    if (IsOpening(c)) {
      Open();
    } else if (IsClosing(c)) {
      Close();
    } else if (IsHyphen(c)) {
      if (IsSpaceOrEnd(at_ == 0 ? at_ : at_ - 1, at_ == 0) && IsSpaceOrEnd(at_ + 1, false)) Separate();
    } else if (c == '.') {
      // Within a number, or a name of a file, it parts nothing.
      if (!(at_ > 0 && IsLetter(Peek(at_ - 1)) && IsLetter(Peek(at_ + 1)))) Separate();
    } else if (!IsGap(c)) {
      Separate();
    }
    ++at_;
  }

  bool IsSpaceOrEnd(size_t index, bool at_start) const {
    return at_start || index >= characters_.size() || u_isUWhiteSpace(Peek(index));
  }

  // Past the last character of an acronym written with dots that begins at `at_`; at_ itself when there is none.
  size_t EndOfDotted() const {
    size_t end = at_;
    size_t letters = 0;
    while (u_isalpha(Peek(end)) && Peek(end + 1) == '.') {
      end += 2;
      ++letters;
    }
    if (u_isalpha(Peek(end)) && !IsLetter(Peek(end + 1)) && letters > 0) {
      ++end;
      ++letters;
    } else if (IsLetter(Peek(end))) {
      return at_;  // a word follows the last dot: a sentence without a space
    }
    return letters >= 2 ? end : at_;
  }

  struct Shape {
    size_t letters = 0;
    size_t capitals = 0;
    size_t digits = 0;
  };
  Shape ShapeOf(size_t begin, size_t end) const {
    Shape shape;
    for (size_t i = begin; i < end; ++i) {
      shape.letters += u_isalpha(Peek(i)) || Peek(i) == '@' ? 1U : 0U;
      shape.capitals += u_isupper(Peek(i)) ? 1U : 0U;
      shape.digits += u_isdigit(Peek(i)) ? 1U : 0U;
    }
    return shape;
  }
  static bool IsAcronym(const Shape& shape) {
    return shape.digits == 0 && shape.capitals >= 2 && shape.letters >= 2 && shape.letters <= kLongestAcronym;
  }
  // A single letter, or a word that says nothing by itself.
  static bool IsNoise(const Shape& shape, const std::string& folded) {
    return shape.letters + shape.digits < 2 ? shape.digits == 0 : IsLittle(folded);
  }
  bool IsFullStop(size_t index) const {
    return Peek(index) == '.' && Peek(index + 1) != '.' && !IsLetter(Peek(index + 1));
  }

  void Word() {
    ThemeWord word;
    word.begin = ByteOf(at_);
    size_t end = EndOfDotted();
    const bool dotted = end != at_;
    if (!dotted) {
      while (IsLetter(Peek(end))) ++end;
    }
    const Shape shape = ShapeOf(at_, end);
    at_ = end;
    word.end = ByteOf(end);
    for (const char c : Fold(text_.substr(word.begin, word.end - word.begin))) {
      if (c != '.') word.folded.push_back(c);
    }
    SkipPluralInBrackets();
    if (!dotted && IsSeparatorWord(word.folded) && shape.capitals < 2) {
      Separate();
      return;
    }
    word.number = shape.letters == 0;
    word.acronym = IsAcronym(shape);
    word.stem = Stem(word.folded);
    if (!dotted && IsFullStop(at_) && shortens_(word.folded)) {
      word.abbreviated = true;
      ++at_;
      word.end = ByteOf(at_);
    }
    if (IsNoise(shape, word.folded)) return;
    out_.words.push_back(std::move(word));
  }

  // « profil(s) » is profil.
  void SkipPluralInBrackets() {
    const UChar32 inside = Peek(at_ + 1);
    if (Peek(at_) == '(' && (inside == 's' || inside == 'S' || inside == 'x') && Peek(at_ + 2) == ')') at_ += 3;
  }

  static std::string Stem(const std::string& folded) {
    if (folded.size() < kShortestPlural) return folded;
    const char last = folded.back();
    const char before = folded[folded.size() - 2];
    const bool plural = (last == 's' && before != 's') || last == 'x';
    return plural ? folded.substr(0, folded.size() - 1) : folded;
  }

  // Ends the segment, if it has words.
  void Separate() {
    if (out_.words.size() == first_word_) return;
    Group& group = groups_[open_.back()];
    group.segments.push_back(out_.segments.size());
    ThemeSegment segment;
    segment.first_word = first_word_;
    segment.end_word = out_.words.size();
    segment.head = group.head;
    for (size_t i = first_word_; i < out_.words.size(); ++i) out_.words[i].segment = out_.segments.size();
    out_.segments.push_back(segment);
    first_word_ = out_.words.size();
  }

  // What a bracket holds completes the words just before it. Without any it is like what stands around it.
  void Open() {
    const bool has_head = out_.words.size() != first_word_;
    Separate();
    if (has_head) {
      groups_.push_back({out_.segments.size() - 1, {}});
      open_.push_back(groups_.size() - 1);
    } else {
      open_.push_back(open_.back());
    }
  }

  void Close() {
    Separate();
    if (open_.size() > 1) open_.pop_back();
  }

  void Link(const Group& group) {
    for (size_t i = 0; i + 1 < group.segments.size(); ++i) {
      out_.segments[group.segments[i]].after = group.segments[i + 1];
      out_.segments[group.segments[i + 1]].before = group.segments[i];
    }
  }

  absl::string_view text_;
  absl::FunctionRef<bool(const std::string&)> shortens_;
  std::vector<Character> characters_;
  size_t at_ = 0;
  size_t first_word_ = 0;
  std::vector<Group> groups_ = {Group()};
  std::vector<size_t> open_ = {0};  // the groups of the brackets that are open, the text's own first
  ThemeText out_;
};

}  // namespace

ThemeText CutThemes(absl::string_view text, absl::FunctionRef<bool(const std::string&)> shortens) {
  return IsValidUtf8(text) ? Cutter(text, shortens).Run() : ThemeText();
}

ThemeText CutTerm(absl::string_view text) {
  return CutThemes(text, [](const std::string&) { return false; });
}

std::string FoldTerm(absl::string_view text) {
  return absl::StrJoin(CutTerm(text).words, " ",
                       [](std::string* out, const ThemeWord& word) { out->append(word.stem); });
}

// Found with a list of French words, of each word of the starter thesaurus: those of another meaning that are a letter
// away and begin alike. What is a form of the same verb or noun is none of them.
bool IsOtherWord(absl::string_view folded) {
  static const auto& words = *new Words{
      "accent",   "acre",     "appela",       "aspect",    "atteinte",     "bilat",    "bourbe",   "bourde",
      "bouree",   "bourre",   "bouse",        "cadre",     "cafre",        "carde",    "carne",    "carpe",
      "carre",    "caste",    "cedre",        "chaire",    "chaise",       "chaque",   "charme",   "charte",
      "chenue",   "chique",   "choque",       "chou",      "choux",        "comete",   "comite",   "comte",
      "contact",  "conte",    "cooptant",     "cremation", "crever",       "cuisse",   "culture",  "debat",
      "debut",    "dedit",    "defense",      "delai",     "delaissement", "delit",    "depende",  "depens",
      "depit",    "derision", "deverse",      "devis",     "diner",        "droite",   "elevee",   "encre",
      "enleve",   "ergonome", "expert",       "express",   "extrait",      "extraite", "faille",   "ficher",
      "fichu",    "fonde",    "fracturation", "fracture",  "friche",       "impot",    "impots",   "interna",
      "internet", "mache",    "manche",       "mandant",   "massif",       "matche",   "meche",    "momification",
      "moralite", "orale",    "ovale",        "pager",     "paner",        "parement", "parer",    "partie",
      "passion",  "peine",    "pense",        "personne",  "philosophe",   "piege",    "pince",    "poing",
      "presse",   "prise",    "profit",       "profite",   "prose",        "puise",    "recente",  "recentes",
      "redie",    "refus",    "regime",       "regir",     "regle",        "regne",    "remise",   "renette",
      "retenue",  "retour",   "revendue",     "revenu",    "saisine",      "saison",   "scalaire", "servie",
      "sirop",    "site",     "solide",       "sonde",     "soude",        "stance",   "subite",   "suive",
      "suivi",    "suivie",   "surgie",       "survit",    "tiare",        "tien",     "tienne",   "tigre",
      "tire",     "tirer",    "tires",        "tirs",      "toute",        "tribun",   "tribut",   "trier",
      "tuable",   "vaque",    "vilement",     "vivement",  "vogue",        "voler",    "votre"};
  return words.contains(folded);
}

bool IsOneLetterAway(absl::string_view a, absl::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  if (a.size() != b.size()) return a.substr(same) == b.substr(same + 1);
  if (same == a.size()) return false;
  if (a.substr(same + 1) == b.substr(same + 1)) return true;
  return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
         a.substr(same + 2) == b.substr(same + 2);
}

}  // namespace tutorat::domain
