// One wrong value for every rule of every field that can be sent: the rule is enforced where the contract declares it.
#include <gmock/gmock.h>
#include <google/protobuf/duration.pb.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/contract/validate.h"
#include "tests/support/contract.h"
#include "tests/unit/helpers.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Duration;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const std::map<v1::Format, std::string>& WrongForms() {
  static const auto& forms = *new std::map<v1::Format, std::string>{
      {v1::FORMAT_DATE, "2024-02-30"}, {v1::FORMAT_CLOCK, "24:00"},    {v1::FORMAT_TIME_ZONE, "Europe/Atlantis"},
      {v1::FORMAT_EMAIL, "anne@"},     {v1::FORMAT_URL, "ftp://x.fr"}, {v1::FORMAT_UAI, "0750654"},
      {v1::FORMAT_LINE, "two\nlines"}, {v1::FORMAT_TEXT, "bell \x07"}, {v1::FORMAT_PERSON, "42"},
  };
  return forms;
}

class Sweep {
 public:
  explicit Sweep(const Descriptor* request) : root_(NewMessage(request)) { Walk(root_.get(), ""); }
  int checked() const { return checked_; }

 private:
  using Reflection = google::protobuf::Reflection;

  // The message as it is now must be refused for `reason` at `path`.
  void Expect(const std::string& path, const std::string& reason) {
    ++checked_;
    EXPECT_THAT(Listed(domain::Validate(*root_)), testing::Contains(absl::StrCat(path, " ", reason)))
        << root_->GetTypeName();
  }

  void Walk(Message* message, const std::string& prefix) {
    const Descriptor* type = message->GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (HasBehavior(field, google::api::OUTPUT_ONLY)) continue;
      const std::string path = absl::StrCat(prefix, field->name());
      message->GetReflection()->ClearField(message, field);
      CheckPresence(message, field, path);
      const std::string item = field->is_repeated() ? absl::StrCat(path, "[0]") : path;
      CheckValues(message, field, path, item);
      message->GetReflection()->ClearField(message, field);
    }
  }

  void CheckPresence(Message* message, const FieldDescriptor* field, const std::string& path) {
    const v1::FieldRules& rules = RulesOf(field);
    if (rules.required()) Expect(path, "REQUIRED");
    if (!field->is_repeated() || rules.max_items() == 0) return;
    for (uint32_t n = 0; n <= rules.max_items(); ++n) AddItem(message, field);
    Expect(path, "TOO_MANY_ITEMS");
    message->GetReflection()->ClearField(message, field);
    if (!rules.unique()) return;
    AddItem(message, field);
    AddItem(message, field);
    Expect(absl::StrCat(path, "[1]"), "DUPLICATE_ITEM");
    message->GetReflection()->ClearField(message, field);
  }

  static Message* AddItem(Message* message, const FieldDescriptor* field) {
    const Reflection* reflection = message->GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        reflection->AddString(message, field, "");
        return nullptr;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection->AddInt32(message, field, 0);
        return nullptr;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection->AddEnumValue(message, field, 0);
        return nullptr;
      default:
        return reflection->AddMessage(message, field);
    }
  }

  void CheckValues(Message* message, const FieldDescriptor* field, const std::string& path, const std::string& item) {
    const v1::FieldRules& rules = RulesOf(field);
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (rules.max_length() > 0) Try(message, field, std::string(rules.max_length() + 1, 'a'), item, "TOO_LONG");
        if (!rules.pattern().empty()) Try(message, field, "?", item, "BAD_FORMAT");
        if (rules.format() == v1::FORMAT_UAI) Try(message, field, "0750654E", item, "WRONG_CHECK_LETTER");
        if (rules.format() != v1::FORMAT_UNSPECIFIED) {
          Try(message, field, WrongForms().at(rules.format()), item, "BAD_FORMAT");
        }
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        if (rules.has_minimum()) Try(message, field, static_cast<int32_t>(rules.minimum()) - 1, item, "TOO_SMALL");
        if (rules.has_maximum()) Try(message, field, static_cast<int32_t>(rules.maximum()) + 1, item, "TOO_LARGE");
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        SetEnum(message, field, 99);
        Expect(item, "UNKNOWN_VALUE");
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        Message* inner =
            field->is_repeated() ? AddItem(message, field) : message->GetReflection()->MutableMessage(message, field);
        if (auto* duration = dynamic_cast<Duration*>(inner)) {
          duration->set_seconds(rules.minimum() - 1);
          Expect(path, "TOO_SMALL");
          duration->set_seconds(rules.maximum() + 1);
          Expect(path, "TOO_LARGE");
        } else if (!rules.answered_by_item() && absl::StartsWith(inner->GetTypeName(), "tutorat.")) {
          Walk(inner, absl::StrCat(item, "."));
        }
        break;
      }
      default:
        break;
    }
  }

  static void SetEnum(Message* message, const FieldDescriptor* field, int value) {
    const Reflection* reflection = message->GetReflection();
    reflection->ClearField(message, field);
    if (field->is_repeated()) {
      reflection->AddEnumValue(message, field, value);
    } else {
      reflection->SetEnumValue(message, field, value);
    }
  }

  void Try(Message* message, const FieldDescriptor* field, const std::string& value, const std::string& path,
           const std::string& reason) {
    message->GetReflection()->ClearField(message, field);
    if (field->is_repeated()) {
      message->GetReflection()->AddString(message, field, value);
    } else {
      message->GetReflection()->SetString(message, field, value);
    }
    Expect(path, reason);
  }

  void Try(Message* message, const FieldDescriptor* field, int32_t value, const std::string& path,
           const std::string& reason) {
    if (value == 0 && !field->is_repeated() && !field->has_presence()) return;  // zero is absent
    message->GetReflection()->ClearField(message, field);
    if (field->is_repeated()) {
      message->GetReflection()->AddInt32(message, field, value);
    } else {
      message->GetReflection()->SetInt32(message, field, value);
    }
    Expect(path, reason);
  }

  std::unique_ptr<Message> root_;
  int checked_ = 0;
};

TEST(FieldRules, AWrongValueForEachRuleOfEachFieldIsRefused) {
  int checked = 0;
  for (const auto* method : Methods()) checked += Sweep(method->input_type()).checked();
  EXPECT_GT(checked, 300);
}

}  // namespace
}  // namespace tutorat::tests
