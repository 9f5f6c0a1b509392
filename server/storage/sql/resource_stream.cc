#include "server/storage/sql/resource_stream.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/status_macros.h"
#include "server/domain/base/require.h"
#include "server/storage/errors.h"
#include "server/storage/sql/schema.h"
#include "server/storage/sql/statements.h"

namespace tutorat::storage::sql {
namespace {

using google::protobuf::Message;

// `prefix`: of an item's fields the name of the repeated one, with its dot.
std::vector<Column> Selected(const std::vector<Column>& columns, const Selection& selection, absl::string_view prefix) {
  std::vector<Column> out;
  for (const Column& column : columns) {
    if (column.path.empty()) continue;
    const std::string field = absl::StrCat(prefix, column.path.front()->name());
    const auto& wanted = selection.fields;
    if (std::find(wanted.begin(), wanted.end(), field) != wanted.end()) out.push_back(column);
  }
  return out;
}

// The rows of one repeated field, in the order of their owners.
struct Items {
  ChildTable child;  // of the columns that are read
  std::unique_ptr<Cursor> cursor;
  Row next;  // empty: there is none

  absl::Status Advance() {
    ASSIGN_OR_RETURN(next, cursor->Next());
    return absl::OkStatus();
  }

  absl::Status AddTo(const std::string& owner, Message* message) {
    while (!next.empty() && std::get<std::string>(next[0]) == owner) {
      AddItem(child, next, message);
      RETURN_IF_ERROR(Advance());
    }
    return absl::OkStatus();
  }
};

absl::StatusOr<std::vector<Items>> OpenItems(Connection& connection, const Table& table, const Selection& selection,
                                             const std::string& owners, const std::string& order,
                                             absl::Span<const Value> parameters) {
  std::vector<Items> out;
  for (const ChildTable& child : table.children) {
    std::vector<Column> columns = Selected(child.columns, selection, absl::StrCat(child.field->name(), "."));
    if (columns.empty()) continue;
    Items& items = out.emplace_back();
    items.child = {child.name, child.field, std::move(columns), {}};
    // SQLite reads the tables of a CROSS JOIN in this order: the owners are few, the child table may be large.
    ASSIGN_OR_RETURN(
        items.cursor,
        connection.Select(absl::StrCat("SELECT c.`owner`, ", ColumnList(items.child.columns, "c"), " FROM (", owners,
                                       ") o CROSS JOIN `", child.name, "` c ON c.`owner` = o.`name`", order),
                          parameters));
    RETURN_IF_ERROR(items.Advance());
  }
  return out;
}

}  // namespace

absl::Status StreamResources(Connection& connection, const Message& type, const Filter& filter,
                             const Selection& selection, absl::FunctionRef<void(const Message&)> each) {
  domain::Require(filter.limit == 0, "what is read one by one has no limit");
  const Table& table = TableOf(type.GetDescriptor());
  // Deleted ones are read and passed over: so the items' statement needs not look at their owners' rows.
  const bool pass_over = !filter.deleted && HasColumn(table, "delete_time");
  Filter all = filter;
  all.deleted = true;
  const Condition where = ConditionOf(table, all);
  std::vector<std::string> keys;
  for (const std::string& field : selection.order) keys.push_back(absl::StrCat("`", field, "`"));
  keys.emplace_back("`name`");
  const std::string own_keys = absl::StrJoin(keys, ", ");

  const std::vector<Column> columns = Selected(table.columns, selection, "");
  ASSIGN_OR_RETURN(const auto cursor,
                   connection.Select(absl::StrCat("SELECT `name`", pass_over ? ", `delete_time`" : ", NULL",
                                                  columns.empty() ? "" : ", ", ColumnList(columns), " FROM `",
                                                  table.name, "`", where.text, " ORDER BY ", own_keys),
                                     where.parameters));
  ASSIGN_OR_RETURN(auto items, OpenItems(connection, table, selection,
                                         absl::StrCat("SELECT ", own_keys, " FROM `", table.name, "`", where.text),
                                         absl::StrCat(" ORDER BY o.", absl::StrJoin(keys, ", o.")), where.parameters));
  const std::unique_ptr<Message> resource(type.New());
  const auto* name_field = type.GetDescriptor()->FindFieldByName("name");
  while (true) {
    ASSIGN_OR_RETURN(const Row row, cursor->Next());
    if (row.empty()) break;
    const auto& name = std::get<std::string>(row[0]);
    resource->Clear();
    resource->GetReflection()->SetString(resource.get(), name_field, name);
    FillColumns(columns, row, 2, resource.get());
    for (Items& one : items) RETURN_IF_ERROR(one.AddTo(name, resource.get()));
    if (!pass_over || std::holds_alternative<std::monostate>(row[1])) each(*resource);
  }
  // What came in another order than its owners has none.
  const bool all_taken = std::all_of(items.begin(), items.end(), [](const Items& one) { return one.next.empty(); });
  return all_taken ? absl::OkStatus() : RunAgain();
}

}  // namespace tutorat::storage::sql
