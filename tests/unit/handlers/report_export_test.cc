// ExportReport over a store: the same report as its method gives, as a file, and for nobody else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/unit/handlers/world.h"
#include "tutorat/v1/report_export.pb.h"

namespace tutorat::api {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::Make;
using tests::Refusal;

constexpr char kQuarter[] = "from_date: '2024-01-01' months: 3";

class ReportExportTest : public testing::Test {
 protected:
  ReportExportTest() {
    api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
        "record { wave: 'V6' group: '4' date: '2024-01-16' themes: 'TIERS & <EJ>' present { count: 7 } }");
  }

  absl::StatusOr<v1::ExportReportResponse> Export(const std::string& request,
                                                  domain::Language language = domain::Language::kFrench) {
    return api_.Send<v1::ExportReportResponse>(Make<v1::ExportReportRequest>(request), language);
  }
  std::string ContentOf(const std::string& request, domain::Language language = domain::Language::kFrench) {
    const auto file = Export(request, language);
    return file.ok() ? file->content() : Refusal(file.status());
  }

  tests::LocalApi api_;
  tests::World world_{api_};
};

TEST_F(ReportExportTest, GivesEachFormat) {
  const auto export_as = [&](const std::string& format) {
    return *Export(absl::StrCat("balance { ", kQuarter, " } format: FORMAT_", format));
  };
  const auto csv = export_as("CSV");
  EXPECT_EQ(csv.content(), "group,sessions,themes\n4,1,TIERS & <EJ>\n");
  EXPECT_EQ(csv.content_type(), "text/csv; charset=utf-8");
  EXPECT_EQ(csv.file_name(), "balance.csv");
  EXPECT_EQ(export_as("CSV_SPREADSHEET").content(),
            "\xEF\xBB\xBFGROUPE;NB SÉANCES;THÈMES ABORDÉS\r\n4;1;TIERS & <EJ>\r\n");
  const auto markdown = export_as("MARKDOWN");
  EXPECT_THAT(markdown.content(), StartsWith("| GROUPE | NB SÉANCES | THÈMES ABORDÉS |\n"));
  EXPECT_EQ(markdown.file_name(), "balance.md");
  const auto html = export_as("HTML");
  EXPECT_THAT(html.content(), AllOf(StartsWith("<!DOCTYPE html>\n<html lang=\"fr\">"), EndsWith("</html>\n"),
                                    HasSubstr("TIERS &amp; &lt;EJ&gt;"), HasSubstr("1 groupe sur 1 a tenu 1 séance")));
  EXPECT_EQ(html.content_type(), "text/html; charset=utf-8");
}

TEST_F(ReportExportTest, SpeaksTheLanguageOfTheCallOrTheOneThatIsAskedFor) {
  EXPECT_THAT(ContentOf(absl::StrCat("balance { ", kQuarter, " } format: FORMAT_MARKDOWN"), domain::Language::kEnglish),
              StartsWith("| GROUP |"));
  EXPECT_THAT(ContentOf(absl::StrCat("balance { ", kQuarter, " document { language: 'fr' } } format: FORMAT_MARKDOWN"),
                        domain::Language::kEnglish),
              StartsWith("| GROUPE |"));
  EXPECT_THAT(ContentOf(absl::StrCat("balance { ", kQuarter, " document { language: 'de' } } format: FORMAT_MARKDOWN")),
              HasSubstr("balance.document.language"));
}

TEST_F(ReportExportTest, TakesAnOmittedDocumentForWhatItAsksOtherwise) {
  EXPECT_EQ(ContentOf(absl::StrCat("balance { ", kQuarter, " document { omit: true } } format: FORMAT_CSV")),
            "group,sessions,themes\n4,1,TIERS & <EJ>\n");
}

TEST_F(ReportExportTest, ChoosesATable) {
  const std::string coverage = absl::StrCat("coverage { ", kQuarter, " } format: FORMAT_CSV ");
  EXPECT_THAT(ContentOf(coverage), StartsWith("theme,label,group,first_date,sessions\n"));
  EXPECT_THAT(ContentOf(absl::StrCat(coverage, "table: 'summary'")), StartsWith("theme,label,level,"));
  EXPECT_THAT(ContentOf(absl::StrCat(coverage, "table: 'none'")),
              AllOf(HasSubstr("table"), HasSubstr("UNKNOWN_VALUE")));
}

TEST_F(ReportExportTest, RefusesWhatTheReportsMethodRefuses) {
  EXPECT_THAT(ContentOf("balance { months: 3 } format: FORMAT_CSV"), HasSubstr("balance.from_date"));
  EXPECT_THAT(ContentOf(absl::StrCat("balance { ", kQuarter, " wave: 'V9' } format: FORMAT_CSV")),
              HasSubstr("WAVE_NOT_FOUND"));
  EXPECT_THAT(ContentOf("format: FORMAT_CSV"), HasSubstr("report"));
  EXPECT_THAT(ContentOf(absl::StrCat("balance { ", kQuarter, " }")), HasSubstr("format"));
}

TEST_F(ReportExportTest, IsForThoseWhoMayCallTheReportsMethod) {
  api_.caller().roles = {v1::ROLE_READER};
  EXPECT_THAT(ContentOf("suggestions { group: 'waves/V6/groups/4' } format: FORMAT_CSV"), HasSubstr("ROLE_REQUIRED"));
  EXPECT_THAT(ContentOf(absl::StrCat("balance { ", kQuarter, " } format: FORMAT_CSV")), StartsWith("group,"));
  api_.caller().roles = {v1::ROLE_ADMINISTRATOR};
  EXPECT_THAT(ContentOf(absl::StrCat("balance { ", kQuarter, " } format: FORMAT_CSV")), HasSubstr("ROLE_REQUIRED"));
  EXPECT_THAT(ContentOf("retention { validate_only: true } format: FORMAT_CSV"), Not(HasSubstr("ROLE_REQUIRED")));
}

TEST_F(ReportExportTest, ErasesNobody) {
  api_.caller().roles = {v1::ROLE_ADMINISTRATOR};
  EXPECT_THAT(ContentOf("retention { } format: FORMAT_CSV"), HasSubstr("retention.validate_only"));
}

TEST_F(ReportExportTest, ComesInPiecesWhereItIsLong) {
  constexpr int kSessions = 300;
  const std::string themes(1900, 'x');
  for (int i = 0; i < kSessions; ++i) {
    const std::string date = absl::FormatCivilTime(absl::CivilDay(2024, 1, 1) + i % 90);
    api_.Do<v1::RecordSessionResponse, v1::RecordSessionRequest>(
        absl::StrCat("record { wave: 'V6' group: '4' date: '", date, "' start: '", 10 + i / 90, i < 180 ? ":00" : ":30",
                     "' themes: '", themes, i, "' }"));
  }
  const auto last = Export(absl::StrCat("balance { ", kQuarter, " } format: FORMAT_CSV"));
  ASSERT_TRUE(last.ok());
  EXPECT_TRUE(last->file_name().empty());
  ASSERT_GE(api_.sent().size(), 2U);
  std::string whole;
  for (const std::string& bytes : api_.sent()) {
    v1::ExportReportResponse piece;
    ASSERT_TRUE(piece.ParseFromString(bytes));
    EXPECT_EQ(piece.file_name(), whole.empty() ? "balance.csv" : "");
    whole += piece.content();
  }
  whole += last->content();
  EXPECT_THAT(whole, StartsWith("group,sessions,themes\n4,301,"));
  EXPECT_GT(whole.size(), kSessions * themes.size());
}

}  // namespace
}  // namespace tutorat::api
