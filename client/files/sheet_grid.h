#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/files/csv.h"
#include "client/text/language.h"
#include "client/text/problem.h"

namespace tutorat::format {

// What a workbook's texts may take of the memory, so that a small file cannot make large sheets.
class TextBudget {
 public:
  // Whether there was room for one more text of that many bytes.
  bool Take(size_t bytes);

 private:
  size_t left_ = size_t{256} << 20;
};

Problem TooMuchText(Language language);

// The cells of a sheet, in whatever order they come. Rows and columns count from 1.
class SheetGrid {
 public:
  static constexpr int kMostRows = 1'000'000;
  static constexpr int kMostColumns = 16'384;

  struct Range {
    int top = 0;
    int left = 0;
    int bottom = 0;
    int right = 0;
  };

  // `budget` must outlive it.
  SheetGrid(TextBudget& budget, Language language) : budget_(&budget), language_(language) {}

  // What is wrong with a text there; an empty one is nothing.
  std::optional<Problem> Set(int row, int column, std::string text);
  void Merge(const Range& range) { merged_.push_back(range); }
  // The rows with text, once merged cells are filled; see ReadWorkbook. Leaves nothing behind.
  std::optional<Problem> TakeRows(std::vector<CsvRecord>& rows);

 private:
  bool Fill(const Range& range);

  TextBudget* budget_;
  Language language_;
  std::map<int, std::vector<std::string>> rows_;
  std::vector<Range> merged_;
};

}  // namespace tutorat::format
