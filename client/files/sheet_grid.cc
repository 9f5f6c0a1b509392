#include "client/files/sheet_grid.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"

namespace tutorat::format {
namespace {

bool HasNoText(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const std::string& cell) { return absl::StripAsciiWhitespace(cell).empty(); });
}

Problem BeyondLastRow(Language language) {
  return {.message = Say(language,
                         "une feuille a du texte au-delà de la ligne $0 ; supprimer les lignes inutiles et recommencer",
                         "a sheet has text beyond row $0; delete the rows that are not needed and try again",
                         SheetGrid::kMostRows)};
}

Problem BeyondLastColumn(int row, Language language) {
  return {.line = row,
          .message = Say(language, "du texte au-delà de la colonne $0 ; supprimer les colonnes inutiles et recommencer",
                         "text beyond column $0; delete the columns that are not needed and try again",
                         SheetGrid::kMostColumns)};
}

}  // namespace

bool TextBudget::Take(size_t bytes) {
  bytes += sizeof(std::string);
  if (bytes > left_) return false;
  left_ -= bytes;
  return true;
}

Problem TooMuchText(Language language) {
  return {.message = Say(language,
                         "le classeur contient trop de texte pour être lu ; n'y garder que la feuille utile, sans ses "
                         "colonnes vides, et recommencer",
                         "the workbook holds too much text to be read; keep only the sheet that is needed, without its "
                         "empty columns, and try again")};
}

std::optional<Problem> SheetGrid::Set(int row, int column, std::string text) {
  if (text.empty()) return std::nullopt;
  if (row > kMostRows) return BeyondLastRow(language_);
  if (column > kMostColumns) return BeyondLastColumn(row, language_);
  std::vector<std::string>& cells = rows_[row];
  const auto width = static_cast<size_t>(column);
  const size_t empty = width > cells.size() ? (width - cells.size()) * sizeof(std::string) : 0;
  if (!budget_->Take(text.size() + empty)) return TooMuchText(language_);
  if (width > cells.size()) cells.resize(width);
  cells[width - 1] = std::move(text);
  return std::nullopt;
}

// False when there is no room for it.
bool SheetGrid::Fill(const Range& range) {
  const auto left = static_cast<size_t>(range.left - 1);
  std::string text;
  for (auto row = rows_.lower_bound(range.top); row != rows_.end() && row->first <= range.bottom; ++row) {
    std::vector<std::string>& cells = row->second;
    const bool first = row->first == range.top;
    if (first && left < cells.size()) text = cells[left];
    const size_t right = std::min(static_cast<size_t>(range.right), cells.size());
    // What the merged cell hides is no text of the sheet.
    for (size_t i = left + (first ? 1 : 0); i < right; ++i) cells[i].clear();
    const size_t cleared = right > left ? right - left : 0;
    const size_t wider = left < cells.size() ? 0 : (left + 1 - cells.size()) * sizeof(std::string);
    // Work counts too: ranges may overlap.
    if (!budget_->Take(text.size() + cleared + wider)) return false;
    if (first || text.empty() || HasNoText(cells)) continue;
    if (left >= cells.size()) cells.resize(left + 1);
    cells[left] = text;
  }
  return true;
}

std::optional<Problem> SheetGrid::TakeRows(std::vector<CsvRecord>& rows) {
  for (const Range& range : std::exchange(merged_, {})) {
    if (!Fill(range)) return TooMuchText(language_);
  }
  for (auto& [line, cells] : std::exchange(rows_, {})) {
    if (HasNoText(cells)) continue;
    while (cells.back().empty()) cells.pop_back();
    rows.push_back({.line = line, .cells = std::move(cells)});
  }
  return std::nullopt;
}

}  // namespace tutorat::format
