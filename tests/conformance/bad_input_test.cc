// Bad input: one case for each rule of each field of each method, made from the contract. Each is refused by the
// field's path, with a reason and a remedy in both languages; nothing is stored, nothing personal repeated, and the
// server goes on.
#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/api/field_behavior.pb.h"
#include "tests/conformance/bad_fields.h"
#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"
#include "tutorat/v1/options.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/theme_recognition.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using grpc::StatusCode;

// What is wrong with a row of an import is in the report, by the name of its column.
constexpr char kRow[] = "rows[0].";
constexpr char kRecord[] = "rows[0].record.";
constexpr char kTheme[] = "rows[0].theme.";

class BadInputTest : public ConformanceTest, public ::testing::WithParamInterface<const MethodDescriptor*> {
 protected:
  void SetUp() override {
    sample_ = SampleRequest(GetParam(), api_, world_);
    before_ = world_.Everything();
  }
  void TearDown() override {
    EXPECT_EQ(world_.Everything(), before_);
    EXPECT_EQ(api_.Health(), 1);
  }

  // Of an update, what never changes is refused as such, and what says which resource and version is meant is not
  // stored; without the resource, these two are asked for.
  bool IsChecked(const Field& field) const {
    if (GetParam()->options().GetExtension(v1::kind) != v1::METHOD_KIND_UPDATE) return true;
    const auto* resource = GetParam()->input_type()->field(0);
    if (field.descriptor == resource) return false;
    const bool of_resource = field.descriptor->containing_type() == resource->message_type();
    return !of_resource || !(field.descriptor->name() == "name" || field.descriptor->name() == "etag" ||
                             HasBehavior(field.descriptor, google::api::IMMUTABLE));
  }

  MessagePtr Spoilt(const std::function<void(Message*)>& spoil) const {
    MessagePtr request(sample_->New());
    request->CopyFrom(*sample_);
    spoil(request.get());
    return request;
  }

  // What a report says of the only row, as if the call had been refused for it.
  template <class Report>
  static void Refuse(const Report& report, const std::string& prefix, Outcome* outcome) {
    outcome->code = StatusCode::INVALID_ARGUMENT;
    outcome->reason = "INVALID_FIELDS";
    outcome->domain = "tutorat";
    outcome->details = report.SerializeAsString();
    for (const v1::RowError& error : report.results(0).errors()) {
      auto& violation = outcome->violations.emplace_back();
      violation.set_field(prefix + error.field());
      violation.set_reason(error.reason());
      violation.set_description(error.message());
    }
  }

  Outcome Send(const Api& api, const Message& request, const std::string& path) const {
    if (dynamic_cast<const v1::ImportThemesRequest*>(&request) != nullptr && absl::StartsWith(path, kRow)) {
      v1::ImportThemesResponse report;
      Outcome outcome = api.Call(request, &report);
      EXPECT_FALSE(report.applied());
      if (outcome.ok() && report.results_size() == 1) {
        Refuse(report, absl::StartsWith(path, kTheme) ? kTheme : kRow, &outcome);
      }
      return outcome;
    }
    const auto* import = dynamic_cast<const v1::ImportSessionsRequest*>(&request);
    if (import == nullptr || !absl::StartsWith(path, kRow)) return api.Refusal(request);
    v1::ImportReport report;
    Outcome outcome = api.Import(*import, &report);
    EXPECT_TRUE(outcome.ok()) << outcome;
    EXPECT_FALSE(report.applied());
    if (report.results_size() != 1) return outcome;
    Refuse(report, absl::StartsWith(path, kRecord) ? kRecord : kRow, &outcome);
    return outcome;
  }

  void ExpectRefusedByName(const Message& request, const Field& field, const std::string& path,
                           const std::string& reason) {
    const Outcome english = Send(api_, request, path);
    const Outcome french = Send(french_, request, path);
    for (const Outcome* outcome : {&english, &french}) {
      ExpectRefused(*outcome, StatusCode::INVALID_ARGUMENT, "INVALID_FIELDS");
      EXPECT_EQ(outcome->ViolationOf(path), reason) << path << "\n" << *outcome;
      if (field.is_personal()) {
        EXPECT_EQ(outcome->details.find(kPersonal), std::string::npos) << *outcome;
      }
    }
    ASSERT_EQ(english.violations.size(), french.violations.size());
    for (size_t i = 0; i < english.violations.size(); ++i) {
      EXPECT_EQ(english.violations[i].field(), french.violations[i].field());
      EXPECT_EQ(english.violations[i].reason(), french.violations[i].reason());
      EXPECT_GT(english.violations[i].description().size(), 10u);
      EXPECT_NE(english.violations[i].description(), french.violations[i].description());
    }
  }

  const Api french_{SharedServer(), "fr"};
  MessagePtr sample_;
  std::string before_;
};

TEST_P(BadInputTest, EachRuleOfEachField) {
  int cases = 0;
  for (const Field& field : FieldsOf(*sample_)) {
    if (!IsChecked(field)) continue;
    for (const BadCase& bad : CasesOf(field)) {
      SCOPED_TRACE(absl::StrCat(bad.path, " ", bad.reason, " «", bad.value, "»"));
      ExpectRefusedByName(*Spoilt(bad.spoil), field, bad.path, bad.reason);
      ++cases;
    }
  }
  RecordProperty("cases", cases);
  std::cout << cases << " cases\n";
}

TEST_P(BadInputTest, FiveMebibytesInEachText) {
  std::string huge = kPersonal;
  while (huge.size() < 5 << 20) huge += "éà ";
  for (const Field& field : FieldsOf(*sample_)) {
    const bool has_rules = field.descriptor->options().HasExtension(v1::rules);
    if (!field.is_text() || !IsChecked(field) || !has_rules) continue;
    SCOPED_TRACE(field.path);
    const MessagePtr request = Spoilt([&](Message* sent) { field.Set(sent, huge); });
    const Outcome outcome = Send(api_, *request, field.path);
    ExpectRefused(outcome, StatusCode::INVALID_ARGUMENT, "INVALID_FIELDS");
    EXPECT_NE(outcome.ViolationOf(field.value_path()), "") << outcome;
    EXPECT_LT(outcome.details.size(), 4096u);
  }
}

// Text in another encoding: the caller's library may not have looked.
TEST_P(BadInputTest, NotUtf8InEachText) {
  const std::string mark = "placeholder";
  const std::string bad[] = {std::string("caf\xe9 au lait"), std::string("\xc0\xaf......xyz"), "\xed\xa0\x80........",
                             "........\xf5\x80\x80", "..........\xe2"};
  for (const Field& field : FieldsOf(*sample_)) {
    if (!field.is_text()) continue;
    SCOPED_TRACE(field.path);
    const std::string bytes = Spoilt([&](Message* request) { field.Set(request, mark); })->SerializeAsString();
    for (const std::string& text : bad) {
      std::string response;
      const std::string wrong = absl::StrReplaceAll(bytes, {{mark, text.substr(0, mark.size())}});
      const Outcome outcome = api_.CallBytes(PathOf(GetParam()), wrong, &response);
      ExpectInvalid(outcome, field.value_path(), "INVALID_UTF8");
    }
  }
}

TEST_P(BadInputTest, BytesThatAreNoMessage) {
  const google::protobuf::LogSilencer of_what_is_cut_in_a_character;
  std::mt19937 random(20240219);
  const std::string valid = sample_->SerializeAsString();
  std::vector<std::string> all = {"\xff", std::string(1000, '\xff'), std::string(1 << 20, '\0'), valid + "\x0a"};
  for (size_t kept = 1; kept < valid.size(); kept += 1 + valid.size() / 100) {
    // Cut at the end of a field, it is another message.
    if (!NewMessage(GetParam()->input_type())->ParseFromString(valid.substr(0, kept))) {
      all.push_back(valid.substr(0, kept));
    }
  }
  for (int i = 0; i < 50; ++i) {
    std::string bytes(1 + random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    if (!NewMessage(GetParam()->input_type())->ParseFromString(bytes)) all.push_back(bytes);
  }
  for (const std::string& bytes : all) {
    std::string response;
    const Outcome outcome = api_.CallBytes(PathOf(GetParam()), bytes, &response);
    EXPECT_EQ(outcome.code, StatusCode::INVALID_ARGUMENT) << outcome;
    ASSERT_EQ(outcome.violations.size(), 1u) << outcome;
    const std::string& reason = outcome.violations[0].reason();
    EXPECT_TRUE(reason == "MALFORMED" || reason == "INVALID_UTF8") << outcome;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, BadInputTest, ::testing::ValuesIn(Methods()),
                         [](const auto& each) { return each.param->name(); });

}  // namespace
}  // namespace tutorat::tests
