#include "client/files/table_file.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/text/cells.h"
#include "proto/fold.h"

namespace tutorat::format {
namespace {

std::string Normal(absl::string_view name) {
  return absl::StrReplaceAll(contract::FoldName(name), {{" ", "_"}, {"-", "_"}, {"'", "_"}, {"\u2019", "_"}});
}

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

class Reader {
 public:
  Reader(absl::Span<const FileColumn> columns, Language language) : columns_(columns), language_(language) {}

  TableFile Read(absl::string_view bytes) && {
    CsvDocument document = ReadCsv(bytes, language_);
    file_.problems = std::move(document.problems);
    for (const FileColumn& column : columns_) file_.names.push_back(NameOf(column));
    file_.named.resize(columns_.size());
    if (document.header.cells.empty()) return std::move(file_);
    const size_t before = file_.problems.size();
    ReadHeader(document.header);
    file_.header_is_right = file_.problems.size() == before;
    for (const CsvRecord& record : document.records) {
      // A spreadsheet leaves lines of separators alone behind.
      if (!IsBlank(record)) ReadRecord(record);
    }
    return std::move(file_);
  }

 private:
  std::string NameOf(const FileColumn& column) const {
    return std::string(Choose(language_, column.french, column.english));
  }

  void ReadHeader(const CsvRecord& header) {
    const auto refuse = [&](std::string name, std::string message) {
      file_.problems.push_back({.line = header.line, .value = std::move(name), .message = std::move(message)});
    };
    for (const std::string& cell : header.cells) {
      const std::string name = Trim(cell);
      const std::optional<size_t> column = FindColumn(columns_, name);
      index_.push_back(column);
      // A spreadsheet leaves columns without a name behind.
      if (name.empty()) continue;
      if (!column) {
        refuse(name, UnknownColumn(name));
      } else if (file_.named[*column]) {
        refuse(name, Say(language_, "répète la colonne « $0 » ; n'en garder qu'une",
                         "repeats the column \"$0\"; keep one of them", file_.names[*column]));
      } else {
        file_.named[*column] = true;
        file_.names[*column] = name;
      }
    }
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].required || file_.named[i]) continue;
      refuse("", Say(language_, "la colonne « $0 » manque ; l'ajouter à l'en-tête",
                     "the column \"$0\" is missing; add it to the header", file_.names[i]));
    }
  }

  std::string UnknownColumn(absl::string_view name) const {
    const std::string nearest = NearestColumnName(columns_, name);
    if (!nearest.empty()) {
      return Say(language_, "n'est pas une colonne connue ; peut-être « $0 » ?", "is no known column; perhaps \"$0\"?",
                 nearest);
    }
    const std::string names = absl::StrJoin(
        columns_, ", ", [this](std::string* out, const FileColumn& column) { out->append(NameOf(column)); });
    return Say(language_, "n'est pas une colonne connue ; les colonnes sont $0",
               "is no known column; the columns are $0", names);
  }

  void ReadRecord(const CsvRecord& record) {
    TableFile::Row row{record.line, std::vector<std::string>(columns_.size())};
    for (size_t i = 0; i < record.cells.size(); ++i) {
      if (index_[i]) {
        row.cells[*index_[i]] = record.cells[i];
      } else if (file_.header_is_right && !Trim(record.cells[i]).empty()) {
        file_.problems.push_back(
            {.line = record.line,
             .value = record.cells[i],
             .message = Say(language_, "est dans une colonne sans nom ; la nommer dans l'en-tête ou la vider",
                            "stands in a column without a name; name it in the header or empty it")});
      }
    }
    file_.rows.push_back(std::move(row));
  }

  const absl::Span<const FileColumn> columns_;
  const Language language_;
  TableFile file_;
  // Of each cell of a line, the column.
  std::vector<std::optional<size_t>> index_;
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
  const std::string normal = Normal(name);
  for (size_t i = 0; i < columns.size(); ++i) {
    if (normal == Normal(columns[i].english) || normal == Normal(columns[i].french)) return i;
  }
  return std::nullopt;
}

std::string NearestColumnName(absl::Span<const FileColumn> columns, absl::string_view name) {
  const std::string normal = Normal(name);
  std::string nearest;
  size_t best = std::max<size_t>(2, normal.size() / 2) + 1;
  for (const FileColumn& column : columns) {
    for (const std::string& known : {column.english, column.french}) {
      // « date_seance » is a date; but « issue_not » is nearer to issue_note than to issue.
      const std::string like = Normal(known);
      const size_t most = absl::StartsWith(normal, like) ? 2 : normal.size() + like.size();
      const size_t distance = std::min(most, Distance(normal, like));
      if (distance < best) {
        best = distance;
        nearest = known;
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
