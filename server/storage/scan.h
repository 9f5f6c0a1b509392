// A look at everything of a type, however much there is.
#pragma once

#include "absl/functional/function_ref.h"
#include "server/storage/store.h"

namespace tutorat::storage {

// Calls `each` with every resource of a type, deleted ones too, in the order of names, reading some at a time. Nothing
// is locked by it, in a WriteTransaction neither. Ends with the first status that is not OK.
absl::Status ForEachResource(ReadTransaction& transaction, const google::protobuf::Message& type,
                             absl::FunctionRef<absl::Status(google::protobuf::Message&)> each);

}  // namespace tutorat::storage
