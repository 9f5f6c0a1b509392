#include "server/domain/contract/field_update.h"

#include <google/protobuf/util/message_differencer.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "server/domain/contract/fields.h"

namespace tutorat::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsServers(const FieldDescriptor* field) {
  return HasBehavior(field, google::api::OUTPUT_ONLY) || HasBehavior(field, google::api::IDENTIFIER) ||
         field->name() == "etag";
}

// Copies one field, set or not.
void CopyField(const Message& from, const FieldDescriptor* field, Message* to) {
  to->GetReflection()->ClearField(to, field);
  std::unique_ptr<Message> only(from.New());
  only->CopyFrom(from);
  std::vector<const FieldDescriptor*> set;
  only->GetReflection()->ListFields(*only, &set);
  for (const FieldDescriptor* other : set) {
    if (other != field) only->GetReflection()->ClearField(only.get(), other);
  }
  to->MergeFrom(*only);
}

bool SameField(const Message& a, const Message& b, const FieldDescriptor* field) {
  google::protobuf::util::MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {field}, {field});
}

}  // namespace

void ClearServerFields(Message* resource) {
  const auto* descriptor = resource->GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (IsServers(descriptor->field(i))) resource->GetReflection()->ClearField(resource, descriptor->field(i));
  }
}

std::vector<Violation> ApplyUpdate(const Message& sent, const google::protobuf::FieldMask& mask,
                                   absl::string_view prefix, Message* stored) {
  const auto* descriptor = sent.GetDescriptor();
  std::vector<Violation> violations;
  std::vector<const FieldDescriptor*> fields;
  if (mask.paths().empty()) {
    sent.GetReflection()->ListFields(sent, &fields);
  } else if (mask.paths_size() == 1 && mask.paths(0) == "*") {
    for (int i = 0; i < descriptor->field_count(); ++i) fields.push_back(descriptor->field(i));
  } else {
    for (const std::string& path : mask.paths()) {
      const FieldDescriptor* field = descriptor->FindFieldByName(path);
      if (field == nullptr) {
        violations.push_back(
            {"update_mask",
             "UNKNOWN_FIELD",
             {.en = absl::StrCat(Shown(path), " is no field of ", descriptor->name(), ": name whole fields"),
              .fr = absl::StrCat(Shown(path), " n'est pas un champ de ", descriptor->name(),
                                 " : nommer des champs entiers")}});
      } else {
        fields.push_back(field);
      }
    }
  }
  for (const FieldDescriptor* field : fields) {
    if (IsServers(field)) continue;
    if (!HasBehavior(field, google::api::IMMUTABLE)) {
      CopyField(sent, field, stored);
    } else if (!SameField(sent, *stored, field)) {
      violations.push_back({absl::StrCat(prefix, ".", field->name()),
                            "IMMUTABLE",
                            {.en = "never changes after creation: leave it out",
                             .fr = "ne change jamais après la création : le laisser"}});
    }
  }
  return violations;
}

std::vector<std::string> ChangedFields(const Message& a, const Message& b) {
  std::vector<std::string> changed;
  const auto* descriptor = a.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (!IsServers(field) && !SameField(a, b, field)) changed.push_back(field->name());
  }
  return changed;
}

}  // namespace tutorat::domain
