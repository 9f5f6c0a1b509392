// request_id and validate_only, on every method that has them (DOMAIN rule 6).
#include <algorithm>
#include <map>
#include <set>

#include "tests/conformance/fixture.h"
#include "tests/conformance/samples/samples.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/token.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using grpc::StatusCode;

std::vector<const MethodDescriptor*> Writes() {
  std::vector<const MethodDescriptor*> writes;
  for (const MethodDescriptor* method : Methods()) {
    if (method->input_type()->FindFieldByName("validate_only") != nullptr) writes.push_back(method);
  }
  return writes;
}

// A token's text is in the first answer only; what else is in it is in each.
std::string Repeatable(const MethodDescriptor* method, const std::string& answer) {
  v1::CreateTokenResponse response;
  if (method->output_type() != v1::CreateTokenResponse::descriptor() || !response.ParseFromString(answer))
    return answer;
  response.clear_text();
  return response.SerializeAsString();
}

void SetValidateOnly(Message* request, bool value) {
  request->GetReflection()->SetBool(request, request->GetDescriptor()->FindFieldByName("validate_only"), value);
}

class WriteOnceTest : public ConformanceTest, public ::testing::WithParamInterface<const MethodDescriptor*> {
 protected:
  MessagePtr NewRequest() { return SampleRequest(GetParam(), api_, world_); }

  // The bytes of the answer to a call that must succeed.
  std::string Send(const Message& request) {
    std::string response;
    const Outcome outcome = api_.CallBytes(PathOf(GetParam()), request.SerializeAsString(), &response);
    EXPECT_TRUE(outcome.ok()) << outcome << "\n" << request.ShortDebugString();
    return Repeatable(GetParam(), response);
  }
};

TEST_P(WriteOnceTest, ValidateOnlyStoresNothing) {
  const MessagePtr request = NewRequest();
  SetValidateOnly(request.get(), true);
  const std::string before = world_.Everything();
  const std::string preview = Send(*request);
  EXPECT_FALSE(preview.empty());
  EXPECT_EQ(world_.Everything(), before);
  // The id is still free for the write itself.
  SetValidateOnly(request.get(), false);
  Send(*request);
  EXPECT_NE(world_.Everything(), before);
}

TEST_P(WriteOnceTest, ValidateOnlyFindsWhatIsWrong) {
  const MessagePtr request = NewRequest();
  SetValidateOnly(request.get(), true);
  SetText(request.get(), "request_id", " ");
  ExpectInvalid(api_.Refusal(*request), "request_id", "BAD_FORMAT");
}

TEST_P(WriteOnceTest, RepeatedRequestGivesTheFirstAnswer) {
  const MessagePtr request = NewRequest();
  const std::string first = Send(*request);
  const std::string stored = world_.Everything();
  EXPECT_EQ(Send(*request), first);
  EXPECT_EQ(world_.Everything(), stored);
}

TEST_P(WriteOnceTest, AnotherRequestWithTheSameIdIsRefused) {
  const MessagePtr request = NewRequest();
  Send(*request);
  const MessagePtr other = NewRequest();
  SetText(other.get(), "request_id", TextOf(*request, "request_id"));
  v1::CreateTutorRequest of_another_method;
  of_another_method.mutable_tutor()->set_display_name("Autre");
  of_another_method.set_request_id(TextOf(*request, "request_id"));
  const std::string stored = world_.Everything();
  // A request that holds nothing but its id has no other content.
  if (other->SerializeAsString() != request->SerializeAsString()) {
    ExpectRefused(api_.Refusal(*other), StatusCode::FAILED_PRECONDITION, "REQUEST_ID_REUSED");
  }
  ExpectRefused(api_.Refusal(of_another_method), StatusCode::FAILED_PRECONDITION, "REQUEST_ID_REUSED");
  EXPECT_EQ(world_.Everything(), stored);
}

TEST_P(WriteOnceTest, OneRequestSent100TimesAtOnceIsOneWrite) {
  constexpr size_t kSends = 100;
  const MessagePtr request = NewRequest();
  const std::string bytes = request->SerializeAsString();
  std::vector<std::string> answers(kSends);
  std::vector<Outcome> outcomes(kSends);
  const Api connections[] = {Api(SharedServer()), Api(SharedServer()), Api(SharedServer()), Api(SharedServer())};
  AtOnce(kSends, [&](size_t i) {
    outcomes[i] = connections[i % std::size(connections)].CallBytes(PathOf(GetParam()), bytes, &answers[i]);
  });
  for (const Outcome& outcome : outcomes) EXPECT_TRUE(outcome.ok()) << outcome;
  for (std::string& answer : answers) answer = Repeatable(GetParam(), answer);
  EXPECT_EQ(std::set<std::string>(answers.begin(), answers.end()).size(), 1u);
  const std::string stored = world_.Everything();
  EXPECT_EQ(Send(*request), answers[0]);
  EXPECT_EQ(world_.Everything(), stored);
}

INSTANTIATE_TEST_SUITE_P(Every, WriteOnceTest, ::testing::ValuesIn(Writes()),
                         [](const auto& each) { return each.param->name(); });

using ConcurrencyTest = ConformanceTest;

TEST_F(ConcurrencyTest, OneSessionComesOutOf100Sends) {
  world_.AddGroup(4);
  v1::RecordSessionRequest request;
  *request.mutable_record() = world_.NewRecord(4);
  request.set_request_id(RandomId());
  AtOnce(100, [&](size_t) { api_.Get<v1::RecordSessionResponse>(request); });
  v1::ListSessionsRequest list;
  list.set_wave(world_.wave());
  EXPECT_EQ(world_.ListAll(list).size(), 1u);
}

TEST_F(ConcurrencyTest, OfDifferentContentsWithOneIdOneIsStored) {
  world_.AddGroup(4);
  const std::string id = RandomId();
  std::vector<v1::RecordSessionRequest> requests(40);
  for (auto& request : requests) {
    *request.mutable_record() = world_.NewRecord(4);
    request.set_request_id(id);
  }
  std::vector<Outcome> outcomes(requests.size());
  AtOnce(requests.size(), [&](size_t i) {
    v1::RecordSessionResponse response;
    outcomes[i] = api_.Call(requests[i], &response);
  });
  EXPECT_EQ(std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.ok(); }), 1);
  for (const Outcome& outcome : outcomes) {
    if (!outcome.ok()) ExpectRefused(outcome, StatusCode::FAILED_PRECONDITION, "REQUEST_ID_REUSED");
  }
  v1::ListSessionsRequest list;
  list.set_wave(world_.wave());
  EXPECT_EQ(world_.ListAll(list).size(), 1u);
}

// Creates `requests` at once; how many succeeded, the others being refused with `reason`.
int CreateAtOnce(const Api& api, const std::vector<MessagePtr>& requests, const std::string& reason) {
  std::vector<Outcome> outcomes(requests.size());
  AtOnce(requests.size(), [&](size_t i) {
    const MessagePtr response = NewMessage(MethodOf(requests[i]->GetDescriptor())->output_type());
    outcomes[i] = api.Call(*requests[i], response.get());
  });
  int created = 0;
  for (const Outcome& outcome : outcomes) {
    created += outcome.ok() ? 1 : 0;
    if (!outcome.ok()) ExpectRefused(outcome, StatusCode::ALREADY_EXISTS, reason);
  }
  return created;
}

// A group is named as people do, so that the server looks it up before it locks it.
TEST_F(ConcurrencyTest, OfMembersWithOneNameOneIsCreated) {
  world_.AddGroup(4);
  std::vector<MessagePtr> requests;
  for (int i = 0; i < 20; ++i) {
    auto request = std::make_unique<v1::CreateMemberRequest>();
    request->mutable_member()->set_group(world_.GroupAlias(4));
    request->mutable_member()->set_display_name("Hélène Dupont");
    requests.push_back(std::move(request));
  }
  EXPECT_EQ(CreateAtOnce(api_, requests, "MEMBER_ALREADY_EXISTS"), 1);
}

TEST_F(ConcurrencyTest, OfGroupsWithOneNumberOneIsCreated) {
  std::vector<MessagePtr> requests;
  for (int i = 0; i < 20; ++i) {
    auto request = std::make_unique<v1::CreateGroupRequest>();
    request->mutable_group()->set_wave(world_.wave());
    request->mutable_group()->set_number(4);
    requests.push_back(std::move(request));
  }
  EXPECT_EQ(CreateAtOnce(api_, requests, "GROUP_ALREADY_EXISTS"), 1);
}

TEST_F(ConcurrencyTest, ImportsOfOneFileCreateEachSessionOnce) {
  constexpr int kRows = 5;
  world_.AddGroup(4);
  v1::ImportSessionsRequest request;
  for (int i = 0; i < kRows; ++i) *request.add_rows()->mutable_record() = world_.NewRecord(4);
  std::vector<v1::ImportReport> reports(10);
  AtOnce(reports.size(), [&](size_t i) {
    const Outcome outcome = api_.Import(request, &reports[i]);
    EXPECT_TRUE(outcome.ok()) << outcome;
  });
  int created = 0;
  for (const v1::ImportReport& report : reports) {
    EXPECT_EQ(report.create_count() + report.same_count(), kRows) << report.ShortDebugString();
    created += report.create_count();
  }
  EXPECT_EQ(created, kRows);
}

// What several imports need and nobody has is made once, and none of them fails for it.
TEST_F(ConcurrencyTest, ImportsThatCreateTheSameGroupAgree) {
  constexpr size_t kImports = 8;
  std::vector<v1::ImportSessionsRequest> requests(kImports);
  for (v1::ImportSessionsRequest& request : requests) {
    v1::SessionRecord* record = request.add_rows()->mutable_record();
    *record = world_.NewRecord(4);
    record->set_tutor("Tutrice " + world_.code());
    record->mutable_present()->add_names("Ada");
  }
  std::vector<v1::ImportReport> reports(kImports);
  AtOnce(kImports, [&](size_t i) {
    const Outcome outcome = api_.Import(requests[i], &reports[i]);
    EXPECT_TRUE(outcome.ok()) << outcome;
  });
  std::map<std::string, int> created;
  for (const v1::ImportReport& report : reports) {
    EXPECT_TRUE(report.applied()) << report.ShortDebugString();
    for (const v1::CreatedResource& resource : report.created()) ++created[resource.collection()];
  }
  EXPECT_EQ(created, (std::map<std::string, int>{{"groups", 1}, {"tutors", 1}, {"members", 1}}));
}

}  // namespace
}  // namespace tutorat::tests
