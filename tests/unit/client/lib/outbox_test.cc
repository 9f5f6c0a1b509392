#include "client/lib/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/lib/durable_file.h"
#include "client/lib/error.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/support/temp_dir.h"

namespace tutorat::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kServer[] = "127.0.0.1:50051";

v1::RecordSessionRequest Request(const std::string& id) {
  v1::RecordSessionRequest request;
  request.set_request_id(id);
  request.mutable_record()->set_group("4");
  request.mutable_record()->set_themes("Présentation « EJ »\n& Marchés | \"guillemets\"");
  request.mutable_record()->mutable_present()->set_count(0);
  return request;
}

class OutboxTest : public ::testing::Test {
 protected:
  std::vector<std::string> Lines(const std::string& path) const {
    return absl::StrSplit(ReadFile(path).value(), '\n', absl::SkipEmpty());
  }

  static absl::StatusOr<v1::RecordSessionResponse> Answer(const absl::Status& status) {
    if (status.ok()) return v1::RecordSessionResponse();
    return status;
  }

  // Sends what waits, answering `status`; returns the request ids that left.
  std::vector<std::string> Send(const absl::Status& status) {
    std::vector<std::string> ids;
    report_ = outbox_
                  .Send(kServer,
                        [&](const v1::RecordSessionRequest& request, Outbox::Age) {
                          ids.push_back(request.request_id());
                          return Answer(status);
                        })
                  .value();
    return ids;
  }

  const tests::TempDir dir_;
  const Outbox outbox_{dir_.File("state/tutorat/outbox.jsonl")};
  OutboxReport report_;
};

TEST_F(OutboxTest, NothingToSendLeavesNoTrace) {
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre());
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path()));
}

TEST_F(OutboxTest, KeepsWholeSessionsInOrder) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  ASSERT_TRUE(outbox_.Keep(kServer, Request("two")).ok());
  std::vector<std::string> sent;
  const auto report = outbox_.Send(kServer, [&](const v1::RecordSessionRequest& request, Outbox::Age) {
    EXPECT_EQ(request.SerializeAsString(), Request(request.request_id()).SerializeAsString());
    sent.push_back(request.request_id());
    v1::RecordSessionResponse response;
    response.add_warnings()->set_message(absl::StrCat("odd ", request.request_id()));
    return response;
  });
  ASSERT_TRUE(report.ok());
  ASSERT_THAT(report->sent, SizeIs(2));
  EXPECT_EQ(report->sent[1].record.group(), "4");
  EXPECT_EQ(report->sent[1].response.warnings(0).message(), "odd two");
  EXPECT_EQ(report->waiting, 0);
  EXPECT_THAT(sent, ElementsAre("one", "two"));
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre());
}

TEST_F(OutboxTest, LinesAreOneJsonObjectEach) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  const std::vector<std::string> lines = Lines(outbox_.path());
  ASSERT_THAT(lines, SizeIs(1));
  google::protobuf::Struct object;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(lines[0], &object).ok());
  EXPECT_EQ(object.fields().at("server").string_value(), kServer);
  EXPECT_EQ(object.fields().at("request").struct_value().fields().at("requestId").string_value(), "one");
  EXPECT_TRUE(object.fields().contains("saved_at"));
}

// Servers forget answers after seven days.
TEST_F(OutboxTest, WhatWaitedForDaysIsToldFromWhatDidNot) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("new")).ok());
  const std::string line = Lines(outbox_.path()).front();
  const size_t at = line.find("\"saved_at\":\"") + 12;
  const auto saved = [&](const std::string& id, absl::Duration ago) {
    const std::string time = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now() - ago, absl::UTCTimeZone());
    std::string other = absl::StrCat(line.substr(0, at), time, "\"}");
    return absl::StrReplaceAll(other, {{"\"new\"", absl::StrCat("\"", id, "\"")}});
  };
  std::ofstream(outbox_.path(), std::ios::app) << saved("young", absl::Hours(143)) << "\n"
                                               << saved("old", absl::Hours(145)) << "\n"
                                               << line.substr(0, at) << "\"}\n";
  std::vector<std::string> ages;
  const auto report = outbox_.Send(kServer, [&](const v1::RecordSessionRequest& request, Outbox::Age age) {
    ages.push_back(absl::StrCat(request.request_id(), age == Outbox::Age::kLong ? " long" : " short"));
    return v1::RecordSessionResponse();
  });
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(ages, ElementsAre("new short", "young short", "old long", "new long"));
}

TEST_F(OutboxTest, OnlyItsOwnerReadsIt) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  EXPECT_EQ(std::filesystem::status(outbox_.path()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(OutboxTest, WhatIsForAnotherServerStays) {
  ASSERT_TRUE(outbox_.Keep("elsewhere:1", Request("one")).ok());
  ASSERT_TRUE(outbox_.Keep(kServer, Request("two")).ok());
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre("two"));
  EXPECT_EQ(report_.waiting, 0);
  EXPECT_THAT(Lines(outbox_.path()), ElementsAre(HasSubstr("elsewhere:1")));
}

TEST_F(OutboxTest, AServerThatIsAwayLosesNothing) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  ASSERT_TRUE(outbox_.Keep(kServer, Request("two")).ok());
  EXPECT_THAT(Send(absl::UnavailableError("away")), ElementsAre("one"));
  EXPECT_EQ(report_.waiting, 2);
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre("one", "two"));
}

TEST_F(OutboxTest, WhoIsNotSignedInTriesOnceAndLosesNothing) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  ASSERT_TRUE(outbox_.Keep(kServer, Request("two")).ok());
  EXPECT_THAT(Send(absl::UnauthenticatedError("who calls?")), ElementsAre("one"));
  EXPECT_EQ(report_.waiting, 2);
  EXPECT_THAT(report_.refusals, SizeIs(0));
  EXPECT_EQ(report_.why_waiting.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre("one", "two"));
}

TEST_F(OutboxTest, AFaultOfTheServerHoldsNobodyUp) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  ASSERT_TRUE(outbox_.Keep(kServer, Request("two")).ok());
  EXPECT_THAT(Send(absl::InternalError("a defect")), ElementsAre("one", "two"));
  EXPECT_EQ(report_.waiting, 2);
}

TEST_F(OutboxTest, WhatIsRefusedMovesAsideWithTheReason) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  EXPECT_THAT(Send(absl::NotFoundError("no group 4")), ElementsAre("one"));
  EXPECT_THAT(report_.refusals, SizeIs(1));
  EXPECT_THAT(Lines(outbox_.path()), ElementsAre());
  EXPECT_EQ(outbox_.RejectedPath(), dir_.File("state/tutorat/outbox.rejected.jsonl"));
  const std::vector<std::string> rejected = Lines(outbox_.RejectedPath());
  ASSERT_THAT(rejected, SizeIs(1));
  google::protobuf::Struct object;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(rejected[0], &object).ok()) << rejected[0];
  EXPECT_EQ(object.fields().at("error").struct_value().fields().at("message").string_value(), "no group 4");
  EXPECT_EQ(object.fields().at("request").struct_value().fields().at("requestId").string_value(), "one");
}

// Its caller would be refused again: waiting mends nothing.
TEST_F(OutboxTest, WhoMayNotRecordItLosesNothingEither) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  ASSERT_TRUE(outbox_.Keep(kServer, Request("two")).ok());
  EXPECT_THAT(Send(absl::PermissionDeniedError("not your group")), ElementsAre("one", "two"));
  EXPECT_EQ(report_.waiting, 0);
  ASSERT_THAT(report_.refusals, SizeIs(2));
  EXPECT_EQ(report_.refusals[0].record.group(), "4");
  EXPECT_THAT(Lines(outbox_.path()), ElementsAre());
  EXPECT_THAT(Lines(outbox_.RejectedPath()), ElementsAre(HasSubstr("PERMISSION_DENIED"), HasSubstr("not your group")));
}

// A certificate that is not there is no fault of the session's.
TEST_F(OutboxTest, WhatIsWrongOnThisSideRefusesNothing) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  for (const absl::StatusCode code : {absl::StatusCode::kNotFound, absl::StatusCode::kPermissionDenied}) {
    EXPECT_THAT(Send(LocalError(code, "TLS_FILE_UNREADABLE", "ca.pem")), ElementsAre("one"));
    EXPECT_EQ(report_.waiting, 1);
    EXPECT_THAT(report_.refusals, SizeIs(0));
  }
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre("one"));
}

TEST_F(OutboxTest, ALineCutShortByACrashHarmsNoOther) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  const std::string whole = ReadFile(outbox_.path()).value();
  // In the middle of a character.
  const std::string cut = whole.substr(0, whole.find("é") + 1);
  ASSERT_TRUE(ReplaceFile(outbox_.path(), absl::StrCat(whole, cut)).ok());
  ASSERT_TRUE(outbox_.Keep(kServer, Request("two")).ok());
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre("one", "two"));
  EXPECT_THAT(report_.refusals, SizeIs(1));
  EXPECT_THAT(Lines(outbox_.RejectedPath()), ElementsAre(HasSubstr("\"line\"")));
  EXPECT_THAT(Lines(outbox_.path()), ElementsAre());
}

// A process that dies after the server stored the session and before the line left sends it again: with the same
// request_id, by which the server knows it.
TEST_F(OutboxTest, ACrashAfterSendingRepeatsTheRequestId) {
  ASSERT_TRUE(outbox_.Keep(kServer, Request("one")).ok());
  const pid_t child = fork();
  if (child == 0) {
    outbox_
        .Send(
            kServer,
            [](const v1::RecordSessionRequest&, Outbox::Age) -> absl::StatusOr<v1::RecordSessionResponse> { _exit(0); })
        .IgnoreError();
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre("one"));
  EXPECT_THAT(Send(absl::OkStatus()), ElementsAre());
}

TEST_F(OutboxTest, ManyProcessesSendEachSessionOnce) {
  constexpr int kProcesses = 4;
  constexpr int kSessions = 20;
  const std::string log = dir_.File("sent");
  std::vector<pid_t> children;
  for (int process = 0; process < kProcesses; ++process) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    // Each keeps its own, and sends whatever is there.
    for (int i = 0; i < kSessions; ++i) {
      if (!outbox_.Keep(kServer, Request(absl::StrCat(process, "-", i))).ok()) _exit(1);
      const auto report = outbox_.Send(kServer, [&log](const v1::RecordSessionRequest& request, Outbox::Age) {
        return Answer(AppendLine(log, request.request_id()));
      });
      if (!report.ok()) _exit(1);
    }
    _exit(0);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  std::map<std::string, int> times;
  for (const std::string& id : Lines(log)) ++times[id];
  EXPECT_THAT(times, SizeIs(kProcesses * kSessions));
  for (const auto& [id, count] : times) EXPECT_EQ(count, 1) << id;
}

}  // namespace
}  // namespace tutorat::client
