#include "server/storage/sql/schema.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/require.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/fields.h"
#include "server/storage/resource_types.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::storage::sql {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Duration;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

bool IsScalar(const FieldDescriptor* field) {
  return field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->message_type() == Timestamp::descriptor() ||
         field->message_type() == Duration::descriptor();
}

Column::Kind KindOf(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return field->type() == FieldDescriptor::TYPE_BYTES ? Column::Kind::kBytes : Column::Kind::kText;
    case FieldDescriptor::CPPTYPE_INT32:
      return Column::Kind::kInt32;
    case FieldDescriptor::CPPTYPE_INT64:
      return Column::Kind::kInt64;
    case FieldDescriptor::CPPTYPE_BOOL:
      return Column::Kind::kBool;
    case FieldDescriptor::CPPTYPE_ENUM:
      return Column::Kind::kEnum;
    default:
      break;
  }
  if (field->message_type() == Timestamp::descriptor()) return Column::Kind::kTime;
  domain::Require(field->message_type() == Duration::descriptor(),
                  absl::StrCat("no column type for ", field->full_name()));
  return Column::Kind::kDuration;
}

// Columns of a message's own values, and a table for each of its repeated fields. `prefix` names the tables.
void AppendColumns(const Descriptor* message, const std::string& prefix, std::vector<Column>* columns,
                   std::vector<ChildTable>* children) {
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    if (field->name() == "etag") continue;  // computed from the rest
    if (field->is_repeated()) {
      ChildTable child{absl::StrCat(prefix, "_", field->name()), field, {}, {}};
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        AppendColumns(field->message_type(), child.name, &child.columns, &child.children);
      } else {
        child.columns.push_back({"value", {}, KindOf(field)});
      }
      children->push_back(std::move(child));
    } else if (IsScalar(field)) {
      columns->push_back({field->name(), {field}, KindOf(field)});
    } else {
      for (int j = 0; j < field->message_type()->field_count(); ++j) {
        const FieldDescriptor* inner = field->message_type()->field(j);
        columns->push_back({absl::StrCat(field->name(), "_", inner->name()), {field, inner}, KindOf(inner)});
      }
    }
  }
}

bool Names(const FieldDescriptor* field, absl::string_view collection) {
  return field->options().GetExtension(v1::refers_to) == collection;
}

void FindReferences(const Table& table, const ChildTable& child, absl::string_view collection,
                    std::vector<Reference>* references) {
  for (const Column& column : child.columns) {
    if (Names(column.path.empty() ? child.field : column.path.back(), collection)) {
      references->push_back({table.name, column.name, child.name});
    }
  }
  for (const ChildTable& inner : child.children) FindReferences(table, inner, collection, references);
}

// school_calendars, of schoolCalendars.
std::string TableName(const Descriptor* message) {
  if (const std::string& table = message->options().GetExtension(v1::table); !table.empty()) return table;
  std::string name;
  for (const char letter : domain::ResourceOf(message).collection()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(letter))) name += '_';
    name += absl::ascii_tolower(static_cast<unsigned char>(letter));
  }
  return name;
}

std::vector<Table> MakeTables(const std::vector<const Message*>& types) {
  std::vector<Table> tables;
  for (const Message* type : types) {
    const Descriptor* message = type->GetDescriptor();
    Table table{TableName(message), message, {}, {}};
    AppendColumns(message, absl::AsciiStrToLower(domain::Singular(message)), &table.columns, &table.children);
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace

const std::vector<Table>& Tables() {
  static const auto& tables = *new std::vector<Table>(MakeTables(ResourceTypes()));
  return tables;
}

const std::vector<Table>& RecordTables() {
  static const auto& tables = *new std::vector<Table>(MakeTables(RecordTypes()));
  return tables;
}

const std::string& CollectionOf(const Table& table) {
  return table.message->options().GetExtension(v1::resource).collection();
}

const Table& TableOf(const Descriptor* message) {
  for (const auto* tables : {&Tables(), &RecordTables()}) {
    const auto found =
        std::find_if(tables->begin(), tables->end(), [&](const Table& t) { return t.message == message; });
    if (found != tables->end()) return *found;
  }
  domain::Require(false, absl::StrCat("no table holds ", message->full_name()));
  std::abort();
}

const Table* ReferredTable(const Column& column) {
  const std::string& collection = column.path.back()->options().GetExtension(v1::refers_to);
  const auto& tables = Tables();
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const Table& table) { return CollectionOf(table) == collection; });
  return collection.empty() || found == tables.end() ? nullptr : &*found;
}

std::vector<Reference> ReferencesTo(absl::string_view collection) {
  std::vector<Reference> references;
  if (collection.empty()) return references;
  for (const Table& table : Tables()) {
    for (const Column& column : table.columns) {
      if (Names(column.path.back(), collection)) references.push_back({table.name, column.name, ""});
    }
    for (const ChildTable& child : table.children) FindReferences(table, child, collection, &references);
  }
  return references;
}

Value ReadField(const Message& row, const Column& column) {
  const Message* message = &row;
  for (size_t i = 0; i + 1 < column.path.size(); ++i) {
    message = &message->GetReflection()->GetMessage(*message, column.path[i]);
  }
  const FieldDescriptor* field = column.path.back();
  const Reflection* reflection = message->GetReflection();
  if (field->has_presence() && !reflection->HasField(*message, field)) return std::monostate();
  switch (column.kind) {
    case Column::Kind::kText:
    case Column::Kind::kBytes: {
      std::string text = reflection->GetString(*message, field);
      if (text.empty()) return std::monostate();
      return column.kind == Column::Kind::kBytes ? absl::Base64Escape(text) : text;
    }
    case Column::Kind::kInt32:
      return int64_t{reflection->GetInt32(*message, field)};
    case Column::Kind::kInt64:
      return int64_t{reflection->GetInt64(*message, field)};
    case Column::Kind::kBool:
      return int64_t{reflection->GetBool(*message, field)};
    case Column::Kind::kEnum:
      return int64_t{reflection->GetEnumValue(*message, field)};
    case Column::Kind::kTime:
    case Column::Kind::kDuration:
      break;
  }
  const Message& inner = reflection->GetMessage(*message, field);
  if (column.kind == Column::Kind::kDuration) return int64_t{static_cast<const Duration&>(inner).seconds()};
  return int64_t{absl::ToUnixMicros(domain::ToTime(static_cast<const Timestamp&>(inner)))};
}

namespace {

// `reflection`: of *row. To ask each message for its own costs more than to set a field.
void WriteField(const Value& value, const Column& column, const Reflection* reflection, Message* row) {
  if (std::holds_alternative<std::monostate>(value)) return;
  Message* message = row;
  for (size_t i = 0; i + 1 < column.path.size(); ++i) {
    message = reflection->MutableMessage(message, column.path[i]);
    reflection = message->GetReflection();
  }
  const FieldDescriptor* field = column.path.back();
  if (column.kind == Column::Kind::kText) return reflection->SetString(message, field, std::get<std::string>(value));
  if (column.kind == Column::Kind::kBytes) {
    std::string bytes;
    absl::Base64Unescape(std::get<std::string>(value), &bytes);
    return reflection->SetString(message, field, std::move(bytes));
  }
  const int64_t number = std::get<int64_t>(value);
  switch (column.kind) {
    case Column::Kind::kInt32:
      return reflection->SetInt32(message, field, static_cast<int32_t>(number));
    case Column::Kind::kInt64:
      return reflection->SetInt64(message, field, number);
    case Column::Kind::kBool:
      return reflection->SetBool(message, field, number != 0);
    case Column::Kind::kEnum:
      return reflection->SetEnumValue(message, field, static_cast<int>(number));
    case Column::Kind::kTime:
      static_cast<Timestamp&>(*reflection->MutableMessage(message, field)) =
          domain::ToTimestamp(absl::FromUnixMicros(number));
      return;
    default:
      return static_cast<Duration&>(*reflection->MutableMessage(message, field)).set_seconds(number);
  }
}

}  // namespace

void FillColumns(const std::vector<Column>& columns, Row row, size_t from, Message* message) {
  const Reflection* reflection = message->GetReflection();
  for (size_t i = 0; i < columns.size(); ++i) WriteField(row[from + i], columns[i], reflection, message);
}

void AddItem(const ChildTable& child, Row row, Message* owner) {
  const Reflection* reflection = owner->GetReflection();
  const Column& first = child.columns.front();
  if (!first.path.empty()) return FillColumns(child.columns, row, 1, reflection->AddMessage(owner, child.field));
  if (first.kind == Column::Kind::kEnum) {
    reflection->AddEnumValue(owner, child.field, static_cast<int>(std::get<int64_t>(row[1])));
  } else {
    reflection->AddString(owner, child.field, std::get<std::string>(row[1]));
  }
}

void AppendItem(const ChildTable& child, const Message& owner, int index, std::vector<Value>* values) {
  const auto* reflection = owner.GetReflection();
  if (child.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    values->emplace_back(reflection->GetRepeatedString(owner, child.field, index));
    return;
  }
  if (child.field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    values->emplace_back(int64_t{reflection->GetRepeatedEnumValue(owner, child.field, index)});
    return;
  }
  const Message& item = reflection->GetRepeatedMessage(owner, child.field, index);
  for (const Column& column : child.columns) values->push_back(ReadField(item, column));
}

void SetEtag(Message* resource) {
  const auto* field = resource->GetDescriptor()->FindFieldByName("etag");
  if (field == nullptr) return;
  resource->GetReflection()->SetString(resource, field, domain::Etag(*resource));
}

std::string AddressOf(const Message& resource) {
  const auto* group = dynamic_cast<const v1::Group*>(&resource);
  return group == nullptr ? domain::TextField(resource, "name")
                          : absl::StrCat(group->wave(), "/groups/", group->number());
}

}  // namespace tutorat::storage::sql
