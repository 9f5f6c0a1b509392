#include "client/files/table_file.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "client/files/workbook.h"
#include "client/text/cells.h"
#include "proto/fold.h"

namespace tutorat::format {
namespace {

// A title and a blank line or two stand above the header of most registers.
constexpr size_t kLinesToTheHeader = 10;

constexpr absl::string_view kTotals[] = {"total", "sous_total", "grand_total", "somme", "moyenne", "sum", "average"};

// Without what a title adds to a name: DURÉE (MINUTES), Date :, N° groupe.
std::string Normal(absl::string_view name) {
  std::string normal =
      absl::StrReplaceAll(contract::FoldName(name.substr(0, name.find('('))),
                          {{" ", "_"}, {"-", "_"}, {"'", "_"}, {"\u2019", "_"}, {"\u00B0", ""}, {".", ""}, {":", ""}});
  while (absl::EndsWith(normal, "_")) normal.pop_back();
  return normal;
}

// The columns by what they are called, folded once: a header is looked for in many cells.
class ColumnNames {
 public:
  explicit ColumnNames(absl::Span<const FileColumn> columns) {
    for (size_t i = 0; i < columns.size(); ++i) {
      for (const std::string& own : {columns[i].english, columns[i].french}) names_.emplace(Normal(own), Name{i, true});
    }
    for (size_t i = 0; i < columns.size(); ++i) {
      for (const std::string& also : columns[i].also) names_.emplace(Normal(also), Name{i, false});
    }
  }

  struct Name {
    size_t column;
    // Else it is another word for it.
    bool own;
  };
  std::optional<Name> Find(absl::string_view name) const {
    const auto found = names_.find(Normal(name));
    if (found == names_.end()) return std::nullopt;
    return found->second;
  }

 private:
  absl::flat_hash_map<std::string, Name> names_;
};

// Levenshtein's: letters to add, remove or change.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

bool IsBlank(const CsvRecord& record) {
  return std::all_of(record.cells.begin(), record.cells.end(), [](const auto& cell) { return Trim(cell).empty(); });
}

// What a formula gives that cannot be computed, in either language, and a number wider than its column.
bool IsErrorValue(absl::string_view cell) {
  static const auto& errors = *new std::set<std::string>{
      "#REF!",  "#N/A",     "#VALEUR!", "#VALUE!", "#NOM?",        "#NAME?",        "#DIV/0!",
      "#NUL!",  "#NULL!",   "#NOMBRE!", "#NUM!",   "#SPILL!",      "#PROPAGATION!", "#EPARS!",
      "#CALC!", "#CALCUL!", "#CHAMP!",  "#FIELD!", "#GETTING_DATA"};
  const std::string text = absl::AsciiStrToUpper(Trim(cell));
  if (errors.count(text) > 0) return true;
  if (text.size() > 2 && text.find_first_not_of('#') == std::string::npos) return true;
  absl::string_view number = text;
  return absl::ConsumePrefix(&number, "ERR:") && !number.empty() &&
         std::all_of(number.begin(), number.end(), absl::ascii_isdigit);
}

bool IsTotal(absl::string_view cell) {
  const std::string word = Normal(Trim(cell));
  return std::any_of(std::begin(kTotals), std::end(kTotals),
                     [&](absl::string_view total) { return absl::StartsWith(word, total); });
}

// Lines as people list them: 3 to 5, 9.
std::string LineList(const std::vector<int>& lines, Language language) {
  std::string text;
  for (size_t i = 0; i < lines.size();) {
    size_t end = i;
    while (end + 1 < lines.size() && lines[end + 1] == lines[end] + 1) ++end;
    absl::StrAppend(&text, text.empty() ? "" : ", ", lines[i]);
    if (end > i) absl::StrAppend(&text, Choose(language, " à ", " to "), lines[end]);
    i = end + 1;
  }
  return text;
}

class Reader {
 public:
  Reader(absl::Span<const FileColumn> columns, Language language)
      : columns_(columns), names_(columns), language_(language) {}

  TableFile Read(absl::string_view bytes) && {
    const std::vector<CsvRecord> records = IsWorkbook(bytes) ? ReadSheet(bytes) : ReadText(bytes);
    for (const FileColumn& column : columns_) file_.names.push_back(NameOf(column));
    file_.named.resize(columns_.size());
    above_.resize(columns_.size());
    filled_.resize(columns_.size());
    if (records.empty()) return std::move(file_);
    const size_t before = file_.problems.size();
    const size_t header = FindHeader(records);
    for (size_t i = 0; i < header; ++i) {
      if (!IsBlank(records[i])) Note(records[i], "", Above());
    }
    ReadHeader(records[header]);
    file_.header_is_right = file_.problems.size() == before;
    for (size_t i = header + 1; i < records.size(); ++i) {
      // A spreadsheet leaves lines of separators alone behind.
      if (!IsBlank(records[i])) ReadRecord(records[i]);
    }
    NoteFilled();
    return std::move(file_);
  }

 private:
  std::vector<CsvRecord> ReadText(absl::string_view bytes) {
    CsvDocument document = ReadCsv(bytes, language_);
    file_.problems = std::move(document.problems);
    // A guess by the looks, which a word of another language may mislead.
    if (absl::StartsWith(document.charset, "CP850") || document.charset == "Mac Roman") {
      file_.notes.push_back({.message = Say(language_, "le fichier est lu comme du $0 ; vérifier les accents",
                                            "the file is read as $0; check the accents", document.charset)});
    }
    return std::move(document.records);
  }

  std::vector<CsvRecord> ReadSheet(absl::string_view bytes) {
    auto read = ReadWorkbook(bytes, language_);
    if (const Problem* problem = std::get_if<Problem>(&read)) {
      file_.problems.push_back(*problem);
      return {};
    }
    auto& sheets = *std::get_if<std::vector<Worksheet>>(&read);
    std::vector<CsvRecord>* best = nullptr;
    size_t most = 0;
    for (Worksheet& sheet : sheets) {
      if (sheet.rows.empty()) continue;
      const size_t named = ColumnsNamedBy(sheet.rows[FindHeader(sheet.rows)]);
      if (best != nullptr && named <= most) continue;
      best = &sheet.rows;
      most = named;
    }
    for (const Worksheet& sheet : sheets) {
      if (&sheet.rows == best || sheet.rows.empty()) continue;
      file_.notes.push_back({.value = sheet.name,
                             .message = Say(language_, "est une autre feuille du classeur : laissée de côté",
                                            "is another sheet of the workbook: left aside")});
    }
    if (best == nullptr) {
      file_.problems.push_back(
          {.message = Say(language_, "le classeur est vide ; l'une de ses lignes nomme les colonnes",
                          "the workbook is empty; one of its lines names the columns")});
      return {};
    }
    return std::move(*best);
  }

  std::string NameOf(const FileColumn& column) const {
    return std::string(Choose(language_, column.french, column.english));
  }

  std::string Above() const {
    return Say(language_, "est au-dessus de l'en-tête : laissé de côté", "stands above the header: left aside");
  }

  void Note(const CsvRecord& record, std::string column, std::string message) {
    const auto text = std::find_if(record.cells.begin(), record.cells.end(),
                                   [](const std::string& cell) { return !Trim(cell).empty(); });
    file_.notes.push_back({record.line, std::move(column), Trim(*text), std::move(message)});
  }

  // How many columns the line would name, were it the header.
  size_t ColumnsNamedBy(const CsvRecord& record) const {
    std::set<size_t> named;
    for (const std::string& cell : record.cells) {
      if (const auto name = names_.Find(Trim(cell))) named.insert(name->column);
    }
    return named.size();
  }

  // The first of those that name most columns; where none names two, the first line, so that its words are told.
  size_t FindHeader(const std::vector<CsvRecord>& records) const {
    size_t header = 0;
    size_t most = 1;
    for (size_t i = 0; i < std::min(records.size(), kLinesToTheHeader); ++i) {
      if (const size_t named = ColumnsNamedBy(records[i]); named > most) {
        header = i;
        most = named;
      }
    }
    return header;
  }

  bool HasOwnName(const CsvRecord& header, size_t column) const {
    return std::any_of(header.cells.begin(), header.cells.end(), [&](const std::string& cell) {
      const auto name = names_.Find(Trim(cell));
      return name && name->own && name->column == column;
    });
  }

  void ReadHeader(const CsvRecord& header) {
    std::vector<std::string> unknown;
    index_.resize(header.cells.size());
    for (size_t i = 0; i < header.cells.size(); ++i) {
      const std::string name = Trim(header.cells[i]);
      const auto known = names_.Find(name);
      std::optional<size_t> column;
      // What another word for it calls, where its own name is there too or comes again, is another column.
      if (known && (known->own || !(file_.named[known->column] || HasOwnName(header, known->column)))) {
        column = known->column;
      }
      index_[i] = column;
      has_name_.push_back(!name.empty());
      // A spreadsheet leaves columns without a name behind.
      if (name.empty()) continue;
      if (!column) {
        unknown.push_back(name);
      } else if (file_.named[*column]) {
        Refuse(header, name,
               Say(language_, "répète la colonne « $0 » ; n'en garder qu'une",
                   "repeats the column \"$0\"; keep one of them", file_.names[*column]));
      } else {
        file_.named[*column] = true;
        file_.names[*column] = name;
      }
    }
    for (const std::string& name : unknown) PassOver(header, name);
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].required || file_.named[i]) continue;
      Refuse(header, "",
             Say(language_, "la colonne « $0 » manque ; l'ajouter à l'en-tête",
                 "the column \"$0\" is missing; add it to the header", file_.names[i]));
    }
  }

  void Refuse(const CsvRecord& record, std::string value, std::string message) {
    file_.problems.push_back({.line = record.line, .value = std::move(value), .message = std::move(message)});
  }

  // A column that nobody knows; but a slip of the pen in the name of one that is not there would lose what it holds.
  void PassOver(const CsvRecord& header, const std::string& name) {
    const std::optional<size_t> nearest = NearestColumn(columns_, name);
    if (nearest && !file_.named[*nearest] && !names_.Find(name)) {
      Refuse(header, name,
             Say(language_, "n'est pas une colonne connue ; peut-être « $0 » ?", "is no known column; perhaps \"$0\"?",
                 NameOf(columns_[*nearest])));
      return;
    }
    file_.notes.push_back(
        {header.line, "", name,
         Say(language_, "n'est pas une colonne connue : laissée de côté", "is no known column: left aside")});
  }

  // Of a total, or of the header once more.
  bool IsOfNoRow(const CsvRecord& record, const TableFile::Row& row) {
    const auto first = std::find_if(record.cells.begin(), record.cells.end(),
                                    [](const std::string& cell) { return !Trim(cell).empty(); });
    bool whole = true;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = row.cells[i];
      if (columns_[i].required && file_.named[i]) whole &= !Trim(cell).empty() && !IsTotal(cell);
    }
    if (!whole && IsTotal(*first)) {
      Note(record, "", Say(language_, "est une ligne de total : laissée de côté", "is a line of totals: left aside"));
      return true;
    }
    size_t repeated = 0;
    for (size_t i = 0; i < columns_.size(); ++i) repeated += file_.named[i] && row.cells[i] == file_.names[i] ? 1 : 0;
    if (repeated < 2) return false;
    Note(record, "", Say(language_, "répète l'en-tête : laissé de côté", "repeats the header: left aside"));
    return true;
  }

  void ReadRecord(const CsvRecord& record) {
    TableFile::Row row{record.line, std::vector<std::string>(columns_.size())};
    for (size_t i = 0; i < std::min(record.cells.size(), index_.size()); ++i) {
      if (index_[i]) row.cells[*index_[i]] = record.cells[i];
    }
    if (file_.header_is_right && IsOfNoRow(record, row)) return;
    if (!CheckForm(record)) return;
    FillDown(row);
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (IsErrorValue(row.cells[i])) {
        file_.Refuse(row, i,
                     Say(language_, "est une erreur de calcul du tableur ; corriger la formule, ou écrire la valeur",
                         "is what a spreadsheet writes for an error; correct the formula, or write the value"));
      }
    }
    file_.rows.push_back(std::move(row));
  }

  // Cells that are missing at the end are empty; text beyond the header is of no column.
  bool CheckForm(const CsvRecord& record) {
    for (size_t i = 0; i < record.cells.size(); ++i) {
      if (Trim(record.cells[i]).empty()) continue;
      if (i >= index_.size()) {
        Refuse(
            record, record.cells[i],
            Say(language_,
                "est la $0e cellule de la ligne, et l'en-tête a $1 colonnes ; retirer le séparateur de trop, ou mettre "
                "entre guillemets le texte qui en contient",
                "is cell $0 of the line, and the header has $1 columns; remove the separator too many, or quote the "
                "text that holds one",
                i + 1, index_.size()));
        return false;
      }
      if (!index_[i] && !has_name_[i] && file_.header_is_right) {
        Refuse(record, record.cells[i],
               Say(language_, "est dans une colonne sans nom ; la nommer dans l'en-tête ou la vider",
                   "stands in a column without a name; name it in the header or empty it"));
      }
    }
    return true;
  }

  void FillDown(TableFile::Row& row) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].filled_down) continue;
      if (!Trim(row.cells[i]).empty()) {
        above_[i] = row.cells[i];
      } else if (!above_[i].empty()) {
        row.cells[i] = above_[i];
        filled_[i].push_back(row.line);
      }
    }
  }

  void NoteFilled() {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (filled_[i].empty()) continue;
      file_.notes.push_back({.column = file_.names[i],
                             .message = Say(language_, "vide, reprise de la ligne au-dessus : $0",
                                            "empty, taken from the line above: $0", LineList(filled_[i], language_))});
    }
  }

  const absl::Span<const FileColumn> columns_;
  const ColumnNames names_;
  const Language language_;
  TableFile file_;
  // Of each cell of a line, the column.
  std::vector<std::optional<size_t>> index_;
  std::vector<bool> has_name_;
  // Of each column that is filled down, the last cell with text, and the lines that took it.
  std::vector<std::string> above_;
  std::vector<std::vector<int>> filled_;
};

}  // namespace

void TableFile::Refuse(const Row& row, size_t column, std::string message) {
  const std::string& cell = row.cells[column];
  problems.push_back({.line = row.line,
                      .column = names[column],
                      .value = Trim(cell).empty() ? "" : cell,
                      .message = std::move(message)});
}

std::string TableFile::ReadDay(const Row& row, size_t column, Language language) {
  absl::StatusOr<std::string> day = ParseDate(row.cells[column], language);
  if (!day.ok()) Refuse(row, column, std::string(day.status().message()));
  return day.value_or("");
}

void TableFile::SortProblems() {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
}

TableFile ReadTableFile(absl::string_view bytes, absl::Span<const FileColumn> columns, Language language) {
  return Reader(columns, language).Read(bytes);
}

std::optional<size_t> FindColumn(absl::Span<const FileColumn> columns, absl::string_view name) {
  const auto known = ColumnNames(columns).Find(name);
  return known ? std::optional(known->column) : std::nullopt;
}

std::optional<size_t> NearestColumn(absl::Span<const FileColumn> columns, absl::string_view name) {
  const std::string normal = Normal(name);
  std::optional<size_t> nearest;
  size_t best = std::min<size_t>(2, normal.size() / 3) + 1;
  for (size_t i = 0; i < columns.size(); ++i) {
    for (const std::string& known : {columns[i].english, columns[i].french}) {
      if (const size_t distance = Distance(normal, Normal(known)); distance < best) {
        best = distance;
        nearest = i;
      }
    }
  }
  return nearest;
}

std::string WriteTableFile(absl::Span<const FileColumn> columns, std::vector<std::vector<std::string>> rows,
                           CsvStyle style, Language language) {
  std::vector<std::string> header;
  for (const FileColumn& column : columns) header.emplace_back(Choose(language, column.french, column.english));
  rows.insert(rows.begin(), std::move(header));
  return WriteCsv(rows, style);
}

}  // namespace tutorat::format
