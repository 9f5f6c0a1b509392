#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"

namespace tutorat::client {

// `text`, which is UTF-8, as a JSON string with its quotes.
std::string JsonString(absl::string_view text);

// As the API maps it to JSON (proto3 JSON), on one line or indented, without a final line feed. Texts in it are UTF-8.
std::string JsonLine(const google::protobuf::Message& message);
std::string JsonText(const google::protobuf::Message& message);

// The same of an object of any form, indented, its keys in order: protobuf writes them in another order each time.
std::string JsonText(const google::protobuf::Struct& object);

}  // namespace tutorat::client
