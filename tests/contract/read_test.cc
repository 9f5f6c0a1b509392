// Reading: what is not there, what names what, snapshots, deadlines.
#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "server/domain/base/resource_names.h"
#include "server/storage/sql/schema.h"
#include "tests/contract/fixture.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::tests {
namespace {

using storage::ReadTransaction;
using storage::WriteTransaction;

TEST_P(StoreTest, GetOfWhatIsNotThereIsNotFoundByTheNameOfItsKind) {
  for (const auto& table : storage::sql::Tables()) {
    const MessagePtr resource = Minimal(table.message, "x/y");
    for (const bool write : {false, true}) {
      const auto get = [&](ReadTransaction& transaction) { return transaction.Get("x/none", resource.get()); };
      const absl::Status status = write ? store().Write(Soon(), get) : store().Read(Soon(), get);
      EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
      EXPECT_EQ(domain::Reason(status), absl::StrCat(domain::Singular(table.message), "_NOT_FOUND"));
    }
  }
}

TEST_P(StoreTest, GetFindsNamesToTheLetter) {
  ASSERT_EQ(Insert(MakeWave("waves/Vé6")), absl::OkStatus());
  EXPECT_TRUE(Exists("waves/Vé6"));
  for (const char* other : {"waves/vé6", "waves/Ve6", "waves/VÉ6", "waves/Vé", "waves/Vé6x", ""}) {
    EXPECT_FALSE(Exists(other)) << other;
  }
}

TEST_P(StoreTest, GetSeesWhatItsOwnTransactionWrote) {
  const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
    auto wave = MakeWave("waves/own");
    if (absl::Status inserted = transaction.Insert(wave); !inserted.ok()) return inserted;
    EXPECT_EQ(transaction.Get<v1::Wave>("waves/own").status(), absl::OkStatus());
    wave.set_display_name("changed");
    if (absl::Status updated = transaction.Update(wave); !updated.ok()) return updated;
    const auto found = transaction.Get<v1::Wave>("waves/own");
    EXPECT_EQ(found->display_name(), "changed");
    return found.status();
  });
  EXPECT_EQ(status, absl::OkStatus());
}

TEST_P(StoreTest, IsReferencedByEachFieldThatNamesAnother) {
  InsertParents();
  const auto referenced = [&](const std::string& name) {
    bool result = false;
    const absl::Status status = store().Read(Soon(), [&](ReadTransaction& transaction) {
      const auto answer = transaction.IsReferenced(name);
      result = answer.ok() && *answer;
      return answer.status();
    });
    EXPECT_EQ(status, absl::OkStatus());
    return result;
  };
  EXPECT_TRUE(referenced("waves/V6"));       // by the group
  EXPECT_TRUE(referenced("groups/sample"));  // by its members
  EXPECT_FALSE(referenced("establishments/0750654D"));
  EXPECT_FALSE(referenced("tutors/sample"));
  EXPECT_FALSE(referenced("members/sample0"));
  EXPECT_FALSE(referenced("sessions/none"));

  auto member = static_cast<const v1::Member&>(*Minimal(v1::Member::descriptor(), "members/sample2"));
  member.set_establishment("establishments/0750654D");
  ASSERT_EQ(Update(member), absl::OkStatus());
  EXPECT_TRUE(referenced("establishments/0750654D"));

  auto group = static_cast<const v1::Group&>(*Minimal(v1::Group::descriptor(), "groups/sample"));
  group.add_tutor_assignments()->set_tutor("tutors/sample");
  group.set_number(1);
  ASSERT_EQ(Update(group), absl::OkStatus());
  EXPECT_TRUE(referenced("tutors/sample"));

  auto session = static_cast<const v1::Session&>(*Minimal(v1::Session::descriptor(), "sessions/naming"));
  session.set_tutor("tutors/sample2");
  session.add_attendances()->set_member("members/sample0");
  session.add_participation_issues()->add_members("members/sample1");
  ASSERT_EQ(Insert(session), absl::OkStatus());
  EXPECT_TRUE(referenced("tutors/sample2"));
  EXPECT_TRUE(referenced("members/sample0"));
  EXPECT_TRUE(referenced("members/sample1"));
  EXPECT_FALSE(referenced("members/sample2"));

  // What is deleted names nothing.
  *session.mutable_delete_time() = session.create_time();
  ASSERT_EQ(Update(session), absl::OkStatus());
  EXPECT_FALSE(referenced("tutors/sample2"));
  EXPECT_FALSE(referenced("members/sample0"));
  EXPECT_FALSE(referenced("members/sample1"));
}

TEST_P(StoreTest, ReadIsOneSnapshotThroughout) {
  ASSERT_EQ(Insert(MakeWave("waves/before")), absl::OkStatus());
  const absl::Status status = store().Read(Soon(), [&](ReadTransaction& transaction) -> absl::Status {
    const auto first = transaction.List<v1::Wave>({});
    if (!first.ok()) return first.status();
    // Committed by another, and seen by whoever reads from now on.
    std::thread([&] {
      auto changed = MakeWave("waves/before");
      changed.set_display_name("changed");
      EXPECT_EQ(Update(changed), absl::OkStatus());
      EXPECT_EQ(Insert(MakeWave("waves/during")), absl::OkStatus());
      EXPECT_TRUE(Exists("waves/during"));
    }).join();
    const auto second = transaction.List<v1::Wave>({});
    if (!second.ok()) return second.status();
    EXPECT_EQ(second->size(), first->size());
    EXPECT_EQ(transaction.Get<v1::Wave>("waves/before")->display_name(), "");
    EXPECT_EQ(domain::Reason(transaction.Get<v1::Wave>("waves/during").status()), "WAVE_NOT_FOUND");
    return absl::OkStatus();
  });
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_TRUE(Exists("waves/during"));
}

TEST_P(StoreTest, ReadReturnsTheStatusOfItsFunction) {
  const auto mine = [](ReadTransaction& /*transaction*/) { return absl::OutOfRangeError("mine"); };
  EXPECT_EQ(store().Read(Soon(), mine), absl::OutOfRangeError("mine"));
  EXPECT_EQ(store().Write(Soon(), mine), absl::OutOfRangeError("mine"));
}

TEST_P(StoreTest, PassedDeadlineRunsNothing) {
  for (const absl::Time deadline : {absl::InfinitePast(), absl::Now() - absl::Milliseconds(1)}) {
    int runs = 0;
    const absl::Status written = store().Write(deadline, [&](WriteTransaction& transaction) {
      ++runs;
      return transaction.Insert(MakeWave("waves/late"));
    });
    const absl::Status read = store().Read(deadline, [&](ReadTransaction&) {
      ++runs;
      return absl::OkStatus();
    });
    for (const absl::Status& status : {written, read}) {
      EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
      EXPECT_EQ(domain::Reason(status), "DEADLINE_EXCEEDED");
    }
    EXPECT_EQ(runs, 0);
  }
  EXPECT_FALSE(Exists("waves/late"));
}

TEST_P(StoreTest, NoDeadlineIsFine) {
  EXPECT_EQ(store().Write(absl::InfiniteFuture(),
                          [&](WriteTransaction& transaction) { return transaction.Insert(MakeWave("waves/x")); }),
            absl::OkStatus());
  EXPECT_EQ(store().Read(absl::InfiniteFuture(), [&](ReadTransaction&) { return absl::OkStatus(); }), absl::OkStatus());
}

TEST_P(StoreTest, DescriptionSaysWhatAndWhereButNoPassword) {
  const std::string description = store().Description();
  const auto address = database().Address();
  if (GetParam().server()) {
    EXPECT_EQ(Insert(MakeWave("waves/V6")), absl::OkStatus());
    EXPECT_NE(store().Description().find(absl::StrCat(address.database, " at ", address.host, ":", address.port)),
              std::string::npos);
    EXPECT_EQ(store().Description().find(address.password), std::string::npos);
  } else {
    EXPECT_EQ(description.rfind("SQLite 3.", 0), 0U) << description;
  }
}

}  // namespace
}  // namespace tutorat::tests
