#include "server/domain/audit/audit_chain.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tutorat::domain {
namespace {

// A hole of more is named by its ends.
constexpr int64_t kNamedOneByOne = 20;

}  // namespace

ChainCheck::ChainCheck(ChainEnd anchor, ChainEnd head) : head_(std::move(head)), last_(std::move(anchor)) {}

void ChainCheck::Report(const std::string& name, const char* reason, const char* en, const char* fr) {
  violations_.push_back({name, reason, {en, fr}});
}

void ChainCheck::ReportAltered(const std::string& name) {
  Report(name, "AUDIT_ENTRY_ALTERED", "was altered: it is not what the chain holds",
         "a été modifiée : ce n'est pas ce que tient la chaîne");
}

void ChainCheck::ReportRemoved(int64_t number) {
  if (number - last_.number - 1 > kNamedOneByOne) {
    Report(absl::StrCat(AuditEntryName(last_.number + 1), " - ", AuditEntryName(number - 1)), "AUDIT_ENTRY_REMOVED",
           "were removed", "ont été retirées");
    return;
  }
  for (int64_t missing = last_.number + 1; missing < number; ++missing) {
    Report(AuditEntryName(missing), "AUDIT_ENTRY_REMOVED", "was removed", "a été retirée");
  }
}

void ChainCheck::Add(const v1::AuditEntry& entry) {
  const int64_t number = AuditEntryNumber(entry.name());
  if (number <= last_.number || number > head_.number) {
    Report(entry.name(), "AUDIT_ENTRY_INSERTED", "was inserted: the chain has no such entry",
           "a été ajoutée : la chaîne n'a pas cette entrée");
    return;
  }
  bool altered = false;
  for (const Violation& violation : CheckAuditEntry(entry)) {
    violations_.push_back({absl::StrCat(entry.name(), ": ", violation.field), violation.reason, violation.text});
    altered |= violation.field == "hash";
  }
  if (!altered) NoteForgotten(entry);
  const bool follows = number == last_.number + 1;
  if (!follows) ReportRemoved(number);
  // This one is what it was when it was hashed, and so is what it says of the one before: that one was hashed anew.
  if (follows && !altered && entry.previous_hash() != last_.hash && !last_altered_) {
    ReportAltered(last_name_.empty() ? entry.name() : last_name_);
  }
  last_ = {number, entry.hash()};
  last_name_ = entry.name();
  last_altered_ = altered;
}

void ChainCheck::NoteForgotten(const v1::AuditEntry& entry) {
  const bool accounts_for_it =
      entry.action() == v1::AuditEntry::ACTION_ERASE || entry.action() == v1::AuditEntry::ACTION_PURGE;
  if (accounts_for_it) forgotten_.erase(entry.resource());
  const bool forgotten = std::any_of(entry.changes().begin(), entry.changes().end(), [](const v1::AuditChange& change) {
    return !change.commitment().empty() && !HasPersonalValues(change);
  });
  if (forgotten) forgotten_[entry.resource()].push_back(entry.name());
}

std::vector<Violation> ChainCheck::Finish() {
  for (const auto& [resource, entries] : forgotten_) {
    for (const std::string& name : entries) {
      Report(name, "AUDIT_VALUE_REMOVED", "has lost its personal values, and no erasure accounts for it",
             "a perdu ses valeurs personnelles, et aucun effacement n'en rend compte");
    }
  }
  if (last_.number < head_.number) {
    ReportRemoved(head_.number + 1);
  } else if (last_.hash != head_.hash && !last_altered_) {
    ReportAltered(last_name_);
  }
  return std::move(violations_);
}

}  // namespace tutorat::domain
