#include "server/call/idempotency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/handlers/fixture.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {
namespace {

using tests::LocalApi;
using tests::Make;
using tests::Refusal;

constexpr absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

const google::protobuf::MethodDescriptor* GroupMethod(const char* name) {
  return google::protobuf::DescriptorPool::generated_pool()
      ->FindServiceByName("tutorat.v1.GroupService")
      ->FindMethodByName(name);
}

class WriteOnceTest : public testing::Test {
 protected:
  // Stores the request's wave unless it was done before, and counts how often the work was done.
  absl::StatusOr<v1::CreateWaveResponse> Create(const std::string& text, const char* method = "CreateWave") {
    const auto request = Make<v1::CreateWaveRequest>(text);
    CallContext context{api_.store(),        kNow, absl::InfiniteFuture(), domain::Language::kEnglish,
                        GroupMethod(method), {},   v1::ROLE_COORDINATOR,   nullptr};
    v1::CreateWaveResponse response;
    response.mutable_wave()->set_display_name("left over");
    const absl::Status status =
        IdempotentWrite(context, request, &response, [&](storage::WriteTransaction& transaction) -> absl::Status {
          EXPECT_EQ(response.ByteSizeLong(), 0);
          ++done_;
          *response.mutable_wave() = request.wave();
          response.mutable_wave()->set_name("waves/" + request.wave().code());
          response.mutable_wave()->mutable_create_time()->set_seconds(done_);
          response.mutable_wave()->mutable_update_time()->set_seconds(done_);
          if (!failure_.ok()) return failure_;
          return transaction.Insert(response.wave());
        });
    if (!status.ok()) return status;
    return response;
  }

  size_t Stored() {
    size_t count = 0;
    const absl::Status status = api_.store().Read(absl::InfiniteFuture(), [&](storage::ReadTransaction& transaction) {
      const auto waves = transaction.List<v1::Wave>({});
      count = waves.ok() ? waves->size() : 0;
      return waves.status();
    });
    EXPECT_TRUE(status.ok()) << status;
    return count;
  }

  LocalApi api_;
  int done_ = 0;
  absl::Status failure_;
};

TEST_F(WriteOnceTest, WithoutARequestIdEveryCallIsDone) {
  EXPECT_TRUE(Create("wave { code: 'V6' }").ok());
  EXPECT_EQ(Refusal(Create("wave { code: 'V6' }").status()), "ALREADY_EXISTS WAVE_ALREADY_EXISTS");
  EXPECT_EQ(done_, 2);
  EXPECT_EQ(Stored(), 1);
}

TEST_F(WriteOnceTest, ARepetitionGetsTheFirstAnswer) {
  const auto first = Create("wave { code: 'V6' } request_id: 'r'");
  ASSERT_TRUE(first.ok()) << first.status();
  for (int i = 0; i < 3; ++i) {
    const auto again = Create("wave { code: 'V6' } request_id: 'r'");
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  }
  EXPECT_EQ(done_, 1);
  EXPECT_EQ(Stored(), 1);
}

TEST_F(WriteOnceTest, AnotherContentOrMethodIsRefused) {
  ASSERT_TRUE(Create("wave { code: 'V6' } request_id: 'r'").ok());
  EXPECT_EQ(Refusal(Create("wave { code: 'V7' } request_id: 'r'").status()), "FAILED_PRECONDITION REQUEST_ID_REUSED");
  EXPECT_EQ(Refusal(Create("wave { code: 'V6' } request_id: 'r'", "UpdateWave").status()),
            "FAILED_PRECONDITION REQUEST_ID_REUSED");
  EXPECT_TRUE(Create("wave { code: 'V7' } request_id: 'R'").ok()) << "ids differ in case";
  EXPECT_EQ(done_, 2);
}

TEST_F(WriteOnceTest, AFailureKeepsNoAnswerAndStoresNothing) {
  failure_ = domain::MakeError(absl::StatusCode::kNotFound, "TUTOR_NOT_FOUND", {"no", "non"});
  EXPECT_EQ(Refusal(Create("wave { code: 'V6' } request_id: 'r'").status()), "NOT_FOUND TUTOR_NOT_FOUND");
  EXPECT_EQ(Stored(), 0);
  failure_ = absl::OkStatus();
  EXPECT_TRUE(Create("wave { code: 'V6' } request_id: 'r'").ok());
  EXPECT_EQ(done_, 2);
}

TEST_F(WriteOnceTest, ValidateOnlyAnswersAsIfDoneAndStoresNothing) {
  const auto tried = Create("wave { code: 'V6' } request_id: 'r' validate_only: true");
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_EQ(tried->wave().name(), "waves/V6");
  EXPECT_EQ(Stored(), 0);
  // The id is still free.
  EXPECT_TRUE(Create("wave { code: 'V6' } request_id: 'r'").ok());
  EXPECT_EQ(Stored(), 1);
  EXPECT_EQ(Refusal(Create("wave { code: 'V6' } validate_only: true").status()), "ALREADY_EXISTS WAVE_ALREADY_EXISTS");
}

TEST_F(WriteOnceTest, ACancelledWriteIsNotTakenForATrial) {
  failure_ = absl::CancelledError("by the handler itself");
  EXPECT_TRUE(absl::IsCancelled(Create("wave { code: 'V6' }").status()));
  EXPECT_TRUE(absl::IsCancelled(Create("wave { code: 'V6' } validate_only: true").status()));
}

TEST_F(WriteOnceTest, TheDeadlineIsTheStores) {
  CallContext context{
      api_.store(),         kNow,   absl::InfinitePast(), domain::Language::kEnglish, GroupMethod("CreateWave"), {},
      v1::ROLE_COORDINATOR, nullptr};
  v1::CreateWaveResponse response;
  const absl::Status status =
      IdempotentWrite(context, v1::CreateWaveRequest(), &response, [](storage::WriteTransaction&) {
        ADD_FAILURE() << "begun after its time was up";
        return absl::OkStatus();
      });
  EXPECT_EQ(Refusal(status), "DEADLINE_EXCEEDED DEADLINE_EXCEEDED");
}

TEST_F(WriteOnceTest, EarlierAnswersAreToldFromNone) {
  ASSERT_TRUE(Create("wave { code: 'V6' } request_id: 'r'").ok());
  const std::string method = GroupMethod("CreateWave")->full_name();
  api_.InTransaction([&](storage::WriteTransaction& transaction) {
    v1::CreateWaveResponse response;
    EXPECT_FALSE(FindEarlierAnswer(transaction, "other", method, "", &response).value());
    EXPECT_EQ(Refusal(FindEarlierAnswer(transaction, "r", method, "another print", &response).status()),
              "FAILED_PRECONDITION REQUEST_ID_REUSED");
  });
}

}  // namespace
}  // namespace tutorat::api
