// Builds the SQL statements that depend on a table. Pure. Values are always parameters.
#pragma once

#include <string>
#include <vector>

#include "server/storage/sql/schema.h"
#include "server/storage/store.h"

namespace tutorat::storage::sql {

bool HasColumn(const Table& table, absl::string_view name);

// `a`, `b`, `c`: quoted, because group, number and the like are words of some dialect.
std::string ColumnList(const std::vector<Column>& columns, absl::string_view table_alias = "");

// A WHERE clause and its parameters.
struct Condition {
  std::string text;
  std::vector<Value> parameters;
};
// Filter and page start.
Condition ConditionOf(const Table& table, const Filter& filter);
// Of a list: order and limit too.
Condition WhereOf(const Table& table, const Filter& filter);

std::string SelectByName(const Table& table);
std::string InsertInto(const Table& table);
std::string UpdateByName(const Table& table);

// `rows` rows at once. The key columns come first: owner [, parent], position.
std::string InsertInto(const ChildTable& child, size_t rows, bool nested);
std::string SelectReferenced(const Reference& reference);

// Of rows whose purge_time is at most the parameter, those that no row names any more.
std::string DeletePurged(const Table& table);

}  // namespace tutorat::storage::sql
