#include "server/domain/audit/audit.h"

#include "proto/status_macros.h"
#include "server/call/handler.h"
#include "server/domain/base/resource_names.h"
#include "server/handlers/resources/standard_methods.h"
#include "server/storage/resource_types.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::api {
namespace {

const google::protobuf::Descriptor* TypeOf(const std::string& resource) {
  for (const google::protobuf::Message* type : storage::ResourceTypes()) {
    if (domain::ResourceOf(type->GetDescriptor()).collection() == domain::CollectionOf(resource))
      return type->GetDescriptor();
  }
  return nullptr;
}

// Free texts are kept as personal values are, so that they can be forgotten, and told as any other value.
void WithoutPersonalValues(v1::AuditEntry* entry) {
  const auto* type = TypeOf(entry->resource());
  for (v1::AuditChange& change : *entry->mutable_changes()) {
    if (type == nullptr || domain::IsMarkedPersonal(*type, change.field())) domain::ForgetPersonalValues(&change);
    change.clear_salt();
  }
}

// The standard methods, without what the entries hold of personal values: those are for exports of a person's own data.
absl::StatusOr<v1::GetAuditEntryResponse> GetAuditEntry(CallContext& context, const v1::GetAuditEntryRequest& request) {
  v1::GetAuditEntryResponse response;
  RETURN_IF_ERROR(StandardHandler(v1::METHOD_KIND_GET)(context, request, &response));
  WithoutPersonalValues(response.mutable_audit_entry());
  return response;
}

absl::StatusOr<v1::ListAuditEntriesResponse> ListAuditEntries(CallContext& context,
                                                              const v1::ListAuditEntriesRequest& request) {
  v1::ListAuditEntriesResponse response;
  RETURN_IF_ERROR(ListPage(context, request, Items::kKeep, &response));
  for (v1::AuditEntry& entry : *response.mutable_audit_entries()) WithoutPersonalValues(&entry);
  return response;
}

const Registered<&GetAuditEntry> kGetAuditEntry;
const Registered<&ListAuditEntries> kListAuditEntries;

}  // namespace
}  // namespace tutorat::api
