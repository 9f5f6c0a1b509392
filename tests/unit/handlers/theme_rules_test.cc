// Themes by the standard methods: what is refused, and that each change makes a revision.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/handlers/theme_world.h"

namespace tutorat::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ThemeRules : public testing::Test {
 protected:
  std::string Create(const std::string& theme) {
    const auto response = api_.Send<v1::CreateThemeResponse>(
        Make<v1::CreateThemeRequest>(absl::StrCat("theme { label: 'X' ", theme, " }")));
    return response.ok() ? "OK" : Refusal(response.status());
  }
  v1::Theme Get(const std::string& code) {
    return api_.Do<v1::GetThemeResponse, v1::GetThemeRequest>(absl::StrCat("name: 'themes/", code, "'")).theme();
  }

  LocalApi api_;
  ThemeWorld world_{api_};
};

TEST_F(ThemeRules, AreKeptByCreate) {
  world_.Import(kRows);
  EXPECT_EQ(Create("code: 'x' parent: 'themes/gone'"), "NOT_FOUND THEME_NOT_FOUND: theme.parent THEME_NOT_FOUND");
  EXPECT_EQ(Create("code: 'x' parent: 'themes/budget-saisie'"),
            "INVALID_ARGUMENT INVALID_FIELDS: theme.parent TOO_DEEP");
  EXPECT_EQ(Create("code: 'x' aliases { text: 'E.J.' certainty: CERTAINTY_SURE }"),
            "INVALID_ARGUMENT INVALID_FIELDS: theme.aliases[0].text ALIAS_TAKEN");
  EXPECT_EQ(Create("code: 'x' aliases { text: 'E.J.' certainty: CERTAINTY_ASK }"), "OK");
}

TEST_F(ThemeRules, AreKeptByUpdateAndUndelete) {
  world_.Import(kRows);
  v1::UpdateThemeRequest update;
  *update.mutable_theme() = Get("d");
  update.mutable_theme()->set_parent("themes/budget");
  EXPECT_EQ(Refusal(api_.Send<v1::UpdateThemeResponse>(update).status()),
            "INVALID_ARGUMENT INVALID_FIELDS: theme.parent CYCLE");
  // Deleted, its word is free; once another has it, it does not come back.
  api_.Do<v1::DeleteThemeResponse, v1::DeleteThemeRequest>(
      absl::StrCat("name: 'themes/dp' etag: '", Get("dp").etag(), "'"));
  api_.Do<v1::DeleteThemeResponse, v1::DeleteThemeRequest>(
      absl::StrCat("name: 'themes/ej' etag: '", Get("ej").etag(), "'"));
  EXPECT_EQ(Create("code: 'x' aliases { text: 'EJ' certainty: CERTAINTY_SURE }"), "OK");
  EXPECT_EQ(Refusal(api_.Send<v1::UndeleteThemeResponse>(Make<v1::UndeleteThemeRequest>("name: 'themes/ej'")).status()),
            "INVALID_ARGUMENT INVALID_FIELDS: theme.aliases[0].text ALIAS_TAKEN");
}

TEST_F(ThemeRules, EachChangeMakesARevision) {
  EXPECT_EQ(world_.Revision(), 0);
  EXPECT_EQ(Create("code: 'x'"), "OK");
  EXPECT_EQ(world_.Revision(), 1);
  v1::UpdateThemeRequest update;
  *update.mutable_theme() = Get("x");
  update.mutable_theme()->set_label("Y");
  EXPECT_TRUE(api_.Send<v1::UpdateThemeResponse>(update).ok());
  EXPECT_EQ(world_.Revision(), 2);
  api_.Do<v1::DeleteThemeResponse, v1::DeleteThemeRequest>(
      absl::StrCat("name: 'themes/x' etag: '", Get("x").etag(), "'"));
  EXPECT_EQ(world_.Revision(), 3);
  api_.Do<v1::UndeleteThemeResponse, v1::UndeleteThemeRequest>("name: 'themes/x'");
  EXPECT_EQ(world_.Revision(), 4);
  api_.Do<v1::CreateThemeResponse, v1::CreateThemeRequest>("theme { code: 'y' label: 'Y' } validate_only: true");
  EXPECT_EQ(world_.Revision(), 4);
}

TEST_F(ThemeRules, AThemeThatSessionsAreRecognisedAsStays) {
  world_.Import(kRows);
  world_.GetForShare("EJ");
  const auto refused = api_.Send<v1::DeleteThemeResponse>(
      Make<v1::DeleteThemeRequest>(absl::StrCat("name: 'themes/ej' etag: '", Get("ej").etag(), "'")));
  EXPECT_EQ(Refusal(refused.status()), "FAILED_PRECONDITION RESOURCE_IN_USE");
}

TEST_F(ThemeRules, SessionsAreCodedByEachWayOfWritingThem) {
  EXPECT_THAT(world_.GetForShare("EJ & budget").theme_mentions(), IsEmpty());  // there are no themes yet
  world_.Import(kRows);
  const v1::Session session = world_.GetForShare("EJ, saisie du budget");
  EXPECT_THAT(Told(session.theme_mentions()), ElementsAre("ej", "budget-saisie"));
  EXPECT_EQ(session.thesaurus_revision(), 1);
  EXPECT_THAT(Told(world_.Read(session.name()).theme_mentions()), ElementsAre("ej", "budget-saisie"));

  v1::UpdateSessionRequest update;
  *update.mutable_session() = session;
  update.mutable_session()->set_themes("BE");
  // What a caller says of them does not count.
  update.mutable_session()->mutable_theme_mentions(0)->set_theme("themes/budget");
  const auto changed = api_.Send<v1::UpdateSessionResponse>(update);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_THAT(Told(changed->session().theme_mentions()), ElementsAre("?BE"));

  const auto imported = api_.Do<v1::ImportSessionsResponse, v1::ImportSessionsRequest>(
      "rows { line: 2 record { group: '4' wave: 'V6' date: '2024-03-01' themes: 'budget' } }");
  EXPECT_THAT(Told(world_.Read(imported.report().results(0).session()).theme_mentions()), ElementsAre("budget"));
}

TEST_F(ThemeRules, AnImportAfterAChangeOfTheThesaurusIsTheSameSessionAsBefore) {
  const std::string rows = "rows { line: 2 record { group: '4' wave: 'V6' date: '2024-03-01' themes: 'budget' } }";
  api_.Do<v1::ImportSessionsResponse, v1::ImportSessionsRequest>(rows);
  world_.Import(kRows);
  const auto again = api_.Do<v1::ImportSessionsResponse, v1::ImportSessionsRequest>(rows);
  EXPECT_EQ(again.report().same_count(), 1);
}

}  // namespace
}  // namespace tutorat::tests
