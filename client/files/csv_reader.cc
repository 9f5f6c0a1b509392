#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/files/csv.h"
#include "client/files/encoding.h"

namespace tutorat::format {
namespace {

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

constexpr int kLineEndsLookedAt = 40;

// The candidate of which most of the first lines hold the same number, outside quotes: commas of texts and titles
// differ from line to line. A comma when no line holds any.
char FindSeparator(absl::string_view text) {
  constexpr std::array<char, 3> kCandidates = {',', ';', '\t'};
  std::array<std::map<int, int>, kCandidates.size()> lines_of_count;
  std::array<int, kCandidates.size()> counts = {};
  const auto end_line = [&] {
    for (size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] > 0) ++lines_of_count[i][counts[i]];
      counts[i] = 0;
    }
  };
  bool quoted = false;
  int line_ends = 0;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (IsLineEnd(c)) {
      end_line();
      if (++line_ends == kLineEndsLookedAt) break;
    }
    for (size_t i = 0; i < counts.size(); ++i) counts[i] += c == kCandidates[i] ? 1 : 0;
  }
  end_line();
  size_t best = 0;
  std::pair<int, int> most;
  for (size_t i = 0; i < kCandidates.size(); ++i) {
    for (const auto& [count, times] : lines_of_count[i]) {
      if (std::pair(times, count) <= most) continue;
      most = {times, count};
      best = i;
    }
  }
  return kCandidates[best];
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
    while (at_ < text_.size() && IsLineEnd(text_[at_])) EndLine();
    if (at_ >= text_.size()) return false;
    record = {.line = line_, .cells = {}};
    while (true) {
      std::string cell;
      if (!ReadCell(cell)) return false;
      record.cells.push_back(std::move(cell));
      if (at_ >= text_.size()) return true;
      if (IsLineEnd(text_[at_])) {
        EndLine();
        return true;
      }
      ++at_;
    }
  }

  // Line 0: none.
  const Problem& problem() const { return problem_; }

 private:
  void EndLine() {
    at_ += absl::StartsWith(text_.substr(at_), "\r\n") ? 2 : 1;
    ++line_;
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
        cell.push_back(text_[at_++]);
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

}  // namespace

CsvDocument ReadCsv(absl::string_view bytes, Language language) {
  CsvDocument document;
  std::variant<DecodedText, Problem> decoded = Decode(bytes, language);
  if (const Problem* problem = std::get_if<Problem>(&decoded)) {
    document.problems.push_back(*problem);
    return document;
  }
  const DecodedText& content = *std::get_if<DecodedText>(&decoded);
  document.charset = content.charset;
  absl::string_view text = content.text;
  const char separator = FindSeparator(text);
  const bool from_spreadsheet = content.had_mark || separator == ';';
  // Told to Excel, which shows no such row.
  if (absl::ConsumePrefix(&text, absl::StrCat("sep=", std::string(1, separator)))) {
    if (!absl::ConsumePrefix(&text, "\r\n") && !text.empty()) text.remove_prefix(1);
  }
  RecordReader reader(text, separator, language);
  CsvRecord record;
  while (reader.Next(record)) {
    for (std::string& cell : record.cells) {
      if (from_spreadsheet && IsGuarded(cell)) cell.erase(0, 1);
    }
    document.records.push_back(std::move(record));
  }
  if (reader.problem().line > 0) {
    document.problems.push_back(reader.problem());
  } else if (document.records.empty()) {
    document.problems.push_back(
        {.message = Say(language, "le fichier est vide ; l'une de ses lignes nomme les colonnes",
                        "the file is empty; one of its lines names the columns")});
  }
  return document;
}

}  // namespace tutorat::format
