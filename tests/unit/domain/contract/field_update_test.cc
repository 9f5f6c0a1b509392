#include "server/domain/contract/field_update.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/contract.h"
#include "tests/unit/helpers.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::util::MessageDifferencer;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::Listed;
using tests::Make;

FieldMask Mask(const std::vector<std::string>& paths) {
  FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

constexpr char kStored[] = R"(
    name: 'sessions/a' group: 'groups/a' state: SESSION_STATE_HELD themes: 'TIERS' notes: 'n'
    local_date: '2024-01-15' etag: 'stored' create_time { seconds: 1 }
    guests { display_name: 'A' } head_count { present: 4 expected: 5 })";

// What an update makes of kStored, and how it should differ from it.
void ExpectUpdate(const std::string& sent, const std::vector<std::string>& mask, const std::string& expected) {
  SCOPED_TRACE(sent);
  auto stored = Make<v1::Session>(kStored);
  EXPECT_THAT(Listed(ApplyUpdate(Make<v1::Session>(sent), Mask(mask), "session", &stored)), IsEmpty());
  EXPECT_TRUE(MessageDifferencer::Equals(stored, Make<v1::Session>(expected))) << stored.DebugString();
}

std::string Stored(const std::string& without, const std::string& with) {
  std::string text = kStored;
  if (const size_t at = text.find(without); at != std::string::npos) text.erase(at, without.size());
  return text + " " + with;
}

TEST(ApplyUpdate, AnEmptyMaskMeansTheFieldsThatAreSet) {
  ExpectUpdate("themes: 'EJ'", {}, Stored("themes: 'TIERS'", "themes: 'EJ'"));
  ExpectUpdate("", {}, kStored);
  ExpectUpdate("tutor: 'tutors/b' appreciation: APPRECIATION_GOOD", {},
               Stored("", "tutor: 'tutors/b' appreciation: APPRECIATION_GOOD"));
}

TEST(ApplyUpdate, AMaskNamesWhatChangesEvenToNothing) {
  ExpectUpdate("themes: 'EJ' notes: 'left out'", {"themes"}, Stored("themes: 'TIERS'", "themes: 'EJ'"));
  ExpectUpdate("", {"notes"}, Stored("notes: 'n'", ""));
  ExpectUpdate("", {"head_count", "guests"},
               Stored("guests { display_name: 'A' } head_count { present: 4 expected: 5 }", ""));
  ExpectUpdate("themes: 'EJ'", {"themes", "themes"}, Stored("themes: 'TIERS'", "themes: 'EJ'"));
}

TEST(ApplyUpdate, ListsAndMessagesAreReplacedNotMerged) {
  ExpectUpdate("guests { display_name: 'B' } guests { display_name: 'C' }", {},
               Stored("guests { display_name: 'A' }", "guests { display_name: 'B' } guests { display_name: 'C' }"));
  ExpectUpdate("head_count { absent: 1 }", {},
               Stored("head_count { present: 4 expected: 5 }", "head_count { absent: 1 }"));
}

TEST(ApplyUpdate, AStarMeansEveryFieldAndTheServersOwnStay) {
  ExpectUpdate("group: 'groups/b' themes: 'EJ'", {"*"},
               R"(name: 'sessions/a' group: 'groups/b' themes: 'EJ'
                  local_date: '2024-01-15' etag: 'stored' create_time { seconds: 1 })");
}

TEST(ApplyUpdate, WhatTheServerSetsIsLeftAsItIs) {
  const std::vector<std::vector<std::string>> masks = {
      {}, {"*"}, {"name", "local_date", "etag", "create_time", "delete_time"}};
  for (const auto& mask : masks) {
    auto sent = Make<v1::Session>(kStored);
    sent.set_name("sessions/other");
    sent.set_local_date("2000-01-01");
    sent.set_etag("sent");
    sent.mutable_create_time()->set_seconds(2);
    sent.mutable_delete_time()->set_seconds(2);
    auto stored = Make<v1::Session>(kStored);
    EXPECT_THAT(ApplyUpdate(sent, Mask(mask), "session", &stored), IsEmpty());
    EXPECT_TRUE(MessageDifferencer::Equals(stored, Make<v1::Session>(kStored))) << stored.DebugString();
  }
}

TEST(ApplyUpdate, FieldsThatDoNotExistAreAllNamed) {
  for (const char* path : {"theme", "session.themes", "head_count.present", "", "Themes", "**", "themes "}) {
    auto stored = Make<v1::Session>(kStored);
    EXPECT_THAT(Listed(ApplyUpdate(Make<v1::Session>("themes: 'EJ'"), Mask({path, "nothing"}), "session", &stored)),
                ElementsAre("update_mask UNKNOWN_FIELD", "update_mask UNKNOWN_FIELD"))
        << path;
  }
}

TEST(ApplyUpdate, AnImmutableFieldTakesOnlyItsOwnValue) {
  const struct {
    const char* sent;
    std::vector<std::string> mask;
    std::vector<std::string> violations;
  } cases[] = {
      {"wave: 'waves/V6' number: 4 label: 'x'", {}, {}},
      {"wave: 'waves/V6' number: 4 label: 'x'", {"*"}, {}},
      {"number: 5", {}, {"group.number IMMUTABLE"}},
      {"wave: 'waves/V7' number: 5", {}, {"group.wave IMMUTABLE", "group.number IMMUTABLE"}},
      {"wave: 'waves/V7' label: 'x'", {"label"}, {}},  // not asked for
      {"", {"number"}, {"group.number IMMUTABLE"}},
      {"label: 'x'", {"*"}, {"group.wave IMMUTABLE", "group.number IMMUTABLE"}},
  };
  for (const auto& c : cases) {
    auto stored = Make<v1::Group>("name: 'groups/a' wave: 'waves/V6' number: 4");
    EXPECT_EQ(Listed(ApplyUpdate(Make<v1::Group>(c.sent), Mask(c.mask), "group", &stored)), c.violations) << c.sent;
    EXPECT_EQ(stored.wave(), "waves/V6");
    EXPECT_EQ(stored.number(), 4);
  }
}

TEST(ClearServerFields, LeavesOnlyWhatCallersSet) {
  for (const auto* type : tests::ResourceTypes()) {
    if (type->FindFieldByName("etag") == nullptr) continue;  // no caller sends one
    const auto resource = tests::NewMessage(type);
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
        "name: 'x' etag: 'x' create_time {} update_time {} delete_time {} purge_time {}", resource.get()));
    ClearServerFields(resource.get());
    EXPECT_EQ(resource->ByteSizeLong(), 0) << type->name() << resource->DebugString();
  }
  auto session = Make<v1::Session>(std::string(kStored) + " local_clock: '14:00'");
  ClearServerFields(&session);
  EXPECT_EQ(session.DebugString(), Make<v1::Session>(R"(
      group: 'groups/a' state: SESSION_STATE_HELD themes: 'TIERS' notes: 'n' guests { display_name: 'A' }
      head_count { present: 4 expected: 5 })")
                                       .DebugString());
}

TEST(ChangedFields, NamesTopLevelFieldsThatDiffer) {
  const auto changed = [](const std::string& b) {
    return ChangedFields(Make<v1::Session>(kStored), Make<v1::Session>(b));
  };
  EXPECT_THAT(changed(kStored), IsEmpty());
  EXPECT_THAT(changed(Stored("themes: 'TIERS'", "themes: 'TIERS '")), ElementsAre("themes"));
  EXPECT_THAT(changed(Stored("notes: 'n'", "tutor: 'tutors/b'")), ElementsAre("tutor", "notes"));
  EXPECT_THAT(changed(Stored("present: 4", "")), ElementsAre("head_count"));
  EXPECT_THAT(changed(Stored("present: 4", "head_count { absent: 0 }")), ElementsAre("head_count"));
  EXPECT_THAT(changed(Stored("", "guests { display_name: 'A' }")), ElementsAre("guests"));
  EXPECT_THAT(changed(Stored("name: 'sessions/a'", "name: 'sessions/b' update_time { seconds: 9 }")), IsEmpty());
  EXPECT_THAT(changed(Stored("etag: 'stored'", "local_clock: '09:00'")), IsEmpty());
}

}  // namespace
}  // namespace tutorat::domain
