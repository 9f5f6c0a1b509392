#include "server/handlers/resources/live.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/base/require.h"
#include "server/domain/base/resource_names.h"
#include "server/handlers/resources/list_filter.h"
#include "server/storage/errors.h"
#include "server/storage/resource_types.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::unique_ptr<Message> NewOf(const std::string& collection) {
  const auto& types = storage::ResourceTypes();
  const auto found = std::find_if(types.begin(), types.end(), [&](const Message* type) {
    return domain::ResourceOf(type->GetDescriptor()).collection() == collection;
  });
  domain::Require(found != types.end(), absl::StrCat("no resource is of ", collection));
  return std::unique_ptr<Message>((*found)->New());
}

}  // namespace

absl::Status GetLive(storage::ReadTransaction& transaction, const std::string& name, Message* resource) {
  RETURN_IF_ERROR(transaction.Get(name, resource));
  const FieldDescriptor* deleted = resource->GetDescriptor()->FindFieldByName("delete_time");
  return deleted != nullptr && resource->GetReflection()->HasField(*resource, deleted)
             ? storage::NotFound(resource->GetDescriptor(), name)
             : absl::OkStatus();
}

absl::Status ResolveReferences(storage::ReadTransaction& transaction, Message* resource) {
  const auto* reflection = resource->GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(*resource, &set);
  for (const FieldDescriptor* field : set) {
    const std::string& collection = field->options().GetExtension(v1::refers_to);
    if (collection.empty() || field->is_repeated()) continue;
    ASSIGN_OR_RETURN(const auto name, CanonicalName(transaction, reflection->GetString(*resource, field)));
    reflection->SetString(resource, field, name);
    RETURN_IF_ERROR(GetLive(transaction, name, NewOf(collection).get()));
  }
  return absl::OkStatus();
}

}  // namespace tutorat::api
