// Resources that exist and are not deleted.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "proto/status_macros.h"
#include "server/storage/store.h"

namespace tutorat::api {

// NOT_FOUND, <RESOURCE>_NOT_FOUND, of a deleted one too.
absl::Status GetLive(storage::ReadTransaction& transaction, const std::string& name,
                     google::protobuf::Message* resource);

template <class Resource>
absl::StatusOr<Resource> GetLive(storage::ReadTransaction& transaction, const std::string& name) {
  Resource resource;
  RETURN_IF_ERROR(GetLive(transaction, name, &resource));
  return resource;
}

// The same of a name that a request or a resource may leave empty.
template <class Resource>
absl::Status CheckLive(storage::ReadTransaction& transaction, const std::string& name) {
  return name.empty() ? absl::OkStatus() : GetLive<Resource>(transaction, name).status();
}

// What the resource's own fields refer to (`refers_to`; not those of its items): names become canonical, and what they
// name must be live.
absl::Status ResolveReferences(storage::ReadTransaction& transaction, google::protobuf::Message* resource);

}  // namespace tutorat::api
