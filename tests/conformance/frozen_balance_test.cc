// Freezing, correcting, and what the diff then says; periods and waves side by side.

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/conformance/fixture.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/balance_comparison.pb.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"

namespace tutorat::tests {
namespace {

using grpc::StatusCode;
using ::testing::ElementsAre;

class FrozenBalanceTest : public ConformanceTest {
 protected:
  v1::FreezeBalanceRequest Question() const {
    v1::FreezeBalanceRequest request;
    request.set_from_date("2022-01-01");
    request.set_months(3);
    request.set_wave(world_.code());
    return request;
  }
  v1::FrozenBalance Freeze(const v1::FreezeBalanceRequest& request) const {
    return api_.Get<v1::FreezeBalanceResponse>(request).frozen_balance();
  }
  v1::FrozenBalance Get(const std::string& name) const {
    v1::GetFrozenBalanceRequest request;
    request.set_name(name);
    return api_.Get<v1::GetFrozenBalanceResponse>(request).frozen_balance();
  }
  v1::BalanceDiff Diff(const std::string& name, const std::string& other = "") const {
    v1::DiffBalancesRequest request;
    request.set_name(name);
    request.set_other(other);
    return api_.Get<v1::DiffBalancesResponse>(request).diff();
  }
  v1::Session Correct(v1::Session session, const std::string& themes) const {
    session.set_themes(themes);
    v1::UpdateSessionRequest update;
    *update.mutable_session() = session;
    update.mutable_update_mask()->add_paths("themes");
    return api_.Get<v1::UpdateSessionResponse>(update).session();
  }
};

TEST_F(FrozenBalanceTest, FreezeCorrectDiff) {
  const std::string groups[] = {world_.AddGroup(1).name(), world_.AddGroup(2).name()};
  std::vector<v1::Session> sessions(6);
  for (size_t i = 0; i < sessions.size(); ++i) sessions[i] = world_.AddSession(world_.NewSession(groups[i % 2]));
  v1::FreezeBalanceRequest request = Question();
  request.set_label("comité");
  request.set_frozen_by("Zoé");
  const v1::FrozenBalance frozen = Freeze(request);
  const v1::FrozenBalance before = Get(frozen.name());
  EXPECT_EQ(before.sha256(), frozen.sha256());
  EXPECT_EQ(before.frozen_by(), "Zoé");
  EXPECT_TRUE(Diff(frozen.name()).unchanged());

  Correct(sessions[3], "TIERS, corrigé");
  // The same bytes and hash.
  EXPECT_EQ(Get(frozen.name()).SerializeAsString(), before.SerializeAsString());
  v1::BalanceDiff diff = Diff(frozen.name());
  ASSERT_EQ(diff.corrected_sessions_size(), 1);
  EXPECT_EQ(diff.corrected_sessions(0).after().session(), sessions[3].name());
  EXPECT_EQ(diff.corrected_sessions(0).group().number(), 2);
  ASSERT_EQ(diff.corrected_sessions(0).changes_size(), 1);
  EXPECT_EQ(diff.corrected_sessions(0).changes(0).field(), "themes");
  EXPECT_EQ(diff.corrected_sessions(0).changes(0).after(), "TIERS, corrigé");
  EXPECT_EQ(diff.new_sessions_size() + diff.removed_sessions_size() + diff.figures_size(), 0);

  const std::string added = world_.AddSession(world_.NewSession(groups[0])).name();
  diff = Diff(frozen.name());
  ASSERT_EQ(diff.new_sessions_size(), 1);
  EXPECT_EQ(diff.new_sessions(0).after().session(), added);
  std::vector<std::string> keys;
  for (const auto& figure : diff.figures()) keys.push_back(figure.key());
  EXPECT_THAT(keys, ElementsAre("observations/session_count", "observations/groups_by_session_count/3",
                                "observations/groups_by_session_count/4", "observations/attendance/sessions",
                                absl::StrCat("groups/", world_.code(), "/1/held_count")));

  const v1::FrozenBalance later = Freeze(Question());
  EXPECT_NE(later.sha256(), frozen.sha256());
  diff = Diff(frozen.name(), later.name());
  EXPECT_EQ(diff.corrected_sessions_size(), 1);
  EXPECT_EQ(diff.new_sessions_size(), 1);
  EXPECT_TRUE(Diff(later.name()).unchanged());
}

TEST_F(FrozenBalanceTest, TheContentIsTheBalanceWithoutPeople) {
  const std::string group = world_.AddGroup(1).name();
  v1::Session session = world_.NewSession(group);
  session.set_tutor(world_.AddTutor("Zoé Inoubliable", "").name());
  session.set_themes(std::string(1990, 'x') + "🎓");
  for (int i = 0; i < 20; ++i) {
    session.mutable_start_time()->set_seconds(session.start_time().seconds() + 86400);
    world_.AddSession(session);
  }
  const v1::FrozenBalance frozen = Get(Freeze(Question()).name());
  EXPECT_GT(frozen.content_size(), 2);
  const std::string content = absl::StrJoin(frozen.content(), "");
  EXPECT_EQ(content.find("Inoubliable"), std::string::npos);
  EXPECT_EQ(content.substr(0, 2), "{\n");
  EXPECT_EQ(content.substr(content.size() - 3), "\n}\n");
}

TEST_F(FrozenBalanceTest, IsListedByWaveWithoutContent) {
  const std::string names[] = {Freeze(Question()).name(), Freeze(Question()).name(), Freeze(Question()).name()};
  World other(api_);
  v1::FreezeBalanceRequest elsewhere = Question();
  elsewhere.set_wave(other.code());
  Freeze(elsewhere);
  v1::ListFrozenBalancesRequest request;
  request.set_wave(world_.wave());
  request.set_page_size(2);
  auto page = api_.Get<v1::ListFrozenBalancesResponse>(request);
  ASSERT_EQ(page.frozen_balances_size(), 2);
  EXPECT_EQ(page.frozen_balances(1).name(), names[1]);
  EXPECT_EQ(page.frozen_balances(0).content_size(), 0);
  request.set_page_token(page.next_page_token());
  page = api_.Get<v1::ListFrozenBalancesResponse>(request);
  ASSERT_EQ(page.frozen_balances_size(), 1);
  EXPECT_EQ(page.frozen_balances(0).name(), names[2]);
  EXPECT_EQ(page.next_page_token(), "");
  request.set_page_token("x");
  ExpectInvalid(api_.Refusal(request), "page_token", "BAD_PAGE_TOKEN");
}

TEST_F(FrozenBalanceTest, ARepetitionOfARequestFreezesOnce) {
  v1::FreezeBalanceRequest request = Question();
  request.set_request_id(RandomId());
  const std::string name = Freeze(request).name();
  world_.AddGroup(1);
  EXPECT_EQ(Freeze(request).name(), name);
  request.set_label("autre");
  ExpectRefused(api_.Refusal(request), StatusCode::FAILED_PRECONDITION, "REQUEST_ID_REUSED");
  request.set_request_id("");
  request.set_validate_only(true);
  v1::GetFrozenBalanceRequest get;
  get.set_name(Freeze(request).name());
  ExpectRefused(api_.Refusal(get), StatusCode::NOT_FOUND, "FROZEN_BALANCE_NOT_FOUND");
}

TEST_F(FrozenBalanceTest, PeriodsSideBySide) {
  const std::string group = world_.AddGroup(1).name();
  for (int i = 0; i < 40; ++i) world_.AddSession(world_.NewSession(group));  // from 03/01/2022, a day each
  v1::ComparePeriodsRequest request;
  request.mutable_first()->set_from_date("2022-01-01");
  request.mutable_first()->set_months(1);
  request.mutable_second()->set_from_date("2022-02-01");
  request.mutable_second()->set_to_date("2022-03-01");
  request.set_wave(world_.code());
  const auto comparison = api_.Get<v1::ComparePeriodsResponse>(request).comparison();
  EXPECT_EQ(comparison.first().to_date(), "2022-02-01");
  for (const auto& figure : comparison.figures()) {
    if (figure.key() != "observations/session_count") continue;
    EXPECT_EQ(figure.first().numerator() + figure.second().numerator(), 40);
    EXPECT_EQ(figure.difference(), figure.second().numerator() - figure.first().numerator());
    EXPECT_EQ(figure.second().denominator(), 1);
  }
}

TEST_F(FrozenBalanceTest, WavesAtTheSameAge) {
  World second(api_);
  const std::string group = world_.AddGroup(1).name();
  for (int i = 0; i < 10; ++i) world_.AddSession(world_.NewSession(group));  // from 03/01/2022, a day each
  second.AddGroup(1);
  v1::CompareWavesRequest request;
  request.set_first(world_.code());
  request.set_second(second.code());
  request.set_weeks(3);
  request.set_as_of_date("2022-01-12");
  auto comparison = api_.Get<v1::CompareWavesResponse>(request).comparison();
  ASSERT_EQ(comparison.weeks_size(), 3);
  EXPECT_EQ(comparison.weeks(0).first().held_sessions(), 7);
  EXPECT_FALSE(comparison.weeks(0).first().partial());
  EXPECT_EQ(comparison.weeks(1).first().held_sessions(), 10);
  EXPECT_TRUE(comparison.weeks(1).first().partial());
  EXPECT_FALSE(comparison.weeks(2).has_first());
  EXPECT_FALSE(comparison.weeks(0).has_second());
  request.set_as_of_date("2022-01-05");
  comparison = api_.Get<v1::CompareWavesResponse>(request).comparison();
  EXPECT_EQ(comparison.weeks(0).first().held_sessions(), 3);
  request.set_second(world_.wave());
  ExpectInvalid(api_.Refusal(request), "second", "SAME_WAVE");
}

}  // namespace
}  // namespace tutorat::tests
