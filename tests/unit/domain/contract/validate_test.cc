#include "server/domain/contract/validate.h"

#include <gmock/gmock.h>
#include <google/protobuf/dynamic_message.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::Message;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using tests::Listed;
using tests::Make;

// The file of a message with each rule on a field of its own.
google::protobuf::FileDescriptorProto ProbeFile() {
  auto file = Make<google::protobuf::FileDescriptorProto>(R"(
      name: 'probe.proto' package: 'probe' syntax: 'proto3'
      dependency: ['google/api/field_behavior.proto', 'google/protobuf/duration.proto', 'tutorat/v1/options.proto']
      enum_type { name: 'Color' value { name: 'NONE' number: 0 } value { name: 'RED' number: 1 }
                  value { name: 'BLUE' number: 3 } }
      message_type { name: 'Probe' }
      message_type { name: 'Inner'
        field { name: 'code' number: 1 type: TYPE_STRING options { [tutorat.v1.rules] { max_length: 2 } } }
        field { name: 'inner' number: 2 type: TYPE_MESSAGE type_name: '.probe.Inner' } })");
  const struct {
    const char* name;
    const char* type;
    const char* options;
  } fields[] = {
      {"needed", "STRING", "[tutorat.v1.rules] { required: true }"},
      {"text", "STRING", "[tutorat.v1.rules] { min_length: 2 max_length: 4 }"},
      {"number", "INT32", "[tutorat.v1.rules] { minimum: -2 maximum: 5 }"},
      {"length", "google.protobuf.Duration", "[tutorat.v1.rules] { minimum: 60 maximum: 120 }"},
      {"code", "STRING", "[tutorat.v1.rules] { pattern: '[A-Z]|x+' example: 'Q' }"},
      {"items", "STRING", "[tutorat.v1.rules] { min_items: 2 max_items: 3 unique: true max_length: 4 }"},
      {"numbers", "INT32", "[tutorat.v1.rules] { unique: true maximum: 9 }"},
      {"colors", "probe.Color", "[tutorat.v1.rules] { unique: true }"},
      {"color", "probe.Color", ""},
      {"inner", "probe.Inner", "[tutorat.v1.rules] { required: true }"},
      {"inners", "probe.Inner", ""},
      {"made", "STRING",
       "[google.api.field_behavior]: OUTPUT_ONLY [tutorat.v1.rules] { required: true max_length: 1 }"},
      {"secret", "STRING", "[tutorat.v1.rules] { pattern: '[a-z]+' example: 'abc' } [tutorat.v1.pii]: true"},
  };
  int number = 0;
  for (const auto& [name, type, options] : fields) {
    const std::string of =
        absl::StrContains(type, '.') ? absl::StrCat("type_name: '.", type, "'") : absl::StrCat("type: TYPE_", type);
    auto* message = file.mutable_message_type(0);
    const bool repeated = absl::EndsWith(name, "s");
    *message->add_field() = Make<google::protobuf::FieldDescriptorProto>(
        absl::StrCat("name: '", name, "' number: ", ++number, " label: LABEL_", repeated ? "REPEATED " : "OPTIONAL ",
                     of, " options { ", options, " }"));
  }
  return file;
}

class Probe : public testing::Test {
 protected:
  Probe() : pool_(google::protobuf::DescriptorPool::generated_pool()) {
    const auto* built = pool_.BuildFile(ProbeFile());
    EXPECT_NE(built, nullptr);
    factory_.SetDelegateToGeneratedFactory(true);
    prototype_ = factory_.GetPrototype(built->FindMessageTypeByName("Probe"));
  }

  // Violations of what is valid in all else.
  std::vector<std::string> Check(const std::string& text) {
    const std::unique_ptr<Message> message(prototype_->New());
    EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(
        absl::StrCat("needed: 'n' items: 'a' items: 'b' inner {} ", text), message.get()))
        << text;
    return Listed(Validate(*message));
  }

  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  const Message* prototype_ = nullptr;
};

TEST_F(Probe, EachRuleAtItsBoundsAndBeyond) {
  const struct {
    const char* text;
    std::vector<std::string> violations;
  } cases[] = {
      {"", {}},
      {"text: 'ab'", {}},
      {"text: 'éàüö'", {}},  // four characters in eight bytes
      {"text: 'a'", {"text TOO_SHORT"}},
      {"text: 'abcde'", {"text TOO_LONG"}},
      {"number: -2", {}},
      {"number: 5", {}},
      {"number: 0", {}},
      {"number: -3", {"number TOO_SMALL"}},
      {"number: 6", {"number TOO_LARGE"}},
      {"length { seconds: 60 }", {}},
      {"length { seconds: 120 }", {}},
      {"length { seconds: 59 }", {"length TOO_SMALL"}},
      {"length { seconds: 121 }", {"length TOO_LARGE"}},
      {"length {}", {"length TOO_SMALL"}},
      {"length { seconds: -315576000000 }", {"length TOO_SMALL"}},
      {"code: 'A'", {}},
      {"code: 'xxx'", {}},
      {"code: 'AB'", {"code BAD_FORMAT"}},  // the whole value must match
      {"code: 'A\\n'", {"code BAD_FORMAT"}},
      {"items: 'c'", {}},
      {"items: 'c' items: 'd'", {"items TOO_MANY_ITEMS"}},
      {"items: 'a'", {"items[2] DUPLICATE_ITEM"}},
      {"items: 'abcde'", {"items[2] TOO_LONG"}},
      {"numbers: [1, 2, 1, 12]", {"numbers[2] DUPLICATE_ITEM", "numbers[3] TOO_LARGE"}},
      {"colors: [RED, BLUE]", {}},
      {"colors: [RED, BLUE, RED]", {"colors[2] DUPLICATE_ITEM"}},
      {"colors: [RED, 2]", {"colors[1] UNKNOWN_VALUE"}},
      {"color: 2", {"color UNKNOWN_VALUE"}},
      {"color: 3", {}},
      {"inner { code: 'abc' }", {"inner.code TOO_LONG"}},
      {"inner { inner { code: 'abc' } }", {"inner.inner.code TOO_LONG"}},
      {"inners {} inners { inner { code: 'abc' } }", {"inners[1].inner.code TOO_LONG"}},
      {"made: 'too long, but only the server sets it'", {}},
  };
  for (const auto& c : cases) EXPECT_EQ(Check(c.text), c.violations) << c.text;
}

TEST_F(Probe, WhatIsRequiredMustBeThere) {
  const std::unique_ptr<Message> message(prototype_->New());
  EXPECT_THAT(Listed(Validate(*message)), ElementsAre("needed REQUIRED", "items TOO_FEW_ITEMS", "inner REQUIRED"));
}

TEST_F(Probe, EveryViolationComesAtOnceInTheOrderOfFields) {
  EXPECT_THAT(Check("text: 'a' number: 9 code: '?' color: 7 inners { code: 'abc' } inners { code: 'abc' }"),
              ElementsAre("text TOO_SHORT", "number TOO_LARGE", "code BAD_FORMAT", "color UNKNOWN_VALUE",
                          "inners[0].code TOO_LONG", "inners[1].code TOO_LONG"));
}

TEST_F(Probe, APersonalValueIsNeverRepeatedAndAnyOtherIs) {
  const std::unique_ptr<Message> message(prototype_->New());
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "needed: 'n' items: ['a', 'b'] inner {} code: 'Zoé9' secret: 'Zoé9'", message.get()));
  const auto violations = Validate(*message);
  ASSERT_THAT(Listed(violations), ElementsAre("code BAD_FORMAT", "secret BAD_FORMAT"));
  for (const auto language : {Language::kEnglish, Language::kFrench}) {
    EXPECT_THAT(violations[0].text.In(language), HasSubstr("«Zoé9»"));
    EXPECT_THAT(violations[0].text.In(language), HasSubstr("Q"));  // the example
    EXPECT_THAT(violations[1].text.In(language), Not(HasSubstr("Zoé9")));
  }
}

TEST(Validate, AListThatIsTooLongIsNotLookedInto) {
  v1::Session session;
  for (int i = 0; i < 10000; ++i) session.add_attendances()->set_member("?");
  EXPECT_THAT(Listed(Validate(session, "session")),
              testing::AllOf(testing::Contains("session.attendances TOO_MANY_ITEMS"),
                             Not(testing::Contains(HasSubstr("attendances[")))));
}

TEST(Validate, PathsBeginWithThePrefixAndOneTopLevelFieldMayBeLeftOut) {
  const auto request = Make<v1::UpdateWaveRequest>("wave { code: '?' } request_id: '?'");
  EXPECT_THAT(Listed(Validate(request)), ElementsAre("wave.code BAD_FORMAT", "request_id BAD_FORMAT"));
  EXPECT_THAT(Listed(Validate(request, "", "wave")), ElementsAre("request_id BAD_FORMAT"));
  EXPECT_THAT(Listed(Validate(request.wave(), "x")), ElementsAre("x.code BAD_FORMAT"));
}

TEST(Validate, NamesOfPeopleStayOutOfErrors) {
  const auto request = Make<v1::RecordSessionRequest>(R"(
      record { group: '4' date: '2024-01-15' tutor: 'Anne\x01Onyme' notes: 'Anne\x01Onyme' cancel_reason: 'Anne\x01Onyme'
               guests: 'Anne|Onyme' present { names: 'Anne/Onyme' names: 'Anne/Onyme' }
               issues { kind: KIND_MIC note: 'Anne\x02Onyme' } })");
  const auto violations = Validate(request);
  EXPECT_THAT(
      Listed(violations),
      ElementsAre("record.tutor BAD_FORMAT", "record.cancel_reason BAD_FORMAT", "record.present.names[0] BAD_FORMAT",
                  "record.present.names[1] BAD_FORMAT", "record.present.names[1] DUPLICATE_ITEM",
                  "record.guests[0] BAD_FORMAT", "record.issues[0].note BAD_FORMAT", "record.notes BAD_FORMAT"));
  for (const auto& violation : violations) {
    EXPECT_THAT(violation.text.en + violation.text.fr, Not(testing::AnyOf(HasSubstr("Anne"), HasSubstr("Onyme"))));
  }
}

TEST(Validate, FiveMebibytesOfTextAreRefusedByTheNameOfTheirField) {
  v1::Session session;
  session.set_notes(std::string(5 << 20, 'x'));
  EXPECT_THAT(Listed(Validate(session, "session")), testing::Contains("session.notes TOO_LONG"));
}

TEST(ParseRequest, ReadsWhatIsSent) {
  const auto sent = Make<v1::RecordSessionRequest>("record { group: '4' themes: 'pré-sas CPP 🎓' }");
  v1::RecordSessionRequest read;
  ASSERT_TRUE(ParseRequest(sent.SerializeAsString(), &read).ok());
  EXPECT_EQ(read.SerializeAsString(), sent.SerializeAsString());
  EXPECT_TRUE(ParseRequest("", &read).ok());
  EXPECT_EQ(read.ByteSizeLong(), 0);
}

TEST(ParseRequest, ATextThatIsNotUtf8IsRefusedByItsField) {
  const struct {
    const char* text;
    const char* violation;
  } cases[] = {
      {"request_id: 'caf\\xe9'", "request_id INVALID_UTF8"},
      {"record { themes: '\\xc0\\x80' }", "record.themes INVALID_UTF8"},
      {"record { present { names: 'ok' names: '\\xed\\xa0\\x80' } }", "record.present.names[1] INVALID_UTF8"},
      {"record { issues { kind: KIND_MIC } issues { note: 'x\\xff' } }", "record.issues[1].note INVALID_UTF8"},
      {"record { guests: '\\xf4\\x90\\x80\\x80' }", "record.guests[0] INVALID_UTF8"},
  };
  for (const auto& c : cases) {
    // The same bytes, written where protobuf lets them through.
    v1::RecordSessionRequest sent;
    google::protobuf::LogSilencer quiet;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(c.text, &sent)) << c.text;
    v1::RecordSessionRequest read;
    const absl::Status status = ParseRequest(sent.SerializeAsString(), &read);
    EXPECT_EQ(Reason(status), "INVALID_FIELDS");
    EXPECT_THAT(Listed(status), ElementsAre(c.violation)) << c.text;
  }
}

TEST(ParseRequest, BytesThatAreNoMessageAreMalformed) {
  for (const char* hex : {"ff", "0a", "0a05616263", "0aff", "08", "0f", "0b", "0a020a05", "80"}) {
    v1::RecordSessionRequest read;
    const absl::Status status = ParseRequest(absl::HexStringToBytes(hex), &read);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << hex;
    EXPECT_THAT(Listed(status), ElementsAre("RecordSessionRequest MALFORMED")) << hex;
  }
}

TEST(ParseRequest, FieldsOfANewerContractAreTaken) {
  v1::RecordSessionRequest read;
  EXPECT_TRUE(ParseRequest(absl::HexStringToBytes("f2ff7f03ffffff"), &read).ok());  // field 262142, three bytes
}

}  // namespace
}  // namespace tutorat::domain
