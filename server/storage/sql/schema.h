// Maps resources, and the server's own records, to tables. One table a resource, a column a field, named alike; one
// table a repeated field. Nothing is declared twice: columns come from the contract's descriptors.
//
//   text             NULL when empty    Timestamp  microseconds since 1970 UTC
//   bytes            base 64: both stores hold texts only
//   enum, int, bool  integer            Duration   seconds
//   optional         NULL when absent   a message  its fields, as {field}_{inner}
//
// Rows of a repeated field are keyed by (owner, position); texts repeated inside it, by (owner, parent, position).
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "server/storage/sql/connection.h"

namespace tutorat::storage::sql {

struct Column {
  enum class Kind { kText, kBytes, kInt32, kInt64, kBool, kEnum, kTime, kDuration };

  std::string name;
  std::vector<const google::protobuf::FieldDescriptor*> path;  // from the row's message to the value
  Kind kind;
};

// The rows of one repeated field.
struct ChildTable {
  std::string name;
  const google::protobuf::FieldDescriptor* field;  // of the parent message
  std::vector<Column> columns;                     // of the item; empty path: the item itself is the value
  std::vector<ChildTable> children;
};

struct Table {
  std::string name;
  const google::protobuf::Descriptor* message;
  std::vector<Column> columns;
  std::vector<ChildTable> children;
};

// Where a resource is named by others: for IsReferenced.
struct Reference {
  std::string table;   // the resource's table
  std::string column;  // that names the other one
  std::string child;   // not empty: the column is in this child table
};

const std::vector<Table>& Tables();        // of resources, in the order in which rows can be inserted
const std::vector<Table>& RecordTables();  // of the server's own records
// Empty for a record of the server's own.
const std::string& CollectionOf(const Table& table);
const Table& TableOf(const google::protobuf::Descriptor* message);
// The table of what a column names by `refers_to`; null for another column.
const Table* ReferredTable(const Column& column);
// Of the fields that `refers_to` marks; an empty collection has none.
std::vector<Reference> ReferencesTo(absl::string_view collection);

Value ReadField(const google::protobuf::Message& row, const Column& column);
// The values of a row from its number `from` on.
void FillColumns(const std::vector<Column>& columns, Row row, size_t from, google::protobuf::Message* message);
// Adds a row of `child`, which follows its owner's name, to the message that owns it.
void AddItem(const ChildTable& child, Row row, google::protobuf::Message* owner);
// Adds the values of one item, in the order of child.columns.
void AppendItem(const ChildTable& child, const google::protobuf::Message& owner, int index, std::vector<Value>* values);

// Of a resource with all its items; what never changes has none.
void SetEtag(google::protobuf::Message* resource);
// As people address it: of a group its wave and number, not the id that it has, or would have got.
std::string AddressOf(const google::protobuf::Message& resource);

}  // namespace tutorat::storage::sql
