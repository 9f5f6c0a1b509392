#include "server/domain/contract/fields.h"

#include <algorithm>

#include "tutorat/v1/options.pb.h"

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

bool IsFreeText(const FieldDescriptor* field) {
  if (field->type() != FieldDescriptor::TYPE_STRING || HasBehavior(field, google::api::IDENTIFIER)) return false;
  const v1::FieldRules& rules = field->options().GetExtension(v1::rules);
  if (!rules.pattern().empty()) return false;
  switch (rules.format()) {
    case v1::FORMAT_LINE:
    case v1::FORMAT_TEXT:
    case v1::FORMAT_URL:
    case v1::FORMAT_EMAIL:
    case v1::FORMAT_PERSON:
      return true;
    default:
      return rules.format() == v1::FORMAT_UNSPECIFIED && rules.max_length() > 0;
  }
}

}  // namespace tutorat::domain
