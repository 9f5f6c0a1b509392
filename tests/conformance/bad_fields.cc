#include "tests/conformance/bad_fields.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "tests/support/contract.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kUnknownEnum = 99;

// Messages that are one value.
bool IsValue(const Descriptor* type) {
  return type == google::protobuf::Timestamp::descriptor() || type == google::protobuf::Duration::descriptor() ||
         type == google::protobuf::FieldMask::descriptor();
}

void Collect(const Descriptor* type, const std::string& prefix, const std::function<Message*(Message*)>& parent,
             std::vector<Field>* fields) {
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (HasBehavior(field, google::api::OUTPUT_ONLY)) continue;
    const std::string path = prefix.empty() ? field->name() : absl::StrCat(prefix, ".", field->name());
    fields->push_back({path, field, parent});
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || IsValue(field->message_type())) continue;
    const auto inner = [parent, field](Message* request) {
      Message* message = parent(request);
      const auto* reflection = message->GetReflection();
      if (!field->is_repeated()) return reflection->MutableMessage(message, field);
      if (reflection->FieldSize(*message, field) == 0) return reflection->AddMessage(message, field);
      return reflection->MutableRepeatedMessage(message, field, 0);
    };
    Collect(field->message_type(), field->is_repeated() ? path + "[0]" : path, inner, fields);
  }
}

std::vector<std::pair<std::string, std::string>> BadTexts(v1::Format format) {
  using namespace std::string_literals;
  const std::string personal = kPersonal;
  switch (format) {
    case v1::FORMAT_DATE:
      return {{"2024-02-30", "BAD_FORMAT"}, {"2023-02-29", "BAD_FORMAT"}, {"0224-01-01", "BAD_FORMAT"},
              {"30/01/2024", "BAD_FORMAT"}, {"2024-1-2", "BAD_FORMAT"},   {"2024-13-01", "BAD_FORMAT"},
              {"2200-01-01", "BAD_FORMAT"}, {"hier", "BAD_FORMAT"},       {"2024-01-01\0"s, "BAD_FORMAT"}};
    case v1::FORMAT_CLOCK:
      return {{"24:00", "BAD_FORMAT"}, {"12:60", "BAD_FORMAT"}, {"9:30", "BAD_FORMAT"}, {"9h30", "BAD_FORMAT"}};
    case v1::FORMAT_TIME_ZONE:
      return {{"Europe/Lutece", "BAD_FORMAT"},  {"Paris", "BAD_FORMAT"},
              {"/etc/localtime", "BAD_FORMAT"}, {"../../etc/passwd", "BAD_FORMAT"},
              {"localtime", "BAD_FORMAT"},      {"Europe/", "BAD_FORMAT"},
              {"europe/paris", "BAD_FORMAT"},   {"Europe/Paris\0x"s, "BAD_FORMAT"},
              {"Europe//Paris", "BAD_FORMAT"},  {"./Europe/Paris", "BAD_FORMAT"}};
    case v1::FORMAT_EMAIL:
      return {{personal, "BAD_FORMAT"},
              {personal + "@exemple", "BAD_FORMAT"},
              {personal + " b@exemple.fr", "BAD_FORMAT"},
              {personal + "@exemple.fr\0"s, "BAD_FORMAT"}};
    case v1::FORMAT_URL:
      return {{"ftp://exemple.fr", "BAD_FORMAT"},
              {"javascript:alert(1)", "BAD_FORMAT"},
              {"https://", "BAD_FORMAT"},
              {"https://a b", "BAD_FORMAT"}};
    case v1::FORMAT_UAI:
      return {{"0750654E", "WRONG_CHECK_LETTER"}, {"750654D", "BAD_FORMAT"}, {"0750654d", "BAD_FORMAT"}};
    case v1::FORMAT_LINE:
      return {{personal + "\na", "BAD_FORMAT"}, {personal + "\x01", "BAD_FORMAT"}, {personal + "\0a"s, "BAD_FORMAT"}};
    case v1::FORMAT_TEXT:
      return {{personal + "\x01", "BAD_FORMAT"}, {personal + "\0a"s, "BAD_FORMAT"}, {personal + "\x7f", "BAD_FORMAT"}};
    case v1::FORMAT_PERSON:
      return {{personal + "|a", "BAD_FORMAT"},
              {personal + "/a", "BAD_FORMAT"},
              {" " + personal, "BAD_FORMAT"},
              {personal + "\n", "BAD_FORMAT"},
              {"1234", "BAD_FORMAT"}};
    default:
      return {};
  }
}

void AddTextCases(const Field& field, std::vector<BadCase>* cases) {
  const v1::FieldRules& rules = RulesOf(field.descriptor);
  const auto add = [&](const std::string& text, const std::string& reason) {
    cases->push_back({field.value_path(), reason, text.substr(0, 40),
                      [field, text](Message* request) { field.Set(request, text); }});
  };
  if (rules.max_length() > 0) {
    std::string text = kPersonal;
    while (text.size() <= rules.max_length()) text += "a";
    add(text, "TOO_LONG");
    // Characters are counted, not bytes: one more than fit.
    text.clear();
    for (uint32_t i = 0; i <= rules.max_length(); ++i) text += "é";
    add(text, "TOO_LONG");
  }
  if (rules.min_length() > 0) add(std::string(rules.min_length() - 1, 'a'), "TOO_SHORT");
  if (!rules.pattern().empty()) {
    add("!", "BAD_FORMAT");
    add(rules.example() + "\n", "BAD_FORMAT");
  }
  for (const auto& [text, reason] : BadTexts(rules.format())) add(text, reason);
}

void AddNumberCases(const Field& field, std::vector<BadCase>* cases) {
  const v1::FieldRules& rules = RulesOf(field.descriptor);
  const auto add = [&](int64_t value, const std::string& reason) {
    cases->push_back({field.value_path(), reason, absl::StrCat(value), [field, value](Message* request) {
                        Message* parent = field.parent(request);
                        const auto* reflection = parent->GetReflection();
                        if (field.descriptor->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
                          static_cast<google::protobuf::Duration*>(reflection->MutableMessage(parent, field.descriptor))
                              ->set_seconds(value);
                        } else if (field.descriptor->is_repeated()) {
                          reflection->ClearField(parent, field.descriptor);
                          reflection->AddInt32(parent, field.descriptor, static_cast<int32_t>(value));
                        } else {
                          reflection->SetInt32(parent, field.descriptor, static_cast<int32_t>(value));
                        }
                      }});
  };
  // 0 in a field without presence is no value at all.
  if (rules.has_minimum()) add(std::min<int64_t>(rules.minimum() - 1, -1), "TOO_SMALL");
  if (rules.has_minimum()) add(INT32_MIN, "TOO_SMALL");
  if (rules.has_maximum()) add(rules.maximum() + 1, "TOO_LARGE");
  if (rules.has_maximum()) add(INT32_MAX, "TOO_LARGE");
}

void AddEnumCase(const Field& field, std::vector<BadCase>* cases) {
  cases->push_back({field.value_path(), "UNKNOWN_VALUE", absl::StrCat(kUnknownEnum), [field](Message* request) {
                      Message* parent = field.parent(request);
                      const auto* reflection = parent->GetReflection();
                      if (field.descriptor->is_repeated()) {
                        reflection->ClearField(parent, field.descriptor);
                        reflection->AddEnumValue(parent, field.descriptor, kUnknownEnum);
                      } else {
                        reflection->SetEnumValue(parent, field.descriptor, kUnknownEnum);
                      }
                    }});
}

// `count` times its first item, or 1 or "a" where it has none.
void Repeat(const Field& field, int count, Message* request) {
  Message* parent = field.parent(request);
  const auto* reflection = parent->GetReflection();
  while (reflection->FieldSize(*parent, field.descriptor) > 1) reflection->RemoveLast(parent, field.descriptor);
  for (int i = reflection->FieldSize(*parent, field.descriptor); i < count; ++i) {
    switch (field.descriptor->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        reflection->AddString(parent, field.descriptor,
                              i == 0 ? "a" : reflection->GetRepeatedString(*parent, field.descriptor, 0));
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection->AddInt32(parent, field.descriptor,
                             i == 0 ? 1 : reflection->GetRepeatedInt32(*parent, field.descriptor, 0));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection->AddEnumValue(parent, field.descriptor,
                                 i == 0 ? 1 : reflection->GetRepeatedEnumValue(*parent, field.descriptor, 0));
        break;
      default: {
        Message* item = reflection->AddMessage(parent, field.descriptor);
        if (i > 0) item->CopyFrom(reflection->GetRepeatedMessage(*parent, field.descriptor, 0));
      }
    }
  }
}

}  // namespace

void Field::Set(Message* request, const std::string& text) const {
  Message* message = parent(request);
  const auto* reflection = message->GetReflection();
  if (!descriptor->is_repeated()) {
    reflection->SetString(message, descriptor, text);
  } else if (reflection->FieldSize(*message, descriptor) == 0) {
    reflection->AddString(message, descriptor, text);
  } else {
    reflection->SetRepeatedString(message, descriptor, 0, text);
  }
}

std::string Field::value_path() const { return descriptor->is_repeated() ? path + "[0]" : path; }

bool Field::is_text() const { return descriptor->cpp_type() == FieldDescriptor::CPPTYPE_STRING; }

bool Field::is_personal() const { return descriptor->options().GetExtension(v1::pii); }

std::vector<Field> FieldsOf(const Message& request) {
  std::vector<Field> fields;
  Collect(
      request.GetDescriptor(), "", [](Message* root) { return root; }, &fields);
  return fields;
}

std::vector<BadCase> CasesOf(const Field& field) {
  std::vector<BadCase> cases;
  const v1::FieldRules& rules = RulesOf(field.descriptor);
  if (rules.required()) {
    cases.push_back({field.path, "REQUIRED", "absent", [field](Message* request) {
                       Message* parent = field.parent(request);
                       parent->GetReflection()->ClearField(parent, field.descriptor);
                     }});
  }
  if (field.is_text()) AddTextCases(field, &cases);
  if (field.descriptor->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) AddEnumCase(field, &cases);
  if (rules.has_minimum() || rules.has_maximum()) AddNumberCases(field, &cases);
  // Where a million of them are allowed, one more would be too large for a message before it is too many.
  constexpr int kMostRepeated = 100000;
  if (rules.max_items() > 0 && rules.max_items() < kMostRepeated) {
    const int count = static_cast<int>(rules.max_items()) + 1;
    cases.push_back({field.path, "TOO_MANY_ITEMS", absl::StrCat(count, " items"),
                     [field, count](Message* request) { Repeat(field, count, request); }});
  }
  if (rules.unique()) {
    cases.push_back(
        {field.path + "[1]", "DUPLICATE_ITEM", "twice", [field](Message* request) { Repeat(field, 2, request); }});
  }
  return cases;
}

}  // namespace tutorat::tests
