#include "tests/unit/domain/contract.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

void Collect(const Descriptor* type, std::set<const Descriptor*>* out) {
  if (!absl::StartsWith(type->full_name(), "tutorat.") || !out->insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    if (const Descriptor* inner = type->field(i)->message_type()) Collect(inner, out);
  }
}

}  // namespace

std::vector<const google::protobuf::MethodDescriptor*> Methods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const char* name : {"tutorat.v1.GroupService", "tutorat.v1.SessionService", "tutorat.v1.ThemeService",
                           "tutorat.v1.IssueService", "tutorat.v1.CalendarService", "tutorat.v1.ReportService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

std::vector<const Descriptor*> Resources() {
  std::vector<const Descriptor*> resources;
  for (const auto* method : Methods()) {
    if (method->options().GetExtension(v1::kind) == v1::METHOD_KIND_GET) {
      resources.push_back(method->output_type()->field(0)->message_type());
    }
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

std::unique_ptr<google::protobuf::Message> New(const Descriptor* type) {
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

bool Has(const FieldDescriptor* field, google::api::FieldBehavior behavior) {
  const auto& all = field->options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(all.begin(), all.end(), behavior) != all.end();
}

const v1::FieldRules& RulesOf(const FieldDescriptor* field) { return field->options().GetExtension(v1::rules); }

}  // namespace tutorat::tests
