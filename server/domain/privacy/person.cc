#include "server/domain/privacy/person.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/status_macros.h"
#include "server/domain/base/error.h"
#include "server/domain/base/text.h"
#include "server/domain/figures/frozen_balance.h"
#include "server/domain/privacy/person_names.h"

namespace tutorat::domain {
namespace {

constexpr size_t kPseudonymCharacters = 4;
constexpr size_t kNamedPeople = 10;

bool SameKnownText(absl::string_view a, absl::string_view b) { return !a.empty() && FoldName(a) == FoldName(b); }

// Two values that are known and differ.
bool KnownToDiffer(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && FoldName(a) != FoldName(b);
}

// Two records of one name that cannot be one person.
bool AreOthers(const PersonRecord& a, const PersonRecord& b) {
  if (SameKnownText(a.email, b.email)) return false;
  return KnownToDiffer(a.email, b.email) || KnownToDiffer(a.establishment, b.establishment);
}

using Chosen = std::vector<const PersonRecord*>;

template <class Condition>
Chosen PeopleWho(const std::vector<PersonRecord>& people, Condition condition) {
  Chosen chosen;
  for (const PersonRecord& record : people) {
    if (condition(record)) chosen.push_back(&record);
  }
  return chosen;
}

absl::Status AmbiguousPerson(const Chosen& chosen) {
  std::vector<std::string> names;
  for (const PersonRecord* record : chosen) {
    if (names.size() < kNamedPeople) names.push_back(record->name);
  }
  const std::string listed = absl::StrJoin(names, ", ");
  return MakeError(absl::StatusCode::kFailedPrecondition, "AMBIGUOUS_PERSON",
                   {.en = absl::StrCat("several people are called so: give the e-mail, or one of ", listed),
                    .fr = absl::StrCat(
                        "plusieurs personnes s'appellent ainsi : donner l'adresse électronique, ou l'un de ", listed)});
}

absl::StatusOr<Chosen> PeopleNamed(const std::vector<PersonRecord>& people, absl::string_view wanted) {
  const std::vector<std::string> words = FoldedWords(wanted);
  Chosen chosen = PeopleWho(
      people, [&](const PersonRecord& record) { return !words.empty() && FoldedWords(record.display_name) == words; });
  for (size_t i = 0; i < chosen.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (AreOthers(*chosen[i], *chosen[j])) return AmbiguousPerson(chosen);
    }
  }
  return chosen;
}

Chosen PeopleWithEmail(const std::vector<PersonRecord>& people, absl::string_view email) {
  Chosen chosen = PeopleWho(people, [&](const PersonRecord& record) { return SameKnownText(record.email, email); });
  const size_t sure = chosen.size();
  for (size_t i = 0; i < sure; ++i) {
    const auto named = PeopleNamed(people, chosen[i]->display_name);
    if (!named.ok()) continue;  // somebody else has that name
    for (const PersonRecord* record : *named) {
      if (std::find(chosen.begin(), chosen.end(), record) == chosen.end()) chosen.push_back(record);
    }
  }
  return chosen;
}

Chosen PeopleAround(const std::vector<PersonRecord>& people, absl::string_view name) {
  Chosen chosen = PeopleWho(people, [&](const PersonRecord& record) { return record.name == name; });
  if (chosen.empty() || chosen.front()->email.empty()) return chosen;
  const std::string& email = chosen.front()->email;
  return PeopleWho(
      people, [&](const PersonRecord& record) { return record.name == name || SameKnownText(record.email, email); });
}

}  // namespace

absl::StatusOr<Person> FindPerson(const std::vector<PersonRecord>& people, absl::string_view wanted) {
  Chosen chosen;
  if (absl::StrContains(wanted, '/')) {
    chosen = PeopleAround(people, wanted);
  } else if (absl::StrContains(wanted, '@')) {
    chosen = PeopleWithEmail(people, wanted);
  } else {
    ASSIGN_OR_RETURN(chosen, PeopleNamed(people, wanted));
  }
  if (chosen.empty()) {
    return MakeError(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND",
                     {.en = "no member, tutor or account is that person: give the name as it is written, the e-mail, "
                            "or a resource's name, members/...",
                      .fr = "aucun membre, tuteur ni compte n'est cette personne : donner le nom tel qu'il est écrit, "
                            "l'adresse électronique, ou le nom d'une ressource, members/..."});
  }
  std::vector<std::string> resources;
  for (const PersonRecord* record : chosen) resources.push_back(record->name);
  return PersonOf(people, resources);
}

Person PersonOf(const std::vector<PersonRecord>& people, const std::vector<std::string>& resources) {
  Person person;
  std::set<std::string> names;
  std::set<std::string> folded;
  const auto is_own = [&](const PersonRecord& record) {
    return std::find(resources.begin(), resources.end(), record.name) != resources.end();
  };
  for (const PersonRecord& record : people) {
    if (!is_own(record)) continue;
    person.resources.push_back(record.name);
    names.insert(record.display_name);
    folded.insert(FoldName(record.display_name));
    if (!record.email.empty()) names.insert(record.email);
    if (!record.group.empty()) person.groups.push_back(record.group);
  }
  std::sort(person.resources.begin(), person.resources.end());
  person.names.assign(names.begin(), names.end());
  person.name_is_shared = std::any_of(people.begin(), people.end(), [&](const PersonRecord& record) {
    return !is_own(record) && folded.count(FoldName(record.display_name)) > 0;
  });
  return person;
}

// Digits of the hash rather than a count: the same whenever it is asked, and after a backup was restored.
std::string Pseudonym(const std::string& first_resource, bool longer) {
  const std::string digits = absl::AsciiStrToUpper(Sha256(first_resource));
  return absl::StrCat("Personne ", digits.substr(0, longer ? 2 * kPseudonymCharacters : kPseudonymCharacters));
}

}  // namespace tutorat::domain
