// A frozen balance is the same to the byte on every store, and stays so.
#include "server/domain/figures/frozen_balance.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/call/handler.h"
#include "server/domain/base/local_time.h"
#include "tests/contract/fixture.h"
#include "tutorat/v1/freeze.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::tests {
namespace {

constexpr int kGroups = 12;
constexpr int kSessionsOfAGroup = 9;
// Of the balance below, on whatever store, machine and day it is frozen.
constexpr char kSha256[] = "1e47a028db9deada90502168ff7ada66a29f0c72ef4185568ec93773aace0517";

class FrozenBalanceTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_EQ(Insert(MakeWave("waves/V6")), absl::OkStatus());
    auto tutor = static_cast<const v1::Tutor&>(*Minimal(v1::Tutor::descriptor(), "tutors/anne"));
    tutor.set_display_name("Anne Onyme");
    ASSERT_EQ(Insert(tutor), absl::OkStatus());
    for (int number = 1; number <= kGroups; ++number) {
      auto group =
          static_cast<const v1::Group&>(*Minimal(v1::Group::descriptor(), absl::StrFormat("groups/%02d", number)));
      group.set_wave("waves/V6");
      group.set_number(number);
      group.add_tutor_assignments()->set_tutor("tutors/anne");
      ASSERT_EQ(Insert(group), absl::OkStatus());
      for (int i = 0; i < kSessionsOfAGroup; ++i) ASSERT_EQ(Insert(MakeSession(number, i)), absl::OkStatus());
    }
  }

  // Long and wide enough for several pieces.
  static v1::Session MakeSession(int group, int i) {
    auto session = static_cast<const v1::Session&>(
        *Minimal(v1::Session::descriptor(), absl::StrFormat("sessions/%02d-%02d", group, i)));
    session.set_group(absl::StrFormat("groups/%02d", group));
    session.set_tutor("tutors/anne");
    session.set_state(v1::SESSION_STATE_HELD);
    session.set_local_date(domain::FormatDate(absl::CivilDay(2023, 11, 10) + int64_t{7} * i));
    session.set_local_clock("14:00");
    session.mutable_duration()->set_seconds(5400);
    std::string themes = "Mise en exécution du Budget & « SDE » <fin>";
    for (int j = 0; j < 20 * i; ++j) absl::StrAppend(&themes, " œ🎓");
    session.set_themes(themes);
    session.mutable_head_count()->set_present(group);
    session.mutable_head_count()->set_expected(20);
    auto* issue = session.add_participation_issues();
    issue->set_kind(v1::ParticipationIssue::KIND_MIC);
    issue->set_note("chez Adèle");
    session.set_appreciation(v1::APPRECIATION_GOOD);
    return session;
  }

  v1::FrozenBalance Freeze() {
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    api::CallContext context{store(),
                             absl::Now(),
                             Soon(),
                             domain::Language::kEnglish,
                             pool->FindMethodByName("tutorat.v1.ReportService.FreezeBalance"),
                             {},
                             v1::ROLE_COORDINATOR,
                             nullptr};
    v1::FreezeBalanceRequest request;
    request.set_from_date("2023-11-10");
    request.set_months(3);
    request.set_wave("V6");
    request.set_frozen_by("Zoé");
    const auto handlers = api::RegisteredHandlers();
    const auto freeze = std::find_if(handlers.begin(), handlers.end(), [](const api::Handler& handler) {
      return handler.request == v1::FreezeBalanceRequest::descriptor();
    });
    v1::FreezeBalanceResponse response;
    EXPECT_EQ(freeze->run(context, request, &response), absl::OkStatus());
    return response.frozen_balance();
  }

  v1::FrozenBalance Stored(const std::string& name) {
    v1::FrozenBalance frozen;
    EXPECT_EQ(
        store().Read(Soon(), [&](storage::ReadTransaction& transaction) { return transaction.Get(name, &frozen); }),
        absl::OkStatus());
    return frozen;
  }
};

TEST_P(FrozenBalanceTest, HasTheSameBytesOnEveryStore) {
  const v1::FrozenBalance frozen = Stored(Freeze().name());
  EXPECT_EQ(frozen.sha256(), kSha256);
  EXPECT_EQ(domain::Sha256(domain::ContentOf(frozen)), kSha256);
  EXPECT_GT(frozen.content_size(), 1);
  EXPECT_EQ(domain::ContentOf(frozen).find("Anne"), std::string::npos);
}

TEST_P(FrozenBalanceTest, StaysAsItWasWhenSessionsAreCorrected) {
  const v1::FrozenBalance before = Stored(Freeze().name());
  auto session = MakeSession(4, 2);
  session.set_themes("corrigé");
  ASSERT_EQ(Update(session), absl::OkStatus());
  EXPECT_EQ(Stored(before.name()).SerializeAsString(), before.SerializeAsString());
  EXPECT_NE(Freeze().sha256(), before.sha256());
  ASSERT_EQ(Update(MakeSession(4, 2)), absl::OkStatus());
  EXPECT_EQ(Freeze().sha256(), before.sha256());
}

INSTANTIATE_TEST_SUITE_P(On, FrozenBalanceTest, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
