// Answers that are given again from memory: two servers of one database, asked by everybody while either of them
// writes, answer what a third says that remembers nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/storage/sqlite/store.h"
#include "tests/support/contract.h"
#include "tests/unit/handlers/permission_world.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/coverage.pb.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::api {
namespace {

constexpr int kSteps = 40;

class AnswerCacheProperty : public testing::Test {
 protected:
  std::unique_ptr<storage::Store> Open() { return *storage::sqlite::Open({directory_.File("tutorat.db")}); }

  int64_t Revision() {
    int64_t revision = -1;
    EXPECT_TRUE(first_.store()
                    .Read(absl::InfiniteFuture(),
                          [&](storage::ReadTransaction& transaction) {
                            revision = transaction.Revision().value_or(-1);
                            return absl::OkStatus();
                          })
                    .ok());
    return revision;
  }

  // Without the moment at which it was made.
  template <class Response, class Request>
  std::string Told(tests::LocalApi& api, Principal caller, int64_t revision, const Request& request) {
    caller.revision = revision;
    api.caller() = caller;
    const auto response = api.Send<Response>(request);
    if (!response.ok()) return std::string(response.status().message());
    std::string text = response->DebugString();
    // Moments stand in figures and in documents alike.
    const auto* time = response->GetDescriptor()->field(0)->message_type()->FindFieldByName("snapshot_time");
    if (time == nullptr) return text;
    Response without = *response;
    auto* figures = without.GetReflection()->MutableMessage(&without, response->GetDescriptor()->field(0));
    figures->GetReflection()->ClearField(figures, time);
    without.clear_document();
    return without.DebugString();
  }

  template <class Response, class Request>
  void ExpectSame(const Request& request) {
    const int64_t revision = Revision();
    for (const Principal& caller : {tests::PermissionWorld::As(v1::ROLE_COORDINATOR),
                                    tests::PermissionWorld::As(v1::ROLE_READER), world_.Tutor()}) {
      const std::string truth = Told<Response>(judge_, caller, -1, request);
      for (tests::LocalApi* server : {&first_, &second_}) {
        // The second time it is remembered.
        for (int asked = 0; asked < 2; ++asked) {
          EXPECT_EQ(Told<Response>(*server, caller, revision, request), truth)
              << request.ShortDebugString() << " as " << caller.roles[0];
        }
      }
    }
  }

  void Write(tests::LocalApi& server, int step, std::mt19937& random) {
    server.caller() = tests::PermissionWorld::As(v1::ROLE_COORDINATOR);
    v1::RecordSessionRequest request;
    v1::SessionRecord& record = *request.mutable_record();
    record.set_wave("V6");
    record.set_group(absl::StrCat(4 + random() % 2));
    record.set_date(absl::StrCat("2024-02-", 10 + random() % 15));
    record.set_start(absl::StrCat("1", random() % 9, ":00"));
    record.set_themes(absl::StrCat("EJ ", step));
    record.mutable_present()->set_count(static_cast<int>(random() % 9));
    record.add_issues()->set_kind(v1::ParticipationIssue::KIND_CAMERA);
    request.set_validate_only(random() % 4 == 0);
    const auto response = server.Send<v1::RecordSessionResponse>(request);
    EXPECT_TRUE(response.ok()) << response.status();
  }

  tests::TempDir directory_;
  tests::LocalApi first_{Open()};
  tests::LocalApi second_{Open()};
  tests::LocalApi judge_{Open()};
  tests::PermissionWorld world_{first_};
};

TEST_F(AnswerCacheProperty, NobodyIsAnsweredWhatWasTrueOrWhatAnotherMaySee) {
  std::mt19937 random(2024);
  v1::GetBalanceRequest balance;
  balance.set_from_date("2024-01-01");
  balance.set_months(3);
  v1::GetBalanceRequest of_group = balance;
  of_group.set_wave("V6");
  of_group.add_group_numbers(4);
  v1::GetCoverageRequest coverage;
  coverage.set_wave("V6");
  coverage.set_from_date("2024-01-01");
  coverage.set_months(3);
  for (int step = 0; step < kSteps; ++step) {
    Write(random() % 2 == 0 ? first_ : second_, step, random);
    ExpectSame<v1::GetBalanceResponse>(balance);
    ExpectSame<v1::GetBalanceResponse>(of_group);
    if (step % 4 != 0) continue;
    ExpectSame<v1::GetCoverageResponse>(coverage);
    ExpectSame<v1::GetIssueRegisterResponse>(v1::GetIssueRegisterRequest());
  }
}

TEST_F(AnswerCacheProperty, TheSameQuestionIsAnsweredFromMemory) {
  v1::GetBalanceRequest request;
  request.set_from_date("2024-01-01");
  request.set_months(3);
  const auto ask = [&](int64_t revision) {
    first_.caller() = tests::PermissionWorld::As(v1::ROLE_COORDINATOR);
    first_.caller().revision = revision;
    return first_.Send<v1::GetBalanceResponse>(request)->balance().snapshot_time().DebugString();
  };
  const int64_t revision = Revision();
  const std::string first = ask(revision);
  EXPECT_EQ(ask(revision), first);
  // Without a revision nothing is known of what has changed.
  EXPECT_NE(ask(-1), first);
  EXPECT_NE(ask(revision + 1), first);
}

}  // namespace
}  // namespace tutorat::api
