// Writes a v1.Document: its sentences, tables and cells.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "server/report/wording/phrase.h"
#include "tutorat/v1/document.pb.h"

namespace tutorat::report {

using Kind = v1::DocumentColumn;

// Cells. An empty text, or an empty date, is an empty cell.
v1::DocumentCell TextCell(const std::string& text);
v1::DocumentCell NumberCell(int64_t number);
// `text`: as people read the number, where that says more.
v1::DocumentCell NumberCell(int64_t number, const std::string& text);
// A number of halves, such as a doubled median: 2,5.
v1::DocumentCell HalvesCell(int64_t doubled, Language language);
// A number of tenths: 2,5.
v1::DocumentCell TenthsCell(int64_t tenths, Language language);
v1::DocumentCell DateCell(const std::string& date, Language language);
v1::DocumentCell CodeCell(const std::string& code, const std::string& text);
// `true` and `false`, which people read as yes and no.
v1::DocumentCell TruthCell(bool value, Language language);
v1::DocumentCell ItemsCell(const std::vector<std::string>& items);

// Writes a table of a document, which it points into.
class TableWriter {
 public:
  explicit TableWriter(v1::DocumentTable* table, Language language) : table_(table), language_(language) {}

  // In order, before the first row.
  void AddColumn(absl::string_view key, absl::string_view title, v1::DocumentColumn::Kind kind = Kind::KIND_TEXT);
  void AddColumn(absl::string_view key, absl::string_view french, absl::string_view english,
                 v1::DocumentColumn::Kind kind = Kind::KIND_TEXT);
  // As many cells as there are columns.
  v1::DocumentRow& AddRow(std::vector<v1::DocumentCell> cells);

  v1::DocumentTable& table() { return *table_; }

 private:
  v1::DocumentTable* table_;
  Language language_;
};

class DocumentWriter {
 public:
  DocumentWriter(v1::Document* document, Language language, absl::string_view french_title,
                 absl::string_view english_title);

  Language language() const { return language_; }

  template <typename... Args>
  Phrase Say(absl::string_view french, absl::string_view english, const Args&... args) const {
    return report::Say(language_, french, english, args...);
  }

  // A sentence of its own.
  template <typename... Args>
  void Tell(absl::string_view french, absl::string_view english, const Args&... args) {
    Tell(Say(french, english, args...));
  }
  void Tell(const Phrase& sentence);
  // The period [from_date, to_date), of that wave, and how many sessions were held in how many of the groups.
  void TellPeriod(const std::string& from_date, const std::string& to_date, const std::string& wave, int sessions,
                  int groups_met, int groups);

  // A table among the blocks.
  TableWriter AddTable(absl::string_view key);
  // One for programs and spreadsheets.
  TableWriter AddData(absl::string_view key);

 private:
  v1::Document* document_;
  Language language_;
};

}  // namespace tutorat::report
