#include <algorithm>
#include <array>
#include <utility>

#include "client/files/csv.h"
#include "client/files/encoding.h"

namespace tutorat::format {
namespace {

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

// The candidate that the first line with text holds most of, outside quotes; a comma when it holds none.
char FindSeparator(absl::string_view text) {
  std::array<std::pair<char, int>, 3> counts = {{{',', 0}, {';', 0}, {'\t', 0}}};
  bool quoted = false;
  for (const char c : text.substr(std::min(text.find_first_not_of("\r\n"), text.size()))) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (IsLineEnd(c)) break;
    for (auto& [separator, count] : counts) count += c == separator ? 1 : 0;
  }
  const auto more = [](const auto& a, const auto& b) { return a.second < b.second; };
  return std::max_element(counts.begin(), counts.end(), more)->first;
}

// A cell that a spreadsheet would compute, be it after apostrophes.
bool IsGuarded(absl::string_view cell) {
  const size_t first = cell.find_first_not_of('\'');
  return first != absl::string_view::npos && first > 0 &&
         absl::string_view("=+-@\t\r").find(cell[first]) != absl::string_view::npos;
}

class RecordReader {
 public:
  RecordReader(absl::string_view text, char separator, Language language)
      : text_(text), separator_(separator), language_(language) {}

  // False at the end of the text, and after a problem.
  bool Next(CsvRecord& record) {
    while (at_ < text_.size() && IsLineEnd(text_[at_])) Advance();
    if (at_ >= text_.size()) return false;
    record = {.line = line_, .cells = {}};
    while (true) {
      std::string cell;
      if (!ReadCell(cell)) return false;
      record.cells.push_back(std::move(cell));
      if (at_ >= text_.size()) return true;
      const char end = text_[at_];
      Advance();
      if (end != separator_) {
        if (end == '\r' && at_ < text_.size() && text_[at_] == '\n') Advance();
        return true;
      }
    }
  }

  // Line 0: none.
  const Problem& problem() const { return problem_; }

 private:
  void Advance() {
    const bool inside_crlf = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
    if (IsLineEnd(text_[at_]) && !inside_crlf) ++line_;
    ++at_;
  }

  bool AtCellEnd() const { return at_ >= text_.size() || text_[at_] == separator_ || IsLineEnd(text_[at_]); }

  bool ReadCell(std::string& cell) {
    if (at_ < text_.size() && text_[at_] == '"') return ReadQuoted(cell);
    const size_t start = at_;
    while (!AtCellEnd()) ++at_;
    const absl::string_view bare = text_.substr(start, at_ - start);
    cell = std::string(bare);
    return bare.find('"') == absl::string_view::npos || RefuseStrayQuote();
  }

  bool ReadQuoted(std::string& cell) {
    const int opened = line_;
    ++at_;
    while (at_ < text_.size()) {
      if (text_[at_] != '"') {
        cell.push_back(text_[at_]);
        Advance();
        continue;
      }
      ++at_;
      if (at_ >= text_.size() || text_[at_] != '"') return AtCellEnd() || RefuseTextAfterQuote();
      cell.push_back('"');
      ++at_;
    }
    return Refuse(
        opened, Say(language_,
                    "un guillemet ouvert ici n'est jamais refermé : le fichier est tronqué, ou un guillemet manque ; "
                    "un guillemet dans un texte s'écrit deux fois",
                    "a quote opened here is never closed: the file is truncated, or a quote is missing; a quote within "
                    "a text is written twice"));
  }

  bool RefuseStrayQuote() {
    return Refuse(
        line_,
        Say(language_,
            "un guillemet est au milieu d'une cellule sans guillemets ; mettre toute la cellule entre guillemets, "
            "sans espace avant, et doubler ceux du texte",
            "a quote stands within a cell that has none around it; put the whole cell between quotes, without "
            "a space before, and write those of the text twice"));
  }

  bool RefuseTextAfterQuote() {
    return Refuse(
        line_,
        Say(language_,
            "du texte suit un guillemet fermant ; un guillemet dans un texte s'écrit deux fois, et tout le texte "
            "est entre guillemets",
            "text follows a closing quote; a quote within a text is written twice, and the whole text stands "
            "between quotes"));
  }

  // Returns false.
  bool Refuse(int line, std::string message) {
    problem_ = {.line = line, .message = std::move(message)};
    return false;
  }

  const absl::string_view text_;
  const char separator_;
  const Language language_;
  size_t at_ = 0;
  int line_ = 1;
  Problem problem_;
};

Problem WrongCount(const CsvRecord& record, size_t expected, Language language) {
  return {
      .line = record.line,
      .message = Say(language,
                     "la ligne a $0 $2, l'en-tête $1 $3 ; ajouter ou retirer des séparateurs, ou mettre "
                     "entre guillemets le texte qui en contient",
                     "the line has $0 $2, the header $1 $3; add or remove separators, or quote the text that "
                     "holds one",
                     record.cells.size(), expected,
                     record.cells.size() == 1 ? Say(language, "cellule", "cell") : Say(language, "cellules", "cells"),
                     expected == 1 ? Say(language, "colonne", "column") : Say(language, "colonnes", "columns"))};
}

}  // namespace

CsvDocument ReadCsv(absl::string_view bytes, Language language) {
  CsvDocument document;
  std::variant<DecodedText, Problem> decoded = Decode(bytes, language);
  if (const Problem* problem = std::get_if<Problem>(&decoded)) {
    document.problems.push_back(*problem);
    return document;
  }
  const DecodedText& content = *std::get_if<DecodedText>(&decoded);
  const char separator = FindSeparator(content.text);
  const bool from_spreadsheet = content.had_mark || separator == ';';
  RecordReader reader(content.text, separator, language);
  CsvRecord record;
  while (reader.Next(record)) {
    if (document.header.cells.empty()) {
      // `sep=;`, which tells Excel the separator: FindSeparator has found the same in it.
      if (record.line == 1 && record.cells == std::vector<std::string>{"sep=", ""}) continue;
      document.header = std::move(record);
      continue;
    }
    if (record.cells.size() != document.header.cells.size()) {
      document.problems.push_back(WrongCount(record, document.header.cells.size(), language));
      continue;
    }
    for (std::string& cell : record.cells) {
      if (from_spreadsheet && IsGuarded(cell)) cell.erase(0, 1);
    }
    document.records.push_back(std::move(record));
  }
  if (reader.problem().line > 0) {
    document.problems.push_back(reader.problem());
  } else if (document.header.cells.empty()) {
    document.problems.push_back({.message = Say(language, "le fichier est vide ; sa première ligne nomme les colonnes",
                                                "the file is empty; its first line names the columns")});
  }
  return document;
}

}  // namespace tutorat::format
