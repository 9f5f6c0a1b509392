// Validates messages by the contract's `rules` options. Pure and thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "server/domain/base/error.h"

namespace tutorat::domain {

// Every broken rule of `message` and of the messages in it, in field order; paths begin with `prefix`. Output-only
// fields are not looked at: nobody sends them. The top-level field named `skip` is left out (an update's resource is
// checked once it is merged with what is stored).
std::vector<Violation> Validate(const google::protobuf::Message& message, absl::string_view prefix = "",
                                absl::string_view skip = "");

// Parses `bytes`. INVALID_FIELDS when they are no such message, naming the field whose text is not UTF-8 if that is why
// (protobuf itself would only say "cannot parse").
absl::Status ParseRequest(absl::string_view bytes, google::protobuf::Message* request);

}  // namespace tutorat::domain
