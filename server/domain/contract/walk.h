// Visits what is set in a message and in all messages in it. Pure and thread-safe.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "absl/functional/function_ref.h"

namespace tutorat::domain {

// A field that is set, or one item of a repeated field.
struct Place {
  const Place* outer;  // of the message that holds it; null for the message that the walk began with
  const google::protobuf::FieldDescriptor* field;
  int index;  // of an item; -1 where the field is not repeated

  std::string Path() const;  // attendances[2].status
  bool IsText() const { return field->type() == google::protobuf::FieldDescriptor::TYPE_STRING; }
  bool IsMessage() const { return field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE; }
};

// Whether the walk goes on inside the value, which only a message has.
enum class Step { kInto, kOver };

// Calls `visit` with each place and the message that holds it, a message before what is in it. A visitor may change or
// clear the field of its place, and goes over what it cleared.
void Walk(const google::protobuf::Message& message,
          absl::FunctionRef<Step(const google::protobuf::Message& holder, const Place&)> visit);
void Walk(google::protobuf::Message* message,
          absl::FunctionRef<Step(google::protobuf::Message* holder, const Place&)> visit);

// The value at a place, which must be of that type.
std::string TextAt(const google::protobuf::Message& holder, const Place& place);
void SetTextAt(google::protobuf::Message* holder, const Place& place, std::string text);
const google::protobuf::Message& MessageAt(const google::protobuf::Message& holder, const Place& place);
google::protobuf::Message* MutableMessageAt(google::protobuf::Message* holder, const Place& place);

}  // namespace tutorat::domain
