#include "client/files/programme_csv.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/files/table_file.h"
#include "client/text/cells.h"
#include "client/text/words.h"

namespace tutorat::format {
namespace {

constexpr absl::string_view kThemes = "themes/";

const std::vector<FileColumn>& ProgrammeColumns() {
  static const auto& columns =
      *new std::vector<FileColumn>{{"thème", "theme", true}, {"mois", "month", true}, {"poids", "weight"}};
  return columns;
}
constexpr size_t kTheme = 0;
constexpr size_t kMonth = 1;
constexpr size_t kWeight = 2;

v1::ProgrammeItem ReadItem(const TableFile::Row& row, Language language, TableFile& table) {
  v1::ProgrammeItem item;
  const std::string theme = Trim(row.cells[kTheme]);
  if (theme.empty()) {
    table.Refuse(row, kTheme, Say(language, "la cellule est vide ; la remplir", "the cell is empty; fill it in"));
  }
  item.set_theme(absl::StartsWith(theme, kThemes) ? theme : absl::StrCat(kThemes, theme));
  int month = 0;
  if (!absl::SimpleAtoi(Trim(row.cells[kMonth]), &month) || month < 1) {
    table.Refuse(row, kMonth,
                 Say(language, "n'est pas un mois ; écrire 1 pour le premier mois du tutorat, 2 pour le suivant",
                     "is no month; write 1 for the first month of the tutoring, 2 for the next"));
  }
  item.set_month(month);
  const std::string word = Trim(row.cells[kWeight]);
  const auto weight = ParseWord<v1::ProgrammeItem::Weight>(word);
  item.set_weight(weight.value_or(v1::ProgrammeItem::WEIGHT_CORE));
  if (!weight && !word.empty()) {
    table.Refuse(row, kWeight,
                 Say(language, "n'est pas connu ; choisir $0", "is not known; choose $0",
                     WordChoices<v1::ProgrammeItem::Weight>(language)));
  }
  return item;
}

}  // namespace

ProgrammeFile ReadProgramme(absl::string_view bytes, Language language) {
  ProgrammeFile file;
  TableFile table = ReadTableFile(bytes, ProgrammeColumns(), language);
  for (const TableFile::Row& row : table.rows) {
    if (!table.header_is_right) break;
    const size_t before = table.problems.size();
    ProgrammeLine line{row.line, ReadItem(row, language, table)};
    if (table.problems.size() == before) file.lines.push_back(std::move(line));
  }
  table.SortProblems();
  file.problems = std::move(table.problems);
  file.notes = std::move(table.notes);
  return file;
}

std::string WriteProgramme(const v1::Programme& programme, CsvStyle style, Language language) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::ProgrammeItem& item : programme.items()) {
    rows.push_back({std::string(absl::StripPrefix(item.theme(), kThemes)), absl::StrCat(item.month()),
                    Word(item.weight(), language)});
  }
  return WriteTableFile(ProgrammeColumns(), std::move(rows), style, language);
}

}  // namespace tutorat::format
