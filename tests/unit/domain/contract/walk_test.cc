#include "server/domain/contract/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/helpers.h"
#include "tutorat/v1/session.pb.h"

namespace tutorat::domain {
namespace {

using google::protobuf::Message;
using testing::ElementsAre;
using tests::Make;

v1::Session Sample() {
  return Make<v1::Session>(R"(name: "sessions/a" themes: "TIERS" head_count { present: 3 }
      attendances { member: "members/a" } attendances { member: "members/b" status: STATUS_LATE }
      participation_issues { kind: KIND_MIC members: "members/a" members: "members/c" })");
}

TEST(Walk, VisitsWhatIsSetEachMessageBeforeWhatIsInIt) {
  std::vector<std::string> paths;
  Walk(Sample(), [&](const Message&, const Place& place) {
    paths.push_back(place.Path());
    return Step::kInto;
  });
  EXPECT_THAT(paths, testing::UnorderedElementsAre(
                         "name", "themes", "head_count", "head_count.present", "attendances[0]",
                         "attendances[0].member", "attendances[1]", "attendances[1].member", "attendances[1].status",
                         "participation_issues[0]", "participation_issues[0].kind",
                         "participation_issues[0].members[0]", "participation_issues[0].members[1]"));
}

TEST(Walk, GoesOverWhatTheVisitorSays) {
  std::vector<std::string> texts;
  Walk(Sample(), [&](const Message& holder, const Place& place) {
    if (place.IsText()) texts.push_back(TextAt(holder, place));
    return place.field->name() == "attendances" ? Step::kOver : Step::kInto;
  });
  EXPECT_THAT(texts, testing::UnorderedElementsAre("sessions/a", "TIERS", "members/a", "members/c"));
}

TEST(Walk, TheVisitorMayChangeAndClear) {
  v1::Session session = Sample();
  Walk(&session, [&](Message* holder, const Place& place) {
    if (place.field->name() == "attendances") {
      holder->GetReflection()->ClearField(holder, place.field);
      return Step::kOver;
    }
    if (place.IsText() && place.index >= 0) SetTextAt(holder, place, "…");
    return Step::kInto;
  });
  EXPECT_EQ(session.attendances_size(), 0);
  EXPECT_THAT(session.participation_issues(0).members(), ElementsAre("…", "…"));
  EXPECT_EQ(session.themes(), "TIERS");
}

}  // namespace
}  // namespace tutorat::domain
