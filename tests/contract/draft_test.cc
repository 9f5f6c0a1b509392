// Drafts: what would be written is found by the draft's own reads, as a write would find it, and by nobody else.
#include <gtest/gtest.h>

#include <latch>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "tests/contract/fixture.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/issue.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Message;
using storage::Filter;
using storage::WriteTransaction;

constexpr int kDraftSeeds = 20;
constexpr int kDraftWrites = 40;
constexpr int kDraftLists = 30;

template <class Resource>
Resource Bare(const std::string& name) {
  return static_cast<const Resource&>(*Minimal(Resource::descriptor(), name));
}

// Writes and lists, the same ones for each transaction that they are made in.
class RandomDraftWork {
 public:
  explicit RandomDraftWork(unsigned seed) : random_(seed) {}

  // What each list gave.
  absl::StatusOr<std::vector<std::string>> Run(WriteTransaction& transaction) {
    std::vector<std::string> seen;
    for (int i = 0; i < kDraftWrites; ++i) {
      const absl::Status written = Write(transaction);
      seen.push_back(domain::Reason(written));
      if (!written.ok() && !absl::IsAlreadyExists(written) && !absl::IsNotFound(written)) return written;
    }
    for (int i = 0; i < kDraftLists; ++i) {
      if (absl::Status listed = List(transaction, v1::Session::default_instance(), SessionFilter(), &seen);
          !listed.ok()) {
        return listed;
      }
      const Filter of_group = Limited(Filter().Is("group", Group()));
      for (const Message* type : {static_cast<const Message*>(&v1::Member::default_instance()),
                                  static_cast<const Message*>(&v1::Issue::default_instance())}) {
        if (absl::Status listed = List(transaction, *type, of_group, &seen); !listed.ok()) return listed;
      }
      v1::Session session;
      const absl::Status got = transaction.Get(absl::StrCat("sessions/", Number(30)), &session);
      seen.push_back(absl::StrCat(domain::Reason(got), session.ShortDebugString()));
    }
    return seen;
  }

 private:
  int Number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  std::string Group() { return Number(4) == 0 ? "groups/new" : absl::StrCat("groups/", Number(3)); }
  std::string Day() { return absl::StrCat("2024-01-1", Number(10)); }

  absl::Status Write(WriteTransaction& transaction) {
    if (Number(8) == 0) {
      auto group = Bare<v1::Group>("groups/new");
      group.set_wave("waves/V6");
      group.set_number(77);
      return transaction.Insert(group);
    }
    if (Number(6) == 0) {
      auto member = Bare<v1::Member>(absl::StrCat("members/", Number(9)));
      member.set_group(absl::StrCat("groups/", Number(3)));
      member.set_display_name(absl::StrCat("Zoé ", Number(100)));
      return transaction.Insert(member);
    }
    if (Number(6) == 0) {
      auto issue = Bare<v1::Issue>(absl::StrCat("issues/", Number(4)));
      issue.set_group("groups/0");
      issue.set_kind(v1::ParticipationIssue::KIND_CAMERA);
      return transaction.Insert(issue);
    }
    auto session = Bare<v1::Session>(absl::StrCat("sessions/", Number(30)));
    session.set_group(absl::StrCat("groups/", Number(3)));
    if (Number(2) == 0) session.set_tutor("tutors/sample");
    session.set_local_date(Day());
    session.set_state(Number(2) == 0 ? v1::SESSION_STATE_HELD : v1::SESSION_STATE_PLANNED);
    if (Number(3) == 0) {
      auto* sighting = session.add_participation_issues();
      sighting->set_kind(v1::ParticipationIssue::KIND_CAMERA);
      if (Number(2) == 0) sighting->set_issue("issues/stored");
      session.add_guests()->set_display_name("Yves");
    }
    if (Number(5) == 0) *session.mutable_delete_time() = session.create_time();
    return Number(2) == 0 ? transaction.Insert(session) : transaction.Update(session);
  }

  Filter Limited(Filter filter) {
    if (Number(3) == 0) filter.limit = 1 + Number(4);
    if (Number(3) == 0) filter.after = absl::StrCat("sessions/", Number(30));
    filter.deleted = Number(3) == 0;
    filter.etags = Number(2) == 0;
    if (Number(3) == 0) filter.items.emplace();
    if (Number(6) == 0) filter.items = {"guests"};
    return filter;
  }

  Filter SessionFilter() {
    Filter filter;
    if (Number(2) == 0) filter.Is("group", Group());
    if (Number(4) == 0) filter.In("group", std::vector<std::string>{"groups/0", "groups/1", "groups/0"});
    if (Number(4) == 0) filter.In("group", std::vector<std::string>());
    if (Number(2) == 0) filter.AtLeast("local_date", Day());
    if (Number(3) == 0) filter.Below("local_date", Day());
    if (Number(4) == 0) filter.AtMost("local_date", Day());
    if (Number(4) == 0) filter.Is("tutor", "tutors/sample");
    if (Number(5) == 0) filter.Empty("tutor");
    if (Number(5) == 0) filter.Is("wave", Number(2) == 0 ? "waves/V6" : "waves/V7");
    if (Number(5) == 0) filter.In("state", {v1::SESSION_STATE_HELD});
    if (Number(5) == 0) filter.Is("participation_issues.issue", "issues/stored");
    if (Number(8) == 0) filter.Empty("participation_issues.issue");
    return Limited(filter);
  }

  static absl::Status List(WriteTransaction& transaction, const Message& type, const Filter& filter,
                           std::vector<std::string>* seen) {
    const auto found = transaction.ListMessages(type, filter);
    if (!found.ok()) return found.status();
    std::string text;
    for (const auto& message : *found) absl::StrAppend(&text, message->ShortDebugString(), "\n");
    seen->push_back(text);
    return absl::OkStatus();
  }

  std::mt19937 random_;
};

class Drafts : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (HasFatalFailure()) return;
    InsertParents();
    ASSERT_EQ(Insert(MakeWave("waves/V7")), absl::OkStatus());
    for (int i = 0; i < 3; ++i) {
      auto group = Bare<v1::Group>(absl::StrCat("groups/", i));
      group.set_wave(i == 2 ? "waves/V7" : "waves/V6");
      group.set_number(10 + i);
      ASSERT_EQ(Insert(group), absl::OkStatus());
    }
    auto issue = Bare<v1::Issue>("issues/stored");
    issue.set_group("groups/1");
    issue.set_kind(v1::ParticipationIssue::KIND_CAMERA);
    ASSERT_EQ(Insert(issue), absl::OkStatus());
    for (int i = 0; i < 12; ++i) {
      auto session = Bare<v1::Session>(absl::StrCat("sessions/", 2 * i));
      session.set_group(absl::StrCat("groups/", i % 3));
      session.set_local_date(absl::StrCat("2024-01-1", i % 10));
      session.set_state(v1::SESSION_STATE_HELD);
      session.add_guests()->set_display_name("Anne");
      ASSERT_EQ(Insert(session), absl::OkStatus());
    }
  }
};

TEST_P(Drafts, FindWhatAWriteWouldFind) {
  for (unsigned seed = 0; seed < kDraftSeeds; ++seed) {
    absl::StatusOr<std::vector<std::string>> written;
    absl::StatusOr<std::vector<std::string>> drafted;
    const absl::Status undone = store().Write(Soon(), [&](WriteTransaction& transaction) {
      written = RandomDraftWork(seed).Run(transaction);
      return absl::CancelledError("rolled back");
    });
    ASSERT_TRUE(absl::IsCancelled(undone)) << undone;
    ASSERT_EQ(store().Draft(Soon(),
                            [&](WriteTransaction& transaction) {
                              drafted = RandomDraftWork(seed).Run(transaction);
                              return drafted.status();
                            }),
              absl::OkStatus())
        << "seed " << seed;
    ASSERT_EQ(written.status(), absl::OkStatus());
    ASSERT_EQ(written->size(), drafted->size());
    for (size_t i = 0; i < written->size(); ++i) EXPECT_EQ((*written)[i], (*drafted)[i]) << seed << ", look " << i;
  }
}

TEST_P(Drafts, StoreNothingAndHoldUpNoWrite) {
  std::latch drafted{1};
  std::latch release{1};
  std::thread draft([&] {
    EXPECT_EQ(store().Draft(Soon(),
                            [&](WriteTransaction& transaction) {
                              EXPECT_EQ(transaction.Insert(MakeWave("waves/drafted")), absl::OkStatus());
                              drafted.count_down();
                              release.wait();
                              EXPECT_EQ(transaction.Get<v1::Wave>("waves/drafted").status(), absl::OkStatus());
                              EXPECT_TRUE(absl::IsNotFound(transaction.Get<v1::Wave>("waves/other").status()))
                                  << "it reads a snapshot";
                              return absl::OkStatus();
                            }),
              absl::OkStatus());
  });
  drafted.wait();
  EXPECT_EQ(Insert(MakeWave("waves/other")), absl::OkStatus());
  EXPECT_FALSE(Exists("waves/drafted"));
  release.count_down();
  draft.join();
  EXPECT_FALSE(Exists("waves/drafted"));
  EXPECT_TRUE(Exists("waves/other"));
}

TEST_P(Drafts, GiveTheErrorOfTheFunction) {
  EXPECT_TRUE(absl::IsCancelled(store().Draft(Soon(), [](WriteTransaction&) { return absl::CancelledError("no"); })));
}

// What two writes of one batch change is two changes: who counts them knows whether another's came between.
TEST_P(Drafts, TheRevisionMovesByOneWithEachWrite) {
  constexpr int kThreads = 8;
  const auto revision = [this] {
    int64_t now = -1;
    EXPECT_EQ(store().Read(Soon(),
                           [&](storage::ReadTransaction& transaction) {
                             const auto asked = transaction.Revision();
                             now = asked.value_or(-1);
                             return asked.status();
                           }),
              absl::OkStatus());
    return now;
  };
  const int64_t before = revision();
  std::mutex mutex;
  std::set<int64_t> seen;
  InParallel(kThreads, [&](int i) {
    int64_t own = -1;
    EXPECT_EQ(store().Write(Soon(),
                            [&](WriteTransaction& transaction) {
                              own = transaction.Revision().value_or(-1);
                              return transaction.Insert(MakeWave(absl::StrCat("waves/r", i)));
                            }),
              absl::OkStatus());
    const std::lock_guard<std::mutex> lock(mutex);
    seen.insert(own);
  });
  EXPECT_EQ(seen.size(), size_t{kThreads});
  EXPECT_EQ(*seen.begin(), before);
  EXPECT_EQ(revision(), before + kThreads);
}

INSTANTIATE_TEST_SUITE_P(On, Drafts, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
