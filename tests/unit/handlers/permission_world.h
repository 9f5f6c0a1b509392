// A world full of personal data, with something of everything that a method can be called on: wave V6 with group 4, led
// by Anne, and groups 5 and 6, led by Bruno.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/unit/handlers/world.h"

namespace tutorat::tests {

class PermissionWorld {
 public:
  explicit PermissionWorld(LocalApi& api);

  // A request with its placeholders filled in: `{member}`, `{member.etag}` ... of group 4, or of group 5.
  std::string Own(const std::string& request) const { return Fill(request, own_); }
  std::string Other(const std::string& request) const { return Fill(request, other_); }

  // Every name, address and remark of a person that it holds.
  static std::vector<std::string> PersonalTexts();
  // Of group 5: what a tutor of group 4 must not see.
  const std::vector<std::string>& OthersTexts() const { return others_; }

  api::Principal Tutor() const;
  static api::Principal As(v1::Role role);

 private:
  using Names = std::map<std::string, std::string>;

  std::string Fill(const std::string& request, const Names& names) const;
  // Stores the resource through the API, as `{key}` and `{key.etag}`; and a deleted one as `{gone_key}`.
  void Add(const std::string& key, const std::string& method, const std::string& request, Names* names);
  void AddGone(const std::string& key, const std::string& method, const std::string& request, Names* names);
  void AddPlaces();
  void AddThemes();
  void AddPeople(int number, const std::vector<std::string>& members, Names* names);
  void AddSessions();
  void AddAccounts();

  LocalApi& api_;
  Names shared_;
  Names own_;
  Names other_;
  std::vector<std::string> others_;
};

}  // namespace tutorat::tests
