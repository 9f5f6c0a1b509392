#ifndef TUTORAT_TESTS_UNIT_FORMAT_RANDOM_TEXT_H_
#define TUTORAT_TESTS_UNIT_FORMAT_RANDOM_TEXT_H_

#include <random>
#include <string>

namespace tutorat::format {

// Of every property test here: the same texts on each run, and a failure names it.
inline constexpr unsigned kSeed = 20240219;

// Texts made of what breaks files: quotes, separators, line ends, accents, emoji, what a spreadsheet computes.
class RandomText {
 public:
  int Number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  bool Chance(int in) { return Number(1, in) == 1; }

  // Any characters, CR and LF among them.
  std::string Cell();
  // As verbatim texts are stored: line feeds and tabs, no other control character.
  std::string Text();
  // Without line feed and tab.
  std::string Line();
  // A name as people have them, and as nobody does: trimmed, with a letter, without | and /.
  std::string Person();

 private:
  std::string Pieces(int most, bool lines, bool carriage_returns);

  std::mt19937 random_{kSeed};
};

}  // namespace tutorat::format

#endif  // TUTORAT_TESTS_UNIT_FORMAT_RANDOM_TEXT_H_
