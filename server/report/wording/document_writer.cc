#include "server/report/wording/document_writer.h"

#include "absl/strings/str_cat.h"
#include "server/domain/base/require.h"

namespace tutorat::report {

v1::DocumentCell TextCell(const std::string& text) {
  v1::DocumentCell cell;
  cell.set_text(text);
  return cell;
}

v1::DocumentCell NumberCell(int64_t number) {
  v1::DocumentCell cell;
  cell.set_number(number);
  return cell;
}

v1::DocumentCell NumberCell(int64_t number, const std::string& text) {
  v1::DocumentCell cell = TextCell(text);
  cell.set_number(number);
  return cell;
}

v1::DocumentCell HalvesCell(int64_t doubled, Language language) {
  const auto text = [&](absl::string_view point) {
    return absl::StrCat(doubled / 2, doubled % 2 == 0 ? "" : absl::StrCat(point, "5"));
  };
  v1::DocumentCell cell = TextCell(text(Choose(language, ",", ".")));
  cell.set_decimal(text("."));
  return cell;
}

v1::DocumentCell TenthsCell(int64_t tenths, Language language) {
  v1::DocumentCell cell = TextCell(TenthsText(tenths, language));
  cell.set_decimal(TenthsText(tenths, Language::kEnglish));
  return cell;
}

v1::DocumentCell DateCell(const std::string& date, Language language) {
  v1::DocumentCell cell;
  if (date.empty()) return cell;
  cell.set_date(date);
  cell.set_text(DayText(date, language));
  return cell;
}

v1::DocumentCell CodeCell(const std::string& code, const std::string& text) {
  v1::DocumentCell cell = TextCell(text);
  if (!code.empty()) cell.set_code(code);
  return cell;
}

v1::DocumentCell TruthCell(bool value, Language language) {
  return CodeCell(value ? "true" : "false",
                  std::string(value ? Choose(language, "oui", "yes") : Choose(language, "non", "no")));
}

v1::DocumentCell ItemsCell(const std::vector<std::string>& items) {
  v1::DocumentCell cell;
  *cell.mutable_items() = {items.begin(), items.end()};
  return cell;
}

void TableWriter::AddColumn(absl::string_view key, absl::string_view title, v1::DocumentColumn::Kind kind) {
  v1::DocumentColumn& column = *table_->add_columns();
  column.set_key(std::string(key));
  column.set_title(std::string(title));
  column.set_kind(kind);
}

void TableWriter::AddColumn(absl::string_view key, absl::string_view french, absl::string_view english,
                            v1::DocumentColumn::Kind kind) {
  AddColumn(key, Choose(language_, french, english), kind);
}

v1::DocumentRow& TableWriter::AddRow(std::vector<v1::DocumentCell> cells) {
  domain::Require(cells.size() == static_cast<size_t>(table_->columns_size()), "a row has a cell a column");
  v1::DocumentRow& row = *table_->add_rows();
  row.mutable_cells()->Reserve(static_cast<int>(cells.size()));
  for (v1::DocumentCell& cell : cells) *row.add_cells() = std::move(cell);
  return row;
}

DocumentWriter::DocumentWriter(v1::Document* document, Language language, absl::string_view french_title,
                               absl::string_view english_title)
    : document_(document), language_(language) {
  document->set_language(language == Language::kFrench ? "fr" : "en");
  document->set_title(std::string(Choose(language, french_title, english_title)));
}

void DocumentWriter::Tell(const Phrase& sentence) {
  v1::Sentence& told = *document_->add_blocks()->mutable_sentence();
  told.set_text(sentence.text);
  *told.mutable_figures() = {sentence.figures.begin(), sentence.figures.end()};
}

void DocumentWriter::TellPeriod(const std::string& from_date, const std::string& to_date, const std::string& wave,
                                int sessions, int groups_met, int groups) {
  const Phrase in_wave = InWave(wave, language_);
  const std::string from = DayText(from_date, language_);
  if (from_date >= to_date) {
    Tell("Période vide (aucun jour à partir du $0)$1.", "Empty period (no day from $0 on)$1.", from, in_wave);
    return;
  }
  Tell("Du $0 au $1$2 : $3 tenue$4 dans $5.", "From $0 to $1$2: $3 held in $5.", from, LastDayText(to_date, language_),
       in_wave, Count(sessions, language_, "séance", "session"), sessions >= 2 ? "s" : "",
       groups_met == groups ? Count(groups, language_, "groupe", "group")
                            : OutOf(groups_met, groups, language_, "groupe", "group"));
}

TableWriter DocumentWriter::AddTable(absl::string_view key) {
  v1::DocumentTable* table = document_->add_blocks()->mutable_table();
  table->set_key(std::string(key));
  return TableWriter(table, language_);
}

TableWriter DocumentWriter::AddData(absl::string_view key) {
  v1::DocumentTable* table = document_->add_data();
  table->set_key(std::string(key));
  return TableWriter(table, language_);
}

}  // namespace tutorat::report
