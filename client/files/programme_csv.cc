#include "client/files/programme_csv.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/text/cells.h"
#include "client/text/fold.h"
#include "client/text/words.h"

namespace tutorat::format {
namespace {

constexpr absl::string_view kThemes = "themes/";

struct Column {
  const char* english;
  const char* french;
  bool required;
};
constexpr std::array<Column, 3> kProgrammeColumns = {
    {{"theme", "thème", true}, {"month", "mois", true}, {"weight", "poids", false}}};
constexpr size_t kTheme = 0;
constexpr size_t kMonth = 1;
constexpr size_t kWeight = 2;

class ProgrammeReader {
 public:
  explicit ProgrammeReader(Language language) : language_(language) {}

  ProgrammeFile Read(absl::string_view bytes) {
    CsvDocument document = ReadCsv(bytes, language_);
    file_.problems = std::move(document.problems);
    if (document.header.cells.empty()) return std::move(file_);
    if (!ReadHeader(document.header)) return std::move(file_);
    for (const CsvRecord& record : document.records) ReadRecord(record);
    std::stable_sort(file_.problems.begin(), file_.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    return std::move(file_);
  }

 private:
  bool ReadHeader(const CsvRecord& header) {
    const size_t before = file_.problems.size();
    for (size_t i = 0; i < header.cells.size(); ++i) {
      const std::string name = Fold(header.cells[i]);
      if (name.empty()) continue;
      const auto known = std::find_if(kProgrammeColumns.begin(), kProgrammeColumns.end(), [&](const Column& column) {
        return name == Fold(column.english) || name == Fold(column.french);
      });
      if (known == kProgrammeColumns.end()) {
        Refuse(header.line, "", header.cells[i],
               Say(language_, "n'est pas une colonne connue ; les colonnes sont thème, mois, poids",
                   "is no known column; the columns are theme, month, weight"));
        continue;
      }
      std::optional<size_t>& index = index_[static_cast<size_t>(known - kProgrammeColumns.begin())];
      if (index) {
        Refuse(header.line, "", header.cells[i],
               Say(language_, "est une colonne répétée ; n'en garder qu'une", "is a repeated column; keep one"));
      }
      index = i;
    }
    for (size_t i = 0; i < kProgrammeColumns.size(); ++i) {
      if (!kProgrammeColumns[i].required || index_[i]) continue;
      Refuse(header.line, "", "",
             Say(language_, "la colonne « $0 » manque ; l'ajouter à l'en-tête",
                 "the column \"$0\" is missing; add it to the header", Name(i)));
    }
    return file_.problems.size() == before;
  }

  void ReadRecord(const CsvRecord& record) {
    if (std::all_of(record.cells.begin(), record.cells.end(),
                    [](const std::string& cell) { return absl::StripAsciiWhitespace(cell).empty(); })) {
      return;  // a spreadsheet leaves lines of separators alone behind
    }
    const size_t before = file_.problems.size();
    ProgrammeLine line{record.line, {}};
    const std::string theme = Cell(record, kTheme);
    if (theme.empty()) {
      Refuse(record.line, Name(kTheme), "",
             Say(language_, "la cellule est vide ; la remplir", "the cell is empty; fill it in"));
    }
    line.item.set_theme(absl::StartsWith(theme, kThemes) ? theme : absl::StrCat(kThemes, theme));
    int month = 0;
    if (!absl::SimpleAtoi(Cell(record, kMonth), &month) || month < 1) {
      Refuse(record.line, Name(kMonth), Cell(record, kMonth),
             Say(language_, "n'est pas un mois ; écrire 1 pour le premier mois du tutorat, 2 pour le suivant",
                 "is no month; write 1 for the first month of the tutoring, 2 for the next"));
    }
    line.item.set_month(month);
    line.item.set_weight(v1::ProgrammeItem::WEIGHT_CORE);
    if (const std::string word = Cell(record, kWeight); !word.empty()) {
      const auto weight = ParseWord<v1::ProgrammeItem::Weight>(word);
      if (weight) line.item.set_weight(*weight);
      if (!weight) {
        Refuse(record.line, Name(kWeight), word,
               Say(language_, "n'est pas un mot connu ; écrire l'un de $0", "is no known word; write one of $0",
                   WordChoices<v1::ProgrammeItem::Weight>(language_)));
      }
    }
    if (file_.problems.size() == before) file_.lines.push_back(std::move(line));
  }

  std::string Cell(const CsvRecord& record, size_t column) const {
    const std::optional<size_t>& index = index_[column];
    return index ? Trim(record.cells[*index]) : "";
  }

  std::string Name(size_t column) const {
    return std::string(Choose(language_, kProgrammeColumns[column].french, kProgrammeColumns[column].english));
  }

  void Refuse(int line, std::string column, std::string value, std::string message) {
    file_.problems.push_back(
        {.line = line, .column = std::move(column), .value = std::move(value), .message = std::move(message)});
  }

  const Language language_;
  ProgrammeFile file_;
  std::array<std::optional<size_t>, kProgrammeColumns.size()> index_;
};

}  // namespace

ProgrammeFile ReadProgramme(absl::string_view bytes, Language language) {
  return ProgrammeReader(language).Read(bytes);
}

std::string WriteProgramme(const v1::Programme& programme, CsvStyle style, Language language) {
  std::vector<std::vector<std::string>> records(1);
  for (const Column& column : kProgrammeColumns)
    records[0].emplace_back(Choose(language, column.french, column.english));
  for (const v1::ProgrammeItem& item : programme.items()) {
    records.push_back({std::string(absl::StripPrefix(item.theme(), kThemes)), absl::StrCat(item.month()),
                       Word(item.weight(), language)});
  }
  return WriteCsv(records, style);
}

}  // namespace tutorat::format
