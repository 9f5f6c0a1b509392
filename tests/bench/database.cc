#include "tests/bench/database.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace tutorat::bench {
namespace {

std::string InsertStatement(const Rows& rows) {
  const auto quoted = [](std::string* out, const std::string& name) { absl::StrAppend(out, "`", name, "`"); };
  const std::string row =
      absl::StrCat("(", absl::StrJoin(std::vector<std::string>(rows.columns.size(), "?"), ","), ")");
  return absl::StrCat("INSERT INTO `", rows.table, "` (", absl::StrJoin(rows.columns, ",", quoted), ") VALUES ",
                      absl::StrJoin(std::vector<std::string>(rows.values.size(), row), ","));
}

}  // namespace

bool Rows::Has(const std::string& name) const {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

size_t Rows::Column(const std::string& name) const {
  if (!Has(name)) throw Failure(absl::StrCat("the table ", table, " has no column ", name));
  return static_cast<size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
}

const std::string& Rows::Text(size_t row, const std::string& column) const {
  return std::get<std::string>(values.at(row)[Column(column)]);
}

void Rows::Set(const std::string& column, const Value& value) {
  if (!Has(column)) return;
  const size_t index = Column(column);
  for (Values& row : values) row[index] = value;
}

void Connection::Insert(const Rows& rows) {
  if (rows.values.empty()) return;
  std::string& statement = inserts_[{rows.table, rows.values.size()}];
  if (statement.empty()) statement = InsertStatement(rows);
  Values parameters;
  parameters.reserve(rows.values.size() * rows.columns.size());
  for (const Values& row : rows.values) parameters.insert(parameters.end(), row.begin(), row.end());
  Execute(statement, parameters);
}

Rows Connection::Select(const std::string& table, const std::string& column, const std::string& value) {
  Rows rows;
  Query(absl::StrCat("SELECT * FROM `", table, "` WHERE `", column, "` = ?"), {value}, &rows);
  rows.table = table;
  return rows;
}

int64_t Connection::Count(const std::string& table) {
  Rows rows;
  Query(absl::StrCat("SELECT COUNT(*) FROM `", table, "`"), {}, &rows);
  return std::get<int64_t>(rows.values.at(0).at(0));
}

std::unique_ptr<Database> Database::At(const std::string& address) {
  absl::string_view path = address;
  if (absl::ConsumePrefix(&path, "sqlite:")) return OpenSqlite(std::string(path));
  return OpenMysql(address);
}

}  // namespace tutorat::bench
