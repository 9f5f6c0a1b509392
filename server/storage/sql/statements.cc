#include "server/storage/sql/statements.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/domain/base/require.h"

namespace tutorat::storage::sql {
namespace {

std::string Marks(size_t count) {
  std::string marks = "?";
  for (size_t i = 1; i < count; ++i) marks += ", ?";
  return marks;
}

std::string Comparison(const Term& term) {
  switch (term.op) {
    case Term::Op::kAtLeast:
      return ">= ?";
    case Term::Op::kBelow:
      return "< ?";
    case Term::Op::kAtMost:
      return "<= ?";
    case Term::Op::kIsEmpty:
      return "IS NULL";
    case Term::Op::kIn:
      break;
  }
  return term.values.size() == 1 ? "= ?" : absl::StrCat("IN (", Marks(term.values.size()), ")");
}

std::string TextOf(const Table& table, const Term& term) {
  if (term.op == Term::Op::kIn && term.values.empty()) return "1 = 0";
  const std::pair<std::string, std::string> item = absl::StrSplit(term.field, absl::MaxSplits('.', 1));
  for (const ChildTable& child : table.children) {
    if (item.second.empty() || child.field->name() != item.first) continue;
    return absl::StrCat("`name` IN (SELECT `owner` FROM `", child.name, "` WHERE `", item.second, "` ",
                        Comparison(term), ")");
  }
  std::string condition = absl::StrCat("`", term.field, "` ", Comparison(term));
  if (HasColumn(table, term.field)) return condition;
  for (const Column& column : table.columns) {
    const Table* named = ReferredTable(column);
    if (named == nullptr || !HasColumn(*named, term.field)) continue;
    return absl::StrCat("`", column.name, "` IN (SELECT `name` FROM `", named->name, "` WHERE ", condition, ")");
  }
  domain::Require(false, absl::StrCat(table.name, " cannot be filtered by ", term.field));
  return "";
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

Condition ConditionOf(const Table& table, const Filter& filter) {
  Condition out;
  std::vector<std::string> terms;
  if (!filter.deleted && HasColumn(table, "delete_time")) terms.emplace_back("`delete_time` IS NULL");
  if (!filter.after.empty()) {
    terms.emplace_back("`name` > ?");
    out.parameters.emplace_back(filter.after);
  }
  for (const Term& term : filter.terms) {
    terms.push_back(TextOf(table, term));
    for (const FilterValue& value : term.values) {
      std::visit([&](const auto& one) { out.parameters.emplace_back(one); }, value);
    }
  }
  if (!terms.empty()) absl::StrAppend(&out.text, " WHERE ", absl::StrJoin(terms, " AND "));
  return out;
}

Condition WhereOf(const Table& table, const Filter& filter) {
  Condition out = ConditionOf(table, filter);
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
  for (const Reference& reference : ReferencesTo(CollectionOf(table))) {
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
