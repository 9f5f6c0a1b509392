#include "server/storage/sql/statements.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/base/require.h"
#include "server/domain/base/resource_names.h"
#include "tutorat/v1/group.pb.h"

namespace tutorat::storage::sql {
namespace {

std::string Marks(size_t count) {
  std::string marks = "?";
  for (size_t i = 1; i < count; ++i) marks += ", ?";
  return marks;
}

}  // namespace

bool HasColumn(const Table& table, absl::string_view name) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& c) { return c.name == name; });
}

std::string ColumnList(const std::vector<Column>& columns, absl::string_view table_alias) {
  return absl::StrJoin(columns, ", ", [&](std::string* out, const Column& column) {
    absl::StrAppend(out, table_alias, table_alias.empty() ? "" : ".", "`", column.name, "`");
  });
}

Condition WhereOf(const Table& table, const Filter& filter) {
  Condition out;
  std::vector<std::string> terms;
  const auto add = [&](absl::string_view column, const std::string& term, Value value) {
    domain::Require(HasColumn(table, column), absl::StrCat(table.name, " cannot be filtered by ", column));
    terms.push_back(term);
    out.parameters.push_back(std::move(value));
  };
  if (filter.due) {
    add("purge_time", "`purge_time` <= ?", absl::ToUnixMicros(*filter.due));
  } else if (!filter.deleted && HasColumn(table, "delete_time")) {
    terms.emplace_back("`delete_time` IS NULL");
  }
  if (!filter.after.empty()) add("name", "`name` > ?", filter.after);
  if (!filter.wave.empty()) {
    if (HasColumn(table, "wave")) {
      add("wave", "`wave` = ?", filter.wave);
    } else {
      add("group", "`group` IN (SELECT `name` FROM `tutoring_groups` WHERE `wave` = ?)", filter.wave);
    }
  }
  if (!filter.group.empty()) add("group", "`group` = ?", filter.group);
  if (filter.groups) {
    const absl::string_view column = table.message == v1::Group::descriptor() ? "name" : "group";
    domain::Require(HasColumn(table, column), absl::StrCat(table.name, " cannot be filtered by groups"));
    terms.push_back(filter.groups->empty() ? "1 = 0"
                                           : absl::StrCat("`", column, "` IN (", Marks(filter.groups->size()), ")"));
    for (const std::string& group : *filter.groups) out.parameters.emplace_back(group);
  }
  if (!filter.account.empty()) add("account", "`account` = ?", filter.account);
  if (!filter.resource.empty()) add("resource", "`resource` = ?", filter.resource);
  if (!filter.tutor.empty()) add("tutor", "`tutor` = ?", filter.tutor);
  if (!filter.from_date.empty()) add("local_date", "`local_date` >= ?", filter.from_date);
  if (!filter.to_date.empty()) add("local_date", "`local_date` < ?", filter.to_date);
  if (!filter.numbers.empty()) {
    domain::Require(HasColumn(table, "number"), absl::StrCat(table.name, " cannot be filtered by number"));
    terms.push_back(absl::StrCat("`number` IN (", Marks(filter.numbers.size()), ")"));
    for (const int number : filter.numbers) out.parameters.emplace_back(int64_t{number});
  }
  if (!filter.states.empty()) {
    domain::Require(HasColumn(table, "state"), absl::StrCat(table.name, " cannot be filtered by state"));
    terms.push_back(absl::StrCat("`state` IN (", Marks(filter.states.size()), ")"));
    for (const v1::SessionState state : filter.states) out.parameters.emplace_back(int64_t{state});
  }
  if (!terms.empty()) absl::StrAppend(&out.text, " WHERE ", absl::StrJoin(terms, " AND "));
  absl::StrAppend(&out.text, " ORDER BY `name`");
  if (filter.limit > 0) {
    absl::StrAppend(&out.text, " LIMIT ?");
    out.parameters.emplace_back(int64_t{filter.limit});
  }
  return out;
}

std::string SelectByName(const Table& table) {
  return absl::StrCat("SELECT ", ColumnList(table.columns), " FROM `", table.name, "` WHERE `name` = ?");
}

std::string InsertInto(const Table& table) {
  return absl::StrCat("INSERT INTO `", table.name, "` (", ColumnList(table.columns), ") VALUES (",
                      Marks(table.columns.size()), ")");
}

std::string UpdateByName(const Table& table) {
  return absl::StrCat(
      "UPDATE `", table.name, "` SET ",
      absl::StrJoin(table.columns, ", ",
                    [](std::string* out, const Column& column) { absl::StrAppend(out, "`", column.name, "` = ?"); }),
      " WHERE `name` = ?");
}

std::string InsertInto(const ChildTable& child, size_t rows, bool nested) {
  const std::string row = absl::StrCat("(", Marks(child.columns.size() + (nested ? 3 : 2)), ")");
  return absl::StrCat("INSERT INTO `", child.name, "` (`owner`, ", nested ? "`parent`, " : "", "`position`, ",
                      ColumnList(child.columns), ") VALUES ", absl::StrJoin(std::vector<std::string>(rows, row), ", "));
}

std::string SelectReferenced(const Reference& reference) {
  if (reference.child.empty()) {
    return absl::StrCat("SELECT 1 FROM `", reference.table, "` WHERE `", reference.column,
                        "` = ? AND `delete_time` IS NULL LIMIT 1");
  }
  return absl::StrCat("SELECT 1 FROM `", reference.child, "` c JOIN `", reference.table,
                      "` p ON p.`name` = c.`owner` WHERE c.`", reference.column,
                      "` = ? AND p.`delete_time` IS NULL LIMIT 1");
}

std::string DeletePurged(const Table& table) {
  std::string text = absl::StrCat("DELETE FROM `", table.name, "` WHERE `purge_time` <= ?");
  for (const Reference& reference : ReferencesTo(domain::ResourceOf(table.message).collection())) {
    const std::string& from = reference.child.empty() ? reference.table : reference.child;
    // MySQL deletes from no table that the statement also reads, unless it reads a copy (1093).
    const std::string rows = from == table.name
                                 ? absl::StrCat("(SELECT DISTINCT `", reference.column, "` FROM `", from, "`)")
                                 : absl::StrCat("`", from, "`");
    absl::StrAppend(&text, " AND NOT EXISTS (SELECT 1 FROM ", rows, " r WHERE r.`", reference.column, "` = `",
                    table.name, "`.`name`)");
  }
  return text;
}

}  // namespace tutorat::storage::sql
