// Resources that exist and are not deleted.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "server/storage/errors.h"
#include "server/storage/store.h"

namespace tutorat::api {

// NOT_FOUND, <RESOURCE>_NOT_FOUND, of a deleted one too. In a WriteTransaction it is locked until the end.
template <class Resource>
absl::StatusOr<Resource> GetLive(storage::ReadTransaction& transaction, const std::string& name) {
  auto found = transaction.Get<Resource>(name);
  if (found.ok() && found->has_delete_time()) return storage::NotFound(Resource::descriptor(), name);
  return found;
}

// The same of a name that a request or a resource may leave empty.
template <class Resource>
absl::Status CheckLive(storage::ReadTransaction& transaction, const std::string& name) {
  return name.empty() ? absl::OkStatus() : GetLive<Resource>(transaction, name).status();
}

}  // namespace tutorat::api
