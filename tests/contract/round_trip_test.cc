// What was put is what comes back: every field of every resource, on every store.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/domain/base/resource_names.h"
#include "server/storage/sql/schema.h"
#include "tests/contract/fixture.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using storage::ReadTransaction;
using storage::sql::Tables;

class RoundTrip : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (!HasFatalFailure()) InsertParents();
  }

  // By Get and by List.
  void ExpectStored(const Message& expected) {
    const std::string name =
        expected.GetReflection()->GetString(expected, expected.GetDescriptor()->FindFieldByName("name"));
    const absl::Status status = store().Read(Soon(), [&](ReadTransaction& transaction) -> absl::Status {
      const MessagePtr got(expected.New());
      if (absl::Status found = transaction.Get(name, got.get()); !found.ok()) return found;
      EXPECT_EQ(Difference(expected, *got), "") << name;
      storage::Filter all;
      all.deleted = true;
      all.etags = true;
      const auto listed = transaction.ListMessages(expected, all);
      if (!listed.ok()) return listed.status();
      int found = 0;
      for (const auto& item : *listed) {
        if (item->GetReflection()->GetString(*item, item->GetDescriptor()->FindFieldByName("name")) != name) continue;
        EXPECT_EQ(Difference(expected, *item), "") << name << " in a list";
        ++found;
      }
      EXPECT_EQ(found, 1) << name;
      return absl::OkStatus();
    });
    EXPECT_EQ(status, absl::OkStatus());
  }

  static std::string NameOf(const Descriptor* type, absl::string_view id) {
    return absl::StrCat(domain::ResourceOf(type).collection(), "/", id);
  }
};

TEST_P(RoundTrip, KeepsEveryFieldAtItsGreatestLength) {
  for (const auto& table : Tables()) {
    for (int seed = 0; seed < 4; ++seed) {
      const MessagePtr resource = Filled(table.message, NameOf(table.message, absl::StrCat("full", seed)), seed);
      ASSERT_EQ(Insert(*resource), absl::OkStatus()) << table.name;
      ExpectStored(*resource);
    }
  }
}

TEST_P(RoundTrip, KeepsEmptyFieldsEmpty) {
  for (const auto& table : Tables()) {
    const MessagePtr resource = Minimal(table.message, NameOf(table.message, "minimal"));
    // Its wave has a first group already.
    if (auto* group = dynamic_cast<v1::Group*>(resource.get())) group->set_number(2);
    ASSERT_EQ(Insert(*resource), absl::OkStatus()) << table.name;
    ExpectStored(*resource);
  }
}

TEST_P(RoundTrip, UpdateReplacesEverythingChildrenIncluded) {
  for (const auto& table : Tables()) {
    const std::string name = NameOf(table.message, "changing");
    ASSERT_EQ(Insert(*Filled(table.message, name, 1)), absl::OkStatus()) << table.name;
    // Fewer items, more items, none, and back.
    for (const int seed : {2, 3}) {
      const MessagePtr changed = Filled(table.message, name, seed);
      ASSERT_EQ(Update(*changed), absl::OkStatus()) << table.name;
      ExpectStored(*changed);
    }
    const MessagePtr emptied = Minimal(table.message, name);
    if (auto* group = dynamic_cast<v1::Group*>(emptied.get())) group->set_number(2);
    ASSERT_EQ(Update(*emptied), absl::OkStatus()) << table.name;
    ExpectStored(*emptied);
    const MessagePtr filled = Filled(table.message, name, 0);
    ASSERT_EQ(Update(*filled), absl::OkStatus()) << table.name;
    ExpectStored(*filled);
  }
}

TEST_P(RoundTrip, UpdateWithTheSameContentIsNoError) {
  const MessagePtr resource = Filled(v1::Session::descriptor(), "sessions/same", 1);
  ASSERT_EQ(Insert(*resource), absl::OkStatus());
  ASSERT_EQ(Update(*resource), absl::OkStatus());
  ExpectStored(*resource);
}

TEST_P(RoundTrip, TellsNoughtFromNothing) {
  auto session = static_cast<const v1::Session&>(*Minimal(v1::Session::descriptor(), "sessions/nought"));
  session.mutable_head_count()->set_present(0);
  session.mutable_head_count()->set_expected(12);
  auto* issue = session.add_participation_issues();
  issue->set_kind(v1::ParticipationIssue::KIND_MIC);
  issue->set_affected_count(0);
  session.add_participation_issues()->set_kind(v1::ParticipationIssue::KIND_CAMERA);
  ASSERT_EQ(Insert(session), absl::OkStatus());
  ExpectStored(session);
}

TEST_P(RoundTrip, KeepsWordsVerbatim) {
  auto session = static_cast<const v1::Session&>(*Minimal(v1::Session::descriptor(), "sessions/words"));
  for (const std::string words : {
           "  Bascule, kit de survie ; « pré-sas CPP »  ",
           "ligne 1\nligne 2\r\n\tligne 3\n",
           "e\xcc\x81 n'est pas é, ni ß ss, ni İ i",
           "👩🏽‍🏫🇫🇷 𝒯𝓊𝓉ℴ𝓇𝒶𝓉 \xEF\xBB\xBF",
           "'; DROP TABLE sessions; -- \\ \" ` % _ ? :x $1",
           "=1+1",
           " ",
       }) {
    session.set_themes(words);
    session.set_notes(words);
    ASSERT_EQ(session.etag(), "");
    absl::Status status = store().Write(Soon(), [&](storage::WriteTransaction& transaction) -> absl::Status {
      const auto found = transaction.Get<v1::Session>(session.name());
      return found.ok() ? transaction.Update(session) : transaction.Insert(session);
    });
    ASSERT_EQ(status, absl::OkStatus());
    ExpectStored(session);
  }
}

TEST_P(RoundTrip, KeepsMicrosecondsOfAnyYear) {
  auto session = static_cast<const v1::Session&>(*Minimal(v1::Session::descriptor(), "sessions/times"));
  ASSERT_EQ(Insert(session), absl::OkStatus());
  for (const auto& [seconds, nanos] : std::vector<std::pair<int64_t, int>>{
           {0, 1000}, {-1, 999'999'000}, {-2'208'988'800, 0}, {1'711'846'800, 1000}, {7'258'118'399, 999'999'000}}) {
    session.mutable_start_time()->set_seconds(seconds);
    session.mutable_start_time()->set_nanos(nanos);
    ASSERT_EQ(Update(session), absl::OkStatus());
    ExpectStored(session);
  }
}

TEST_P(RoundTrip, KeepsAsManyItemsAsTheContractAllowsInOrder) {
  auto session = static_cast<const v1::Session&>(*Minimal(v1::Session::descriptor(), "sessions/many"));
  for (int i = 0; i < 200; ++i) {
    auto* attendance = session.add_attendances();
    attendance->set_member(absl::StrCat("members/sample", i * i % 3));
    attendance->set_status(static_cast<v1::Attendance::Status>(1 + i % 4));
  }
  for (int i = 0; i < 50; ++i) session.add_guests()->set_display_name(absl::StrCat("Invité ", 50 - i));
  for (int i = 0; i < 20; ++i) {
    auto* issue = session.add_participation_issues();
    issue->set_kind(v1::ParticipationIssue::KIND_OTHER);
    issue->set_note(absl::StrCat("n° ", 20 - i));
    for (int j = 0; j < 200; ++j) issue->add_members(absl::StrCat("members/sample", (i + j * j) % 3));
  }
  ASSERT_EQ(Insert(session), absl::OkStatus());
  ExpectStored(session);
  session.clear_participation_issues();
  session.mutable_attendances()->DeleteSubrange(1, 198);
  ASSERT_EQ(Update(session), absl::OkStatus());
  ExpectStored(session);
}

INSTANTIATE_TEST_SUITE_P(On, RoundTrip, ::testing::ValuesIn(AllKinds()), InstanceName);

}  // namespace
}  // namespace tutorat::tests
