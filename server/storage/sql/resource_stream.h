#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "server/storage/filter.h"
#include "server/storage/sql/connection.h"

namespace tutorat::storage::sql {

// What ReadTransaction::ForEachMessage promises. Rows of the resources and of their items are read side by side, in one
// order, and fill one message again and again: neither memory nor allocations grow with them.
absl::Status StreamResources(Connection& connection, const google::protobuf::Message& type, const Filter& filter,
                             const Selection& selection,
                             absl::FunctionRef<void(const google::protobuf::Message&)> each);

}  // namespace tutorat::storage::sql
