#include "server/transport/grpc/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/storage/errors.h"
#include "tutorat/v1/group.pb.h"

namespace tutorat::api {
namespace {

using domain::Language;
using domain::MakeError;
using testing::HasSubstr;
using testing::Not;

struct Details {
  google::rpc::Status status;
  std::vector<google::rpc::ErrorInfo> infos;
  std::vector<google::rpc::BadRequest> bad_requests;
  std::vector<google::rpc::RetryInfo> retries;
};

Details DetailsOf(const grpc::Status& status) {
  Details out;
  EXPECT_TRUE(out.status.ParseFromString(status.error_details()));
  for (const auto& any : out.status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&info)) out.infos.push_back(info);
    if (any.UnpackTo(&bad_request)) out.bad_requests.push_back(bad_request);
    if (any.UnpackTo(&retry)) out.retries.push_back(retry);
  }
  return out;
}

TEST(ToGrpc, EachCodeWithItsReasonAndARetryWhereWaitingHelps) {
  const struct {
    absl::StatusCode code;
    grpc::StatusCode mapped;
    bool retry;
  } cases[] = {
      {absl::StatusCode::kCancelled, grpc::StatusCode::CANCELLED, false},
      {absl::StatusCode::kUnknown, grpc::StatusCode::UNKNOWN, false},
      {absl::StatusCode::kInvalidArgument, grpc::StatusCode::INVALID_ARGUMENT, false},
      {absl::StatusCode::kDeadlineExceeded, grpc::StatusCode::DEADLINE_EXCEEDED, false},
      {absl::StatusCode::kNotFound, grpc::StatusCode::NOT_FOUND, false},
      {absl::StatusCode::kAlreadyExists, grpc::StatusCode::ALREADY_EXISTS, false},
      {absl::StatusCode::kPermissionDenied, grpc::StatusCode::PERMISSION_DENIED, false},
      {absl::StatusCode::kResourceExhausted, grpc::StatusCode::RESOURCE_EXHAUSTED, true},
      {absl::StatusCode::kFailedPrecondition, grpc::StatusCode::FAILED_PRECONDITION, false},
      {absl::StatusCode::kAborted, grpc::StatusCode::ABORTED, false},
      {absl::StatusCode::kOutOfRange, grpc::StatusCode::OUT_OF_RANGE, false},
      {absl::StatusCode::kUnimplemented, grpc::StatusCode::UNIMPLEMENTED, false},
      {absl::StatusCode::kInternal, grpc::StatusCode::INTERNAL, false},
      {absl::StatusCode::kUnavailable, grpc::StatusCode::UNAVAILABLE, true},
      {absl::StatusCode::kDataLoss, grpc::StatusCode::DATA_LOSS, false},
      {absl::StatusCode::kUnauthenticated, grpc::StatusCode::UNAUTHENTICATED, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(absl::StatusCodeToString(c.code));
    const grpc::Status status =
        ToGrpc(MakeError(c.code, "SOME_REASON", {"in English", "en français"}), Language::kFrench);
    EXPECT_EQ(status.error_code(), c.mapped);
    EXPECT_EQ(status.error_message(), "en français");
    const Details details = DetailsOf(status);
    EXPECT_EQ(details.status.code(), static_cast<int>(c.mapped));
    EXPECT_EQ(details.status.message(), "en français");
    ASSERT_EQ(details.infos.size(), 1);
    EXPECT_EQ(details.infos[0].reason(), "SOME_REASON");
    EXPECT_EQ(details.infos[0].domain(), "tutorat");
    EXPECT_EQ(details.bad_requests.size(), 0);
    EXPECT_EQ(details.retries.size(), c.retry ? 1 : 0);
    if (c.retry) {
      EXPECT_EQ(details.retries[0].retry_delay().seconds(), 1);
    }
  }
}

TEST(ToGrpc, OkIsOk) { EXPECT_TRUE(ToGrpc(absl::OkStatus(), Language::kEnglish).ok()); }

TEST(ToGrpc, TheNamedErrorsOfTheStore) {
  const struct {
    absl::Status status;
    grpc::StatusCode code;
    const char* reason;
  } cases[] = {
      {storage::NotFound(v1::Group::descriptor(), "groups/x"), grpc::StatusCode::NOT_FOUND, "GROUP_NOT_FOUND"},
      {storage::AlreadyExists(v1::Group::descriptor(), "groups/x"), grpc::StatusCode::ALREADY_EXISTS,
       "GROUP_ALREADY_EXISTS"},
      {storage::Unavailable(), grpc::StatusCode::UNAVAILABLE, "STORE_UNAVAILABLE"},
      {storage::TransactionConflict(), grpc::StatusCode::ABORTED, "TRANSACTION_CONFLICT"},
      {storage::DeadlineExceeded(), grpc::StatusCode::DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED"},
      {storage::SchemaNotReady(0, 1), grpc::StatusCode::FAILED_PRECONDITION, "SCHEMA_NOT_READY"},
      {TooBusy(), grpc::StatusCode::RESOURCE_EXHAUSTED, "TOO_BUSY"},
      {TooManyCallsAtOnce(), grpc::StatusCode::RESOURCE_EXHAUSTED, "TOO_MANY_CALLS_AT_ONCE"},
      {storage::RunAgain(), grpc::StatusCode::INTERNAL, "INTERNAL"},  // the store's own: never meant for callers
  };
  for (const auto& c : cases) {
    const grpc::Status status = ToGrpc(c.status, Language::kEnglish);
    EXPECT_EQ(status.error_code(), c.code) << c.reason;
    EXPECT_EQ(DetailsOf(status).infos.at(0).reason(), c.reason);
  }
}

TEST(ToGrpc, AnErrorWithoutANameIsInternalAndKeepsItsTextToItself) {
  constexpr char kDriver[] = "SQLITE_CORRUPT near 'Anne Onyme': /var/lib/tutorat.db";
  for (const auto code : {absl::StatusCode::kInternal, absl::StatusCode::kNotFound, absl::StatusCode::kUnknown,
                          absl::StatusCode::kUnavailable, absl::StatusCode::kCancelled}) {
    for (const auto language : {Language::kEnglish, Language::kFrench}) {
      const grpc::Status status = ToGrpc(absl::Status(code, kDriver), language);
      EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
      EXPECT_EQ(DetailsOf(status).infos.at(0).reason(), "INTERNAL");
      const std::string everything = status.error_message() + status.error_details();
      EXPECT_THAT(everything, Not(testing::AnyOf(HasSubstr("SQLITE"), HasSubstr("Onyme"), HasSubstr("/var"))));
      EXPECT_THAT(status.error_message(), HasSubstr(language == Language::kFrench ? "journal" : "log"));
    }
  }
}

TEST(ToGrpc, WrongFieldsComeAsABadRequestInTheCallersLanguage) {
  const absl::Status invalid =
      domain::InvalidFields({{"record.date", "BAD_FORMAT", {"is no day", "n'est pas un jour"}},
                             {"record.themes", "REQUIRED", {"is required", "est obligatoire"}}});
  const Details details = DetailsOf(ToGrpc(invalid, Language::kFrench));
  ASSERT_EQ(details.bad_requests.size(), 1);
  ASSERT_EQ(details.bad_requests[0].field_violations_size(), 2);
  EXPECT_EQ(details.bad_requests[0].field_violations(0).field(), "record.date");
  EXPECT_EQ(details.bad_requests[0].field_violations(0).reason(), "BAD_FORMAT");
  EXPECT_EQ(details.bad_requests[0].field_violations(0).description(), "n'est pas un jour");
  EXPECT_EQ(details.infos.at(0).reason(), "INVALID_FIELDS");
}

TEST(ToGrpc, HoweverManyFieldsAreWrongTheErrorFitsTheTransport) {
  // 8 KiB of trailers, the details in base 64 and every byte of the message that is not ASCII as three.
  constexpr size_t kTrailers = 8192;
  std::vector<domain::Violation> violations;
  for (int i = 0; i < 5000; ++i) {
    const std::string text(200, 'x');
    violations.push_back({absl::StrCat("record.guests[", i, "]"), "BAD_FORMAT", {text, absl::StrCat(text, "é")}});
  }
  for (const auto language : {Language::kEnglish, Language::kFrench}) {
    const grpc::Status status = ToGrpc(domain::InvalidFields(violations), language);
    EXPECT_LT(status.error_details().size() * 4 / 3 + status.error_message().size() * 3, kTrailers);
    const Details details = DetailsOf(status);
    EXPECT_GT(details.bad_requests.at(0).field_violations_size(), 5);
    EXPECT_EQ(details.bad_requests.at(0).field_violations(0).field(), "record.guests[0]");
    EXPECT_THAT(status.error_message(), HasSubstr("4999"));
  }
}

TEST(ToGrpc, OneFieldWithALongTextIsStillTold) {
  const absl::Status invalid = domain::InvalidFields({{"a", "BAD_FORMAT", {std::string(4000, 'x'), "x"}}});
  EXPECT_EQ(DetailsOf(ToGrpc(invalid, Language::kEnglish)).bad_requests.at(0).field_violations_size(), 1);
}

}  // namespace
}  // namespace tutorat::api
