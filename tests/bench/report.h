// What was measured, as a table for people and as JSON for programs.
#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace tutorat::bench {

using Figures = std::vector<std::pair<std::string, double>>;

struct Line {
  std::string work;   // W1
  std::string what;   // «10 groups, 16 in flight»
  std::string side;   // ours, rows, echo
  Figures figures;    // in the order in which they are printed; units are in their names
  std::string note;   // of a figure that is not what it should be, why
  bool whole = true;  // false: something asked for could not be measured
};

// Used by one thread.
class Report {
 public:
  void Add(Line line) { lines_.push_back(std::move(line)); }
  void Missing(const std::string& work, const std::string& what, const std::string& why);

  // Whether everything that was asked for was measured.
  bool whole() const;

  // The lines of one work.
  void PrintTable(const std::string& work, std::ostream& out) const;
  // {"whole": true, "about": {...}, "lines": [{"work": "W1", "what": ..., "side": ..., "figures": {...}, "note": ...}]}
  std::string Json(const std::vector<std::pair<std::string, std::string>>& about) const;

 private:
  std::vector<Line> lines_;
};

}  // namespace tutorat::bench
