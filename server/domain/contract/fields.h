// Fields of any message, by the names and options that the contract's conventions promise. Pure and thread-safe.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"
#include "google/api/field_behavior.pb.h"

namespace tutorat::domain {

// The value of the text field `name`; empty where the message has no such single field.
std::string TextField(const google::protobuf::Message& message, absl::string_view name);

bool HasBehavior(const google::protobuf::FieldDescriptor* field, google::api::FieldBehavior behavior);

// Whether people write what they like there, and so perhaps a name, as far as the field's rules say: a line, a text, an
// address, or a text of any form. A code, a day or a resource's name is none.
bool IsFreeText(const google::protobuf::FieldDescriptor* field);

}  // namespace tutorat::domain
