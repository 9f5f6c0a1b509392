#include "server/handlers/resources/list_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/unit/handlers/world.h"

namespace tutorat::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Make;
using tests::Refusal;

std::vector<std::string> Terms(const storage::Filter& filter) {
  const std::map<storage::Term::Op, std::string> ops = {{storage::Term::Op::kIn, " in"},
                                                        {storage::Term::Op::kAtLeast, " >="},
                                                        {storage::Term::Op::kBelow, " <"},
                                                        {storage::Term::Op::kAtMost, " <="}};
  std::vector<std::string> out;
  for (const storage::Term& term : filter.terms) {
    std::string text = term.field + ops.at(term.op);
    for (const auto& value : term.values) {
      std::visit([&](const auto& one) { absl::StrAppend(&text, " ", one); }, value);
    }
    out.push_back(text);
  }
  return out;
}

class LookupTest : public testing::Test {
 protected:
  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(LookupTest, AGroupsNumberInItsWaveBecomesItsName) {
  api_.InTransaction([&](storage::WriteTransaction& transaction) {
    EXPECT_EQ(CanonicalName(transaction, "waves/V6/groups/4").value(), world_.group);
    EXPECT_EQ(CanonicalName(transaction, "waves/V6/groups/04").value(), world_.group);
    // Any other name is left for whoever looks it up.
    for (const char* name : {"waves/V6", "groups/x", "waves/V6/groups/x", "waves/V6/sessions/4", "a/V6/groups/4", "",
                             "waves/V6/groups/4/members/1"}) {
      EXPECT_EQ(CanonicalName(transaction, name).value(), name);
    }
    for (const char* name : {"waves/V6/groups/5", "waves/V7/groups/4", "waves/v6/groups/4", "waves/V6/groups/-4"}) {
      EXPECT_EQ(Refusal(CanonicalName(transaction, name).status()), "NOT_FOUND GROUP_NOT_FOUND") << name;
    }
  });
}

TEST_F(LookupTest, AWaveMayBeNamedByItsCode) {
  EXPECT_EQ(WaveName("V6"), "waves/V6");
  EXPECT_EQ(WaveName("waves/V6"), "waves/V6");
  EXPECT_EQ(WaveName(""), "");
}

TEST_F(LookupTest, AListsFieldsBecomeAFilter) {
  api_.InTransaction([&](storage::WriteTransaction& transaction) {
    const auto filter = FilterOf(transaction, Make<v1::ListSessionsRequest>(R"(
        wave: 'waves/V6' group: 'waves/V6/groups/4' tutor: 'tutors/a' from_date: '2024-01-01' to_date: '2024-02-01'
        states: [SESSION_STATE_HELD, SESSION_STATE_PLANNED] show_deleted: true)"));
    ASSERT_TRUE(filter.ok()) << filter.status();
    EXPECT_THAT(Terms(*filter),
                ElementsAre("wave in waves/V6", absl::StrCat("group in ", world_.group), "tutor in tutors/a",
                            "local_date >= 2024-01-01", "local_date < 2024-02-01", "state in 2 1"));
    EXPECT_TRUE(filter->deleted);
    EXPECT_FALSE(filter->items.has_value());

    const auto groups = FilterOf(transaction, Make<v1::ListGroupsRequest>("page_size: 3 wave: 'waves/V6' number: 4"));
    ASSERT_TRUE(groups.ok());
    EXPECT_THAT(Terms(*groups), ElementsAre("wave in waves/V6", "number in 4"));
    EXPECT_FALSE(groups->deleted);
    EXPECT_THAT(Terms(FilterOf(transaction, v1::ListGroupsRequest()).value()), IsEmpty());
    EXPECT_EQ(Refusal(FilterOf(transaction, Make<v1::ListMembersRequest>("group: 'waves/V6/groups/9'")).status()),
              "NOT_FOUND GROUP_NOT_FOUND");
  });
}

TEST_F(LookupTest, NeighboursAreOfTheGroupOrTheTutorAndOfTheDaysBeside) {
  const std::string other = world_.AddGroup("V6", 5);
  const auto add = [&](const std::string& group, const std::string& tutor, int day, const std::string& state) {
    const auto request = absl::StrCat(
        "session { group: '", group, "' tutor: '", tutor, "' state: SESSION_STATE_", state,
        " themes: 'TIERS' duration { seconds: 3600 } start_time { seconds: ", 1705323600 + 86400 * day, " } }");
    return api_.Do<v1::CreateSessionResponse, v1::CreateSessionRequest>(request).session();
  };
  const auto session = add(world_.group, world_.anne, 0, "HELD");
  std::vector<std::string> expected = {session.name()};
  expected.push_back(add(world_.group, "", 1, "HELD").name());
  expected.push_back(add(world_.group, "", -1, "PLANNED").name());
  expected.push_back(add(other, world_.anne, 1, "HELD").name());
  add(world_.group, world_.anne, 2, "HELD");
  add(world_.group, world_.anne, -2, "HELD");
  add(other, "", 0, "HELD");
  api_.InTransaction([&](storage::WriteTransaction& transaction) {
    const auto neighbours = Neighbours(transaction, session, nullptr);
    ASSERT_TRUE(neighbours.ok()) << neighbours.status();
    std::vector<std::string> names;
    for (const auto& neighbour : *neighbours) names.push_back(neighbour.name());
    EXPECT_THAT(names, testing::UnorderedElementsAreArray(expected));
  });
}

}  // namespace
}  // namespace tutorat::api
