#include "server/api/directory.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/api/lookup.h"
#include "server/domain/identity.h"
#include "server/domain/local_time.h"
#include "server/domain/utf8.h"
#include "server/domain/validate.h"

namespace tutorat::api {
namespace {

using domain::Shown;
using domain::Violation;

// The wave of an import that names none, into a server that has none.
constexpr char kUnnamedWave[] = "default";
constexpr int kLargestGroupNumber = 9999;
constexpr size_t kKnownItems = 20;

// Live resources of one type, by name.
template <class Resource>
absl::Status LoadAll(storage::ReadTransaction& transaction, const storage::Filter& filter,
                     std::map<std::string, Resource>* out) {
  auto all = transaction.List<Resource>(filter);
  if (!all.ok()) return all.status();
  for (Resource& resource : *all) {
    std::string name = resource.name();
    out->emplace(std::move(name), std::move(resource));
  }
  return absl::OkStatus();
}

// People whose display name or e-mail is `wanted`, or whose resource name is.
template <class Person>
std::vector<const Person*> Matching(const std::map<std::string, Person>& people, const std::string& wanted) {
  if (const auto found = people.find(wanted); found != people.end()) return {&found->second};
  const std::string folded = domain::Fold(wanted);
  std::vector<const Person*> matching;
  for (const auto& [name, person] : people) {
    if (domain::Fold(person.display_name()) == folded ||
        (!person.email().empty() && domain::Fold(person.email()) == folded)) {
      matching.push_back(&person);
    }
  }
  return matching;
}

// Of what is known, as much as a sentence bears: an error must fit into the trailers of a call.
template <class Item>
std::string Known(std::vector<Item> items) {
  if (items.empty()) return "-";
  const bool cut = items.size() > kKnownItems;
  if (cut) items.resize(kKnownItems);
  return absl::StrCat(absl::StrJoin(items, ", "), cut ? ", …" : "");
}

Violation Ambiguous(const std::string& field, size_t count) {
  return {field,
          "AMBIGUOUS",
          {absl::StrCat("the name fits ", count, " people: give the e-mail"),
           absl::StrCat("le nom convient à ", count, " personnes : donner l'adresse électronique")}};
}

}  // namespace

template <class Resource>
absl::StatusOr<bool> Directory::Insert(const std::string& field, Resource* resource,
                                       std::vector<Violation>* violations) {
  for (Violation& violation : domain::Validate(*resource)) {
    violations->push_back({field, std::move(violation.reason), std::move(violation.text)});
  }
  if (!violations->empty()) return false;
  resource->set_name(domain::MakeName(*resource, now_));
  *resource->mutable_create_time() = domain::ToTimestamp(now_);
  *resource->mutable_update_time() = domain::ToTimestamp(now_);
  const absl::Status status = transaction_.Insert(*resource);
  if (status.ok()) return true;
  if (!absl::IsPermissionDenied(status)) return status;
  violations->push_back(
      {field,
       domain::Reason(status),
       {domain::MessageIn(status, domain::Language::kEnglish), domain::MessageIn(status, domain::Language::kFrench)}});
  return false;
}

absl::StatusOr<std::optional<std::string>> Directory::FindWave(const std::string& wave,
                                                               std::vector<Violation>* violations) {
  if (!waves_) {
    waves_.emplace();
    if (absl::Status status = LoadAll(transaction_, {}, &*waves_); !status.ok()) return status;
  }
  std::vector<std::string> codes;
  for (const auto& [name, known] : *waves_) codes.push_back(known.code());
  if (wave.empty() && waves_->size() == 1) return waves_->begin()->first;
  if (wave.empty() && waves_->size() > 1) {
    const std::string known = Known(codes);
    violations->push_back({"wave",
                           "REQUIRED",
                           {absl::StrCat("the server holds several waves: name one of ", known),
                            absl::StrCat("le serveur a plusieurs vagues : en nommer une, parmi ", known)}});
    return std::nullopt;
  }
  const std::string name = WaveName(wave.empty() ? kUnnamedWave : wave);
  if (waves_->count(name) > 0) return name;
  if (!create_missing_) {
    const std::string known = Known(codes);
    violations->push_back(
        {"wave",
         "WAVE_NOT_FOUND",
         {absl::StrCat(Shown(wave), " does not exist (known: ", known, "): create it first, or correct it"),
          absl::StrCat(Shown(wave), " n'existe pas (connues : ", known, ") : la créer d'abord, ou corriger")}});
    return std::nullopt;
  }
  v1::Wave created;
  created.set_code(name.substr(std::string("waves/").size()));
  const auto inserted = Insert("wave", &created, violations);
  if (!inserted.ok()) return inserted.status();
  if (!*inserted) return std::nullopt;
  created_.push_back({"waves", created.code()});
  waves_->emplace(name, created);
  return name;
}

absl::Status Directory::LoadGroups() {
  if (groups_) return absl::OkStatus();
  groups_.emplace();
  auto all = transaction_.List<v1::Group>({});
  if (!all.ok()) return all.status();
  for (v1::Group& group : *all) {
    const std::pair<std::string, int> key(group.wave(), group.number());
    groups_->emplace(key, std::move(group));
  }
  return absl::OkStatus();
}

absl::StatusOr<const v1::Group*> Directory::FindGroup(const std::string& group, const std::string& wave,
                                                      const std::string& tutor, std::vector<Violation>* violations) {
  if (absl::Status status = LoadGroups(); !status.ok()) return status;
  const std::vector<std::string> parts = absl::StrSplit(group, '/');
  const bool full = parts.size() == 4 && parts[0] == "waves" && parts[2] == "groups";
  int number = 0;
  if (parts.size() == 2 && parts[0] == "groups") {
    for (const auto& [key, known] : *groups_) {
      if (known.name() == group) return &known;
    }
    violations->push_back({"group",
                           "GROUP_NOT_FOUND",
                           {absl::StrCat(Shown(group), " does not exist: list the groups"),
                            absl::StrCat(Shown(group), " n'existe pas : lister les groupes")}});
    return nullptr;
  }
  if (!absl::SimpleAtoi(full ? parts[3] : group, &number) || number < 1 || number > kLargestGroupNumber) {
    violations->push_back(
        {"group",
         "BAD_FORMAT",
         {absl::StrCat(Shown(group), " is no group: write its number, 4, or waves/V6/groups/4"),
          absl::StrCat(Shown(group), " n'est pas un groupe : écrire son numéro, 4, ou waves/V6/groups/4")}});
    return nullptr;
  }
  const auto in = FindWave(full ? absl::StrCat("waves/", parts[1]) : wave, violations);
  if (!in.ok()) return in.status();
  if (!in->has_value()) return nullptr;
  const std::pair<std::string, int> key(**in, number);
  if (const auto found = groups_->find(key); found != groups_->end()) return &found->second;
  const std::string label = absl::StrCat((*waves_)[**in].code(), "/", number);
  if (!create_missing_) {
    std::vector<int> numbers;
    for (const auto& [known, unused] : *groups_) {
      if (known.first == **in) numbers.push_back(known.second);
    }
    const std::string known = Known(numbers);
    violations->push_back(
        {"group",
         "GROUP_NOT_FOUND",
         {absl::StrCat("group ", label, " does not exist (known: ", known, "): create it first, or correct the number"),
          absl::StrCat("le groupe ", label, " n'existe pas (connus : ", known,
                       ") : le créer d'abord, ou corriger le numéro")}});
    return nullptr;
  }
  v1::Group created;
  created.set_wave(**in);
  created.set_number(number);
  if (!tutor.empty()) {
    const auto leader = FindTutor(tutor, violations);
    if (!leader.ok()) return leader.status();
    if (*leader != nullptr) created.add_tutor_assignments()->set_tutor((*leader)->name());
  }
  const auto inserted = Insert("group", &created, violations);
  if (!inserted.ok() || !*inserted)
    return inserted.ok() ? absl::StatusOr<const v1::Group*>(nullptr) : inserted.status();
  created_.push_back({"groups", label});
  return &groups_->emplace(key, std::move(created)).first->second;
}

absl::StatusOr<const v1::Tutor*> Directory::FindTutor(const std::string& tutor, std::vector<Violation>* violations) {
  if (!tutors_) {
    tutors_.emplace();
    if (absl::Status status = LoadAll(transaction_, {}, &*tutors_); !status.ok()) return status;
  }
  const auto matching = Matching(*tutors_, tutor);
  if (matching.size() == 1) return matching.front();
  if (matching.size() > 1) {
    violations->push_back(Ambiguous("tutor", matching.size()));
    return nullptr;
  }
  if (!create_missing_ || absl::StartsWith(tutor, "tutors/")) {
    violations->push_back(
        {"tutor",
         "TUTOR_NOT_FOUND",
         {"no tutor has this name or e-mail: list the tutors, or create this one first",
          "aucun tuteur n'a ce nom ni cette adresse : lister les tuteurs, ou créer d'abord celui-ci"}});
    return nullptr;
  }
  v1::Tutor created;
  created.set_display_name(tutor);
  const auto inserted = Insert("tutor", &created, violations);
  if (!inserted.ok() || !*inserted)
    return inserted.ok() ? absl::StatusOr<const v1::Tutor*>(nullptr) : inserted.status();
  created_.push_back({"tutors", tutor});
  const std::string name = created.name();
  return &tutors_->emplace(name, std::move(created)).first->second;
}

absl::StatusOr<const v1::Member*> Directory::FindMember(const std::string& group, const std::string& member,
                                                        const std::string& field, std::vector<Violation>* violations) {
  auto known = members_.find(group);
  if (known == members_.end()) {
    known = members_.emplace(group, std::map<std::string, v1::Member>()).first;
    storage::Filter filter;
    filter.group = group;
    if (absl::Status status = LoadAll(transaction_, filter, &known->second); !status.ok()) return status;
  }
  const auto matching = Matching(known->second, member);
  if (matching.size() == 1) return matching.front();
  if (matching.size() > 1) {
    violations->push_back(Ambiguous(field, matching.size()));
    return nullptr;
  }
  if (!create_missing_ || absl::StrContains(member, '@')) {
    violations->push_back(
        {field,
         "MEMBER_NOT_FOUND",
         {"no member of the group has this name or e-mail: list its members, add this one, or note a guest",
          "aucun membre du groupe n'a ce nom ni cette adresse : lister ses membres, ajouter celui-ci, "
          "ou noter un invité"}});
    return nullptr;
  }
  v1::Member created;
  created.set_group(group);
  created.set_display_name(member);
  const auto inserted = Insert(field, &created, violations);
  if (!inserted.ok() || !*inserted)
    return inserted.ok() ? absl::StatusOr<const v1::Member*>(nullptr) : inserted.status();
  created_.push_back({"members", member});
  const std::string name = created.name();
  return &known->second.emplace(name, std::move(created)).first->second;
}

}  // namespace tutorat::api
