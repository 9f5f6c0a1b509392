#include "tests/support/contract.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/contract.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

void Collect(const Descriptor* type, std::set<const Descriptor*>* out) {
  if (!absl::StartsWith(type->full_name(), "tutorat.") || !out->insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    if (const Descriptor* inner = type->field(i)->message_type()) Collect(inner, out);
  }
}

}  // namespace

std::vector<const ServiceDescriptor*> Services() { return contract::Services(); }

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const ServiceDescriptor* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

std::string NameOf(const MethodDescriptor* method) {
  return absl::StrCat(method->service()->name(), ".", method->name());
}

const MethodDescriptor* MethodOf(const Descriptor* request) {
  for (const MethodDescriptor* method : Methods()) {
    if (method->input_type() == request) return method;
  }
  return nullptr;
}

std::vector<const Descriptor*> ResourceTypes() {
  std::vector<const Descriptor*> resources;
  for (const MethodDescriptor* method : Methods()) {
    const v1::MethodKind kind = method->options().GetExtension(v1::kind);
    if (kind != v1::METHOD_KIND_GET && kind != v1::METHOD_KIND_LIST) continue;
    const Descriptor* type = method->output_type()->field(0)->message_type();
    if (std::find(resources.begin(), resources.end(), type) == resources.end()) resources.push_back(type);
  }
  return resources;
}

std::set<const Descriptor*> SentMessages() {
  std::set<const Descriptor*> messages;
  for (const auto* method : Methods()) Collect(method->input_type(), &messages);
  return messages;
}

std::set<const Descriptor*> AnsweredMessages() {
  std::set<const Descriptor*> messages;
  for (const auto* method : Methods()) Collect(method->output_type(), &messages);
  return messages;
}

MessagePtr NewMessage(const Descriptor* type) {
  return MessagePtr(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

bool HasBehavior(const FieldDescriptor* field, google::api::FieldBehavior behavior) {
  const auto& all = field->options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(all.begin(), all.end(), behavior) != all.end();
}

const v1::FieldRules& RulesOf(const FieldDescriptor* field) { return field->options().GetExtension(v1::rules); }

}  // namespace tutorat::tests
