#include "server/domain/base/resource_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/contract.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/establishment.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using tests::Make;

TEST(NewId, Is26CharactersThatAUrlTakesAsTheyAre) {
  for (int64_t i = 0; i < 1000; ++i) {
    EXPECT_THAT(NewId(absl::FromUnixMillis(i * 1'700'000'007)), testing::MatchesRegex("[0-9a-z]{26}"));
  }
}

TEST(NewId, BeginsWithTheMillisecondAsUlidsDo) {
  // The example of the ULID specification.
  EXPECT_EQ(NewId(absl::FromUnixMillis(1469918176385)).substr(0, 10), "01aryz6s41");
  EXPECT_EQ(NewId(absl::UnixEpoch()).substr(0, 10), "0000000000");
}

TEST(NewId, SortsByTimeToTheMillisecond) {
  std::vector<std::string> ids;
  absl::Time now = absl::FromUnixMillis(1'699'999'999'000);
  for (int i = 0; i < 5000; ++i, now += absl::Milliseconds(1)) ids.push_back(NewId(now));
  for (const int years : {1, 10, 100}) ids.push_back(NewId(now + years * absl::Hours(24 * 366)));
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
}

TEST(NewId, AHundredThousandOfOneMillisecondDifferAndKeepTheirOrder) {
  std::string last;
  for (int i = 0; i < 100'000; ++i) {
    const std::string id = NewId(absl::FromUnixMillis(4'000'000'000'000));
    ASSERT_LT(last, id);
    last = id;
  }
}

TEST(NewId, SeveralThreadsGetDifferentOnes) {
  std::vector<std::vector<std::string>> ids(4, std::vector<std::string>(5000));
  std::vector<std::thread> threads;
  threads.reserve(ids.size());
  for (auto& own : ids) {
    threads.emplace_back([&own] {
      for (std::string& id : own) id = NewId(absl::UnixEpoch());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::unordered_set<std::string> all;
  for (const auto& own : ids) all.insert(own.begin(), own.end());
  EXPECT_EQ(all.size(), 20'000);
}

TEST(NewId, TheRandomPartOfEachMillisecondIsNew) {
  std::unordered_set<std::string> random;
  for (int i = 0; i < 1000; ++i) random.insert(NewId(absl::FromUnixMillis(i)).substr(10));
  EXPECT_EQ(random.size(), 1000);
}

TEST(Names, HaveACollectionAndTheContractsIdWhereItNamesOne) {
  EXPECT_EQ(CollectionOf("waves/V6"), "waves");
  EXPECT_EQ(CollectionOf("waves/V6/groups/4"), "waves");
  EXPECT_EQ(CollectionOf("V6"), "");
  EXPECT_EQ(MakeName(Make<v1::Wave>("code: 'V6'"), absl::UnixEpoch()), "waves/V6");
  EXPECT_EQ(MakeName(Make<v1::Establishment>("uai: '0750654D'"), absl::UnixEpoch()), "establishments/0750654D");
  EXPECT_THAT(MakeName(v1::Session(), absl::FromUnixMillis(1469918176385)),
              testing::MatchesRegex("sessions/01aryz6s41[0-9a-z]{16}"));
  EXPECT_EQ(Singular(v1::Session::descriptor()), "SESSION");
}

TEST(NamesDeathTest, AMessageThatIsNoResourceHasNone) {
  EXPECT_DEATH(ResourceOf(v1::Guest::descriptor()), "Guest declares no resource option");
}

// Sets one field, or adds one item to it, with something else than its default.
void Touch(Message* message, const FieldDescriptor* field) {
  const auto* reflection = message->GetReflection();
  const bool repeated = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return repeated ? reflection->AddString(message, field, "x") : reflection->SetString(message, field, "x");
    case FieldDescriptor::CPPTYPE_INT32:
      return repeated ? reflection->AddInt32(message, field, 7) : reflection->SetInt32(message, field, 7);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(message, field, 7);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(message, field, true);
    case FieldDescriptor::CPPTYPE_ENUM:
      return repeated ? reflection->AddEnumValue(message, field, 1) : reflection->SetEnumValue(message, field, 1);
    default:
      repeated ? reflection->AddMessage(message, field) : reflection->MutableMessage(message, field);
  }
}

// `print` of the message with nothing, and with each field set in turn, down into the messages in it.
template <class Print>
void CollectPrints(Message* root, Message* message, const std::string& left_out, Print print,
                   std::vector<std::string>* prints) {
  prints->push_back(print(*root));
  const auto* descriptor = message->GetDescriptor();
  const auto* reflection = message->GetReflection();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (message == root && field->name() == left_out) continue;
    Touch(message, field);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message* inner = field->is_repeated() ? reflection->MutableRepeatedMessage(message, field, 0)
                                            : reflection->MutableMessage(message, field);
      CollectPrints(root, inner, left_out, print, prints);
    } else {
      prints->push_back(print(*root));
    }
    reflection->ClearField(message, field);
  }
}

TEST(Etag, ChangesWithEveryFieldAndNotWithItself) {
  for (const auto* type : tests::ResourceTypes()) {
    if (type->FindFieldByName("etag") == nullptr) continue;  // it never changes
    const auto resource = tests::NewMessage(type);
    std::vector<std::string> etags;
    CollectPrints(resource.get(), resource.get(), "etag", Etag, &etags);
    EXPECT_THAT(etags, testing::Each(testing::MatchesRegex("[A-Za-z0-9_-]{22}"))) << type->name();
    EXPECT_EQ(std::set<std::string>(etags.begin(), etags.end()).size(), etags.size()) << type->name();
    EXPECT_GT(etags.size(), static_cast<size_t>(type->field_count() - 1));
    Touch(resource.get(), type->FindFieldByName("etag"));
    EXPECT_EQ(Etag(*resource), etags.front()) << type->name();
  }
}

TEST(Etag, SeesTheOrderOfItems) {
  EXPECT_NE(Etag(Make<v1::Session>("guests { display_name: 'A' } guests { display_name: 'B' }")),
            Etag(Make<v1::Session>("guests { display_name: 'B' } guests { display_name: 'A' }")));
}

TEST(Fingerprint, LeavesOutTheRequestIdAndNothingElse) {
  for (const auto& method : tests::Methods()) {
    const auto* type = method->input_type();
    const auto* id = type->FindFieldByName("request_id");
    if (id == nullptr) continue;
    const auto request = tests::NewMessage(type);
    std::vector<std::string> prints;
    CollectPrints(request.get(), request.get(), "request_id", Fingerprint, &prints);
    EXPECT_EQ(std::set<std::string>(prints.begin(), prints.end()).size(), prints.size()) << type->name();
    Touch(request.get(), id);
    EXPECT_EQ(Fingerprint(*request), prints.front()) << type->name();
  }
}

TEST(Fingerprint, OfARowsOwnRequestIdIsKept) {
  EXPECT_NE(Fingerprint(Make<v1::ImportSessionsRequest>("rows { request_id: 'a' }")),
            Fingerprint(Make<v1::ImportSessionsRequest>("rows { request_id: 'b' }")));
}

TEST(Fingerprint, TheSameBytesOfAnotherTypeAreAnotherRequest) {
  EXPECT_NE(Fingerprint(Make<v1::GetTutorRequest>("name: 'x'")), Fingerprint(Make<v1::GetGroupRequest>("name: 'x'")));
}

TEST(Digest, IsBlake2bOf128Bits) {
  EXPECT_EQ(Digest(""), "yuZpQdnvvUBOTYh1jqZ2cA");
  EXPECT_EQ(Digest("abc"), "z0q3kcYrjSshCckCdSh4Fg");
}

}  // namespace
}  // namespace tutorat::domain
