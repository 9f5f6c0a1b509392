// Writing: whole or not at all.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/storage/records.h"
#include "server/storage/sql/schema.h"
#include "tests/contract/fixture.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::tests {
namespace {

using storage::WriteTransaction;

TEST_P(StoreTest, InsertOfANameThatExistsIsRefusedByTheNameOfItsKind) {
  InsertParents();
  for (const auto& table : storage::sql::Tables()) {
    const std::string name = absl::StrCat(domain::ResourceOf(table.message).collection(), "/twice");
    const MessagePtr resource = Filled(table.message, name, 1);
    ASSERT_EQ(Insert(*resource), absl::OkStatus());
    const absl::Status again = Insert(*resource);
    EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists);
    EXPECT_EQ(domain::Reason(again), absl::StrCat(domain::Singular(table.message), "_ALREADY_EXISTS"));
  }
}

TEST_P(StoreTest, NumberOfAGroupIsUniqueWithinItsWave) {
  InsertParents();
  ASSERT_EQ(Insert(MakeWave("waves/V7")), absl::OkStatus());
  auto group = static_cast<const v1::Group&>(*Minimal(v1::Group::descriptor(), "groups/other"));
  group.set_number(1);
  const absl::Status taken = Insert(group);
  EXPECT_EQ(domain::Reason(taken), "GROUP_ALREADY_EXISTS");
  // As people know it, and not by an id that they have never seen.
  EXPECT_NE(std::string(taken.message()).find("waves/V6/groups/1"), std::string::npos) << taken;

  group.set_number(2);
  ASSERT_EQ(Insert(group), absl::OkStatus());
  group.set_number(1);
  EXPECT_EQ(domain::Reason(Update(group)), "GROUP_ALREADY_EXISTS");
  group.set_wave("waves/V7");
  EXPECT_EQ(Update(group), absl::OkStatus());
}

TEST_P(StoreTest, NumberOfADeletedGroupStaysTaken) {
  InsertParents();
  auto group = static_cast<const v1::Group&>(*Minimal(v1::Group::descriptor(), "groups/gone"));
  group.set_number(9);
  *group.mutable_delete_time() = group.create_time();
  ASSERT_EQ(Insert(group), absl::OkStatus());
  group.set_name("groups/new");
  group.clear_delete_time();
  EXPECT_EQ(domain::Reason(Insert(group)), "GROUP_ALREADY_EXISTS");
}

TEST_P(StoreTest, TransactionGoesOnAfterANameThatExists) {
  ASSERT_EQ(Insert(MakeWave("waves/V6")), absl::OkStatus());
  const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) {
    EXPECT_EQ(transaction.Insert(MakeWave("waves/V6")).code(), absl::StatusCode::kAlreadyExists);
    return transaction.Insert(MakeWave("waves/V7"));
  });
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_TRUE(Exists("waves/V7"));
}

TEST_P(StoreTest, UpdateOfWhatIsNotThereIsNotFound) {
  InsertParents();
  for (const auto& table : storage::sql::Tables()) {
    const absl::Status status = Update(*Filled(table.message, "x/none", 1));
    EXPECT_EQ(domain::Reason(status), absl::StrCat(domain::Singular(table.message), "_NOT_FOUND"));
  }
}

TEST_P(StoreTest, ErrorOfTheFunctionUndoesEverything) {
  InsertParents();
  auto tutor = static_cast<const v1::Tutor&>(*Minimal(v1::Tutor::descriptor(), "tutors/sample"));
  const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) -> absl::Status {
    EXPECT_EQ(transaction.Insert(MakeWave("waves/undone")), absl::OkStatus());
    EXPECT_EQ(transaction.Insert(*Filled(v1::Session::descriptor(), "sessions/undone", 1)), absl::OkStatus());
    tutor.set_display_name("undone");
    EXPECT_EQ(transaction.Update(tutor), absl::OkStatus());
    EXPECT_EQ(transaction.Insert(MakeAnswer("undone")), absl::OkStatus());
    return absl::CancelledError("validate_only");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_FALSE(Exists("waves/undone"));
  EXPECT_EQ(Names(v1::Session::default_instance(), {}).size(), 0U);
  const absl::Status look = store().Read(Soon(), [&](storage::ReadTransaction& transaction) -> absl::Status {
    EXPECT_NE(transaction.Get<v1::Tutor>("tutors/sample")->display_name(), "undone");
    EXPECT_FALSE(storage::FindStoredResponse(transaction, "undone")->has_value());
    return absl::OkStatus();
  });
  EXPECT_EQ(look, absl::OkStatus());
}

TEST_P(StoreTest, WhatWasWrittenOutlivesTheStore) {
  ASSERT_EQ(Insert(MakeWave("waves/V6")), absl::OkStatus());
  const auto another = database().Open();
  ASSERT_EQ(another.status(), absl::OkStatus());
  EXPECT_EQ((*another)->Read(Soon(), [](storage::ReadTransaction& t) { return t.Get<v1::Wave>("waves/V6").status(); }),
            absl::OkStatus());
}

TEST_P(StoreTest, PurgeErasesWhatIsDueAndNothingElse) {
  InsertParents();
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  const auto insert = [&](const std::string& name, absl::Duration due) {
    auto session = static_cast<const v1::Session&>(*Filled(v1::Session::descriptor(), name, 1));
    *session.mutable_purge_time() = domain::ToTimestamp(now + due);
    ASSERT_EQ(Insert(session), absl::OkStatus());
  };
  insert("sessions/due", -absl::Microseconds(1));
  insert("sessions/due-now", absl::ZeroDuration());
  insert("sessions/later", absl::Microseconds(1));
  auto wave = MakeWave("waves/due");
  *wave.mutable_purge_time() = domain::ToTimestamp(now);
  ASSERT_EQ(Insert(wave), absl::OkStatus());

  const auto purge = [&]() -> int64_t {
    int64_t purged = 0;
    const absl::Status status = store().Write(Soon(), [&](WriteTransaction& transaction) {
      const auto rows = transaction.Purge(now);
      purged = rows.value_or(-1);
      return rows.status();
    });
    EXPECT_EQ(status, absl::OkStatus());
    return purged;
  };
  EXPECT_EQ(purge(), 3);
  EXPECT_EQ(purge(), 0);
  storage::Filter all;
  all.deleted = true;
  EXPECT_EQ(Names(v1::Session::default_instance(), all), std::vector<std::string>{"sessions/later"});
  EXPECT_FALSE(Exists("waves/due"));
  EXPECT_TRUE(Exists("waves/V6"));
}

TEST_P(StoreTest, PurgeLeavesWhatIsStillNamed) {
  for (const MessagePtr& parent : Parents()) {
    auto* resource = parent.get();
    const auto* field = resource->GetDescriptor()->FindFieldByName("purge_time");
    auto* due = resource->GetReflection()->MutableMessage(resource, field);
    due->CopyFrom(domain::ToTimestamp(absl::FromUnixSeconds(1)));
    ASSERT_EQ(Insert(*resource), absl::OkStatus());
  }
  const MessagePtr session = Filled(v1::Session::descriptor(), "sessions/naming", 2);
  static_cast<v1::Session&>(*session).clear_purge_time();
  ASSERT_EQ(Insert(*session), absl::OkStatus());
  const auto purge = [&] {
    EXPECT_EQ(store().Write(Soon(), [&](WriteTransaction& t) { return t.Purge(absl::Now()).status(); }),
              absl::OkStatus());
  };
  purge();
  storage::Filter all;
  all.deleted = true;
  EXPECT_EQ(Names(v1::Session::default_instance(), all).size(), 1U);
  EXPECT_EQ(Names(v1::Group::default_instance(), all).size(), 1U);
  EXPECT_TRUE(Exists("waves/V6"));

  *static_cast<v1::Session&>(*session).mutable_purge_time() = domain::ToTimestamp(absl::FromUnixSeconds(1));
  ASSERT_EQ(Update(*session), absl::OkStatus());
  purge();
  for (const auto& table : storage::sql::Tables()) {
    EXPECT_EQ(Names(*Minimal(table.message, ""), all).size(), 0U) << table.name;
  }
}

}  // namespace
}  // namespace tutorat::tests
