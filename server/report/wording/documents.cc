#include "server/report/wording/documents.h"

#include <algorithm>
#include <vector>

#include "server/domain/base/require.h"

namespace tutorat::report {
namespace {

using domain::Language;
using google::protobuf::Descriptor;
using google::protobuf::Message;
struct RegisteredWriter {
  const Descriptor* (*response)();
  Writer write;
};

// Filled before main begins, in any order.
std::vector<RegisteredWriter>& Writers() {
  static auto& writers = *new std::vector<RegisteredWriter>();
  return writers;
}

// The field whose type is the message of that name; null: there is none.
const google::protobuf::FieldDescriptor* FieldOfType(const Descriptor* message, const Descriptor* type) {
  for (int i = 0; i < message->field_count(); ++i) {
    const auto* field = message->field(i);
    if (field->message_type() == type && !field->is_repeated()) return field;
  }
  return nullptr;
}

v1::DocumentOptions OptionsOf(const Message& request) {
  const auto* field = FieldOfType(request.GetDescriptor(), v1::DocumentOptions::descriptor());
  if (field == nullptr) return {};
  return static_cast<const v1::DocumentOptions&>(request.GetReflection()->GetMessage(request, field));
}

}  // namespace

void AddDocument(const Message& request, Language language, Message* response) {
  const auto* field = FieldOfType(response->GetDescriptor(), v1::Document::descriptor());
  if (field == nullptr) return;
  const v1::DocumentOptions options = OptionsOf(request);
  if (options.omit()) return;
  if (!options.language().empty()) language = options.language() == "fr" ? Language::kFrench : Language::kEnglish;
  const auto writer = std::find_if(Writers().begin(), Writers().end(), [&](const RegisteredWriter& known) {
    return known.response() == response->GetDescriptor();
  });
  domain::Require(writer != Writers().end(), "every response with a document has a writer");
  writer->write(request, *response, language,
                static_cast<v1::Document*>(response->GetReflection()->MutableMessage(response, field)));
}

void AddWriter(const Descriptor* (*response)(), Writer writer) { Writers().push_back({response, writer}); }

}  // namespace tutorat::report
