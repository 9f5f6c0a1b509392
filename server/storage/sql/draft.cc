#include "server/storage/sql/draft.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "proto/status_macros.h"
#include "server/domain/base/require.h"
#include "server/domain/contract/fields.h"
#include "server/storage/errors.h"
#include "server/storage/sql/statements.h"

namespace tutorat::storage::sql {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Messages = std::vector<std::unique_ptr<Message>>;

// Names, days and the like, which have few values or few resources a value.
bool IsIndexed(const Column& column) {
  const FieldDescriptor* field = column.path.back();
  return column.path.size() == 1 && column.name != "name" && field->type() == FieldDescriptor::TYPE_STRING &&
         !domain::IsFreeText(field);
}

const Column* FindColumn(const std::vector<Column>& columns, absl::string_view name) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

// As SQL compares: what is not there is neither less nor more than anything.
bool Compares(const Value& value, const Term& term) {
  if (term.op == Term::Op::kIsEmpty) return std::holds_alternative<std::monostate>(value);
  if (std::holds_alternative<std::monostate>(value)) return false;
  return std::any_of(term.values.begin(), term.values.end(), [&](const FilterValue& wanted) {
    const Value other = std::visit([](const auto& one) { return Value(one); }, wanted);
    domain::Require(other.index() == value.index(), absl::StrCat(term.field, " is compared with another type"));
    switch (term.op) {
      case Term::Op::kAtLeast:
        return value >= other;
      case Term::Op::kBelow:
        return value < other;
      case Term::Op::kAtMost:
        return value <= other;
      default:
        return value == other;
    }
  });
}

// The texts that the terms on one field leave; nothing: no term narrows it.
struct Range {
  const Term* in = nullptr;
  std::string from;
  std::optional<std::string> to;  // the last one
};

std::optional<Range> RangeOf(const std::string& field, const Filter& filter) {
  Range range;
  bool narrows = false;
  for (const Term& term : filter.terms) {
    if (term.field != field || term.op == Term::Op::kIsEmpty) continue;
    narrows = true;
    if (term.op == Term::Op::kIn) {
      if (range.in == nullptr || term.values.size() < range.in->values.size()) range.in = &term;
    } else if (const auto& bound = std::get<std::string>(term.values.front()); term.op == Term::Op::kAtLeast) {
      range.from = std::max(range.from, bound);
    } else {
      range.to = range.to ? std::min(*range.to, bound) : bound;
    }
  }
  if (!narrows) return std::nullopt;
  return range;
}

// Calls `use` with what the index has of the range, value by value.
template <class ByValue, class Use>
void ForEachIn(const ByValue& values, const Range& range, Use use) {
  if (range.in != nullptr) {
    for (const FilterValue& value : range.in->values) {
      if (const auto found = values.find(std::get<std::string>(value)); found != values.end()) use(found->second);
    }
    return;
  }
  for (auto each = values.lower_bound(range.from); each != values.end(); ++each) {
    if (range.to && each->first > *range.to) return;
    use(each->second);
  }
}

// The copy of a stored resource that a list gives.
std::unique_ptr<Message> Listed(const Message& resource, const Filter& filter) {
  std::unique_ptr<Message> copy(resource.New());
  copy->CopyFrom(resource);
  if (filter.etags && !filter.items) SetEtag(copy.get());
  if (!filter.items) return copy;
  std::vector<const FieldDescriptor*> set;
  copy->GetReflection()->ListFields(*copy, &set);
  for (const FieldDescriptor* field : set) {
    const bool wanted = std::find(filter.items->begin(), filter.items->end(), field->name()) != filter.items->end();
    if (field->is_repeated() && !wanted) copy->GetReflection()->ClearField(copy.get(), field);
  }
  return copy;
}

}  // namespace

absl::Status DraftTransaction::Get(absl::string_view name, Message* resource) {
  const auto written = written_.find(resource->GetDescriptor());
  if (written == written_.end()) return snapshot_.Get(name, resource);
  const auto found = written->second.by_name.find(name);
  if (found == written->second.by_name.end()) return snapshot_.Get(name, resource);
  resource->CopyFrom(*found->second);
  SetEtag(resource);
  return absl::OkStatus();
}

absl::StatusOr<Messages> DraftTransaction::ListMessages(const Message& type, const Filter& filter) {
  const auto known = written_.find(type.GetDescriptor());
  if (known == written_.end()) return snapshot_.ListMessages(type, filter);
  const Written& written = known->second;
  ASSIGN_OR_RETURN(Messages drafted, Matching(TableOf(type.GetDescriptor()), written, filter));
  auto next = drafted.begin();
  const auto name_of = [](const std::unique_ptr<Message>& message) { return domain::TextField(*message, "name"); };
  Messages out;
  Filter page = filter;
  const auto is_full = [&] { return filter.limit > 0 && out.size() >= static_cast<size_t>(filter.limit); };
  while (true) {
    ASSIGN_OR_RETURN(Messages stored, snapshot_.ListMessages(type, page));
    // What is written anew leaves the page short.
    const bool last = filter.limit == 0 || stored.size() < static_cast<size_t>(filter.limit);
    if (!stored.empty()) page.after = name_of(stored.back());
    for (auto& message : stored) {
      const std::string name = name_of(message);
      if (written.by_name.count(name) > 0) continue;
      for (; next != drafted.end() && name_of(*next) < name; ++next) out.push_back(std::move(*next));
      out.push_back(std::move(message));
    }
    if (last || is_full()) break;
  }
  if (!is_full()) std::move(next, drafted.end(), std::back_inserter(out));
  if (is_full()) out.resize(static_cast<size_t>(filter.limit));
  return out;
}

absl::Status DraftTransaction::ForEachMessage(const Message& type, const Filter& filter,
                                              const Selection& /*all of them*/,
                                              absl::FunctionRef<void(const Message&)> each) {
  ASSIGN_OR_RETURN(const Messages messages, ListMessages(type, filter));
  for (const auto& message : messages) each(*message);
  return absl::OkStatus();
}

absl::StatusOr<bool> DraftTransaction::IsReferenced(absl::string_view name) {
  domain::Require(false, absl::StrCat("a draft does not tell what names ", name));
  return false;
}

absl::StatusOr<bool> DraftTransaction::IsStored(const Message& type, const std::string& name) {
  Filter filter;
  filter.Is("name", name).deleted = true;
  filter.items.emplace();
  ASSIGN_OR_RETURN(const Messages found, snapshot_.ListMessages(type, filter));
  return !found.empty();
}

absl::Status DraftTransaction::Insert(const Message& resource) {
  const std::string name = domain::TextField(resource, "name");
  Written& written = written_[resource.GetDescriptor()];
  const bool drafted = written.by_name.count(name) > 0;
  ASSIGN_OR_RETURN(const bool stored, drafted ? false : IsStored(resource, name));
  if (drafted || stored) return AlreadyExists(resource.GetDescriptor(), AddressOf(resource));
  Keep(resource, &written);
  return absl::OkStatus();
}

absl::Status DraftTransaction::Update(const Message& resource) {
  const std::string name = domain::TextField(resource, "name");
  Written& written = written_[resource.GetDescriptor()];
  if (written.by_name.count(name) == 0) {
    ASSIGN_OR_RETURN(const bool stored, IsStored(resource, name));
    if (!stored) return NotFound(resource.GetDescriptor(), name);
    written.replaces_stored = true;
  }
  Keep(resource, &written);
  return absl::OkStatus();
}

void DraftTransaction::Keep(const Message& resource, Written* written) {
  const Table& table = TableOf(resource.GetDescriptor());
  auto& kept = written->by_name[domain::TextField(resource, "name")];
  const auto value_of = [&](const Column& column) { return domain::TextField(*kept, column.name); };
  for (const Column& column : table.columns) {
    if (kept != nullptr && IsIndexed(column)) written->index[&column][value_of(column)].erase(kept.get());
  }
  kept.reset(resource.New());
  kept->CopyFrom(resource);
  // Computed when it is read.
  if (const auto* etag = resource.GetDescriptor()->FindFieldByName("etag"); etag != nullptr) {
    kept->GetReflection()->ClearField(kept.get(), etag);
  }
  for (const Column& column : table.columns) {
    if (IsIndexed(column)) written->index[&column][value_of(column)].insert(kept.get());
  }
}

absl::StatusOr<int64_t> DraftTransaction::Purge(absl::Time /*now*/) {
  domain::Require(false, "a draft purges nothing");
  return 0;
}

absl::StatusOr<int64_t> DraftTransaction::DropAuditEntries(absl::string_view /*last*/) {
  domain::Require(false, "a draft drops no audit entries");
  return 0;
}

std::vector<const Message*> DraftTransaction::Candidates(const Written& written, const Filter& filter) {
  std::vector<const Message*> found;
  const ByValue* best = nullptr;
  Range best_range;
  size_t least = std::numeric_limits<size_t>::max();
  for (const auto& [column, values] : written.index) {
    const auto range = RangeOf(column->name, filter);
    if (!range) continue;
    size_t count = 0;
    ForEachIn(values, *range, [&](const Found& some) { count += some.size(); });
    if (count >= least) continue;
    best = &values;
    best_range = *range;
    least = count;
  }
  if (best != nullptr) {
    ForEachIn(*best, best_range, [&](const Found& some) { found.insert(found.end(), some.begin(), some.end()); });
    // A value may be asked for twice.
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }
  found.reserve(written.by_name.size());
  for (const auto& [name, message] : written.by_name) found.push_back(message.get());
  return found;
}

absl::StatusOr<Messages> DraftTransaction::Matching(const Table& table, const Written& written, const Filter& filter) {
  Messages out;
  for (const Message* candidate : Candidates(written, filter)) {
    ASSIGN_OR_RETURN(const bool satisfies, Satisfies(table, *candidate, filter));
    if (satisfies) out.push_back(Listed(*candidate, filter));
  }
  const auto name_of = [](const std::unique_ptr<Message>& message) { return domain::TextField(*message, "name"); };
  std::sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return name_of(a) < name_of(b); });
  return out;
}

absl::StatusOr<bool> DraftTransaction::Satisfies(const Table& table, const Message& resource, const Filter& filter) {
  const Column* deleted = FindColumn(table.columns, "delete_time");
  if (!filter.deleted && deleted != nullptr && !std::holds_alternative<std::monostate>(ReadField(resource, *deleted))) {
    return false;
  }
  if (!filter.after.empty() && domain::TextField(resource, "name") <= filter.after) return false;
  for (const Term& term : filter.terms) {
    ASSIGN_OR_RETURN(const bool satisfies, Satisfies(table, resource, term));
    if (!satisfies) return false;
  }
  return true;
}

// The field is found as the statement of a list finds it.
absl::StatusOr<bool> DraftTransaction::Satisfies(const Table& table, const Message& resource, const Term& term) {
  const std::pair<std::string, std::string> item = absl::StrSplit(term.field, absl::MaxSplits('.', 1));
  for (const ChildTable& child : table.children) {
    if (item.second.empty() || child.field->name() != item.first) continue;
    const Column* column = FindColumn(child.columns, item.second);
    domain::Require(column != nullptr, absl::StrCat(table.name, " cannot be filtered by ", term.field));
    const auto index = static_cast<size_t>(column - child.columns.data());
    for (int i = 0; i < resource.GetReflection()->FieldSize(resource, child.field); ++i) {
      std::vector<Value> values;
      AppendItem(child, resource, i, &values);
      if (Compares(values[index], term)) return true;
    }
    return false;
  }
  if (const Column* own = FindColumn(table.columns, term.field)) return Compares(ReadField(resource, *own), term);
  for (const Column& column : table.columns) {
    const Table* named = ReferredTable(column);
    const Column* theirs = named == nullptr ? nullptr : FindColumn(named->columns, term.field);
    if (theirs == nullptr) continue;
    const auto written = written_.find(named->message);
    domain::Require(written == written_.end() || !written->second.replaces_stored,
                    absl::StrCat("a draft that changes ", named->name, " lists no ", table.name, " by them"));
    const Value name = ReadField(resource, column);
    if (!std::holds_alternative<std::string>(name)) return false;
    const std::unique_ptr<Message> other(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(named->message)->New());
    const absl::Status found = Get(std::get<std::string>(name), other.get());
    if (absl::IsNotFound(found)) return false;
    RETURN_IF_ERROR(found);
    return Compares(ReadField(*other, *theirs), term);
  }
  domain::Require(false, absl::StrCat(table.name, " cannot be filtered by ", term.field));
  return false;
}

}  // namespace tutorat::storage::sql
