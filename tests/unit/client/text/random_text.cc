#include "tests/unit/client/text/random_text.h"

#include <array>

namespace tutorat::format {
namespace {

constexpr std::array kPieces = {"a",           "Zoé", " ",  "\"", "\"\"",         ",",     ";",  "'", "''",     "=",
                                "+",           "-",   "@",  "é",  "e\u0301",      "œ",     "«",  "»", "\u00a0", "💾",
                                "👩‍💻", "|",   "\\", "/",  "EJ & Marchés", "op@le", "12", "#"};
constexpr std::array kControls = {"\n", "\t"};

}  // namespace

std::string RandomText::Pieces(int most, bool lines, bool carriage_returns) {
  std::string text;
  for (int i = Number(0, most); i > 0; --i) {
    if (lines && Chance(6)) {
      text += kControls[static_cast<size_t>(Number(0, 1))];
    } else if (carriage_returns && Chance(8)) {
      text += Chance(2) ? "\r" : "\r\n";
    } else {
      text += kPieces[static_cast<size_t>(Number(0, static_cast<int>(kPieces.size()) - 1))];
    }
  }
  return text;
}

std::string RandomText::Cell() { return Pieces(6, true, true); }

std::string RandomText::Text() { return Pieces(12, true, false); }

std::string RandomText::Line() { return Pieces(6, false, false); }

std::string RandomText::Person() {
  constexpr std::array kBegin = {"", "=", "+", "-", "@", "'", "'=", "\"", "D'", "Le "};
  constexpr std::array kNames = {"Aubépine", "Œillet", "Nguyễn", "O'Hara", "de la Tour", "x@example.org", "王芳"};
  constexpr std::array kEnd = {"", "\"", "; fils", ", Zoé", "-Marie", " 👩‍💻"};
  return std::string(kBegin[static_cast<size_t>(Number(0, 9))]) + kNames[static_cast<size_t>(Number(0, 6))] +
         kEnd[static_cast<size_t>(Number(0, 5))];
}

}  // namespace tutorat::format
