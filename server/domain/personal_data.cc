#include "server/domain/personal_data.h"

#include <vector>

#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {

using google::protobuf::FieldDescriptor;

void ClearPersonalData(google::protobuf::Message* message) {
  const auto* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(*message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->options().GetExtension(v1::pii)) {
      reflection->ClearField(message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (!field->is_repeated()) {
      ClearPersonalData(reflection->MutableMessage(message, field));
    } else {
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        ClearPersonalData(reflection->MutableRepeatedMessage(message, field, i));
      }
    }
  }
}

}  // namespace tutorat::domain
