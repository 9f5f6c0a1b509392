// Lists: filters, order, pages, and how many statements they take.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/storage/sql/schema.h"
#include "server/storage/sql/statements.h"
#include "server/storage/sql/transaction.h"
#include "tests/contract/fixture.h"
#include "tests/support/counting_connection.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::tests {
namespace {

using storage::Filter;
using storage::WriteTransaction;
using Strings = std::vector<std::string>;

template <class Resource>
Resource Make(const std::string& name) {
  return static_cast<const Resource&>(*Minimal(Resource::descriptor(), name));
}

// Two waves, three groups, two tutors, four sessions on four days, and a deleted one.
class Lists : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (HasFatalFailure()) return;
    InsertParents();
    ASSERT_EQ(Insert(MakeWave("waves/V7")), absl::OkStatus());
    InsertGroup("groups/b", "waves/V6", 2);
    InsertGroup("groups/c", "waves/V7", 1);
    InsertSession("sessions/1", "groups/sample", "tutors/sample", "2023-11-10", v1::SESSION_STATE_HELD);
    InsertSession("sessions/2", "groups/b", "tutors/sample", "2023-12-31", v1::SESSION_STATE_PLANNED);
    InsertSession("sessions/3", "groups/c", "tutors/sample2", "2024-01-01", v1::SESSION_STATE_CANCELLED);
    InsertSession("sessions/4", "groups/sample", "", "2024-02-10", v1::SESSION_STATE_HELD);
    auto deleted = Make<v1::Session>("sessions/5");
    deleted.set_local_date("2024-01-01");
    *deleted.mutable_delete_time() = deleted.create_time();
    ASSERT_EQ(Insert(deleted), absl::OkStatus());
  }

  void InsertGroup(const std::string& name, const std::string& wave, int number) {
    auto group = Make<v1::Group>(name);
    group.set_wave(wave);
    group.set_number(number);
    ASSERT_EQ(Insert(group), absl::OkStatus());
  }

  void InsertSession(const std::string& name, const std::string& group, const std::string& tutor,
                     const std::string& date, v1::SessionState state) {
    auto session = Make<v1::Session>(name);
    session.set_group(group);
    session.set_tutor(tutor);
    session.set_local_date(date);
    session.set_state(state);
    ASSERT_EQ(Insert(session), absl::OkStatus());
  }

  Strings Sessions(const Filter& filter) { return Names(v1::Session::default_instance(), filter); }
};

TEST_P(Lists, EmptyFilterGivesWhatIsNotDeletedInTheOrderOfNames) {
  EXPECT_EQ(Sessions({}), (Strings{"sessions/1", "sessions/2", "sessions/3", "sessions/4"}));
  EXPECT_EQ(Names(v1::Group::default_instance(), {}), (Strings{"groups/b", "groups/c", "groups/sample"}));
}

TEST_P(Lists, Deleted) {
  Filter filter;
  filter.deleted = true;
  EXPECT_EQ(Sessions(filter).size(), 5U);
}

TEST_P(Lists, OfSeveralGroupsAndTheGroupsThemselves) {
  const Strings groups = {"groups/b", "groups/c", "groups/none"};
  const Filter filter = Filter().In("group", groups);
  EXPECT_EQ(Sessions(filter), (Strings{"sessions/2", "sessions/3"}));
  EXPECT_EQ(Names(v1::Group::default_instance(), Filter().In("name", groups)), (Strings{"groups/b", "groups/c"}));
  EXPECT_EQ(Names(v1::Member::default_instance(), filter), Strings());
  EXPECT_EQ(Sessions(Filter(filter).Is("wave", "waves/V6")), (Strings{"sessions/2"}));
  Filter page = filter;
  page.limit = 1;
  EXPECT_EQ(Sessions(page), (Strings{"sessions/2"}));
  page.after = "sessions/2";
  EXPECT_EQ(Sessions(page), (Strings{"sessions/3"}));
  // Terms narrow each other.
  EXPECT_EQ(Sessions(Filter(filter).In("group", Strings{"groups/c", "groups/sample"})), (Strings{"sessions/3"}));
  // No group at all is not every group.
  EXPECT_EQ(Sessions(Filter().In("group", Strings())), Strings());
  EXPECT_EQ(Names(v1::Group::default_instance(), Filter().In("name", Strings())), Strings());
}

TEST_P(Lists, ByWaveDirectlyAndThroughTheGroup) {
  const Filter filter = Filter().Is("wave", "waves/V6");
  EXPECT_EQ(Names(v1::Group::default_instance(), filter), (Strings{"groups/b", "groups/sample"}));
  EXPECT_EQ(Sessions(filter), (Strings{"sessions/1", "sessions/2", "sessions/4"}));
  EXPECT_EQ(Names(v1::Member::default_instance(), filter).size(), 3U);
  EXPECT_EQ(Sessions(Filter().Is("wave", "waves/V7")), (Strings{"sessions/3"}));
  EXPECT_EQ(Names(v1::Member::default_instance(), Filter().Is("wave", "waves/V7")), Strings());
  // Names are compared to the letter.
  EXPECT_EQ(Sessions(Filter().Is("wave", "waves/v6")), Strings());
  EXPECT_EQ(Sessions(Filter().Is("wave", "")).size(), 4U) << "an empty text does not narrow";
}

TEST_P(Lists, ByGroup) {
  const Filter filter = Filter().Is("group", "groups/sample");
  EXPECT_EQ(Sessions(filter), (Strings{"sessions/1", "sessions/4"}));
  EXPECT_EQ(Names(v1::Member::default_instance(), filter).size(), 3U);
}

TEST_P(Lists, ByTutor) {
  EXPECT_EQ(Sessions(Filter().Is("tutor", "tutors/sample")), (Strings{"sessions/1", "sessions/2"}));
}

TEST_P(Lists, ByNumber) {
  const Filter filter = Filter().In("number", {1, 7});
  EXPECT_EQ(Names(v1::Group::default_instance(), filter), (Strings{"groups/c", "groups/sample"}));
  EXPECT_EQ(Names(v1::Group::default_instance(), Filter(filter).Is("wave", "waves/V6")), (Strings{"groups/sample"}));
}

TEST_P(Lists, ByPeriodWithItsLastDayLeftOut) {
  EXPECT_EQ(Sessions(Filter().AtLeast("local_date", "2023-12-31").Below("local_date", "2024-02-10")),
            (Strings{"sessions/2", "sessions/3"}));
  EXPECT_EQ(Sessions(Filter().AtLeast("local_date", "2023-12-31").Below("local_date", "2023-12-31")), Strings());
  EXPECT_EQ(Sessions(Filter().Below("local_date", "2023-12-31")), (Strings{"sessions/1"}));
}

TEST_P(Lists, ByState) {
  EXPECT_EQ(Sessions(Filter().In("state", {v1::SESSION_STATE_PLANNED, v1::SESSION_STATE_CANCELLED})),
            (Strings{"sessions/2", "sessions/3"}));
}

TEST_P(Lists, ByATimeUpToAndWith) {
  auto session = Make<v1::Session>("sessions/6");
  *session.mutable_delete_time() = domain::ToTimestamp(absl::FromUnixSeconds(1000));
  *session.mutable_purge_time() = domain::ToTimestamp(absl::FromUnixSeconds(2000));
  ASSERT_EQ(Insert(session), absl::OkStatus());
  Filter filter;
  filter.deleted = true;
  EXPECT_EQ(Sessions(Filter(filter).AtMost("purge_time", int64_t{2'000'000'000})), (Strings{"sessions/6"}));
  EXPECT_EQ(Sessions(Filter(filter).AtMost("purge_time", int64_t{1'999'999'999})), Strings());
}

TEST_P(Lists, AfterAndLimitWithChildrenOfThePageOnly) {
  auto session = static_cast<const v1::Session&>(*Filled(v1::Session::descriptor(), "sessions/2a", 3));
  session.clear_delete_time();
  ASSERT_EQ(Insert(session), absl::OkStatus());
  Filter filter;
  filter.after = "sessions/1";
  filter.limit = 2;
  filter.etags = true;
  EXPECT_EQ(Sessions(filter), (Strings{"sessions/2", "sessions/2a"}));
  const absl::Status status = store().Read(Soon(), [&](storage::ReadTransaction& transaction) -> absl::Status {
    const auto found = transaction.List<v1::Session>(filter);
    if (!found.ok()) return found.status();
    EXPECT_EQ(found->at(0).attendances_size(), 0);
    EXPECT_EQ(Difference(session, found->at(1)), "");
    return absl::OkStatus();
  });
  EXPECT_EQ(status, absl::OkStatus());
}

TEST_P(Lists, WithoutItemsLeavesRepeatedFieldsEmpty) {
  ASSERT_EQ(Insert(*Filled(v1::Session::descriptor(), "sessions/6", 3)), absl::OkStatus());
  Filter filter;
  filter.deleted = true;
  filter.items.emplace();
  filter.after = "sessions/5";
  const absl::Status status = store().Read(Soon(), [&](storage::ReadTransaction& transaction) -> absl::Status {
    const auto found = transaction.List<v1::Session>(filter);
    if (!found.ok()) return found.status();
    EXPECT_EQ(found->at(0).attendances_size() + found->at(0).guests_size(), 0);
    EXPECT_NE(found->at(0).themes(), "");
    EXPECT_EQ(found->at(0).etag(), "");
    return absl::OkStatus();
  });
  EXPECT_EQ(status, absl::OkStatus());
}

TEST_P(Lists, PagesNeitherRepeatNorSkipWhileOthersWrite) {
  constexpr int kStable = 120;
  const auto name = [](int i) { return absl::StrFormat("waves/P%05d", i); };
  const absl::Status stored = store().Write(Soon(), [&](WriteTransaction& transaction) {
    absl::Status status;
    for (int i = 0; i < kStable && status.ok(); ++i) status = transaction.Insert(MakeWave(name(2 * i)));
    return status;
  });
  ASSERT_EQ(stored, absl::OkStatus());

  std::atomic<bool> done = false;
  std::thread writer([&] {
    // Comes and goes between the others, before and behind whoever reads.
    for (int i = 0; !done; i = (i + 77) % (2 * kStable)) {
      auto wave = MakeWave(name(i | 1));
      EXPECT_EQ(Insert(wave), absl::OkStatus());
      *wave.mutable_delete_time() = wave.create_time();
      *wave.mutable_purge_time() = wave.create_time();
      EXPECT_EQ(Update(wave), absl::OkStatus());
      EXPECT_EQ(
          store().Write(Soon(), [&](WriteTransaction& transaction) { return transaction.Purge(absl::Now()).status(); }),
          absl::OkStatus());
    }
  });
  for (int round = 0; round < 5; ++round) {
    std::vector<std::string> seen;
    Filter page;
    page.limit = 7;
    page.after = "waves/P";
    while (true) {
      const Strings names = Names(v1::Wave::default_instance(), page);
      seen.insert(seen.end(), names.begin(), names.end());
      if (names.size() < 7) break;
      page.after = names.back();
    }
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size()) << "repeated";
    for (int i = 0; i < kStable; ++i) {
      EXPECT_EQ(std::count(seen.begin(), seen.end(), name(2 * i)), 1) << name(2 * i);
    }
  }
  done = true;
  writer.join();
}

TEST_P(Lists, TakeAsManyStatementsForManyAsForOne) {
  auto connection = database().Connect();
  ASSERT_EQ(connection.status(), absl::OkStatus());
  Strings statements;
  CountingConnection counting(*std::move(connection), statements);
  for (const auto& table : storage::sql::Tables()) {
    const auto& type = *google::protobuf::MessageFactory::generated_factory()->GetPrototype(table.message);
    std::set<int> counts;
    for (const int more : {1, 2, 40}) {
      for (int i = 0; i < more; ++i) {
        const std::string name = absl::StrCat(domain::ResourceOf(table.message).collection(), "/count", more, "x", i);
        MessagePtr resource = Filled(table.message, name, 3);
        if (auto* group = dynamic_cast<v1::Group*>(resource.get())) group->set_number(1000 + 100 * more + i);
        ASSERT_EQ(Insert(*resource), absl::OkStatus());
      }
      Filter all;
      all.deleted = true;
      statements.clear();
      storage::sql::Memo nothing_known;
      storage::sql::TransactionState state(nothing_known);
      state.revision = 0;  // asked for already
      storage::sql::SqlTransaction transaction(counting, storage::sql::Access::kRead, state);
      ASSERT_EQ(transaction.ListMessages(type, all).status(), absl::OkStatus());
      counts.insert(static_cast<int>(statements.size()));
    }
    // One for the resources, one for each table of their repeated fields.
    int expected = 1;
    for (const auto& child : table.children) expected += 1 + static_cast<int>(child.children.size());
    EXPECT_EQ(counts, std::set<int>{expected}) << table.name;
  }
}

TEST(FilterDeathTest, AFieldThatNeitherTheTypeNorWhatItNamesHasIsAProgrammingError) {
  const auto& sessions = storage::sql::TableOf(v1::Session::descriptor());
  EXPECT_DEATH(storage::sql::WhereOf(sessions, Filter().Is("colour", "blue")), "sessions cannot be filtered by colour");
}

INSTANTIATE_TEST_SUITE_P(On, Lists, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
