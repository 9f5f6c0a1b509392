// Page tokens: opaque, and bound to the list they came from. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace tutorat::domain {

// Where the next page begins: after `last_name`, for a request with the same filters. Page size may change between
// pages.
std::string MakePageToken(const google::protobuf::Message& list_request, absl::string_view last_name);

// The name that a token made by MakePageToken for the same filters holds; empty for an empty token. INVALID_FIELDS for
// any other text: forged, cut, or of another list.
absl::StatusOr<std::string> ReadPageToken(const google::protobuf::Message& list_request);

}  // namespace tutorat::domain
