// Resources read one by one: the same as the list gives of them, in the order that was asked for.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "server/domain/contract/fields.h"
#include "tests/contract/fixture.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::tests {
namespace {

using storage::Filter;
using storage::ReadTransaction;
using storage::Selection;
using Strings = std::vector<std::string>;

// What the balance reads, and one without items among those that have them.
class ForEach : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (HasFatalFailure()) return;
    InsertParents();
    // In another order than that of their days.
    InsertSession("sessions/1", "2024-02-10", 3);
    InsertSession("sessions/2", "2023-11-10", 4);
    InsertSession("sessions/3", "2023-12-31", 5);
    InsertSession("sessions/4", "2023-11-10", 0);
    InsertSession("sessions/5", "2023-12-01", 6, /*deleted=*/true);
  }

  void InsertSession(const std::string& name, const std::string& date, int seed, bool deleted = false) {
    const auto filled =
        seed > 0 ? Filled(v1::Session::descriptor(), name, seed) : Minimal(v1::Session::descriptor(), name);
    auto session = static_cast<const v1::Session&>(*filled);
    session.set_local_date(date);
    session.clear_delete_time();
    session.clear_purge_time();
    if (deleted) *session.mutable_delete_time() = session.create_time();
    ASSERT_EQ(Insert(session), absl::OkStatus());
  }

  std::vector<v1::Session> Read(const Filter& filter, const Selection& selection) {
    std::vector<v1::Session> sessions;
    EXPECT_EQ(store().Read(Soon(),
                           [&](ReadTransaction& transaction) {
                             sessions.clear();
                             return transaction.ForEach<v1::Session>(
                                 filter, selection, [&](const v1::Session& session) { sessions.push_back(session); });
                           }),
              absl::OkStatus());
    return sessions;
  }

  Strings NamesOf(const Filter& filter, const Selection& selection) {
    Strings names;
    for (const v1::Session& session : Read(filter, selection)) names.push_back(session.name());
    return names;
  }
};

std::multiset<std::string> Sorted(const google::protobuf::RepeatedPtrField<v1::Attendance>& attendances) {
  std::multiset<std::string> out;
  for (const auto& attendance : attendances) out.insert(attendance.SerializeAsString());
  return out;
}

TEST_P(ForEach, ComesInTheOrderThatIsAskedForThenByName) {
  EXPECT_EQ(NamesOf({}, {}), (Strings{"sessions/1", "sessions/2", "sessions/3", "sessions/4"}));
  const Selection by_day{{"local_date", "attendances.member"}, {"group", "local_date"}};
  EXPECT_EQ(NamesOf({}, by_day), (Strings{"sessions/2", "sessions/4", "sessions/3", "sessions/1"}));
}

TEST_P(ForEach, LeavesOutWhatIsDeletedUnlessAskedFor) {
  Filter all;
  all.deleted = true;
  const Selection by_day{{"attendances.member"}, {"local_date"}};
  EXPECT_EQ(NamesOf(all, by_day), (Strings{"sessions/2", "sessions/4", "sessions/5", "sessions/3", "sessions/1"}));
  Filter december;
  december.AtLeast("local_date", "2023-12-01").Below("local_date", "2024-01-01");
  EXPECT_EQ(NamesOf(december, by_day), (Strings{"sessions/3"}));
  EXPECT_EQ(NamesOf(Filter().Is("group", "groups/other"), by_day), Strings());
}

TEST_P(ForEach, FillsWhatIsSelectedAsAListDoes) {
  const Selection selection{{"group", "themes", "head_count", "start_time", "attendances.member", "attendances.status",
                             "participation_issues.kind"},
                            {"group", "local_date"}};
  const auto read = Read({}, selection);
  ASSERT_EQ(read.size(), 4U);
  for (const v1::Session& session : read) {
    v1::Session whole;
    ASSERT_EQ(store().Read(Soon(), [&](ReadTransaction& t) { return t.Get(session.name(), &whole); }),
              absl::OkStatus());
    EXPECT_EQ(session.themes(), whole.themes());
    EXPECT_EQ(session.group(), whole.group());
    EXPECT_EQ(session.head_count().SerializeAsString(), whole.head_count().SerializeAsString());
    EXPECT_EQ(session.start_time().SerializeAsString(), whole.start_time().SerializeAsString());
    EXPECT_EQ(Sorted(session.attendances()), Sorted(whole.attendances()));
    EXPECT_EQ(session.participation_issues_size(), whole.participation_issues_size());
    // What was not selected.
    EXPECT_EQ(session.notes(), "");
    EXPECT_EQ(session.theme_mentions_size(), 0);
    for (const auto& issue : session.participation_issues()) {
      EXPECT_EQ(issue.note(), "");
      EXPECT_EQ(issue.members_size(), 0);
    }
  }
}

TEST_P(ForEach, SeesWhatHasChangedSinceItWasRemembered) {
  const auto names = [&] {
    Strings found;
    EXPECT_EQ(store().Read(Soon(),
                           [&](ReadTransaction& transaction) {
                             found.clear();
                             return transaction.ForEach<v1::Tutor>(
                                 {}, {{"display_name"}, {}},
                                 [&](const v1::Tutor& tutor) { found.push_back(tutor.display_name()); });
                           }),
              absl::OkStatus());
    return found;
  };
  const Strings before = names();
  ASSERT_FALSE(before.empty());
  EXPECT_EQ(names(), before);
  v1::Tutor tutor;
  ASSERT_EQ(store().Read(Soon(), [&](ReadTransaction& t) { return t.Get("tutors/sample", &tutor); }), absl::OkStatus());
  tutor.set_display_name("Autre");
  ASSERT_EQ(Update(tutor), absl::OkStatus());
  const Strings after = names();
  EXPECT_EQ(after.size(), before.size());
  EXPECT_NE(std::find(after.begin(), after.end(), "Autre"), after.end());
}

INSTANTIATE_TEST_SUITE_P(On, ForEach, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
