#include "tests/support/filled.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "tutorat/v1/account.pb.h"
#include "tutorat/v1/establishment.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/school_calendar.pb.h"
#include "tutorat/v1/theme.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Duration;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr char kUai[] = "0750654D";
// What the server sets itself in every resource.
constexpr std::array<absl::string_view, 11> kAlways = {"create_time", "update_time", "time_zone", "local_date",
                                                       "local_clock", "secret_hash", "account",   "method",
                                                       "resource",    "hash",        "pseudonym"};

const v1::FieldRules& RulesOf(const FieldDescriptor* field) { return field->options().GetExtension(v1::rules); }

std::string LongText(size_t characters, int seed) {
  constexpr std::array<absl::string_view, 4> kFourBytes = {"🎓", "🏫", "𝕏", "🖋"};
  if (characters < 2) return std::string(characters, 'x');
  std::string text = "é";
  for (size_t i = 2; i < characters; ++i) {
    absl::StrAppend(&text, kFourBytes[(i + static_cast<size_t>(seed)) % kFourBytes.size()]);
  }
  return absl::StrCat(text, " ");
}

std::string TextFor(const FieldDescriptor* field, int seed) {
  const v1::FieldRules& rules = RulesOf(field);
  if (absl::StrContains(rules.example(), "/groups/")) return "groups/sample";
  const absl::string_view collection = domain::CollectionOf(rules.example());
  if (collection == "waves") return "waves/V6";
  if (collection == "establishments") return absl::StrCat("establishments/", kUai);
  if (collection == "tutors") return seed % 2 == 0 ? "tutors/sample" : "tutors/sample2";
  if (collection == "accounts") return "accounts/sample";
  if (collection == "themes") return seed % 2 == 0 ? "themes/sample" : "themes/sample2";
  if (collection == "schoolCalendars") return "schoolCalendars/sample";
  if (collection == "programmes") return "programmes/sample";
  if (collection == "issues") return "issues/sample";
  if (collection == "members") return absl::StrCat("members/sample", seed % 3);
  switch (rules.format()) {
    case v1::FORMAT_DATE:
      return absl::StrFormat("2024-02-%02d", 1 + seed % 29);
    case v1::FORMAT_CLOCK:
      return absl::StrFormat("%02d:30", seed % 24);
    case v1::FORMAT_TIME_ZONE:
      return "Europe/Paris";
    case v1::FORMAT_UAI:
      return kUai;
    default:
      return rules.max_length() > 0 ? LongText(rules.max_length(), seed) : absl::StrFormat("1%d:59", seed % 10);
  }
}

void FillMessage(Message* message, int seed);

void FillField(const FieldDescriptor* field, int seed, Message* message) {
  const Reflection* reflection = message->GetReflection();
  const v1::FieldRules& rules = RulesOf(field);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      reflection->SetString(message, field, TextFor(field, seed));
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      reflection->SetInt32(message, field, static_cast<int32_t>(rules.has_maximum() ? rules.maximum() - seed : seed));
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection->SetBool(message, field, true);
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection->SetEnum(message, field,
                          field->enum_type()->value(1 + seed % (field->enum_type()->value_count() - 1)));
      return;
    default:
      break;
  }
  Message* inner = reflection->MutableMessage(message, field);
  if (auto* time = dynamic_cast<Timestamp*>(inner)) {
    *time = domain::ToTimestamp(absl::FromUnixMicros(1'700'000'000'000'001 + 999'999'999 * int64_t{field->number()}) +
                                absl::Microseconds(seed));
  } else if (auto* duration = dynamic_cast<Duration*>(inner)) {
    duration->set_seconds(rules.maximum() - int64_t{60} * seed);
  } else {
    FillMessage(inner, seed);
  }
}

void FillMessage(Message* message, int seed) {
  const Descriptor* type = message->GetDescriptor();
  const Reflection* reflection = message->GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->name() == "etag" || field->name() == "name") continue;
    if (!field->is_repeated()) {
      FillField(field, seed, message);
      continue;
    }
    for (int item = 0; item < 2 + seed % 2; ++item) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        FillMessage(reflection->AddMessage(message, field), seed + item + 1);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        const int values = field->enum_type()->value_count() - 1;
        reflection->AddEnum(message, field, field->enum_type()->value(1 + (seed + item) % values));
      } else {
        reflection->AddString(message, field, TextFor(field, seed + item + 1));
      }
    }
  }
}

MessagePtr New(const Descriptor* type, const std::string& name) {
  MessagePtr message(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  message->GetReflection()->SetString(message.get(), type->FindFieldByName("name"), name);
  return message;
}

}  // namespace

std::vector<MessagePtr> Parents() {
  std::vector<MessagePtr> parents;
  parents.push_back(Minimal(v1::Theme::descriptor(), "themes/sample"));
  parents.push_back(Minimal(v1::Theme::descriptor(), "themes/sample2"));
  parents.push_back(Minimal(v1::SchoolCalendar::descriptor(), "schoolCalendars/sample"));
  parents.push_back(Minimal(v1::Programme::descriptor(), "programmes/sample"));
  parents.push_back(Minimal(v1::Wave::descriptor(), "waves/V6"));
  parents.push_back(Minimal(v1::Establishment::descriptor(), absl::StrCat("establishments/", kUai)));
  parents.push_back(Minimal(v1::Tutor::descriptor(), "tutors/sample"));
  parents.push_back(Minimal(v1::Tutor::descriptor(), "tutors/sample2"));
  parents.push_back(Minimal(v1::Group::descriptor(), "groups/sample"));
  static_cast<v1::Group&>(*parents.back()).set_number(1);
  parents.push_back(Minimal(v1::Issue::descriptor(), "issues/sample"));
  parents.push_back(Minimal(v1::Account::descriptor(), "accounts/sample"));
  for (int i = 0; i < 3; ++i) {
    parents.push_back(Minimal(v1::Member::descriptor(), absl::StrCat("members/sample", i)));
  }
  return parents;
}

MessagePtr Filled(const Descriptor* type, const std::string& name, int seed) {
  MessagePtr message = New(type, name);
  FillMessage(message.get(), seed);
  return message;
}

MessagePtr Minimal(const Descriptor* type, const std::string& name) {
  MessagePtr message = New(type, name);
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const bool always = std::find(kAlways.begin(), kAlways.end(), field->name()) != kAlways.end();
    if (always || RulesOf(field).required()) FillField(field, 0, message.get());
  }
  return message;
}

std::string Difference(const Message& stored, const Message& actual) {
  const MessagePtr expected(stored.New());
  expected->CopyFrom(stored);
  // What never changes has none.
  if (const auto* etag = stored.GetDescriptor()->FindFieldByName("etag")) {
    expected->GetReflection()->SetString(expected.get(), etag, domain::Etag(stored));
  }
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  return differencer.Compare(*expected, actual) ? "" : difference;
}

}  // namespace tutorat::tests
