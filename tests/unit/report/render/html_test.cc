#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "tests/unit/report/wording/samples.h"

namespace tutorat::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The tags of a page that are not closed where they should be: none, where it is well-formed.
Lines Unclosed(absl::string_view page) {
  static const auto& void_tags = *new Lines{"meta", "!DOCTYPE"};
  Lines open;
  Lines wrong;
  for (size_t at = page.find('<'); at != absl::string_view::npos; at = page.find('<', at + 1)) {
    const size_t end = page.find('>', at);
    if (end == absl::string_view::npos) return {"a tag without an end"};
    const absl::string_view tag = page.substr(at + 1, end - at - 1);
    const std::vector<std::string> words = absl::StrSplit(tag, absl::MaxSplits(' ', 1));
    if (std::find(void_tags.begin(), void_tags.end(), words[0]) != void_tags.end()) continue;
    if (!absl::StartsWith(tag, "/")) {
      open.push_back(words[0]);
    } else if (open.empty() || tag.substr(1) != open.back()) {
      wrong.emplace_back(tag);
    } else {
      open.pop_back();
    }
  }
  wrong.insert(wrong.end(), open.begin(), open.end());
  return wrong;
}

v1::Document SampleHtmlDocument() {
  return Make<v1::Document>(R"(
      language: 'fr' title: 'Bilan' blocks { heading: 'Vague V6' }
      blocks { table { columns { title: 'GROUPE' kind: KIND_NUMBER } columns { title: 'THÈMES' kind: KIND_TEXT }
                       rows { cells { number: 3 } cells { items: 'EJ' items: 'TIERS\nSF' } }
                       rows { marked: true level: 2 cells { number: 10 } cells { text: 'x' } } } }
      blocks { sentence { text: 'Un.' } } blocks { sentence { text: 'Deux.' } }
      blocks { heading: 'Fin' } blocks { sentence { text: 'Trois.' } })");
}

TEST(RenderHtmlTest, IsAPageThatStandsAlone) {
  const std::string page = RenderHtml(SampleHtmlDocument());
  EXPECT_TRUE(absl::StartsWith(page, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"));
  EXPECT_TRUE(absl::EndsWith(page, "</ul>\n</body>\n</html>\n"));
  EXPECT_THAT(page, HasSubstr("<title>Bilan</title>"));
  EXPECT_THAT(page, HasSubstr("<h1>Bilan</h1>\n<h2>Vague V6</h2>\n"));
  for (const char* word : {"<script", "http:", "https:", "src=", "href=", "url(", "@import"}) {
    EXPECT_THAT(page, Not(HasSubstr(word)));
  }
  EXPECT_EQ(Unclosed(page), Lines());
}

TEST(RenderHtmlTest, WritesTables) {
  const std::string page = RenderHtml(SampleHtmlDocument());
  EXPECT_THAT(page, HasSubstr("<thead><tr><th scope=\"col\" class=\"number\">GROUPE</th><th scope=\"col\">THÈMES</th>"
                              "</tr></thead>\n<tbody>\n"));
  EXPECT_THAT(page, HasSubstr("<tr><td class=\"number\">3</td><td><p>EJ</p><p>TIERS\nSF</p></td></tr>\n"));
  EXPECT_THAT(page, HasSubstr("<tr class=\"marked\"><td class=\"number\" style=\"padding-left:3em\">10</td><td>x</td>"
                              "</tr>\n</tbody>\n</table></div>\n"));
}

TEST(RenderHtmlTest, WritesSentencesAsAList) {
  EXPECT_THAT(RenderHtml(SampleHtmlDocument()), HasSubstr("</table></div>\n<ul>\n<li>Un.</li>\n<li>Deux.</li>\n</ul>\n"
                                                          "<h2>Fin</h2>\n<ul>\n<li>Trois.</li>\n</ul>\n</body>"));
}

TEST(RenderHtmlTest, EscapesAllTexts) {
  const std::string evil = R"(<b a=\"1\">&amp;')";
  const std::string escaped = "&lt;b a=&quot;1&quot;&gt;&amp;amp;'";
  const std::string page = RenderHtml(Make<v1::Document>(absl::StrCat(
      "language: \"", evil, "\" title: \"", evil, "\" blocks { heading: \"", evil, "\" } blocks { sentence { text: \"",
      evil, "\" } } blocks { table { columns { title: \"", evil, "\" } rows { cells { text: \"", evil,
      "\" } } rows { cells { items: \"", evil, "\" } } rows { cells { code: \"", evil, "\" } } } }")));
  EXPECT_THAT(page, Not(HasSubstr("<b ")));
  EXPECT_EQ(std::vector<std::string>(absl::StrSplit(page, escaped)).size(), 10) << page;
  EXPECT_EQ(Unclosed(page), Lines());
}

TEST(RenderHtmlTest, EveryReportIsWellFormed) {
  for (const Language language : {kFrench, kEnglish}) {
    for (const v1::Document& document : SampleDocuments(language)) {
      EXPECT_EQ(Unclosed(RenderHtml(document)), Lines()) << document.title();
    }
  }
}

TEST(RenderHtmlTest, HoldsNoControlCharacters) {
  v1::Document document;
  std::string text;
  for (char c = '\1'; c <= ' '; ++c) text.push_back(c);
  document.add_blocks()->mutable_sentence()->set_text(absl::StrCat("a", text, "\x7f\u0085\u009fb\u00a0é€"));
  EXPECT_THAT(RenderHtml(document), HasSubstr("<li>a\t\n b\u00a0é€</li>"));
}

}  // namespace
}  // namespace tutorat::report
