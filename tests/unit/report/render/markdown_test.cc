#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

TEST(RenderMarkdownTest, WritesTitleHeadingsTablesAndSentences) {
  EXPECT_EQ(RenderMarkdown(Make<v1::Document>(R"(
                title: 'Bilan' blocks { heading: 'Vague V6' }
                blocks { table { columns { title: 'GROUPE' kind: KIND_NUMBER } columns { title: 'THÈMES' kind: KIND_TEXT }
                                 rows { cells { number: 3 } cells { items: 'EJ' items: 'TIERS\nSF' } }
                                 rows { cells { number: 10 } cells { } } } }
                blocks { sentence { text: 'Un.' } } blocks { sentence { text: 'Deux.' } }
                blocks { table { columns { title: 'ÉTAT' kind: KIND_DATE } } } )")),
            "## Vague V6\n\n| GROUPE | THÈMES |\n| ---: | --- |\n| 3 | EJ<br>TIERS<br>\u00a0\u00a0SF |\n| 10 |  |\n\n"
            "- Un.\n- Deux.\n\n| ÉTAT |\n| --- |\n");
}

TEST(RenderMarkdownTest, EscapesWhatMarkdownWouldObey) {
  const auto document = Make<v1::Document>(R"(
      title: '*T*' blocks { sentence { text: 'a|b \\ <b> `c` _d_ [e](f) ~g~ &lt; h' } }
      blocks { heading: '_h_' }
      blocks { table { columns { title: 'a|b' } rows { cells { text: '*|*' } } } })");
  EXPECT_EQ(RenderMarkdown(document),
            "- a\\|b \\\\ \\<b> \\`c\\` \\_d\\_ \\[e\\](f) \\~g\\~ \\&lt; h\n\n## \\_h\\_\n\n"
            "| a\\|b |\n| --- |\n| \\*\\|\\* |\n");
}

TEST(RenderMarkdownTest, TakesOneLineForEachRowAndSentence) {
  const auto document = Make<v1::Document>(R"(
      title: 'a\nb' blocks { sentence { text: 'c\nd\r\te\001' } }
      blocks { table { columns { title: 't' } rows { cells { text: 'f\ng' } } } })");
  EXPECT_EQ(RenderMarkdown(document), "- c<br>de\n\n| t |\n| --- |\n| f<br>g |\n");
}

TEST(RenderMarkdownTest, IndentsTheFirstCellByItsLevel) {
  EXPECT_EQ(RenderMarkdown(Make<v1::Document>(R"(
                title: 'T' blocks { table { columns { title: 'a' } columns { title: 'b' }
                  rows { cells { text: 'x' } cells { text: 'y' } } rows { level: 2 cells { text: 'x' } cells { text: 'y' } }
                } })")),
            "| a | b |\n| --- | --- |\n| x | y |\n| \u00a0\u00a0\u00a0\u00a0x | y |\n");
}

TEST(RenderMarkdownTest, EveryRowOfAReportHasTheCellsOfItsTitles) {
  for (const v1::Document& document : SampleDocuments(kFrench)) {
    std::ptrdiff_t bars = 0;  // of the lines of one table
    const std::string text = RenderMarkdown(document);
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      if (!absl::StartsWith(line, "|")) {
        bars = 0;
        continue;
      }
      const std::string unescaped = absl::StrReplaceAll(line, {{"\\|", ""}});
      const auto count = std::count(unescaped.begin(), unescaped.end(), '|');
      EXPECT_TRUE(bars == 0 || bars == count) << line;
      bars = count;
    }
  }
}

TEST(RenderMarkdownTest, EndsInOneLineFeed) {
  EXPECT_EQ(RenderMarkdown(Make<v1::Document>("title: 'T'")), "");
  EXPECT_EQ(RenderMarkdown(Make<v1::Document>("title: 'T' blocks { heading: 'h' }")), "## h\n");
}

}  // namespace
}  // namespace tutorat::report
