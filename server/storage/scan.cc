#include "server/storage/scan.h"

#include "proto/status_macros.h"
#include "server/domain/contract/fields.h"

namespace tutorat::storage {
namespace {

constexpr int kReadAtOnce = 1000;

}  // namespace

absl::Status ForEachResource(ReadTransaction& transaction, const google::protobuf::Message& type,
                             absl::FunctionRef<absl::Status(google::protobuf::Message&)> each) {
  Filter filter;
  filter.deleted = true;
  filter.limit = kReadAtOnce;
  while (true) {
    ASSIGN_OR_RETURN(const auto page, transaction.ListMessages(type, filter));
    for (const auto& resource : page) {
      filter.after = domain::TextField(*resource, "name");
      RETURN_IF_ERROR(each(*resource));
    }
    if (page.size() < kReadAtOnce) return absl::OkStatus();
  }
}

}  // namespace tutorat::storage
