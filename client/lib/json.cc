#include "client/lib/json.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

std::string Indented(const google::protobuf::Value& value, const std::string& margin);

std::string Indented(const google::protobuf::Struct& object, const std::string& margin) {
  if (object.fields().empty()) return "{}";
  std::vector<std::string> lines;
  for (const auto& [key, value] : object.fields()) {
    lines.push_back(absl::StrCat(margin, "  ", JsonString(key), ": ", Indented(value, margin + "  ")));
  }
  std::sort(lines.begin(), lines.end());
  return absl::StrCat("{\n", absl::StrJoin(lines, ",\n"), "\n", margin, "}");
}

std::string Indented(const google::protobuf::Value& value, const std::string& margin) {
  if (value.has_struct_value()) return Indented(value.struct_value(), margin);
  if (!value.has_list_value()) return Print(value, false);
  if (value.list_value().values().empty()) return "[]";
  return absl::StrCat("[\n",
                      absl::StrJoin(value.list_value().values(), ",\n",
                                    [&margin](std::string* text, const google::protobuf::Value& item) {
                                      absl::StrAppend(text, margin, "  ", Indented(item, margin + "  "));
                                    }),
                      "\n", margin, "]");
}

}  // namespace

std::string JsonString(absl::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  return Print(value, false);
}

std::string JsonLine(const google::protobuf::Message& message) { return Print(message, false); }

std::string JsonText(const google::protobuf::Message& message) { return Print(message, true); }

std::string JsonText(const google::protobuf::Struct& object) { return Indented(object, ""); }

}  // namespace tutorat::client
