#include "server/layers/audit_log.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/domain/audit/audit.h"
#include "server/domain/base/local_time.h"
#include "server/domain/contract/fields.h"
#include "server/storage/records.h"
#include "server/storage/resource_types.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::Message;
using MessageOwner = std::unique_ptr<Message>;

MessageOwner CopyOf(const Message& message) {
  MessageOwner copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

bool IsEntry(const Message& message) { return message.GetDescriptor() == v1::AuditEntry::descriptor(); }

// Resources are; the audit itself is not, nor are the server's own records.
bool IsAudited(const Message& message) {
  return !IsEntry(message) && message.GetDescriptor()->options().HasExtension(v1::resource);
}

class AuditedTransaction final : public storage::ForwardingTransaction {
 public:
  AuditedTransaction(storage::WriteTransaction& base, const Actor& author)
      : ForwardingTransaction(base), author_(author) {}

  absl::Status Get(absl::string_view name, Message* resource) override {
    absl::Status status = base_.Get(name, resource);
    if (status.ok() && IsAudited(*resource)) known_[std::string(name)] = CopyOf(*resource);
    return status;
  }

  absl::Status Insert(const Message& resource) override {
    absl::Status status = base_.Insert(resource);
    if (status.ok()) Note(nullptr, resource, domain::PersonalValues::kKeep);
    return status;
  }

  absl::Status Update(const Message& resource) override {
    return Replace(resource, domain::PersonalValues::kKeep, [&] { return base_.Update(resource); });
  }

  absl::Status Redact(const Message& resource) override {
    if (IsEntry(resource)) forgotten_.insert(domain::TextField(resource, "resource"));
    return Replace(resource, domain::PersonalValues::kForget, [&] { return base_.Redact(resource); });
  }

  absl::StatusOr<int64_t> Purge(absl::Time now) override {
    std::vector<std::pair<const Message*, std::string>> due;
    for (const Message* type : storage::ResourceTypes()) {
      if (type->GetDescriptor()->FindFieldByName("purge_time") == nullptr) continue;
      storage::Filter filter;
      filter.deleted = true;
      filter.AtMost("purge_time", absl::ToUnixMicros(now));
      filter.items.emplace();
      ASSIGN_OR_RETURN(const auto found, base_.ListMessages(*type, filter));
      for (const auto& resource : found) due.emplace_back(type, domain::TextField(*resource, "name"));
    }
    auto rows = base_.Purge(now);
    if (!rows.ok()) return rows;
    for (const auto& [type, name] : due) {
      // What others still name is there yet.
      const MessageOwner left(type->New());
      const absl::Status status = base_.Get(name, left.get());
      if (status.ok()) continue;
      if (!absl::IsNotFound(status)) return status;
      purged_.push_back(name);
      RETURN_IF_ERROR(ForgetValuesOf(name));
    }
    return rows;
  }

  // Adds the entries.
  absl::Status Append() {
    ASSIGN_OR_RETURN(std::vector<v1::AuditEntry> entries, Entries());
    if (entries.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(auto head, storage::GetAuditMark(base_, storage::kAuditHead));
    const absl::Time now = absl::Now();
    const std::string date = domain::FormatDate(domain::TodayInParis(now));
    for (v1::AuditEntry& entry : entries) {
      head.set_number(head.number() + 1);
      entry.set_name(domain::AuditEntryName(head.number()));
      *entry.mutable_create_time() = domain::ToTimestamp(now);
      entry.set_local_date(date);
      entry.set_account(author_.account);
      entry.set_request_id(author_.request_id);
      entry.set_method(author_.method);
      entry.set_previous_hash(head.hash());
      head.set_hash(domain::HashOf(entry));
      entry.set_hash(head.hash());
      RETURN_IF_ERROR(base_.Insert(entry));
    }
    return storage::SetAuditMark(base_, head);
  }

 private:
  struct Change {
    MessageOwner before;  // null of what is new
    MessageOwner after;
    domain::PersonalValues personal;
  };

  absl::Status Replace(const Message& resource, domain::PersonalValues personal,
                       absl::FunctionRef<absl::Status()> write) {
    if (!IsAudited(resource)) return write();
    const std::string name = domain::TextField(resource, "name");
    MessageOwner before;
    if (const auto known = known_.find(name); known != known_.end()) {
      before = std::move(known->second);
      known_.erase(known);
    } else if (changed_.count(name) == 0) {
      before.reset(resource.New());
      RETURN_IF_ERROR(base_.Get(name, before.get()));
    }
    absl::Status status = write();
    if (status.ok()) Note(std::move(before), resource, personal);
    return status;
  }

  void Note(MessageOwner before, const Message& after, domain::PersonalValues personal) {
    if (!IsAudited(after)) return;
    const std::string name = domain::TextField(after, "name");
    const auto [position, is_first] = changed_.emplace(name, changes_.size());
    if (is_first) {
      changes_.push_back({std::move(before), CopyOf(after), personal});
    } else {
      Change& change = changes_[position->second];
      change.after = CopyOf(after);
      if (personal == domain::PersonalValues::kForget) change.personal = personal;
    }
  }

  static void AddOf(const std::string& resource, v1::AuditEntry::Action action, std::vector<v1::AuditEntry>* entries) {
    v1::AuditEntry& entry = entries->emplace_back();
    entry.set_resource(resource);
    entry.set_action(action);
  }

  // Whether earlier entries of it were made to forget somebody.
  absl::StatusOr<bool> HasForgotten(const std::string& resource) {
    storage::Filter filter;
    filter.Is("resource", resource).items.emplace();
    ASSIGN_OR_RETURN(const auto entries, base_.List<v1::AuditEntry>(filter));
    return std::any_of(entries.begin(), entries.end(),
                       [](const v1::AuditEntry& entry) { return entry.action() == v1::AuditEntry::ACTION_ERASE; });
  }

  absl::StatusOr<google::protobuf::RepeatedPtrField<v1::AuditChange>> DiffOf(const Change& change) {
    auto changes = domain::Diff(change.before.get(), *change.after, change.personal);
    const bool replaces = std::any_of(changes.begin(), changes.end(),
                                      [](const v1::AuditChange& one) { return !one.personal_before().empty(); });
    if (!replaces) return changes;
    ASSIGN_OR_RETURN(const auto forgotten, HasForgotten(domain::TextField(*change.after, "name")));
    if (!forgotten) return changes;
    return domain::Diff(change.before.get(), *change.after, domain::PersonalValues::kKeepAfter);
  }

  absl::StatusOr<std::vector<v1::AuditEntry>> Entries() {
    std::vector<v1::AuditEntry> entries;
    entries.reserve(changes_.size() + forgotten_.size() + purged_.size());
    for (const Change& change : changes_) {
      v1::AuditEntry entry;
      entry.set_resource(domain::TextField(*change.after, "name"));
      const bool erased = change.personal == domain::PersonalValues::kForget;
      entry.set_action(erased ? v1::AuditEntry::ACTION_ERASE : domain::ActionOf(change.before.get(), *change.after));
      ASSIGN_OR_RETURN(auto changes, DiffOf(change));
      *entry.mutable_changes() = std::move(changes);
      if (entry.changes().empty() && entry.action() == v1::AuditEntry::ACTION_UPDATE) continue;
      entries.push_back(std::move(entry));
    }
    // The check accepts emptied values only where an entry accounts for them.
    std::set<std::string> unsaid = forgotten_;
    for (const v1::AuditEntry& entry : entries) {
      if (entry.action() == v1::AuditEntry::ACTION_ERASE) unsaid.erase(entry.resource());
    }
    for (const std::string& name : unsaid) AddOf(name, v1::AuditEntry::ACTION_ERASE, &entries);
    for (const std::string& name : purged_) AddOf(name, v1::AuditEntry::ACTION_PURGE, &entries);
    return entries;
  }

  absl::Status ForgetValuesOf(const std::string& resource) {
    ASSIGN_OR_RETURN(auto entries, base_.List<v1::AuditEntry>(storage::Filter().Is("resource", resource)));
    for (v1::AuditEntry& entry : entries) {
      bool held = false;
      for (v1::AuditChange& change : *entry.mutable_changes()) {
        held |= domain::HasPersonalValues(change);
        domain::ForgetPersonalValues(&change);
      }
      if (!held) continue;
      RETURN_IF_ERROR(base_.Update(entry));
    }
    return absl::OkStatus();
  }

  const Actor& author_;
  std::map<std::string, MessageOwner> known_;
  std::map<std::string, size_t> changed_;  // names, and where in changes_
  std::vector<Change> changes_;            // in their order
  std::vector<std::string> purged_;
  std::set<std::string> forgotten_;  // resources whose entries lost personal values
};

}  // namespace

absl::Status AuditLoggingStore::Write(absl::Time deadline, WriteFunction f) {
  return base_.Write(deadline, [&](storage::WriteTransaction& transaction) -> absl::Status {
    AuditedTransaction audited(transaction, author_);
    absl::Status status = f(audited);
    return status.ok() ? audited.Append() : status;
  });
}

}  // namespace tutorat::api
