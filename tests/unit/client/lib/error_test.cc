#include "client/lib/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tutorat::client {
namespace {

using absl::StatusCode;

// As the server's come.
absl::Status ServerError(StatusCode code, const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_domain("tutorat");
  info.set_reason(reason);
  google::rpc::Status details;
  details.add_details()->PackFrom(info);
  return MakeStatus(code, "said", details.SerializeAsString());
}

TEST(ReadErrorTest, TakesApartWhatTheServerSays) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  info.set_domain("tutorat");
  info.set_reason("INVALID_REQUEST");
  details.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  for (const char* field : {"record.themes", "record.date"}) {
    auto* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description(std::string("wrong: ") + field);
    violation->set_reason("REQUIRED");
  }
  details.add_details()->PackFrom(bad);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  retry.mutable_retry_delay()->set_nanos(500'000'000);
  details.add_details()->PackFrom(retry);
  const Error error =
      ReadError(MakeStatus(StatusCode::kInvalidArgument, "deux champs sont faux", details.SerializeAsString()));
  EXPECT_EQ(error.code, StatusCode::kInvalidArgument);
  EXPECT_EQ(error.message, "deux champs sont faux");
  EXPECT_EQ(error.reason, "INVALID_REQUEST");
  EXPECT_FALSE(error.is_local);
  EXPECT_EQ(error.retry_delay, absl::Milliseconds(2500));
  ASSERT_EQ(error.violations.size(), 2U);
  EXPECT_EQ(error.violations[0].field, "record.themes");
  EXPECT_EQ(error.violations[1].field, "record.date");
  EXPECT_EQ(error.violations[1].description, "wrong: record.date");
  EXPECT_EQ(error.violations[1].reason, "REQUIRED");
}

TEST(ReadErrorTest, OfAnyOtherStatusGivesCodeAndMessageOnly) {
  for (const absl::Status& status :
       {absl::Status(StatusCode::kUnavailable, "away"), MakeStatus(StatusCode::kUnavailable, "away", ""),
        MakeStatus(StatusCode::kUnavailable, "away", "\xff no message of protobuf")}) {
    const Error error = ReadError(status);
    EXPECT_EQ(error.code, StatusCode::kUnavailable);
    EXPECT_EQ(error.message, "away");
    EXPECT_EQ(error.reason, "");
    EXPECT_TRUE(error.violations.empty());
    EXPECT_FALSE(error.retry_delay.has_value());
    EXPECT_FALSE(error.is_local);
  }
}

TEST(ReadErrorTest, PassesOverDetailsThatItDoesNotKnow) {
  google::rpc::Status details;
  details.add_details()->set_type_url("type.googleapis.com/of.somebody.Else");
  google::rpc::ErrorInfo info;
  info.set_domain("tutorat");
  info.set_reason("TOO_BUSY");
  details.add_details()->PackFrom(info);
  const Error error = ReadError(MakeStatus(StatusCode::kResourceExhausted, "x", details.SerializeAsString()));
  EXPECT_EQ(error.reason, "TOO_BUSY");
}

TEST(ReadErrorTest, AnErrorOfThisSideIsKnownAsSuch) {
  const Error error = ReadError(LocalError(StatusCode::kPermissionDenied, "TOKEN_NEEDS_TLS", "give --tls"));
  EXPECT_TRUE(error.is_local);
  EXPECT_EQ(error.code, StatusCode::kPermissionDenied);
  EXPECT_EQ(error.reason, "TOKEN_NEEDS_TLS");
  EXPECT_EQ(error.message, "give --tls");
}

// What becomes of a session that waits in the outbox hangs on these three: every code, and the reasons that count.
TEST(ErrorKindTest, EveryCodeIsTemporaryOrARefusalOrNeither) {
  struct Kind {
    absl::Status status;
    bool temporary;
    bool may_be_stored;
    bool refusal;
  };
  const std::vector<Kind> kinds = {
      {absl::OkStatus(), false, false, false},
      {ServerError(StatusCode::kCancelled, ""), false, false, false},
      {ServerError(StatusCode::kUnknown, ""), false, true, false},
      {ServerError(StatusCode::kInvalidArgument, "INVALID_REQUEST"), false, false, true},
      {ServerError(StatusCode::kDeadlineExceeded, ""), true, true, false},
      {ServerError(StatusCode::kNotFound, "NOT_FOUND"), false, false, true},
      {ServerError(StatusCode::kAlreadyExists, "ALREADY_EXISTS"), false, false, true},
      {ServerError(StatusCode::kPermissionDenied, "ROLE_REQUIRED"), false, false, true},
      {ServerError(StatusCode::kResourceExhausted, "TOO_BUSY"), true, true, false},
      {ServerError(StatusCode::kFailedPrecondition, "WAVE_CLOSED"), false, false, true},
      {ServerError(StatusCode::kFailedPrecondition, "SCHEMA_NOT_READY"), false, true, false},
      {ServerError(StatusCode::kAborted, "TRANSACTION_CONFLICT"), true, true, false},
      {ServerError(StatusCode::kAborted, "ETAG_MISMATCH"), false, false, false},
      {ServerError(StatusCode::kOutOfRange, ""), false, false, true},
      {ServerError(StatusCode::kUnimplemented, ""), false, false, false},
      {ServerError(StatusCode::kInternal, "INTERNAL"), false, true, false},
      {ServerError(StatusCode::kUnavailable, ""), true, true, false},
      {ServerError(StatusCode::kDataLoss, ""), false, false, false},
      {ServerError(StatusCode::kUnauthenticated, "NOT_SIGNED_IN"), false, false, false},
  };
  for (const Kind& kind : kinds) {
    EXPECT_EQ(IsTemporary(kind.status), kind.temporary) << kind.status;
    EXPECT_EQ(MayStillBeStored(kind.status), kind.may_be_stored) << kind.status;
    EXPECT_EQ(IsRefusal(kind.status), kind.refusal) << kind.status;
    EXPECT_FALSE(IsRefusal(kind.status) && MayStillBeStored(kind.status)) << kind.status;
  }
}

TEST(ErrorKindTest, AnErrorOfThisSideNeverMovesASessionAside) {
  for (const StatusCode code :
       {StatusCode::kInvalidArgument, StatusCode::kNotFound, StatusCode::kPermissionDenied,
        StatusCode::kFailedPrecondition, StatusCode::kUnauthenticated, StatusCode::kInternal, StatusCode::kUnknown}) {
    const absl::Status status = LocalError(code, "TLS_FILE_UNREADABLE", "x");
    EXPECT_FALSE(IsRefusal(status)) << status;
    EXPECT_FALSE(MayStillBeStored(status)) << status << ": no server was asked";
  }
}

}  // namespace
}  // namespace tutorat::client
