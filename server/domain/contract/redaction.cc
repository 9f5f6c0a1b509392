#include "server/domain/contract/redaction.h"

#include <set>

#include "server/domain/contract/walk.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {

using google::protobuf::FieldDescriptor;

namespace {

// Clears the fields of which `marked` says so, at every depth.
void ClearMarked(bool (*marked)(const FieldDescriptor*), google::protobuf::Message* message) {
  Walk(message, [&](google::protobuf::Message* holder, const Place& place) {
    if (!marked(place.field)) return Step::kInto;
    holder->GetReflection()->ClearField(holder, place.field);
    return Step::kOver;
  });
}

// Whether a message of this type can hold such a field: most can hold no secret, and large answers need not be
// searched.
bool CanHold(bool (*marked)(const FieldDescriptor*), const google::protobuf::Descriptor* type,
             std::set<const google::protobuf::Descriptor*>* seen) {
  if (!seen->insert(type).second) return false;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (marked(field)) return true;
    if (field->message_type() != nullptr && CanHold(marked, field->message_type(), seen)) return true;
  }
  return false;
}

bool IsPersonal(const FieldDescriptor* field) { return field->options().GetExtension(v1::pii); }
bool IsSecret(const FieldDescriptor* field) { return field->options().GetExtension(v1::secret); }
bool IsEtag(const FieldDescriptor* field) { return field->name() == "etag"; }

}  // namespace

void ClearPersonalData(google::protobuf::Message* message) { ClearMarked(IsPersonal, message); }

void ClearEtags(google::protobuf::Message* message) { ClearMarked(IsEtag, message); }

void ClearSecrets(google::protobuf::Message* message) {
  std::set<const google::protobuf::Descriptor*> seen;
  if (CanHold(IsSecret, message->GetDescriptor(), &seen)) ClearMarked(IsSecret, message);
}

}  // namespace tutorat::domain
