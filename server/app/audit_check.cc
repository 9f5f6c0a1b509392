#include "server/app/audit_check.h"

#include "server/domain/audit_chain.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::app {
namespace {

constexpr int kEntriesAtOnce = 1000;

domain::ChainEnd ToEnd(const storage::AuditMark& mark) { return {mark.number, mark.hash}; }

}  // namespace

absl::StatusOr<int> CheckAudit(storage::ReadTransaction& transaction, std::ostream& out) {
  const auto anchor = transaction.GetAuditMark(storage::AuditMark::Which::kAnchor);
  if (!anchor.ok()) return anchor.status();
  const auto head = transaction.GetAuditMark(storage::AuditMark::Which::kHead);
  if (!head.ok()) return head.status();
  domain::ChainCheck chain(ToEnd(*anchor), ToEnd(*head));
  storage::Filter filter;
  filter.limit = kEntriesAtOnce;
  size_t entries = 0;
  while (true) {
    const auto page = transaction.List<v1::AuditEntry>(filter);
    if (!page.ok()) return page.status();
    for (const v1::AuditEntry& entry : *page) chain.Add(entry);
    entries += page->size();
    if (page->size() < kEntriesAtOnce) break;
    filter.after = page->back().name();
  }
  const std::vector<domain::Violation> wrong = chain.Finish();
  for (const domain::Violation& violation : wrong) out << violation.field << ": " << violation.text.en << '\n';
  out << "AuditEntry: " << entries << '\n';
  return static_cast<int>(wrong.size());
}

}  // namespace tutorat::app
