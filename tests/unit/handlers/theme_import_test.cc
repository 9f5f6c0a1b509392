#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/handlers/theme_world.h"

namespace tutorat::tests {
namespace {

using ::testing::ElementsAre;
using Result = v1::ThemeImportResult;

class ThemeImport : public testing::Test {
 protected:
  v1::Theme Get(const std::string& code) {
    return api_.Do<v1::GetThemeResponse, v1::GetThemeRequest>(absl::StrCat("name: 'themes/", code, "'")).theme();
  }
  static std::vector<std::string> Errors(const Result& result) {
    std::vector<std::string> errors;
    for (const auto& error : result.errors()) errors.push_back(absl::StrCat(error.field(), " ", error.reason()));
    return errors;
  }

  LocalApi api_;
  ThemeWorld world_{api_};
};

TEST_F(ThemeImport, CreatesChildrenAfterParentsWhateverTheOrderOfTheFile) {
  const auto report = world_.Import(kRows);
  EXPECT_TRUE(report.applied());
  EXPECT_EQ(report.create_count(), 5);
  EXPECT_EQ(report.ignored_count(), 1);
  EXPECT_EQ(report.revision(), 1);
  EXPECT_EQ(report.results(0).code(), "budget-saisie");
  EXPECT_EQ(report.results(0).action(), Result::ACTION_CREATE);
  EXPECT_EQ(Get("dp").aliases(0).sure_with(0), "themes/ej");
  // Sure ones first.
  EXPECT_EQ(Get("ej").aliases(0).text(), "EJ");
}

TEST_F(ThemeImport, AppliedTwiceTheSecondChangesNothing) {
  world_.Import(kRows);
  const auto again = world_.Import(kRows);
  EXPECT_EQ(again.same_count(), 5);
  EXPECT_EQ(again.create_count() + again.update_count() + again.ignored_count(), 0);
  EXPECT_EQ(again.revision(), 1);
}

TEST_F(ThemeImport, APreviewTellsAndStoresNothing) {
  const auto preview = world_.Import(absl::StrCat(kRows, " validate_only: true"));
  EXPECT_FALSE(preview.applied());
  EXPECT_EQ(preview.create_count(), 5);
  EXPECT_EQ(world_.Revision(), 0);
  EXPECT_EQ((api_.Do<v1::ListThemesResponse, v1::ListThemesRequest>("").themes_size()), 0);
}

TEST_F(ThemeImport, AnUpdateNamesTheFieldsThatChange) {
  world_.Import(kRows);
  const auto report = world_.Import("rows { line: 9 theme { code: 'd' label: 'Autre' rank: 3 } }");
  EXPECT_EQ(report.update_count(), 1);
  EXPECT_THAT(report.results(0).changed_fields(), ElementsAre("label", "rank"));
  EXPECT_EQ(report.revision(), 2);
  EXPECT_EQ(Get("d").label(), "Autre");
}

TEST_F(ThemeImport, OneErrorRefusesAllRowsAndSaysWhere) {
  const auto report = world_.Import(R"(
      rows { line: 2 theme { code: 'a' label: 'A' aliases { text: 'EJ' certainty: CERTAINTY_SURE } } }
      rows { line: 3 theme { code: 'b' label: 'B' aliases { text: 'ejs' certainty: CERTAINTY_SURE } } }
      rows { line: 4 theme { code: 'B!' label: '' } }
      rows { line: 5 theme { code: 'a' label: 'A' } }
      rows { line: 6 theme { code: 'c' label: 'C' parent: 'themes/gone' } }
      rows { line: 7 theme { code: 'fine' label: 'C' } })");
  EXPECT_FALSE(report.applied());
  EXPECT_EQ(report.error_count(), 5);
  EXPECT_EQ(report.create_count(), 1);
  EXPECT_THAT(Errors(report.results(0)), ElementsAre("aliases[0].text ALIAS_TAKEN"));
  EXPECT_THAT(Errors(report.results(1)), ElementsAre("aliases[0].text ALIAS_TAKEN"));
  EXPECT_THAT(Errors(report.results(2)), ElementsAre("code BAD_FORMAT", "label REQUIRED"));
  EXPECT_THAT(Errors(report.results(3)), ElementsAre("code DUPLICATE_ITEM"));
  EXPECT_THAT(Errors(report.results(4)), ElementsAre("parent THEME_NOT_FOUND"));
  EXPECT_EQ((api_.Do<v1::ListThemesResponse, v1::ListThemesRequest>("").themes_size()), 0);
}

TEST_F(ThemeImport, ADeletedThemeComesBack) {
  world_.Import(kRows);
  api_.Do<v1::DeleteThemeResponse, v1::DeleteThemeRequest>(
      absl::StrCat("name: 'themes/dp' etag: '", Get("dp").etag(), "'"));
  const auto report = world_.Import(kRows);
  EXPECT_EQ(report.update_count(), 1);
  EXPECT_THAT(report.results(4).changed_fields(), ElementsAre("delete_time"));
  EXPECT_FALSE(Get("dp").has_delete_time());
}

TEST_F(ThemeImport, KeepsWhatWasDecidedSince) {
  world_.Import(kRows);
  api_.Do<v1::ResolveTermResponse, v1::ResolveTermRequest>("text: 'CJOBu' theme: 'themes/budget'");
  const auto report = world_.Import(kRows);
  EXPECT_EQ(report.same_count(), 5);
  ASSERT_EQ(report.results(1).warnings_size(), 1);
  EXPECT_EQ(report.results(1).warnings(0).reason(), "DECIDED_ALIAS_KEPT");
  EXPECT_EQ(Get("budget").aliases_size(), 2);
}

TEST_F(ThemeImport, TheSameRequestGetsTheFirstAnswerAgain) {
  const std::string request = absl::StrCat(kRows, " request_id: 'once'");
  const auto first = world_.Import(request);
  EXPECT_EQ(world_.Import(request).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(first.create_count(), 5);
}

}  // namespace
}  // namespace tutorat::tests
