#include "server/handlers/sessions/reference_resolver.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "proto/natural_order.h"
#include "proto/people_words.h"
#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/validate.h"
#include "server/domain/session/session_rules.h"
#include "server/domain/theme/thesaurus_words.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/live.h"
#include "server/storage/errors.h"

namespace tutorat::api {
namespace {

using domain::Shown;
using domain::Violation;

// The wave of an import that names none, into a server that has none.
constexpr char kUnnamedWave[] = "default";
constexpr int kLargestGroupNumber = 9999;
constexpr size_t kKnownItems = 20;

// Codes, in the order in which people read them.
std::vector<std::string> InOrder(std::vector<std::string> codes) {
  std::sort(codes.begin(), codes.end(),
            [](const std::string& a, const std::string& b) { return contract::CompareNaturally(a, b) < 0; });
  return codes;
}

// Of what is known, as much as a sentence bears: an error must fit into the trailers of a call.
template <class Item>
std::string Known(std::vector<Item> items) {
  if (items.empty()) return "-";
  const bool cut = items.size() > kKnownItems;
  if (cut) items.resize(kKnownItems);
  return absl::StrCat(absl::StrJoin(items, ", "), cut ? ", …" : "");
}

template <class Person>
Violation Ambiguous(const std::string& field, const std::string& name, const std::vector<const Person*>& people) {
  std::vector<std::string> names;
  for (const Person* person : people) names.push_back(person->display_name());
  const std::string known = Known(names);
  const bool address = absl::StrContains(name, '@');
  return {field,
          "AMBIGUOUS",
          {absl::StrCat(Shown(name), " fits ", people.size(), " people (", known, "): give ",
                        address ? "the name" : "the whole name, or the e-mail"),
           absl::StrCat(Shown(name), " convient à ", people.size(), " personnes (", known, ") : donner ",
                        address ? "le nom" : "le nom entier, ou l'adresse électronique")}};
}

// Whether `a` is `b` but for a slip of the pen in some of its words; both folded.
bool IsSlipOf(const std::string& a, const std::string& b) {
  const std::vector<std::string> words = absl::StrSplit(a, ' ');
  const std::vector<std::string> meant = absl::StrSplit(b, ' ');
  return words.size() == meant.size() &&
         std::equal(words.begin(), words.end(), meant.begin(), [](const std::string& word, const std::string& other) {
           return word == other || domain::IsOneLetterAway(word, other);
         });
}

// The one of `members` who was perhaps meant by `wanted`; empty: none, or several.
std::string PerhapsMeant(const std::vector<const v1::Member*>& members, const std::string& wanted) {
  const std::string folded = domain::FoldName(wanted);
  std::string meant;
  for (const v1::Member* member : members) {
    if (!IsSlipOf(folded, domain::FoldName(member->display_name()))) continue;
    if (!meant.empty()) return "";
    meant = member->display_name();
  }
  return meant;
}

Violation MemberNotFound(const std::string& field, const std::string& member, const std::string& meant) {
  if (!meant.empty()) {
    return {field,
            "MEMBER_NOT_FOUND",
            {absl::StrCat(Shown(member), " is not a member of the group: write ", Shown(meant),
                          " if that is who is meant, or add the member first"),
             absl::StrCat(Shown(member), " n'est pas un auditeur du groupe : écrire ", Shown(meant),
                          " si c'est cette personne, ou ajouter d'abord cet auditeur")}};
  }
  return {
      field,
      "MEMBER_NOT_FOUND",
      {absl::StrCat(Shown(member),
                    " is neither the name nor the e-mail of a member of the group: list its members, add this "
                    "one, or note a guest"),
       absl::StrCat(Shown(member),
                    " n'est ni le nom ni l'adresse d'un auditeur du groupe : lister ses auditeurs, ajouter celui-ci, "
                    "ou noter un invité")}};
}

Violation NotAllMembers(const std::string& field, const std::string& text, const std::string& name) {
  return {
      field,
      "MEMBER_NOT_FOUND",
      {absl::StrCat(Shown(text), " names several people, of whom ", Shown(name),
                    " is not a member of the group: separate names by |, and correct this one or add the member first"),
       absl::StrCat(Shown(text), " nomme plusieurs personnes, dont ", Shown(name),
                    ", qui n'est pas un auditeur du groupe : séparer les noms par |, et corriger celui-ci ou "
                    "ajouter d'abord cet auditeur")}};
}

}  // namespace

template <class Person>
const Person* PeopleIndex<Person>::Add(Person person) {
  found_.clear();
  std::string name = person.name();
  const Person* added = &by_name_.emplace(std::move(name), std::move(person)).first->second;
  by_words_.emplace(domain::FoldName(added->display_name()), added);
  if (!added->email().empty()) by_words_.emplace(domain::FoldName(added->email()), added);
  return added;
}

template <class Person>
std::vector<const Person*> PeopleIndex<Person>::Find(const std::string& wanted) {
  if (const auto found = by_name_.find(wanted); found != by_name_.end()) return {&found->second};
  const auto [known, is_new] = found_.try_emplace(wanted);
  std::vector<const Person*>& matching = known->second;
  if (!is_new) return matching;
  const auto [first, last] = by_words_.equal_range(domain::FoldName(wanted));
  for (auto each = first; each != last; ++each) {
    if (std::find(matching.begin(), matching.end(), each->second) == matching.end()) matching.push_back(each->second);
  }
  if (!matching.empty()) return matching;
  const std::string words = contract::WordsInNoOrder(wanted);
  std::vector<const Person*> with_word;
  for (const auto& [name, person] : by_name_) {
    const std::string its_words = contract::WordsInNoOrder(person.display_name());
    if (its_words == words) matching.push_back(&person);
    const std::vector<absl::string_view> each = absl::StrSplit(its_words, ' ');
    if (std::find(each.begin(), each.end(), words) != each.end()) with_word.push_back(&person);
  }
  if (matching.empty() && words.size() > 1) matching = std::move(with_word);
  return matching;
}

template <class Resource>
absl::StatusOr<bool> ReferenceResolver::Insert(const std::string& field, Resource* resource,
                                               std::vector<Violation>* violations) {
  for (Violation& violation : domain::Validate(*resource)) {
    violations->push_back({field, std::move(violation.reason), std::move(violation.text)});
  }
  if (!violations->empty()) return false;
  resource->set_name(domain::MakeName(*resource, now_));
  *resource->mutable_create_time() = domain::ToTimestamp(now_);
  *resource->mutable_update_time() = domain::ToTimestamp(now_);
  const absl::Status status = transaction_->Insert(*resource);
  if (status.ok()) return true;
  if (!absl::IsPermissionDenied(status)) return status;
  violations->push_back(
      {field,
       domain::Reason(status),
       {domain::MessageIn(status, domain::Language::kEnglish), domain::MessageIn(status, domain::Language::kFrench)}});
  return false;
}

absl::Status ReferenceResolver::LoadWaves() {
  if (waves_) return absl::OkStatus();
  waves_.emplace();
  ASSIGN_OR_RETURN(auto all, transaction_->List<v1::Wave>({}));
  for (v1::Wave& wave : all) {
    std::string name = wave.name();
    waves_->emplace(std::move(name), std::move(wave));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> ReferenceResolver::FindWave(const std::string& wave,
                                                                       std::vector<Violation>* violations) {
  RETURN_IF_ERROR(LoadWaves());
  if (wave.empty() && waves_->size() == 1) return waves_->begin()->first;
  const auto known = [this] {
    std::vector<std::string> codes;
    for (const auto& [name, each] : *waves_) codes.push_back(each.code());
    return Known(InOrder(std::move(codes)));
  };
  if (wave.empty() && waves_->size() > 1) {
    violations->push_back({"wave",
                           "REQUIRED",
                           {absl::StrCat("the server holds several waves: name one of ", known()),
                            absl::StrCat("le serveur a plusieurs vagues : en nommer une, parmi ", known())}});
    return std::nullopt;
  }
  const std::string name = WaveName(wave.empty() ? kUnnamedWave : wave);
  if (waves_->count(name) > 0) return name;
  for (const auto& [known_name, each] : *waves_) {
    if (absl::EqualsIgnoreCase(known_name, name)) return known_name;
  }
  if (!create_missing_) {
    violations->push_back(
        {"wave",
         "WAVE_NOT_FOUND",
         {absl::StrCat(Shown(wave), " does not exist (known: ", known(), "): create it first, or correct it"),
          absl::StrCat(Shown(wave), " n'existe pas (connues : ", known(), ") : la créer d'abord, ou corriger")}});
    return std::nullopt;
  }
  v1::Wave created;
  created.set_code(name.substr(std::string("waves/").size()));
  ASSIGN_OR_RETURN(const auto inserted, Insert("wave", &created, violations));
  if (!inserted) return std::nullopt;
  created_.push_back({"waves", created.code()});
  waves_->emplace(name, created);
  return name;
}

absl::StatusOr<std::optional<std::string>> ReferenceResolver::WaveOfNumber(int number,
                                                                           std::vector<Violation>* violations) {
  std::vector<std::string> waves;
  for (const auto& [key, group] : groups_) {
    if (key.second == number) waves.push_back(key.first);
  }
  // An import could mean a group that is not there yet.
  if (create_missing_ || waves.empty()) return FindWave("", violations);
  if (waves.size() == 1) return waves.front();
  for (std::string& wave : waves) {
    wave = absl::StrCat(absl::StripPrefix(wave, "waves/"), "/", number);
  }
  const std::string known = Known(InOrder(std::move(waves)));
  violations->push_back({"group",
                         "AMBIGUOUS",
                         {absl::StrCat(number, " is a group of several waves: write one of ", known),
                          absl::StrCat(number, " est un groupe de plusieurs vagues : écrire l'un de ", known)}});
  return std::nullopt;
}

const v1::Group* ReferenceResolver::AddGroup(v1::Group group) {
  const std::pair<std::string, int> key(group.wave(), group.number());
  const v1::Group* added = &groups_.emplace(key, std::move(group)).first->second;
  groups_by_name_.emplace(added->name(), added);
  return added;
}

absl::Status ReferenceResolver::LoadGroups(const storage::Filter& filter) {
  ASSIGN_OR_RETURN(auto found, transaction_->List<v1::Group>(filter));
  for (v1::Group& group : found) AddGroup(std::move(group));
  return absl::OkStatus();
}

absl::StatusOr<const v1::Group*> ReferenceResolver::FindGroup(const std::string& group, const std::string& wave,
                                                              const std::string& tutor,
                                                              std::vector<Violation>* violations) {
  const std::vector<std::string> parts = absl::StrSplit(group, '/');
  if (parts.size() == 2 && parts[0] == "groups") {
    RETURN_IF_ERROR(LoadGroups(storage::Filter().Is("name", group)));
    if (const auto found = groups_by_name_.find(group); found != groups_by_name_.end()) return found->second;
    violations->push_back({"group",
                           "GROUP_NOT_FOUND",
                           {absl::StrCat(Shown(group), " does not exist: list the groups"),
                            absl::StrCat(Shown(group), " n'existe pas : lister les groupes")}});
    return nullptr;
  }
  const bool full = parts.size() == 4 && parts[0] == "waves" && parts[2] == "groups";
  const bool with_wave = full || (parts.size() == 2 && !parts[0].empty());
  int number = 0;
  if (!absl::SimpleAtoi(with_wave ? parts.back() : group, &number)) {
    // As registers write it.
    if (const auto words = contract::ParseGroupWords(group)) {
      const std::string plain =
          words->wave.empty() ? absl::StrCat(words->number) : absl::StrCat(words->wave, "/", words->number);
      return FindGroup(plain, wave, tutor, violations);
    }
    number = 0;
  }
  if (number < 1 || number > kLargestGroupNumber) {
    violations->push_back({"group",
                           "BAD_FORMAT",
                           {absl::StrCat(Shown(group), " is not a group: write its number, 4, or V6/4"),
                            absl::StrCat(Shown(group), " n'est pas un groupe : écrire son numéro, 4, ou V6/4")}});
    return nullptr;
  }
  // Of every wave: which one is meant may go without saying.
  if (numbers_.insert(number).second) RETURN_IF_ERROR(LoadGroups(storage::Filter().In("number", {number})));
  const std::string in_group = full ? parts[1] : with_wave ? parts[0] : "";
  if (with_wave && !wave.empty() && !absl::EqualsIgnoreCase(WaveName(wave), WaveName(in_group))) {
    violations->push_back(
        {"group",
         "CONFLICTING_FIELDS",
         {absl::StrCat(Shown(group), " is not of the wave ", Shown(wave), ": correct one of them"),
          absl::StrCat(Shown(group), " n'est pas de la vague ", Shown(wave), " : corriger l'un ou l'autre")}});
    return nullptr;
  }
  ASSIGN_OR_RETURN(const auto in, with_wave || !wave.empty() ? FindWave(with_wave ? in_group : wave, violations)
                                                             : WaveOfNumber(number, violations));
  if (!in.has_value()) return nullptr;
  if (const auto found = groups_.find({*in, number}); found != groups_.end()) return &found->second;
  return MakeGroup(*in, number, tutor, violations);
}

absl::StatusOr<std::string> ReferenceResolver::WaveStart(const v1::Group& group) {
  RETURN_IF_ERROR(LoadWaves());
  const auto wave = waves_->find(group.wave());
  return wave == waves_->end() ? "" : wave->second.start_date();
}

absl::StatusOr<const v1::Group*> ReferenceResolver::MakeGroup(const std::string& wave, int number,
                                                              const std::string& tutor,
                                                              std::vector<Violation>* violations) {
  RETURN_IF_ERROR(LoadWaves());
  const std::string label = absl::StrCat((*waves_)[wave].code(), "/", number);
  if (!create_missing_) {
    ASSIGN_OR_RETURN(const auto groups, transaction_->List<v1::Group>(storage::Filter().Is("wave", wave)));
    std::set<int> numbers;
    for (const v1::Group& group : groups) numbers.insert(group.number());
    const std::string known = Known(std::vector<int>(numbers.begin(), numbers.end()));
    violations->push_back(
        {"group",
         "GROUP_NOT_FOUND",
         {absl::StrCat("group ", label, " does not exist (known: ", known, "): create it first, or correct the number"),
          absl::StrCat("le groupe ", label, " n'existe pas (connus : ", known,
                       ") : le créer d'abord, ou corriger le numéro")}});
    return nullptr;
  }
  // One that is deleted has its number still.
  storage::Filter same = storage::Filter().Is("wave", wave).In("number", {number});
  same.deleted = true;
  ASSIGN_OR_RETURN(const auto deleted, transaction_->List<v1::Group>(same));
  if (!deleted.empty()) {
    return storage::AlreadyExists(v1::Group::descriptor(), absl::StrCat(wave, "/groups/", number));
  }
  v1::Group created;
  created.set_wave(wave);
  created.set_number(number);
  if (!tutor.empty()) {
    ASSIGN_OR_RETURN(const auto leader, FindTutor(tutor, violations));
    if (leader != nullptr) created.add_tutor_assignments()->set_tutor(leader->name());
  }
  ASSIGN_OR_RETURN(const auto inserted, Insert("group", &created, violations));
  if (!inserted) return nullptr;
  created_.push_back({"groups", label});
  return AddGroup(std::move(created));
}

absl::StatusOr<const v1::Tutor*> ReferenceResolver::FindTutor(const std::string& tutor,
                                                              std::vector<Violation>* violations) {
  if (absl::StartsWith(tutor, "tutors/")) {
    const auto [known, is_new] = tutors_by_name_.try_emplace(tutor);
    absl::Status found = is_new ? GetLive(*transaction_, tutor, &known->second) : absl::OkStatus();
    if (found.ok() && !known->second.name().empty()) return &known->second;
    if (!found.ok() && !absl::IsNotFound(found)) return found;
    known->second.Clear();
  } else if (!tutors_) {
    tutors_.emplace();
    ASSIGN_OR_RETURN(auto all, transaction_->List<v1::Tutor>({}));
    for (v1::Tutor& each : all) tutors_->Add(std::move(each));
  }
  const auto matching = absl::StartsWith(tutor, "tutors/") ? std::vector<const v1::Tutor*>() : tutors_->Find(tutor);
  if (matching.size() == 1) return matching.front();
  if (matching.size() > 1) {
    violations->push_back(Ambiguous("tutor", tutor, matching));
    return nullptr;
  }
  if (!create_missing_ || absl::StartsWith(tutor, "tutors/") || contract::IsNobodysName(tutor)) {
    violations->push_back(
        {"tutor",
         "TUTOR_NOT_FOUND",
         {absl::StrCat(Shown(tutor),
                       " is neither the name nor the e-mail of a tutor: list the tutors, or create this one first"),
          absl::StrCat(Shown(tutor),
                       " n'est ni le nom ni l'adresse d'un tuteur : lister les tuteurs, ou créer d'abord celui-ci")}});
    return nullptr;
  }
  v1::Tutor created;
  created.set_display_name(tutor);
  ASSIGN_OR_RETURN(const auto inserted, Insert("tutor", &created, violations));
  if (!inserted) return nullptr;
  created_.push_back({"tutors", tutor});
  return tutors_->Add(std::move(created));
}

absl::StatusOr<ReferenceResolver::Members*> ReferenceResolver::MembersOf(const std::string& group) {
  // A record names several members of one group.
  if (last_members_ != members_.end() && last_members_->first == group) return &last_members_->second;
  const auto [found, is_new] = members_.try_emplace(group);
  last_members_ = found;
  Members& members = found->second;
  if (!is_new) return &members;
  ASSIGN_OR_RETURN(auto all, transaction_->List<v1::Member>(storage::Filter().Is("group", group)));
  for (v1::Member& member : all) members.stored.push_back(members.all.Add(std::move(member)));
  return &members;
}

absl::StatusOr<std::vector<const v1::Member*>> ReferenceResolver::FindMembers(const std::string& group,
                                                                              const std::string& text,
                                                                              const std::string& field,
                                                                              std::vector<Violation>* violations) {
  using Found = std::vector<const v1::Member*>;
  ASSIGN_OR_RETURN(const auto members, MembersOf(group));
  Found matching = members->all.Find(text);
  if (matching.size() == 1) return matching;
  if (matching.size() > 1) {
    violations->push_back(Ambiguous(field, text, matching));
    return Found();
  }
  if (const std::vector<std::string> listed = contract::ListedNames(text); listed.size() > 1) {
    for (const std::string& name : listed) {
      const Found one = members->all.Find(name);
      if (one.size() == 1) {
        matching.push_back(one.front());
        continue;
      }
      violations->push_back(NotAllMembers(field, text, name));
      return Found();
    }
    return matching;
  }
  const std::string meant = PerhapsMeant(members->stored, text);
  if (!create_missing_ || absl::StrContains(text, '@') || !meant.empty() || contract::IsNobodysName(text)) {
    violations->push_back(MemberNotFound(field, text, meant));
    return Found();
  }
  ASSIGN_OR_RETURN(const auto created, MakeMember(group, text, field, violations));
  return created == nullptr ? Found() : Found{created};
}

absl::StatusOr<const v1::Member*> ReferenceResolver::MakeMember(const std::string& group, const std::string& name,
                                                                const std::string& field,
                                                                std::vector<Violation>* violations) {
  v1::Member created;
  created.set_group(group);
  created.set_display_name(name);
  ASSIGN_OR_RETURN(const auto inserted, Insert(field, &created, violations));
  if (!inserted) return nullptr;
  created_.push_back({"members", name});
  return members_[group].all.Add(std::move(created));
}

absl::StatusOr<std::vector<const v1::Member*>> ReferenceResolver::MembersOn(const std::string& group,
                                                                            const std::string& date) {
  ASSIGN_OR_RETURN(const auto members, MembersOf(group));
  std::vector<const v1::Member*> out;
  for (const auto& [name, member] : members->all.all()) {
    if (domain::IsMemberOn(member, date)) out.push_back(&member);
  }
  return out;
}

}  // namespace tutorat::api
