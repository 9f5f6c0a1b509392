#include "client/lib/json.h"

#include "absl/strings/ascii.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace tutorat::client {
namespace {

std::string Print(const google::protobuf::Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string text;
  // It fails for what no message of ours holds only: an infinite number, an Any of an unknown type.
  static_cast<void>(google::protobuf::util::MessageToJsonString(message, &text, options).ok());
  absl::StripTrailingAsciiWhitespace(&text);
  return text;
}

}  // namespace

std::string JsonString(absl::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  return Print(value, false);
}

std::string JsonLine(const google::protobuf::Message& message) { return Print(message, false); }

std::string JsonText(const google::protobuf::Message& message) { return Print(message, true); }

}  // namespace tutorat::client
