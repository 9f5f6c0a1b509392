#include "server/domain/fields.h"

#include <algorithm>

namespace tutorat::domain {

using google::protobuf::FieldDescriptor;

std::string TextField(const google::protobuf::Message& message, absl::string_view name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(std::string(name));
  if (field == nullptr || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  return message.GetReflection()->GetString(message, field);
}

bool HasBehavior(const FieldDescriptor* field, google::api::FieldBehavior behavior) {
  const auto& all = field->options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(all.begin(), all.end(), behavior) != all.end();
}

}  // namespace tutorat::domain
