#include "server/storage/sql/transaction.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/status_macros.h"
#include "server/domain/base/require.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/contract/fields.h"
#include "server/storage/errors.h"
#include "server/storage/records.h"
#include "server/storage/sql/resource_stream.h"
#include "server/storage/sql/statements.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::storage::sql {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Keeps one statement's size bounded, whatever the number of children.
constexpr size_t kRowsPerInsert = 100;

// Inserts rows of a child table, kRowsPerInsert a statement.
class RowBatch {
 public:
  RowBatch(Connection& connection, const ChildTable& child, bool nested)
      : connection_(connection), child_(child), nested_(nested) {}

  absl::Status Add(std::vector<Value> row) {
    values_.insert(values_.end(), std::make_move_iterator(row.begin()), std::make_move_iterator(row.end()));
    return ++rows_ < kRowsPerInsert ? absl::OkStatus() : Flush();
  }

  // What is left; after the last row.
  absl::Status Flush() {
    if (rows_ == 0) return absl::OkStatus();
    const auto done = connection_.Execute(InsertInto(child_, rows_, nested_), values_);
    values_.clear();
    rows_ = 0;
    return done.status();
  }

 private:
  Connection& connection_;
  const ChildTable& child_;
  const bool nested_;
  std::vector<Value> values_;
  size_t rows_ = 0;
};

// Types of which there are few, beside sessions and the audit.
bool IsRemembered(const google::protobuf::Descriptor* type) {
  static const auto& large = *new std::set<const google::protobuf::Descriptor*>{
      v1::Session::descriptor(), v1::AuditEntry::descriptor(), v1::FrozenBalance::descriptor(),
      v1::StoredResponse::descriptor(), v1::AuditMark::descriptor()};
  return large.count(type) == 0;
}

// Of a list that is to be remembered; empty: of one that is not, because it is a page, or other types' rows decide what
// is in it.
std::string KeyOf(const Table& table, const Filter& filter) {
  if (filter.limit > 0) return "";
  std::string key = absl::StrCat(filter.deleted, filter.etags, filter.after);
  if (filter.items) absl::StrAppend(&key, "\nitems ", absl::StrJoin(*filter.items, ","));
  for (const Term& term : filter.terms) {
    if (!HasColumn(table, term.field) && !absl::StrContains(term.field, '.')) return "";
    absl::StrAppend(&key, "\n", term.field, static_cast<int>(term.op));
    for (const FilterValue& value : term.values) {
      const auto* text = std::get_if<std::string>(&value);
      if (text == nullptr) absl::StrAppend(&key, "=", std::get<int64_t>(value));
      // No text is taken for another, nor for what follows it.
      if (text != nullptr) absl::StrAppend(&key, "\t", text->size(), ":", *text);
    }
  }
  return key;
}

bool IsHead(const google::protobuf::Descriptor* type, absl::string_view name) {
  return type == v1::AuditMark::descriptor() && name == kAuditHead;
}

std::vector<Value> Values(const Table& table, const Message& resource) {
  std::vector<Value> values;
  values.reserve(table.columns.size() + 1);
  for (const Column& column : table.columns) values.push_back(ReadField(resource, column));
  return values;
}

}  // namespace

absl::Status LockHead(Connection& connection, TransactionState* state) {
  const Table& table = TableOf(v1::AuditMark::descriptor());
  absl::Status status =
      connection.Query(absl::StrCat(SelectByName(table), connection.lock_suffix()), {std::string(kAuditHead)},
                       [&](Row row) { FillColumns(table.columns, row, 0, &state->head); });
  state->revision = state->head.revision();
  return status;
}

absl::Status StoreHead(Connection& connection, TransactionState* state) {
  if (state->written.empty()) return absl::OkStatus();
  state->head.set_name(kAuditHead);
  state->head.set_revision(state->revision + std::max<int64_t>(state->changes, 1));
  const Table& table = TableOf(v1::AuditMark::descriptor());
  std::vector<Value> values = Values(table, state->head);
  values.emplace_back(kAuditHead);
  ASSIGN_OR_RETURN(const auto updated, connection.Execute(UpdateByName(table), values));
  values.pop_back();
  return updated > 0 ? absl::OkStatus() : connection.Execute(InsertInto(table), values).status();
}

void SqlTransaction::NoteChange(const google::protobuf::Descriptor* type) {
  state_.written.insert(type);
  state_.changed = true;
}

absl::StatusOr<bool> SqlTransaction::IsKnown(const google::protobuf::Descriptor* type) {
  if (!IsRemembered(type) || state_.written.count(type) > 0) return false;
  RETURN_IF_ERROR(Revision().status());
  return true;
}

absl::StatusOr<int64_t> SqlTransaction::Revision() {
  if (state_.revision < 0) {
    state_.revision = 0;
    RETURN_IF_ERROR(connection_.Query("SELECT `revision` FROM `audit_marks` WHERE `name` = 'head'", {},
                                      [&](Row row) { state_.revision = std::get<int64_t>(row[0]); }));
  }
  return state_.revision + state_.changes;
}

absl::Status SqlTransaction::Get(absl::string_view name, Message* resource) {
  resource->Clear();
  if (access_ == Access::kWrite && IsHead(resource->GetDescriptor(), name)) {
    resource->CopyFrom(state_.head);
    return absl::OkStatus();
  }
  Filter filter;
  filter.Is("name", std::string(name)).deleted = true;
  filter.etags = true;
  if (name.empty()) return NotFound(resource->GetDescriptor(), name);
  ASSIGN_OR_RETURN(auto found, ListMessages(*resource, filter));
  if (found.empty()) return NotFound(resource->GetDescriptor(), name);
  resource->GetReflection()->Swap(resource, found.front().get());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::unique_ptr<Message>>> SqlTransaction::ListMessages(const Message& type,
                                                                                   const Filter& filter) {
  ASSIGN_OR_RETURN(const bool known, IsKnown(type.GetDescriptor()));
  const std::string key = known ? KeyOf(TableOf(type.GetDescriptor()), filter) : "";
  if (key.empty()) return Select(type, filter);
  Memo::Rows rows = state_.memo->Find(state_.revision, type.GetDescriptor(), key);
  if (rows == nullptr) {
    ASSIGN_OR_RETURN(auto selected, Select(type, filter));
    rows = std::make_shared<const std::vector<std::unique_ptr<Message>>>(std::move(selected));
    state_.memo->Add(state_.revision, type.GetDescriptor(), key, rows);
  }
  std::vector<std::unique_ptr<Message>> copies;
  copies.reserve(rows->size());
  for (const auto& row : *rows) {
    copies.emplace_back(type.New());
    copies.back()->CopyFrom(*row);
  }
  return copies;
}

absl::Status SqlTransaction::ForEachMessage(const Message& type, const Filter& filter, const Selection& selection,
                                            absl::FunctionRef<void(const Message&)> each) {
  ASSIGN_OR_RETURN(const bool known, IsKnown(type.GetDescriptor()));
  std::string key = known ? KeyOf(TableOf(type.GetDescriptor()), filter) : "";
  if (key.empty() && state_.remembered_only) return RunAgain();
  if (key.empty()) return StreamResources(connection_, type, filter, selection, each);
  absl::StrAppend(&key, "\nfields ", absl::StrJoin(selection.fields, ","), "\norder ",
                  absl::StrJoin(selection.order, ","));
  Memo::Rows rows = state_.memo->Find(state_.revision, type.GetDescriptor(), key);
  if (rows == nullptr) {
    if (state_.remembered_only) return RunAgain();
    std::vector<std::unique_ptr<Message>> read;
    RETURN_IF_ERROR(StreamResources(connection_, type, filter, selection,
                                    [&](const Message& row) { read.emplace_back(type.New())->CopyFrom(row); }));
    rows = std::make_shared<const std::vector<std::unique_ptr<Message>>>(std::move(read));
    state_.memo->Add(state_.revision, type.GetDescriptor(), key, rows);
  }
  for (const auto& row : *rows) each(*row);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::unique_ptr<Message>>> SqlTransaction::Select(const Message& type,
                                                                             const Filter& filter) {
  if (state_.remembered_only) return RunAgain();
  const Table& table = TableOf(type.GetDescriptor());
  const Condition where = WhereOf(table, filter);
  std::vector<std::unique_ptr<Message>> resources;
  ByOwner by_owner;
  absl::Status status =
      connection_.Query(absl::StrCat("SELECT ", ColumnList(table.columns), " FROM `", table.name, "`", where.text),
                        where.parameters, [&](Row row) {
                          resources.emplace_back(type.New());
                          FillColumns(table.columns, row, 0, resources.back().get());
                          by_owner.emplace(domain::TextField(*resources.back(), "name"), resources.back().get());
                        });
  if (!status.ok()) return status;
  if (resources.empty()) return resources;
  for (const ChildTable& child : table.children) {
    const auto& wanted = filter.items;
    if (wanted && std::find(wanted->begin(), wanted->end(), child.field->name()) == wanted->end()) continue;
    if (resources.size() == 1) {
      status = LoadChildren(child, "", {by_owner.begin()->first}, by_owner);
    } else {
      status = LoadChildren(child, absl::StrCat("SELECT `name` FROM `", table.name, "`", where.text), where.parameters,
                            by_owner);
    }
    if (!status.ok()) return status;
  }
  if (filter.etags && !filter.items) {
    for (auto& resource : resources) SetEtag(resource.get());
  }
  return resources;
}

absl::Status SqlTransaction::LoadChildren(const ChildTable& child, const std::string& owners,
                                          absl::Span<const Value> parameters, const ByOwner& by_owner) {
  // A derived table rather than IN (...), in which MySQL takes no LIMIT; first, and with a CROSS JOIN, in whose order
  // SQLite reads the tables: the owners are few, the child table may be large.
  const auto from = [&](const ChildTable& rows) {
    return owners.empty()
               ? absl::StrCat(" FROM `", rows.name, "` c WHERE c.`owner` = ?")
               : absl::StrCat(" FROM (", owners, ") o CROSS JOIN `", rows.name, "` c ON c.`owner` = o.`name`");
  };
  // Rows of one owner come together.
  auto owner = by_owner.end();
  const auto find_owner = [&](const Value& name) {
    const auto& wanted = std::get<std::string>(name);
    if (owner == by_owner.end() || owner->first != wanted) owner = by_owner.find(wanted);
    return owner != by_owner.end();
  };
  // By the keys of both tables they come in their order by themselves, as a rule: only if not are they sorted.
  bool in_order = true;
  const std::string select =
      absl::StrCat("SELECT c.`owner`, ", ColumnList(child.columns, "c"), ", c.`position`", from(child));
  absl::Status status = connection_.Query(select, parameters, [&](Row row) {
    if (!find_owner(row[0])) return;
    in_order &= std::get<int64_t>(row.back()) == owner->second->GetReflection()->FieldSize(*owner->second, child.field);
    AddItem(child, row, owner->second);
  });
  if (status.ok() && !in_order) {
    for (const auto& [name, message] : by_owner) message->GetReflection()->ClearField(message, child.field);
    status = connection_.Query(absl::StrCat(select, " ORDER BY c.`owner`, c.`position`"), parameters, [&](Row row) {
      if (find_owner(row[0])) AddItem(child, row, owner->second);
    });
  }
  if (!status.ok()) return status;
  for (const ChildTable& texts : child.children) {
    status = connection_.Query(absl::StrCat("SELECT c.`owner`, c.`parent`, c.`value`", from(texts),
                                            " ORDER BY c.`owner`, c.`parent`, c.`position`"),
                               parameters, [&](Row row) {
                                 if (!find_owner(row[0])) return;
                                 const auto parent = static_cast<int>(std::get<int64_t>(row[1]));
                                 const auto* reflection = owner->second->GetReflection();
                                 if (parent >= reflection->FieldSize(*owner->second, child.field)) return;
                                 Message* item = reflection->MutableRepeatedMessage(owner->second, child.field, parent);
                                 item->GetReflection()->AddString(item, texts.field, std::get<std::string>(row[2]));
                               });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> SqlTransaction::IsReferenced(absl::string_view name) {
  if (state_.remembered_only) return RunAgain();
  bool referenced = false;
  for (const Reference& reference : ReferencesTo(domain::CollectionOf(name))) {
    absl::Status status =
        connection_.Query(SelectReferenced(reference), {std::string(name)}, [&](Row) { referenced = true; });
    if (!status.ok()) return status;
  }
  return referenced;
}

absl::Status SqlTransaction::Insert(const Message& resource) {
  const Table& table = TableOf(resource.GetDescriptor());
  const std::string name = domain::TextField(resource, "name");
  NoteChange(table.message);
  const auto inserted = connection_.Execute(InsertInto(table), Values(table, resource));
  if (IsUniqueViolation(inserted.status())) {
    // Whoever looks for an earlier answer first has none of these.
    if (table.message == v1::StoredResponse::descriptor()) return TransactionConflict();
    return AlreadyExists(resource.GetDescriptor(), AddressOf(resource));
  }
  if (!inserted.ok()) return inserted.status();
  for (const ChildTable& child : table.children) {
    RETURN_IF_ERROR(InsertChildren(child, name, resource));
  }
  return absl::OkStatus();
}

absl::Status SqlTransaction::InsertChildren(const ChildTable& child, const std::string& owner, const Message& parent) {
  const auto* reflection = parent.GetReflection();
  const int count = reflection->FieldSize(parent, child.field);
  RowBatch rows(connection_, child, /*nested=*/false);
  for (int i = 0; i < count; ++i) {
    std::vector<Value> row{owner, int64_t{i}};
    AppendItem(child, parent, i, &row);
    RETURN_IF_ERROR(rows.Add(std::move(row)));
  }
  RETURN_IF_ERROR(rows.Flush());
  for (const ChildTable& texts : child.children) {
    RowBatch inner(connection_, texts, /*nested=*/true);
    for (int i = 0; i < count; ++i) {
      const Message& item = reflection->GetRepeatedMessage(parent, child.field, i);
      for (int j = 0; j < item.GetReflection()->FieldSize(item, texts.field); ++j) {
        RETURN_IF_ERROR(
            inner.Add({owner, int64_t{i}, int64_t{j}, item.GetReflection()->GetRepeatedString(item, texts.field, j)}));
      }
    }
    RETURN_IF_ERROR(inner.Flush());
  }
  return absl::OkStatus();
}

absl::Status SqlTransaction::Update(const Message& resource) {
  const Table& table = TableOf(resource.GetDescriptor());
  const std::string name = domain::TextField(resource, "name");
  if (IsHead(table.message, name)) {
    state_.head.CopyFrom(resource);
    return absl::OkStatus();
  }
  NoteChange(table.message);
  std::vector<Value> values = Values(table, resource);
  values.emplace_back(name);
  const auto updated = connection_.Execute(UpdateByName(table), values);
  if (IsUniqueViolation(updated.status())) return AlreadyExists(resource.GetDescriptor(), AddressOf(resource));
  if (!updated.ok()) return updated.status();
  if (*updated == 0) return NotFound(resource.GetDescriptor(), name);
  for (const ChildTable& child : table.children) {
    // What is nested in a child row goes with it, by its foreign key.
    RETURN_IF_ERROR(
        connection_.Execute(absl::StrCat("DELETE FROM `", child.name, "` WHERE `owner` = ?"), {name}).status());
    RETURN_IF_ERROR(InsertChildren(child, name, resource));
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> SqlTransaction::Purge(absl::Time now) {
  int64_t purged = 0;
  for (const auto* tables : {&RecordTables(), &Tables()}) {
    // Last table first: what names others goes before what it names.
    for (size_t i = tables->size(); i-- > 0;) {
      const Table& table = (*tables)[i];
      if (!HasColumn(table, "purge_time")) continue;
      NoteChange(table.message);
      auto rows = connection_.Execute(DeletePurged(table), {absl::ToUnixMicros(now)});
      if (!rows.ok()) return rows;
      purged += *rows;
    }
  }
  return purged;
}

absl::StatusOr<int64_t> SqlTransaction::DropAuditEntries(absl::string_view last) {
  return connection_.Execute("DELETE FROM audit_entries WHERE name <= ?", {std::string(last)});
}

absl::Status SqlTransaction::Redact(const Message& resource) {
  state_.redacted = true;
  return Update(resource);
}

}  // namespace tutorat::storage::sql
