#include "server/domain/figures/frozen_balance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/handlers/world.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::api {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using tests::Make;
using tests::Refusal;

class FrozenBalanceTest : public testing::Test {
 protected:
  void Record(const std::string& record) {
    api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
        absl::StrCat("record { date: '2024-01-15' group: '4' wave: 'V6' themes: 'TIERS' ", record, " }"));
  }
  v1::FrozenBalance Freeze(const std::string& request = "") {
    return api_
        .Do<v1::FreezeBalanceResponse, v1::FreezeBalanceRequest>(
            absl::StrCat("from_date: '2023-11-10' months: 3 ", request))
        .frozen_balance();
  }
  v1::FrozenBalance Get(const std::string& name) {
    return api_.Do<v1::GetFrozenBalanceResponse, v1::GetFrozenBalanceRequest>(absl::StrCat("name: '", name, "'"))
        .frozen_balance();
  }
  std::vector<v1::FrozenBalance> List(const std::string& request = "") {
    const auto response = api_.Do<v1::ListFrozenBalancesResponse, v1::ListFrozenBalancesRequest>(request);
    return {response.frozen_balances().begin(), response.frozen_balances().end()};
  }
  v1::BalanceDiff Diff(const std::string& name, const std::string& other = "") {
    return api_
        .Do<v1::DiffBalancesResponse, v1::DiffBalancesRequest>(absl::StrCat("name: '", name, "' other: '", other, "'"))
        .diff();
  }
  void CorrectThemes(const std::string& themes) {
    v1::UpdateSessionRequest update;
    *update.mutable_session() = api_.Do<v1::ListSessionsResponse, v1::ListSessionsRequest>("").sessions(0);
    update.mutable_session()->set_themes(themes);
    update.mutable_update_mask()->add_paths("themes");
    EXPECT_TRUE(api_.Send<v1::UpdateSessionResponse>(update).ok());
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(FrozenBalanceTest, IsWhatItWasWhateverIsCorrectedLater) {
  Record("present { names: 'Adèle Aubépine' }");
  const v1::FrozenBalance answered = Freeze("wave: 'V6' label: 'comité' frozen_by: 'Zoé'");
  EXPECT_EQ(answered.from_date(), "2023-11-10");
  EXPECT_EQ(answered.to_date(), "2024-02-10");
  EXPECT_EQ(answered.wave(), "waves/V6");
  EXPECT_EQ(answered.label(), "comité");
  EXPECT_EQ(answered.frozen_by(), "Zoé");
  EXPECT_TRUE(answered.has_create_time());
  EXPECT_THAT(answered.content(), IsEmpty());
  const v1::FrozenBalance stored = Get(answered.name());
  EXPECT_EQ(stored.etag(), answered.etag());
  EXPECT_EQ(domain::Sha256(domain::ContentOf(stored)), answered.sha256());
  EXPECT_THAT(domain::ContentOf(stored), HasSubstr("TIERS"));
  for (const char* person : {"Anne", "Adèle", "Zoé"}) {
    EXPECT_THAT(domain::ContentOf(stored), Not(HasSubstr(person)));
  }
  CorrectThemes("TIERS, EJ");
  EXPECT_EQ(Get(answered.name()).SerializeAsString(), stored.SerializeAsString());
}

TEST_F(FrozenBalanceTest, TheSameFiguresGiveTheSameBytes) {
  Record("");
  const std::string first = Freeze("label: 'a'").sha256();
  EXPECT_EQ(Freeze("label: 'b'").sha256(), first);
  CorrectThemes("EJ");
  EXPECT_NE(Freeze().sha256(), first);
}

TEST_F(FrozenBalanceTest, ARepetitionFreezesOnceAndATrialNever) {
  const v1::FrozenBalance trial = Freeze("validate_only: true");
  EXPECT_THAT(trial.sha256(), SizeIs(64));
  EXPECT_THAT(List(), IsEmpty());
  EXPECT_EQ(Freeze("request_id: 'one'").name(), Freeze("request_id: 'one'").name());
  EXPECT_THAT(List(), SizeIs(1));
}

TEST_F(FrozenBalanceTest, ARepetitionGetsItsAnswerEvenWhereTheGroupIsGone) {
  const std::string group = world_.AddGroup("V6", 5);
  const std::string request = "wave: 'V6' group_numbers: [5] request_id: 'one'";
  const std::string name = Freeze(request).name();
  const auto stored = api_.Do<v1::GetGroupResponse, v1::GetGroupRequest>(absl::StrCat("name: '", group, "'")).group();
  api_.Do<v1::DeleteGroupResponse, v1::DeleteGroupRequest>(
      absl::StrCat("name: '", group, "' etag: '", stored.etag(), "'"));
  EXPECT_EQ(Freeze(request).name(), name);
}

TEST_F(FrozenBalanceTest, TheListHasNoContentAndPages) {
  world_.AddWave("V7");
  std::vector<std::string> names;
  for (const char* wave : {"wave: 'V6'", "wave: 'V7'", "", "wave: 'V6'"}) names.push_back(Freeze(wave).name());
  std::vector<std::string> listed;
  std::string token;
  do {
    const auto page = api_.Do<v1::ListFrozenBalancesResponse, v1::ListFrozenBalancesRequest>(
        absl::StrCat("page_size: 3 page_token: '", token, "'"));
    for (const auto& frozen : page.frozen_balances()) {
      listed.push_back(frozen.name());
      EXPECT_THAT(frozen.content(), IsEmpty());
      EXPECT_THAT(frozen.sha256(), SizeIs(64));
    }
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(listed, names);
  const auto of_v6 = List("wave: 'waves/V6'");
  ASSERT_THAT(of_v6, SizeIs(2));
  EXPECT_EQ(of_v6[0].name(), names[0]);
  EXPECT_EQ(of_v6[1].name(), names[3]);
}

TEST_F(FrozenBalanceTest, TheDiffHasExactlyTheSessionThatWasCorrected) {
  Record("");
  Record("date: '2024-01-16'");
  const std::string name = Freeze("wave: 'V6' label: 'comité'").name();
  v1::BalanceDiff diff = Diff(name);
  EXPECT_TRUE(diff.unchanged());
  EXPECT_EQ(diff.before().name(), name);
  EXPECT_EQ(diff.before().label(), "comité");
  EXPECT_EQ(diff.after().name(), "");
  EXPECT_EQ(diff.after().from_date(), "2023-11-10");
  EXPECT_EQ(diff.after().wave(), "waves/V6");
  EXPECT_TRUE(diff.after().has_time());
  CorrectThemes("EJ");
  diff = Diff(name);
  EXPECT_FALSE(diff.unchanged());
  ASSERT_EQ(diff.corrected_sessions_size(), 1);
  ASSERT_EQ(diff.corrected_sessions(0).changes_size(), 1);
  EXPECT_EQ(diff.corrected_sessions(0).changes(0).before(), "TIERS");
  EXPECT_EQ(diff.corrected_sessions(0).changes(0).after(), "EJ");
  EXPECT_EQ(diff.new_sessions_size() + diff.removed_sessions_size() + diff.figures_size(), 0);
  const std::string later = Freeze("wave: 'V6'").name();
  EXPECT_EQ(Diff(name, later).corrected_sessions_size(), 1);
  EXPECT_EQ(Diff(name, later).after().name(), later);
  EXPECT_TRUE(Diff(later).unchanged());
}

TEST_F(FrozenBalanceTest, TheDiffAsksForTheGroupsThatWereAskedFor) {
  const std::string narrow = Freeze("wave: 'V6' group_numbers: [4]").name();
  const std::string whole = Freeze("wave: 'V6'").name();
  world_.AddGroup("V6", 5);
  EXPECT_TRUE(Diff(narrow).unchanged());
  EXPECT_EQ(Diff(whole).new_groups_size(), 1);
}

TEST_F(FrozenBalanceTest, TheDiffOutlivesGroupsAndWavesThatAreGone) {
  world_.AddWave("V7");
  const std::string group = world_.AddGroup("V7", 1);
  const std::string name = Freeze("wave: 'V7' group_numbers: [1]").name();
  const auto stored = api_.Do<v1::GetGroupResponse, v1::GetGroupRequest>(absl::StrCat("name: '", group, "'")).group();
  api_.Do<v1::DeleteGroupResponse, v1::DeleteGroupRequest>(
      absl::StrCat("name: '", group, "' etag: '", stored.etag(), "'"));
  const auto wave = api_.Do<v1::GetWaveResponse, v1::GetWaveRequest>("name: 'waves/V7'").wave();
  api_.Do<v1::DeleteWaveResponse, v1::DeleteWaveRequest>(absl::StrCat("name: 'waves/V7' etag: '", wave.etag(), "'"));
  EXPECT_EQ(Diff(name).gone_groups_size(), 1);
}

TEST_F(FrozenBalanceTest, WhatIsWrongIsNamed) {
  const auto freeze = [&](const std::string& request) {
    return Refusal(api_.Send<v1::FreezeBalanceResponse>(Make<v1::FreezeBalanceRequest>(request)).status());
  };
  EXPECT_EQ(freeze("from_date: '2023-11-10'"), "INVALID_ARGUMENT INVALID_FIELDS: months REQUIRED");
  EXPECT_EQ(freeze("from_date: '2023-11-10' months: 3 wave: 'V9'"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(freeze("from_date: '2023-11-10' months: 3 group_numbers: 9"),
            "NOT_FOUND GROUP_NOT_FOUND: group_numbers[0] GROUP_NOT_FOUND");
  const auto diff = [&](const std::string& request) {
    return Refusal(api_.Send<v1::DiffBalancesResponse>(Make<v1::DiffBalancesRequest>(request)).status());
  };
  EXPECT_EQ(diff(""), "INVALID_ARGUMENT INVALID_FIELDS: name REQUIRED");
  EXPECT_EQ(diff("name: 'frozenBalances/none'"), "NOT_FOUND FROZEN_BALANCE_NOT_FOUND");
  EXPECT_EQ(diff(absl::StrCat("name: '", Freeze().name(), "' other: 'frozenBalances/none'")),
            "NOT_FOUND FROZEN_BALANCE_NOT_FOUND");
}

TEST_F(FrozenBalanceTest, AContentThatIsAnotherOneIsNoBasisForADiff) {
  v1::FrozenBalance frozen = Get(Freeze().name());
  frozen.set_name("frozenBalances/damaged");
  frozen.set_content(0, "{}\n");
  ASSERT_TRUE(api_.store()
                  .Write(absl::InfiniteFuture(),
                         [&](storage::WriteTransaction& transaction) { return transaction.Insert(frozen); })
                  .ok());
  EXPECT_EQ(Refusal(api_.Send<v1::DiffBalancesResponse>(Make<v1::DiffBalancesRequest>("name: 'frozenBalances/damaged'"))
                        .status()),
            "DATA_LOSS FROZEN_BALANCE_DAMAGED");
}

}  // namespace
}  // namespace tutorat::api
