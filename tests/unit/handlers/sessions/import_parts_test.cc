// An import that is stored in several transactions, and what others do between them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/domain/base/local_time.h"
#include "server/storage/errors.h"
#include "server/storage/forwarding.h"
#include "server/storage/sqlite/store.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"

namespace tutorat::api {
namespace {

using Action = v1::ImportResult;
using tests::Make;

constexpr int kRows = 60;
constexpr absl::Duration kTimeOfRow = absl::Milliseconds(2);

class SlowTransaction final : public storage::ForwardingTransaction {
 public:
  using ForwardingTransaction::ForwardingTransaction;
  absl::Status Insert(const google::protobuf::Message& resource) override {
    if (resource.GetDescriptor() == v1::Session::descriptor()) absl::SleepFor(kTimeOfRow);
    return base_.Insert(resource);
  }
};

// A store on which an import of kRows takes several transactions; before each write it does what a test wants.
class SlowStore final : public storage::ForwardingStore {
 public:
  explicit SlowStore(std::unique_ptr<storage::Store> base) : ForwardingStore(*base), owned_(std::move(base)) {}

  absl::Status Write(absl::Time deadline, WriteFunction f) override {
    ++writes;
    if (before_write) {
      // What others do goes through this store too.
      const auto act = std::exchange(before_write, nullptr);
      const absl::Status status = act();
      before_write = act;
      if (!status.ok()) return status;
    }
    return base_.Write(deadline, [&](storage::WriteTransaction& transaction) {
      SlowTransaction slow(transaction);
      return f(slow);
    });
  }

  int writes = 0;
  std::function<absl::Status()> before_write;

 private:
  std::unique_ptr<storage::Store> owned_;
};

class ImportPartsTest : public testing::Test {
 protected:
  ImportPartsTest() : store_(new SlowStore(*storage::sqlite::Open({directory_.File("tutorat.db")}))), api_(Owned()) {
    store_->writes = 0;
  }

  std::unique_ptr<storage::Store> Owned() { return std::unique_ptr<storage::Store>(store_); }

  static v1::ImportSessionsRequest Rows(const std::string& rest = "") {
    v1::ImportSessionsRequest request;
    for (int i = 0; i < kRows; ++i) {
      *request.add_rows() = Make<v1::ImportRow>(
          absl::StrCat("line: ", i + 2, " record { group: '4' date: '", domain::FormatDate(absl::CivilDay(2023) + i),
                       "' themes: 'TIERS' ", rest, " } request_id: 'row-", i, "'"));
    }
    return request;
  }

  // Does something before the second transaction of the next import.
  void BetweenParts(std::function<absl::Status()> act) {
    store_->writes = 0;
    store_->before_write = [this, act = std::move(act)] { return store_->writes == 2 ? act() : absl::OkStatus(); };
  }

  v1::ImportReport Import(const v1::ImportSessionsRequest& request) {
    const auto response = api_.Send<v1::ImportSessionsResponse>(request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.ok() ? response->report() : v1::ImportReport();
  }

  int Sessions() {
    return api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("page_size: 1000").sessions_size();
  }

  tests::TempDir directory_;
  SlowStore* store_;  // the one of api_
  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(ImportPartsTest, ALongImportIsSeveralTransactionsAndAPreviewNone) {
  store_->writes = 0;
  v1::ImportSessionsRequest request = Rows();
  request.set_validate_only(true);
  EXPECT_EQ(Import(request).create_count(), kRows);
  EXPECT_EQ(store_->writes, 0);
  request.set_validate_only(false);
  request.mutable_rows(kRows - 1)->mutable_record()->set_date("2024-02-30");
  EXPECT_EQ(Import(request).error_count(), 1);
  EXPECT_EQ(store_->writes, 0) << "an error is found before anything is stored";
  const v1::ImportReport report = Import(Rows());
  EXPECT_EQ(report.create_count(), kRows);
  EXPECT_TRUE(report.applied());
  EXPECT_GE(store_->writes, 3);
  EXPECT_EQ(Sessions(), kRows);
}

TEST_F(ImportPartsTest, WhatOthersAddBetweenTwoPartsIsFound) {
  BetweenParts([this] {
    world_.AddMember(world_.group, "Yves Neuf", "");
    return absl::OkStatus();
  });
  v1::ImportSessionsRequest request = Rows();
  request.mutable_rows(kRows - 1)->mutable_record()->mutable_present()->add_names("Yves Neuf");
  const v1::ImportReport report = Import(request);
  EXPECT_TRUE(report.applied());
  EXPECT_EQ(report.created_size(), 0) << "the member that was made meanwhile is the one";
  EXPECT_EQ((api_.Do<v1::ListMembersResponse, v1::ListMembersRequest>("").members_size()), 3);
}

TEST_F(ImportPartsTest, ARowThatOthersMadeWrongIsTheOnlyOneThatIsNotStored) {
  BetweenParts([this] {
    api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(absl::StrCat(
        "request_id: 'row-", kRows - 1, "' record { group: '4' date: '2025-01-15' themes: 'Autre chose' }"));
    return absl::OkStatus();
  });
  const v1::ImportReport report = Import(Rows());
  EXPECT_TRUE(report.applied());
  EXPECT_EQ(report.create_count(), kRows - 1);
  EXPECT_EQ(report.error_count(), 1);
  const v1::ImportResult& refused = report.results(kRows - 1);
  EXPECT_EQ(refused.line(), kRows + 1);
  ASSERT_EQ(refused.errors_size(), 1);
  EXPECT_EQ(refused.errors(0).reason(), "REQUEST_ID_REUSED");
  EXPECT_EQ(Sessions(), kRows) << "the others, and the one that was recorded";
}

TEST_F(ImportPartsTest, WhatFitsIntoOneTransactionIsStoredWholeOrNotAtAll) {
  store_->writes = 0;
  v1::ImportSessionsRequest request;
  *request.add_rows() = Rows().rows(0);
  *request.add_rows() = Rows().rows(1);
  store_->before_write = [this] {
    if (store_->writes == 1) {
      api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
          "request_id: 'row-1' record { group: '4' date: '2025-01-15' themes: 'Autre chose' }");
    }
    return absl::OkStatus();
  };
  const v1::ImportReport report = Import(request);
  EXPECT_FALSE(report.applied());
  EXPECT_EQ(report.error_count(), 1);
  EXPECT_EQ(report.create_count(), 1);
  EXPECT_EQ(report.results(0).session(), "");
  EXPECT_EQ(Sessions(), 1) << "the one that was recorded";
}

TEST_F(ImportPartsTest, AnImportThatEndsEarlyLeavesWhatItHadStoredAndGoesOnTheNextTime) {
  BetweenParts([] { return storage::Unavailable(); });
  v1::ImportSessionsRequest request = Rows();
  request.set_request_id("whole");
  const auto ended = api_.Send<v1::ImportSessionsResponse>(request);
  EXPECT_EQ(domain::Reason(ended.status()), "STORE_UNAVAILABLE");
  const int stored = Sessions();
  EXPECT_GT(stored, 0);
  EXPECT_LT(stored, kRows);
  EXPECT_THAT(std::string(ended.status().message()),
              testing::HasSubstr(absl::StrCat(stored, " of ", kRows, " rows are stored")));
  store_->before_write = nullptr;
  const v1::ImportReport report = Import(request);
  EXPECT_EQ(report.same_count(), stored);
  EXPECT_EQ(report.create_count(), kRows - stored);
  EXPECT_EQ(Sessions(), kRows);
}

TEST_F(ImportPartsTest, TheSameRequestIdGetsTheFirstAnswer) {
  v1::ImportSessionsRequest request = Rows();
  request.set_request_id("whole");
  const v1::ImportReport first = Import(request);
  store_->writes = 0;
  EXPECT_EQ(Import(request).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(store_->writes, 0);
  request.mutable_rows(0)->mutable_record()->set_themes("EJ");
  EXPECT_EQ(domain::Reason(api_.Send<v1::ImportSessionsResponse>(request).status()), "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace tutorat::api
