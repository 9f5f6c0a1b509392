#include "server/app/admin/audit_check.h"

#include "proto/status_macros.h"
#include "server/domain/audit/audit_chain.h"
#include "server/storage/records.h"
#include "server/storage/scan.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::app {
namespace {

domain::ChainEnd ToEnd(const v1::AuditMark& mark) { return {mark.number(), mark.hash()}; }

}  // namespace

absl::StatusOr<int> CheckAudit(storage::ReadTransaction& transaction, bool has_resources, std::ostream& out) {
  ASSIGN_OR_RETURN(const auto anchor, storage::GetAuditMark(transaction, storage::kAuditAnchor));
  ASSIGN_OR_RETURN(const auto head, storage::GetAuditMark(transaction, storage::kAuditHead));
  domain::ChainCheck chain(ToEnd(anchor), ToEnd(head));
  size_t entries = 0;
  const auto add = [&](const google::protobuf::Message& entry) {
    chain.Add(static_cast<const v1::AuditEntry&>(entry));
    ++entries;
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(storage::ForEachResource(transaction, v1::AuditEntry::default_instance(), add));
  const std::vector<domain::Violation> wrong = chain.Finish();
  for (const domain::Violation& violation : wrong) out << violation.field << ": " << violation.text.en << '\n';
  // Every resource came with an entry, and the head outlives those that were dropped.
  const bool emptied = has_resources && head.number() == 0 && entries == 0;
  if (emptied) out << "audit: was emptied: there are resources, and no entry says how they came\n";
  out << "AuditEntry: " << entries << '\n';
  return static_cast<int>(wrong.size()) + (emptied ? 1 : 0);
}

}  // namespace tutorat::app
