#include "server/domain/theme/theme_tree.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace tutorat::domain {
namespace {

using ByName = std::map<std::string, const v1::Theme*>;

const v1::Theme* ParentOf(const v1::Theme* theme, const ByName& by_name) {
  const auto parent = by_name.find(theme->parent());
  return parent == by_name.end() ? nullptr : parent->second;
}

bool IsPartOfItself(const v1::Theme* theme, const ByName& by_name) {
  const v1::Theme* above = theme;
  for (size_t steps = 0; steps < by_name.size(); ++steps) {
    above = ParentOf(above, by_name);
    if (above == nullptr) return false;
    if (above == theme) return true;
  }
  return false;  // what it is a part of goes in circles, itself does not
}

}  // namespace

ThemeTree::ThemeTree(const std::vector<v1::Theme>& themes) {
  ByName by_name;
  for (const v1::Theme& theme : themes) by_name.emplace(theme.name(), &theme);
  std::map<const v1::Theme*, std::vector<const v1::Theme*>> parts;
  for (const auto& [name, theme] : by_name) {
    parts[IsPartOfItself(theme, by_name) ? nullptr : ParentOf(theme, by_name)].push_back(theme);
  }
  const auto before = [](const v1::Theme* a, const v1::Theme* b) {
    return std::tuple(a->rank(), a->code(), a->name()) < std::tuple(b->rank(), b->code(), b->name());
  };
  // Depth first, with a stack of what is still to come, its last one next.
  std::vector<std::pair<const v1::Theme*, int>> next;
  const auto push_parts = [&](const v1::Theme* of, int parent) {
    auto& siblings = parts[of];
    std::sort(siblings.begin(), siblings.end(), before);
    std::reverse(siblings.begin(), siblings.end());
    for (const v1::Theme* part : siblings) next.emplace_back(part, parent);
  };
  push_parts(nullptr, kNone);
  while (!next.empty()) {
    const auto [theme, parent] = next.back();
    next.pop_back();
    const int index = static_cast<int>(nodes_.size());
    nodes_.push_back({theme, parent == kNone ? 1 : nodes_[static_cast<size_t>(parent)].level + 1, parent});
    by_name_.emplace(theme->name(), index);
    push_parts(theme, index);
  }
}

int ThemeTree::Find(const std::string& theme) const {
  const auto found = by_name_.find(theme);
  return found == by_name_.end() ? kNone : found->second;
}

std::vector<int> ThemeTree::WithAncestors(int node) const {
  std::vector<int> path;
  for (int at = node; at != kNone; at = nodes_[static_cast<size_t>(at)].parent) path.push_back(at);
  return path;
}

std::vector<int> ThemeTree::CoveredBy(const google::protobuf::RepeatedPtrField<v1::ThemeMention>& mentions) const {
  std::set<int> covered;
  for (const v1::ThemeMention& mention : mentions) {
    if (mention.state() != v1::ThemeMention::STATE_RECOGNISED) continue;
    for (const int node : WithAncestors(Find(mention.theme()))) covered.insert(node);
  }
  return {covered.begin(), covered.end()};
}

}  // namespace tutorat::domain
