// Themes as the tree that they are: domain, theme, sub-theme. Pure; thread-safe once made.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "google/protobuf/repeated_field.h"
#include "tutorat/v1/theme.pb.h"

namespace tutorat::domain {

class ThemeTree {
 public:
  struct Node {
    const v1::Theme* theme;
    int level;   // 1: domain, 2: theme, 3: sub-theme
    int parent;  // index of a node, or kNone
  };
  static constexpr int kNone = -1;

  // `themes`, in any order, outlive the tree. One whose parent is not among them, or which would be a part of itself,
  // stands at the top.
  explicit ThemeTree(const std::vector<v1::Theme>& themes);

  // In the order in which people read them: each after what it is a part of; those of one parent by rank, then code.
  const std::vector<Node>& nodes() const { return nodes_; }

  // The index of themes/{code}, or kNone.
  int Find(const std::string& theme) const;

  // From a node up to its domain, both included.
  std::vector<int> WithAncestors(int node) const;

  // What a text covers: the themes that were recognised in it and all that they are part of, each once, in the order of
  // nodes.
  std::vector<int> CoveredBy(const google::protobuf::RepeatedPtrField<v1::ThemeMention>& mentions) const;

 private:
  std::vector<Node> nodes_;
  std::map<std::string, int> by_name_;
};

}  // namespace tutorat::domain
