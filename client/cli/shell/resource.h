#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/shell/context.h"
#include "client/lib/list.h"
#include "google/protobuf/message.h"
#include "proto/status_macros.h"

namespace tutorat::cli {

// The standard methods, the same for every resource: `resource` (a v1::Wave, v1::Session ...) is sent, and becomes what
// the server answers. Warnings in the answer are written to the context.
absl::Status CallGet(Context& context, const std::string& name, google::protobuf::Message& resource);
// With kValidate nothing is stored, and no warning written.
enum class Store { kNow, kValidate };
absl::Status CallCreate(Context& context, google::protobuf::Message& resource, Store store = Store::kNow);
// Changes `fields` and nothing else, provided that nobody changed the resource since it was read: ABORTED otherwise.
absl::Status CallUpdate(Context& context, const std::vector<std::string>& fields, google::protobuf::Message& resource,
                        Store store = Store::kNow);
// By its name and etag; it can be undone for 30 days.
absl::Status CallDelete(Context& context, google::protobuf::Message& resource);
absl::Status CallUndelete(Context& context, google::protobuf::Message& resource);

template <typename Resource>
absl::StatusOr<Resource> Get(Context& context, const std::string& name) {
  Resource resource;
  RETURN_IF_ERROR(CallGet(context, name, resource));
  return resource;
}

// All resources of a collection, also those that were deleted where that is asked for.
template <typename Response, typename Request>
absl::StatusOr<Response> ListResources(Context& context, bool show_deleted) {
  Request request;
  request.set_show_deleted(show_deleted);
  return client::ListAll<Response>(context.Server(), std::move(request));
}

}  // namespace tutorat::cli
