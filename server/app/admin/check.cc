#include "server/app/admin/check.h"

#include "absl/time/clock.h"
#include "proto/status_macros.h"
#include "server/app/admin/audit_check.h"
#include "server/domain/contract/fields.h"
#include "server/domain/contract/validate.h"
#include "server/domain/figures/frozen_balance.h"
#include "server/domain/session/session_rules.h"
#include "server/storage/resource_types.h"
#include "server/storage/scan.h"
#include "tutorat/v1/audit.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::app {
namespace {

using google::protobuf::Message;

constexpr absl::Duration kCheckTime = absl::Minutes(10);

std::vector<domain::Violation> Broken(const Message& resource) {
  std::vector<domain::Violation> broken = domain::Validate(resource);
  if (const auto* session = dynamic_cast<const v1::Session*>(&resource); session != nullptr && broken.empty()) {
    broken = domain::CheckSession(*session, "session");
  }
  if (const auto* frozen = dynamic_cast<const v1::FrozenBalance*>(&resource)) {
    for (auto& violation : domain::CheckFrozen(*frozen)) broken.push_back(std::move(violation));
  }
  return broken;
}

// How many there are.
absl::StatusOr<size_t> CheckAll(storage::ReadTransaction& transaction, const Message& type, std::ostream& out,
                                int* wrong) {
  size_t checked = 0;
  RETURN_IF_ERROR(storage::ForEachResource(transaction, type, [&](const Message& resource) {
    for (const domain::Violation& violation : Broken(resource)) {
      ++*wrong;
      out << domain::TextField(resource, "name") << ": " << violation.field << ": " << violation.text.en << '\n';
    }
    ++checked;
    return absl::OkStatus();
  }));
  out << type.GetDescriptor()->name() << ": " << checked << '\n';
  return checked;
}

}  // namespace

int Check(storage::Store& store, std::ostream& out) {
  int wrong = 0;
  absl::Status status = store.Check();
  if (status.ok()) {
    out << store.Description() << '\n';
    status = store.Read(absl::Now() + kCheckTime, [&](storage::ReadTransaction& transaction) -> absl::Status {
      size_t resources = 0;
      for (const Message* type : storage::ResourceTypes()) {
        if (type->GetDescriptor() == v1::AuditEntry::descriptor()) continue;  // by its chain
        ASSIGN_OR_RETURN(const auto checked, CheckAll(transaction, *type, out, &wrong));
        resources += checked;
      }
      const auto broken = CheckAudit(transaction, resources > 0, out);
      wrong += broken.value_or(0);
      return broken.status();
    });
  }
  if (!status.ok()) out << status.message() << '\n';
  if (wrong > 0) out << wrong << " values break a rule\n";
  return status.ok() && wrong == 0 ? 0 : 1;
}

}  // namespace tutorat::app
