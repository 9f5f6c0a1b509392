#include "server/domain/theme/theme_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/domain/helpers.h"
#include "tests/unit/helpers.h"

namespace tutorat::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::kSeed;
using tests::Make;

v1::Theme RankedTheme(const std::string& code, const std::string& parent, int rank = 0) {
  v1::Theme theme;
  theme.set_name(absl::StrCat("themes/", code));
  theme.set_code(code);
  if (!parent.empty()) theme.set_parent(absl::StrCat("themes/", parent));
  theme.set_rank(rank);
  return theme;
}

// `code:level` of each node.
std::vector<std::string> Shape(const ThemeTree& tree) {
  std::vector<std::string> shape;
  for (const auto& node : tree.nodes()) shape.push_back(absl::StrCat(node.theme->code(), ":", node.level));
  return shape;
}

std::vector<std::string> NodeCodes(const ThemeTree& tree, const std::vector<int>& nodes) {
  std::vector<std::string> codes;
  codes.reserve(nodes.size());
  for (const int node : nodes) codes.push_back(tree.nodes()[static_cast<size_t>(node)].theme->code());
  return codes;
}

TEST(ThemeOrderTest, EachThemeFollowsWhatItIsAPartOfByRankThenCode) {
  const std::vector<v1::Theme> themes = {RankedTheme("saisie", "budget", 2),
                                         RankedTheme("tiers", "", 2),
                                         RankedTheme("budget", "", 1),
                                         RankedTheme("execution", "budget", 2),
                                         RankedTheme("preparation", "budget", 1),
                                         RankedTheme("cgr", "saisie"),
                                         RankedTheme("divers", "", 2)};
  EXPECT_THAT(Shape(ThemeTree(themes)),
              ElementsAre("budget:1", "preparation:2", "execution:2", "saisie:2", "cgr:3", "divers:1", "tiers:1"));
}

TEST(ThemeOrderTest, NoThemesMakeAnEmptyTree) {
  const std::vector<v1::Theme> none;
  const ThemeTree tree(none);
  EXPECT_THAT(tree.nodes(), IsEmpty());
  EXPECT_EQ(tree.Find("themes/budget"), ThemeTree::kNone);
  EXPECT_THAT(tree.WithAncestors(ThemeTree::kNone), IsEmpty());
}

TEST(ThemeOrderTest, AThemeWithoutItsParentStandsAtTheTop) {
  const std::vector<v1::Theme> themes = {RankedTheme("saisie", "budget"), RankedTheme("cgr", "saisie")};
  EXPECT_THAT(Shape(ThemeTree(themes)), ElementsAre("saisie:1", "cgr:2"));
}

TEST(ThemeOrderTest, ACircleDoesNotHideItsThemes) {
  const std::vector<v1::Theme> themes = {RankedTheme("a", "b"), RankedTheme("b", "a"), RankedTheme("c", "a"),
                                         RankedTheme("self", "self")};
  EXPECT_THAT(Shape(ThemeTree(themes)), ElementsAre("a:1", "c:2", "b:1", "self:1"));
}

TEST(ThemeOrderTest, AncestorsGoUpToTheDomain) {
  const std::vector<v1::Theme> themes = {RankedTheme("cgr", "saisie"), RankedTheme("saisie", "budget"),
                                         RankedTheme("budget", ""), RankedTheme("tiers", "")};
  const ThemeTree tree(themes);
  EXPECT_THAT(NodeCodes(tree, tree.WithAncestors(tree.Find("themes/cgr"))), ElementsAre("cgr", "saisie", "budget"));
  EXPECT_THAT(NodeCodes(tree, tree.WithAncestors(tree.Find("themes/tiers"))), ElementsAre("tiers"));
}

TEST(ThemeOrderTest, ATextCoversWhatIsRecognisedInItAndAllAboveOnce) {
  const std::vector<v1::Theme> themes = {RankedTheme("saisie", "budget"), RankedTheme("execution", "budget"),
                                         RankedTheme("budget", ""), RankedTheme("tiers", "")};
  const ThemeTree tree(themes);
  google::protobuf::RepeatedPtrField<v1::ThemeMention> mentions;
  *mentions.Add() = Make<v1::ThemeMention>("state: STATE_RECOGNISED theme: 'themes/saisie'");
  *mentions.Add() = Make<v1::ThemeMention>("state: STATE_RECOGNISED theme: 'themes/execution'");
  *mentions.Add() = Make<v1::ThemeMention>("state: STATE_RECOGNISED theme: 'themes/saisie'");
  *mentions.Add() = Make<v1::ThemeMention>("state: STATE_AMBIGUOUS candidates: 'themes/tiers'");
  *mentions.Add() = Make<v1::ThemeMention>("state: STATE_UNKNOWN text: 'points divers'");
  *mentions.Add() = Make<v1::ThemeMention>("state: STATE_RECOGNISED theme: 'themes/erased'");
  EXPECT_THAT(NodeCodes(tree, tree.CoveredBy(mentions)), ElementsAre("budget", "execution", "saisie"));
}

// Any order of the same themes gives the same tree, in which each stands after its parent and one level below it.
TEST(ThemeOrderTest, TheOrderOfTheInputDoesNotMatter) {
  std::mt19937 random(kSeed);
  for (int round = 0; round < 200; ++round) {
    std::vector<v1::Theme> themes;
    for (int i = 0; i < 12; ++i) {
      const int parent = static_cast<int>(random() % 12);
      themes.push_back(RankedTheme(absl::StrCat("t", i), parent < i ? absl::StrCat("t", parent) : "",
                                   static_cast<int>(random() % 3)));
    }
    const auto shape = Shape(ThemeTree(themes));
    std::vector<v1::Theme> shuffled = themes;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const ThemeTree tree(shuffled);
    ASSERT_EQ(Shape(tree), shape) << "round " << round;
    ASSERT_EQ(tree.nodes().size(), themes.size());
    for (size_t i = 0; i < tree.nodes().size(); ++i) {
      const auto& node = tree.nodes()[i];
      ASSERT_EQ(tree.Find(node.theme->name()), static_cast<int>(i));
      if (node.parent == ThemeTree::kNone) {
        ASSERT_EQ(node.level, 1);
        continue;
      }
      const auto& parent = tree.nodes()[static_cast<size_t>(node.parent)];
      ASSERT_LT(node.parent, static_cast<int>(i));
      ASSERT_EQ(parent.theme->name(), node.theme->parent());
      ASSERT_EQ(node.level, parent.level + 1);
    }
  }
}

}  // namespace
}  // namespace tutorat::domain
