// Lines as other tutors than those of the sample would write them, with the themes that a person would tag
// (recognition_corpus.txt): at least 95 % of the tags are found, and nothing false is tagged. A tag is found by its own
// theme or by one below it; a theme that is recognised is false when it is neither tagged nor above a tagged one.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tests/unit/domain/theme/starter_thesaurus.h"
#include "tests/unit/source.h"

namespace tutorat::tests {
namespace {

struct Line {
  std::string text;
  std::vector<std::string> tags;
};

std::vector<Line> Corpus() {
  std::vector<Line> lines;
  const std::string file = ReadSource("tests/unit/domain/theme/recognition_corpus.txt");
  for (absl::string_view row : absl::StrSplit(file, '\n', absl::SkipWhitespace())) {
    if (row[0] == '#') continue;
    const size_t arrow = row.rfind(" =>");
    EXPECT_NE(arrow, absl::string_view::npos) << row;
    lines.push_back({absl::StrReplaceAll(row.substr(0, arrow), {{"\\n", "\n"}}),
                     absl::StrSplit(row.substr(arrow + 3), ' ', absl::SkipWhitespace())});
  }
  return lines;
}

bool Contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

TEST(RecognitionCorpus, FindsNearlyEveryTagAndNothingFalse) {
  const std::vector<Line> lines = Corpus();
  int tags = 0;
  int found = 0;
  int false_tags = 0;
  for (const Line& line : lines) {
    const auto codes = Codes(StarterThesaurus().Recognise(line.text, "2024-01-15"));
    std::set<std::string> recognised;
    for (const std::string& code : codes) {
      if (code[0] != '?' && code[0] != '!') recognised.insert(code);
    }
    std::string wrong;
    for (const std::string& tag : line.tags) {
      ++tags;
      const bool is_found = std::any_of(recognised.begin(), recognised.end(),
                                        [&](const std::string& code) { return Contains(WithAncestors(code), tag); });
      found += is_found ? 1 : 0;
      if (!is_found) absl::StrAppend(&wrong, " missing ", tag);
    }
    for (const std::string& code : recognised) {
      const bool meant = std::any_of(line.tags.begin(), line.tags.end(),
                                     [&](const std::string& tag) { return Contains(WithAncestors(tag), code); });
      false_tags += meant ? 0 : 1;
      if (!meant) absl::StrAppend(&wrong, " false ", code);
    }
    if (!wrong.empty()) std::cout << line.text << " :" << wrong << " (" << absl::StrJoin(codes, ", ") << ")\n";
  }
  std::cout << "recognition: " << found << " of " << tags << " tags in " << lines.size() << " lines, " << false_tags
            << " false\n";
  EXPECT_GE(lines.size(), 40U);
  EXPECT_GE(100 * found, 95 * tags);
  EXPECT_EQ(false_tags, 0);
}

}  // namespace
}  // namespace tutorat::tests
