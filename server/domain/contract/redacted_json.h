// A field's value in JSON, without what is secret in it or may name people, on one line. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace tutorat::domain {

// The text in quotation marks, escaped.
std::string JsonText(absl::string_view text);

// What the field of `message` holds: an array of all items when it is repeated. Fields in it are named as in protobuf
// JSON, those marked `pii` or `secret` and free texts
// (domain/contract/fields.h) left out.
std::string RedactedJson(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field);
// One item of a repeated field.
std::string RedactedJson(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field,
                         int index);
// An object.
std::string RedactedJson(const google::protobuf::Message& message);

}  // namespace tutorat::domain
