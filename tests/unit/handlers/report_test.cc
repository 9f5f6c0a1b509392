#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/handlers/world.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using tests::Make;
using tests::Refusal;

class ReportTest : public testing::Test {
 protected:
  v1::Balance Balance(const std::string& request) {
    return api_
        .Do<v1::GetBalanceResponse, v1::GetBalanceRequest>(absl::StrCat("from_date: '2023-11-10' months: 3 ", request))
        .balance();
  }
  std::string Refused(const std::string& request) {
    return Refusal(api_.Send<v1::GetBalanceResponse>(Make<v1::GetBalanceRequest>(request)).status());
  }
  // wave/number: held sessions
  static std::vector<std::string> Groups(const v1::Balance& balance) {
    std::vector<std::string> groups;
    for (const auto& group : balance.groups()) {
      groups.push_back(absl::StrCat(group.wave(), "/", group.number(), ": ", group.held_count()));
    }
    return groups;
  }
  void Record(const std::string& record) {
    api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
        absl::StrCat("record { date: '2024-01-15' themes: 'TIERS' ", record, " }"));
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(ReportTest, NarrowsToAWaveAndToGroups) {
  world_.AddGroup("V6", 5);
  world_.AddWave("V7");
  world_.AddGroup("V7", 4);
  Record("group: '4' wave: 'V6'");
  Record("group: '4' wave: 'V7'");
  Record("group: '4' wave: 'V7' date: '2024-01-16'");
  EXPECT_THAT(Groups(Balance("")), ElementsAre("waves/V6/4: 1", "waves/V6/5: 0", "waves/V7/4: 2"));
  EXPECT_THAT(Groups(Balance("wave: 'V6'")), ElementsAre("waves/V6/4: 1", "waves/V6/5: 0"));
  EXPECT_THAT(Groups(Balance("wave: 'waves/V7'")), ElementsAre("waves/V7/4: 2"));
  EXPECT_THAT(Groups(Balance("group_numbers: 4")), ElementsAre("waves/V6/4: 1", "waves/V7/4: 2"));
  EXPECT_THAT(Groups(Balance("wave: 'V6' group_numbers: [5]")), ElementsAre("waves/V6/5: 0"));
  EXPECT_EQ(Balance("wave: 'V6'").wave(), "waves/V6");
  EXPECT_EQ(Balance("").to_date(), "2024-02-10");
}

TEST_F(ReportTest, WhatIsNotThereIsNotFound) {
  EXPECT_EQ(Refused("from_date: '2023-11-10' months: 3 wave: 'V9'"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(Refused("from_date: '2023-11-10' months: 3 group_numbers: [4, 9, 8]"),
            "NOT_FOUND GROUP_NOT_FOUND: group_numbers[1] GROUP_NOT_FOUND, group_numbers[2] GROUP_NOT_FOUND");
  const auto wave = api_.Do<v1::CreateWaveResponse, v1::CreateWaveRequest>("wave { code: 'V9' }").wave();
  api_.Do<v1::DeleteWaveResponse, v1::DeleteWaveRequest>(absl::StrCat("name: 'waves/V9' etag: '", wave.etag(), "'"));
  EXPECT_EQ(Refused("from_date: '2023-11-10' months: 3 wave: 'V9'"), "NOT_FOUND WAVE_NOT_FOUND");
}

TEST_F(ReportTest, APeriodNeedsOneEnd) {
  EXPECT_EQ(Refused(""), "INVALID_ARGUMENT INVALID_FIELDS: from_date REQUIRED");
  EXPECT_EQ(Refused("from_date: '2023-11-10'"), "INVALID_ARGUMENT INVALID_FIELDS: months REQUIRED");
  EXPECT_EQ(Refused("from_date: '2023-11-10' months: 121"), "INVALID_ARGUMENT INVALID_FIELDS: months TOO_LARGE");
}

TEST_F(ReportTest, DeletedSessionsAreOutAndDeletedPeopleStillCount) {
  Record("group: '4' present { names: 'Adèle Aubépine' } absent { names: 'Basile Houblon' }");
  Record("group: '4' date: '2024-01-16'");
  const auto sessions =
      api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("from_date: '2024-01-16'").sessions();
  ASSERT_EQ(sessions.size(), 1);
  api_.Do<v1::DeleteSessionResponse, v1::DeleteSessionRequest>(
      absl::StrCat("name: '", sessions[0].name(), "' etag: '", sessions[0].etag(), "'"));
  // As when an erasure is under way: people who are named by attendances cannot be deleted otherwise.
  const absl::Status deleted = api_.store().Write(absl::InfiniteFuture(), [&](storage::WriteTransaction& transaction) {
    auto member = transaction.Get<v1::Member>(world_.adele);
    auto tutor = transaction.Get<v1::Tutor>(world_.anne);
    member->mutable_delete_time()->set_seconds(1);
    tutor->mutable_delete_time()->set_seconds(1);
    absl::Status status = transaction.Update(*member);
    return status.ok() ? transaction.Update(*tutor) : status;
  });
  ASSERT_TRUE(deleted.ok()) << deleted;
  const auto balance = Balance("");
  EXPECT_THAT(Groups(balance), ElementsAre("waves/V6/4: 1"));
  EXPECT_EQ(balance.observations().attendance().ShortDebugString(),
            "numerator: 1 denominator: 2 session_count: 1 held_count: 1");
  EXPECT_EQ(balance.groups(0).tutor(), "Anne Onyme");
}

}  // namespace
}  // namespace tutorat::api
