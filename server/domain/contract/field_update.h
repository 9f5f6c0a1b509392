// Interprets the contract's field_behavior options in updates. Pure and thread-safe.
#pragma once

#include <vector>

#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "server/domain/base/error.h"

namespace tutorat::domain {

// Clears what only the server sets (OUTPUT_ONLY, IDENTIFIER) and the etag, in a resource that a caller sends to be
// created.
void ClearServerFields(google::protobuf::Message* resource);

// Changes in `stored` the fields that `mask` names to their values in `sent` (AIP-134): an empty mask means the fields
// that are set in `sent`, `*` all of them. Top-level fields only. Refuses, with paths under `prefix`: a field that does
// not exist (UNKNOWN_FIELD), and another value for an immutable one (IMMUTABLE). Output-only fields are left as they
// are.
std::vector<Violation> ApplyUpdate(const google::protobuf::Message& sent, const google::protobuf::FieldMask& mask,
                                   absl::string_view prefix, google::protobuf::Message* stored);

// Top-level fields whose values differ, the server's own left out. Both are of the same type.
std::vector<std::string> ChangedFields(const google::protobuf::Message& a, const google::protobuf::Message& b);

}  // namespace tutorat::domain
