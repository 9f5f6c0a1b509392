// The queue, decisions and re-coding.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/handlers/theme_world.h"

namespace tutorat::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ThemeTerms : public testing::Test {
 protected:
  ThemeTerms() { world_.Import(kRows); }

  std::vector<std::string> Terms(const std::string& filter = "") {
    std::vector<std::string> terms;
    for (const auto& term : world_.Queue(filter)) {
      terms.push_back(absl::StrCat(term.text(), " ", term.occurrence_count(), "/", term.session_count()));
    }
    return terms;
  }
  v1::ResolveTermResponse Resolve(const std::string& request) {
    return api_.Do<v1::ResolveTermResponse, v1::ResolveTermRequest>(request);
  }
  std::string Refused(const std::string& request) {
    return Refusal(api_.Send<v1::ResolveTermResponse>(Make<v1::ResolveTermRequest>(request)).status());
  }
  v1::RecodeSessionsResponse Recode(const std::string& request = "") {
    return api_.Do<v1::RecodeSessionsResponse, v1::RecodeSessionsRequest>(request);
  }
  static std::vector<std::string> Names(const google::protobuf::RepeatedPtrField<v1::RecodedSession>& sessions) {
    std::vector<std::string> names;
    for (const auto& session : sessions) names.push_back(session.session());
    return names;
  }

  LocalApi api_;
  ThemeWorld world_{api_};
};

TEST_F(ThemeTerms, WhatNeedsAPersonReachesTheQueue) {
  world_.GetForShare("EJ, BE");
  world_.GetForShare("DP");
  world_.GetForShare("budget CJOBu, points divers");
  world_.GetForShare("be & EDS");
  world_.GetForShare("EJ & DP");  // sure
  EXPECT_THAT(Terms(), ElementsAre("BE 2/2", "CJOBu 1/1", "DP 1/1", "EDS 1/1"));
  const auto queue = world_.Queue();
  EXPECT_EQ(queue[0].state(), v1::ThemeMention::STATE_AMBIGUOUS);
  EXPECT_EQ(queue[0].candidates(0).label(), "EJ");
  EXPECT_EQ(queue[0].sightings(1).local_date(), "2024-01-04");
  EXPECT_EQ(queue[0].sightings(1).group_number(), 4);
  EXPECT_EQ(queue[0].sightings(1).wave(), "waves/V6");
  EXPECT_EQ(queue[0].sightings(1).themes(), "be & EDS");
}

TEST_F(ThemeTerms, TheQueueIsOfAWaveOrAGroup) {
  world_.GetForShare("CJOBu");
  world_.AddWave("V7");
  world_.AddGroup("V6", 5);
  EXPECT_THAT(Terms("wave: 'V6'"), ElementsAre("CJOBu 1/1"));
  EXPECT_THAT(Terms("wave: 'waves/V7'"), IsEmpty());
  EXPECT_THAT(Terms("group: 'waves/V6/groups/4'"), ElementsAre("CJOBu 1/1"));
  EXPECT_THAT(Terms("group: 'waves/V6/groups/5'"), IsEmpty());
  const auto unknown = [&](const std::string& filter) {
    return Refusal(api_.Send<v1::ListUnresolvedTermsResponse>(Make<v1::ListUnresolvedTermsRequest>(filter)).status());
  };
  EXPECT_EQ(unknown("wave: 'V9'"), "NOT_FOUND WAVE_NOT_FOUND");
  EXPECT_EQ(unknown("group: 'waves/V6/groups/9'"), "NOT_FOUND GROUP_NOT_FOUND");
}

TEST_F(ThemeTerms, ADecisionCodesExactlyTheSessionsOfItsPreview) {
  const auto first = world_.GetForShare("EJ, BE");
  const auto other = world_.GetForShare("budget");
  const auto last = world_.GetForShare("b.e.");
  const auto preview = Resolve("text: 'BE' theme: 'themes/budget' validate_only: true");
  EXPECT_THAT(Names(preview.sessions()), ElementsAre(first.name(), last.name()));
  EXPECT_THAT(Told(preview.sessions(0).before()), ElementsAre("ej", "?BE"));
  EXPECT_THAT(Told(preview.sessions(0).after()), ElementsAre("ej", "budget"));
  EXPECT_THAT(Told(world_.Read(first.name()).theme_mentions()), ElementsAre("ej", "?BE"));
  EXPECT_EQ(world_.Revision(), 1);

  const auto done = Resolve("text: 'BE' theme: 'themes/budget'");
  EXPECT_THAT(Names(done.sessions()), ElementsAre(first.name(), last.name()));
  EXPECT_EQ(done.resolution().text(), "BE");
  EXPECT_EQ(done.resolution().revision(), 2);
  EXPECT_EQ(done.resolution().recoded_count(), 2);
  const auto now = world_.Read(first.name());
  EXPECT_THAT(Told(now.theme_mentions()), ElementsAre("ej", "budget"));
  EXPECT_EQ(now.thesaurus_revision(), 2);
  EXPECT_EQ(now.themes(), "EJ, BE");
  EXPECT_EQ(now.update_time().SerializeAsString(), first.update_time().SerializeAsString());
  EXPECT_EQ(world_.Read(other.name()).etag(), other.etag());
  EXPECT_THAT(Terms(), IsEmpty());
  // And the next session knows it.
  EXPECT_THAT(Told(world_.GetForShare("BE").theme_mentions()), ElementsAre("budget"));
  const auto kept = api_.Do<v1::ListResolutionsResponse, v1::ListResolutionsRequest>("");
  ASSERT_EQ(kept.resolutions_size(), 1);
  EXPECT_EQ(kept.resolutions(0).theme(), "themes/budget");
}

TEST_F(ThemeTerms, ATermCanBeIgnoredAndDecidedAnew) {
  const auto session = world_.GetForShare("EJ, BE");
  Resolve("text: 'be' ignore: true");
  EXPECT_THAT(Told(world_.Read(session.name()).theme_mentions()), ElementsAre("ej"));
  Resolve("text: 'BE' theme: 'themes/ej'");
  EXPECT_THAT(Told(world_.Read(session.name()).theme_mentions()), ElementsAre("ej", "ej"));
  Resolve("text: 'BE' theme: 'themes/dp'");
  EXPECT_THAT(Told(world_.Read(session.name()).theme_mentions()), ElementsAre("ej", "dp"));
}

TEST_F(ThemeTerms, WhatIsDecidedAgainMakesNoNewRevision) {
  world_.GetForShare("BE");
  for (const char* decision : {"text: 'BE' theme: 'themes/ej'", "text: 'BE' ignore: true"}) {
    Resolve(decision);
    const int revision = world_.Revision();
    const auto again = Resolve(decision);
    EXPECT_EQ(again.sessions_size(), 0) << decision;
    EXPECT_EQ(again.resolution().revision(), revision) << decision;
    EXPECT_EQ(world_.Revision(), revision) << decision;
  }
}

TEST_F(ThemeTerms, ADecisionSaysWhatAndIsAboutAThemeThatExists) {
  EXPECT_EQ(Refused("text: 'BE'"), "INVALID_ARGUMENT INVALID_FIELDS: theme REQUIRED");
  EXPECT_EQ(Refused("text: 'BE' theme: 'themes/ej' ignore: true"),
            "INVALID_ARGUMENT INVALID_FIELDS: theme CONFLICTING_FIELDS");
  EXPECT_EQ(Refused("text: 'de la' ignore: true"), "INVALID_ARGUMENT INVALID_FIELDS: text NO_WORDS");
  EXPECT_EQ(Refused("text: 'BE' theme: 'themes/gone'"), "NOT_FOUND THEME_NOT_FOUND");
  EXPECT_EQ(Refused(absl::StrCat("text: '", std::string(101, 'x'), "' theme: 'themes/ej'")),
            "INVALID_ARGUMENT INVALID_FIELDS: text TOO_LONG");
}

TEST_F(ThemeTerms, TheSameDecisionRequestGetsTheFirstAnswerAgain) {
  world_.GetForShare("BE");
  const std::string request = "text: 'BE' theme: 'themes/ej' request_id: 'once'";
  const auto first = Resolve(request);
  EXPECT_EQ(first.sessions_size(), 1);
  EXPECT_EQ(Resolve(request).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(world_.Revision(), 2);
  EXPECT_EQ(Refused("text: 'BE' theme: 'themes/dp' request_id: 'once'"), "FAILED_PRECONDITION REQUEST_ID_REUSED");
}

TEST_F(ThemeTerms, ReCodingCodesWhatAChangeLeftBehindAndASecondTimeNothing) {
  const auto session = world_.GetForShare("EJ & GFE");
  const auto same = world_.GetForShare("budget");
  world_.Import(
      "rows { line: 2 theme { code: 'gfe' label: 'GFE' parent: 'themes/d' "
      "aliases { text: 'GFE' certainty: CERTAINTY_SURE } } }");
  EXPECT_THAT(Told(world_.Read(session.name()).theme_mentions()), ElementsAre("ej", "!GFE"));
  const auto preview = Recode("validate_only: true");
  EXPECT_THAT(Names(preview.sessions()), ElementsAre(session.name()));
  EXPECT_EQ(preview.session_count(), 2);
  EXPECT_THAT(Told(world_.Read(session.name()).theme_mentions()), ElementsAre("ej", "!GFE"));
  const auto done = Recode();
  EXPECT_EQ(done.SerializeAsString(), preview.SerializeAsString());
  EXPECT_THAT(Told(world_.Read(session.name()).theme_mentions()), ElementsAre("ej", "gfe"));
  EXPECT_EQ(world_.Read(session.name()).update_time().SerializeAsString(), session.update_time().SerializeAsString());
  EXPECT_EQ(world_.Read(same.name()).etag(), same.etag());
  EXPECT_THAT(Recode().sessions(), IsEmpty());
}

TEST_F(ThemeTerms, ADecisionLeavesAloneWhatAnotherChangeLeftBehind) {
  const auto stale = world_.GetForShare("GFE");
  world_.Import(
      "rows { line: 2 theme { code: 'gfe' label: 'GFE' parent: 'themes/d' "
      "aliases { text: 'GFE' certainty: CERTAINTY_SURE } } }");
  EXPECT_THAT(Resolve("text: 'BE' theme: 'themes/ej'").sessions(), IsEmpty());
  EXPECT_THAT(Told(world_.Read(stale.name()).theme_mentions()), ElementsAre("!GFE"));
}

TEST_F(ThemeTerms, ADeletedSessionIsCodedWhenItComesBack) {
  const auto session = world_.GetForShare("BE");
  api_.Do<v1::DeleteSessionResponse, v1::DeleteSessionRequest>(
      absl::StrCat("name: '", session.name(), "' etag: '", session.etag(), "'"));
  EXPECT_THAT(Resolve("text: 'BE' theme: 'themes/ej'").sessions(), IsEmpty());
  const auto back =
      api_.Do<v1::UndeleteSessionResponse, v1::UndeleteSessionRequest>(absl::StrCat("name: '", session.name(), "'"));
  EXPECT_THAT(Told(back.session().theme_mentions()), ElementsAre("ej"));
}

TEST_F(ThemeTerms, ATextIsTriedByTheThesaurusOfNow) {
  const auto tried = api_.Do<v1::RecogniseThemesResponse, v1::RecogniseThemesRequest>(
      "text: 'Saisie du budget & BE' date: '2024-01-15'");
  EXPECT_THAT(Told(tried.mentions()), ElementsAre("budget-saisie", "?BE"));
  EXPECT_EQ(tried.revision(), 1);
  ASSERT_EQ(tried.themes_size(), 2);
  EXPECT_EQ(tried.themes(0).label(), "Saisie");
}

}  // namespace
}  // namespace tutorat::tests
