#include "server/app/check.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/domain/frozen_balance.h"
#include "server/domain/session_rules.h"
#include "server/domain/validate.h"
#include "tutorat/v1/establishment.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

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

absl::Status CheckAll(storage::ReadTransaction& transaction, const Message& type, std::ostream& out, int* wrong) {
  storage::Filter all;
  all.deleted = true;
  const auto resources = transaction.ListMessages(type, all);
  if (!resources.ok()) return resources.status();
  const auto* name = type.GetDescriptor()->FindFieldByName("name");
  for (const auto& resource : *resources) {
    for (const domain::Violation& violation : Broken(*resource)) {
      ++*wrong;
      out << resource->GetReflection()->GetString(*resource, name) << ": " << violation.field << ": "
          << violation.text.en << '\n';
    }
  }
  out << type.GetDescriptor()->name() << ": " << resources->size() << '\n';
  return absl::OkStatus();
}

}  // namespace

int Check(storage::Store& store, std::ostream& out) {
  int wrong = 0;
  absl::Status status = store.Check();
  if (status.ok()) {
    out << store.Description() << '\n';
    status = store.Read(absl::Now() + kCheckTime, [&](storage::ReadTransaction& transaction) -> absl::Status {
      for (const Message* type : std::initializer_list<const Message*>{
               &v1::Wave::default_instance(), &v1::Establishment::default_instance(), &v1::Tutor::default_instance(),
               &v1::Group::default_instance(), &v1::Member::default_instance(), &v1::Issue::default_instance(),
               &v1::Session::default_instance(), &v1::FrozenBalance::default_instance()}) {
        if (absl::Status checked = CheckAll(transaction, *type, out, &wrong); !checked.ok()) return checked;
      }
      return absl::OkStatus();
    });
  }
  if (!status.ok()) out << status.message() << '\n';
  if (wrong > 0) out << wrong << " values break a rule\n";
  return status.ok() && wrong == 0 ? 0 : 1;
}

}  // namespace tutorat::app
