#include "server/domain/contract/redacted_json.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/require.h"
#include "server/domain/contract/fields.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::Duration;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

std::string JsonOfMessage(const Message& message) {
  if (const auto* time = dynamic_cast<const Timestamp*>(&message)) {
    return absl::FormatTime("\"%Y-%m-%dT%H:%M:%E*SZ\"", ToTime(*time), absl::UTCTimeZone());
  }
  if (const auto* duration = dynamic_cast<const Duration*>(&message))
    return absl::StrCat("\"", duration->seconds(), "s\"");
  return RedactedJson(message);
}

// A number for a value that this program does not know.
std::string JsonOfEnum(const FieldDescriptor* field, int number) {
  const EnumValueDescriptor* value = field->enum_type()->FindValueByNumber(number);
  return value == nullptr ? absl::StrCat(number) : JsonText(value->name());
}

}  // namespace

std::string JsonText(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (byte < 0x20 || byte == 0x7f) {
      absl::StrAppend(&out, absl::StrFormat("\\u%04x", byte));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
  return out;
}

std::string RedactedJson(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  if (field->is_repeated()) {
    std::string out = "[";
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      absl::StrAppend(&out, i == 0 ? "" : ",", RedactedJson(message, field, i));
    }
    return out + "]";
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return JsonText(reflection->GetString(message, field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection->GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(message, field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return JsonOfEnum(field, reflection->GetEnumValue(message, field));
    default:
      Require(field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE, absl::StrCat("no JSON of ", field->full_name()));
      return JsonOfMessage(reflection->GetMessage(message, field));
  }
}

std::string RedactedJson(const Message& message, const FieldDescriptor* field, int index) {
  const auto* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return JsonText(reflection->GetRepeatedString(message, field, index));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection->GetRepeatedInt32(message, field, index));
    case FieldDescriptor::CPPTYPE_ENUM:
      return JsonOfEnum(field, reflection->GetRepeatedEnumValue(message, field, index));
    default:
      Require(field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE, absl::StrCat("no JSON of ", field->full_name()));
      return JsonOfMessage(reflection->GetRepeatedMessage(message, field, index));
  }
}

std::string RedactedJson(const Message& message) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  std::string out = "{";
  for (const FieldDescriptor* field : set) {
    if (field->options().GetExtension(v1::pii) || field->options().GetExtension(v1::secret) || IsFreeText(field))
      continue;
    absl::StrAppend(&out, out.size() == 1 ? "" : ",", "\"", field->json_name(), "\":", RedactedJson(message, field));
  }
  return out + "}";
}

}  // namespace tutorat::domain
