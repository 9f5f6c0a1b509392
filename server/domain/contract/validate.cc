#include "server/domain/contract/validate.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/fields.h"
#include "server/domain/contract/formats.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

class Validator {
 public:
  std::vector<Violation> Run(const Message& message, absl::string_view prefix, absl::string_view skip) {
    CheckMessage(message, prefix, skip);
    return std::move(violations_);
  }

 private:
  void Add(std::string path, absl::string_view reason, Text text) {
    violations_.push_back({std::move(path), std::string(reason), std::move(text)});
  }

  void CheckMessage(const Message& message, absl::string_view prefix, absl::string_view skip) {
    const Descriptor* descriptor = message.GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      if (IsEmptyByRight(message, field)) continue;
      if (HasBehavior(field, google::api::OUTPUT_ONLY) || field->name() == skip) continue;
      const std::string path = prefix.empty() ? field->name() : absl::StrCat(prefix, ".", field->name());
      if (field->is_repeated()) {
        CheckItems(message, field, path);
      } else {
        CheckSingle(message, field, path);
      }
    }
  }

  // Most fields of most messages.
  static bool IsEmptyByRight(const Message& message, const FieldDescriptor* field) {
    const Reflection* reflection = message.GetReflection();
    if (field->is_repeated() ? reflection->FieldSize(message, field) > 0 : reflection->HasField(message, field)) {
      return false;
    }
    const v1::FieldRules& rules = field->options().GetExtension(v1::rules);
    return !rules.required() && rules.min_items() == 0;
  }

  void CheckSingle(const Message& message, const FieldDescriptor* field, const std::string& path) {
    const v1::FieldRules& rules = field->options().GetExtension(v1::rules);
    if (!message.GetReflection()->HasField(message, field)) {
      if (rules.required()) Add(path, "REQUIRED", {.en = "is required and missing", .fr = "est obligatoire et manque"});
      return;
    }
    CheckValue(message, field, -1, path);
  }

  void CheckItems(const Message& message, const FieldDescriptor* field, const std::string& path) {
    const v1::FieldRules& rules = field->options().GetExtension(v1::rules);
    const int count = message.GetReflection()->FieldSize(message, field);
    if (rules.min_items() > 0 && static_cast<uint32_t>(count) < rules.min_items()) {
      Add(path, "TOO_FEW_ITEMS",
          {.en = absl::StrCat(count, " items; at least ", rules.min_items(), " are needed"),
           .fr = absl::StrCat(count, " éléments ; il en faut au moins ", rules.min_items())});
    }
    if (rules.max_items() > 0 && static_cast<uint32_t>(count) > rules.max_items()) {
      // Not looked into: ten thousand wrong items would make ten thousand violations.
      Add(path, "TOO_MANY_ITEMS",
          {.en = absl::StrCat(count, " items; at most ", rules.max_items(), " are taken: send fewer"),
           .fr = absl::StrCat(count, " éléments ; ", rules.max_items(), " au plus : en envoyer moins")});
      return;
    }
    if (rules.answered_by_item()) return;
    std::set<std::string> seen;
    for (int i = 0; i < count; ++i) {
      const std::string item = absl::StrCat(path, "[", i, "]");
      CheckValue(message, field, i, item);
      if (rules.unique() && !seen.insert(ItemText(message, field, i)).second) {
        Add(item, "DUPLICATE_ITEM", {.en = "is there twice: remove one", .fr = "y figure deux fois : en retirer un"});
      }
    }
  }

  // Items with a `unique` rule are texts, numbers and enums.
  static std::string ItemText(const Message& message, const FieldDescriptor* field, int index) {
    const Reflection* reflection = message.GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection->GetRepeatedString(message, field, index);
      case FieldDescriptor::CPPTYPE_INT32:
        return absl::StrCat(reflection->GetRepeatedInt32(message, field, index));
      case FieldDescriptor::CPPTYPE_ENUM:
        return absl::StrCat(reflection->GetRepeatedEnumValue(message, field, index));
      default:
        return reflection->GetRepeatedMessage(message, field, index).SerializeAsString();
    }
  }

  // One value: the field itself (index < 0) or an item of it.
  void CheckValue(const Message& message, const FieldDescriptor* field, int index, const std::string& path) {
    const Reflection* reflection = message.GetReflection();
    const bool item = index >= 0;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        CheckText(item ? reflection->GetRepeatedStringReference(message, field, index, &scratch)
                       : reflection->GetStringReference(message, field, &scratch),
                  field, path);
        break;
      }
      case FieldDescriptor::CPPTYPE_INT32:
        CheckNumber(item ? reflection->GetRepeatedInt32(message, field, index) : reflection->GetInt32(message, field),
                    field, path, "");
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        CheckEnum(
            item ? reflection->GetRepeatedEnumValue(message, field, index) : reflection->GetEnumValue(message, field),
            field, path);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const Message& value =
            item ? reflection->GetRepeatedMessage(message, field, index) : reflection->GetMessage(message, field);
        if (const auto* duration = dynamic_cast<const google::protobuf::Duration*>(&value)) {
          CheckNumber(duration->seconds(), field, path, " s");
        } else {
          CheckMessage(value, path, "");
        }
        break;
      }
      default:
        break;  // the contract has no rules for other types
    }
  }

  void CheckText(const std::string& value, const FieldDescriptor* field, const std::string& path) {
    const v1::FieldRules& rules = field->options().GetExtension(v1::rules);
    const size_t length = CountCharacters(value);
    if (length < rules.min_length()) {
      Add(path, "TOO_SHORT",
          {.en = absl::StrCat(length, " characters; at least ", rules.min_length(), " are needed"),
           .fr = absl::StrCat(length, " caractères ; il en faut au moins ", rules.min_length())});
    }
    if (rules.max_length() > 0 && length > rules.max_length()) {
      Add(path, "TOO_LONG",
          {.en = absl::StrCat(length, " characters; at most ", rules.max_length(), " are kept: shorten it"),
           .fr = absl::StrCat(length, " caractères ; ", rules.max_length(), " au plus : raccourcir")});
      return;  // its form no longer matters, and a pattern over megabytes costs time
    }
    if (!CheckForm(value, rules, "")) return;
    // A personal value is never repeated in an error.
    const std::string shown = field->options().GetExtension(v1::pii) ? "" : Shown(value);
    if (auto wrong = CheckForm(value, rules, shown)) Add(path, wrong->reason, std::move(wrong->text));
  }

  void CheckNumber(int64_t value, const FieldDescriptor* field, const std::string& path, absl::string_view unit) {
    const v1::FieldRules& rules = field->options().GetExtension(v1::rules);
    if (rules.has_minimum() && value < rules.minimum()) {
      Add(path, "TOO_SMALL",
          {.en = absl::StrCat(value, unit, "; at least ", rules.minimum(), unit, " is needed"),
           .fr = absl::StrCat(value, unit, " ; il faut au moins ", rules.minimum(), unit)});
    }
    if (rules.has_maximum() && value > rules.maximum()) {
      Add(path, "TOO_LARGE",
          {.en = absl::StrCat(value, unit, "; at most ", rules.maximum(), unit, " is taken"),
           .fr = absl::StrCat(value, unit, " ; ", rules.maximum(), unit, " au plus")});
    }
  }

  void CheckEnum(int value, const FieldDescriptor* field, const std::string& path) {
    const auto* type = field->enum_type();
    if (type->FindValueByNumber(value) != nullptr) return;
    std::string known;
    for (int i = 1; i < type->value_count(); ++i) absl::StrAppend(&known, i > 1 ? ", " : "", type->value(i)->name());
    Add(path, "UNKNOWN_VALUE",
        {.en = absl::StrCat(value, " is no known value; known: ", known),
         .fr = absl::StrCat(value, " n'est pas une valeur connue ; connues : ", known)});
  }

  std::vector<Violation> violations_;
};

// Walks the wire form with the descriptor at hand, and gives the path of the first text that is not UTF-8.
std::string FindInvalidUtf8(const google::protobuf::UnknownFieldSet& fields, const Descriptor* descriptor) {
  std::map<int, int> items;  // how many of each repeated field came before
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& unknown = fields.field(i);
    const FieldDescriptor* field = descriptor->FindFieldByNumber(unknown.number());
    if (field == nullptr || unknown.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED) continue;
    std::string name =
        field->is_repeated() ? absl::StrCat(field->name(), "[", items[unknown.number()]++, "]") : field->name();
    if (field->type() == FieldDescriptor::TYPE_STRING && !IsValidUtf8(unknown.length_delimited())) return name;
    if (field->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    google::protobuf::UnknownFieldSet inner;
    if (!inner.ParseFromString(unknown.length_delimited())) continue;
    const std::string path = FindInvalidUtf8(inner, field->message_type());
    if (!path.empty()) return absl::StrCat(name, ".", path);
  }
  return "";
}

}  // namespace

std::vector<Violation> Validate(const Message& message, absl::string_view prefix, absl::string_view skip) {
  return Validator().Run(message, prefix, skip);
}

absl::Status ParseRequest(absl::string_view bytes, Message* request) {
  const std::string whole(bytes);
  {
    // What is wrong is looked for below, by its field.
    const google::protobuf::LogSilencer quiet;
    if (request->ParseFromString(whole)) return absl::OkStatus();
  }
  google::protobuf::UnknownFieldSet fields;
  if (fields.ParseFromString(whole)) {
    const std::string path = FindInvalidUtf8(fields, request->GetDescriptor());
    if (!path.empty()) {
      return InvalidFields({{path,
                             "INVALID_UTF8",
                             {.en = "is not valid UTF-8: send the text encoded as UTF-8",
                              .fr = "n'est pas de l'UTF-8 valide : envoyer le texte encodé en UTF-8"}}});
    }
  }
  return InvalidFields({{request->GetDescriptor()->name(),
                         "MALFORMED",
                         {.en = "the bytes are not a message of this type: build them with tutorat/v1",
                          .fr = "les octets ne forment pas un message de ce type : les construire avec tutorat/v1"}}});
}

}  // namespace tutorat::domain
