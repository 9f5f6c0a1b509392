// Finds the members, tutors and accounts that are one person. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tutorat::domain {

// A member, a tutor or an account.
struct PersonRecord {
  std::string name;  // of the resource
  std::string display_name;
  std::string email;
  std::string establishment;
  std::string group = {};  // of a member
};

// A person, as erased and exported.
struct Person {
  std::vector<std::string> resources;    // in the order of their names; never empty
  std::vector<std::string> names;        // as written: display names and e-mail addresses
  bool name_is_shared = false;           // by somebody else: a text that holds it may mean either
  std::vector<std::string> groups = {};  // of which it is a member
};

// Whom `wanted` means: an e-mail address or a name as it is written, case, accents and hyphens aside, or the name of a
// resource. A name means everybody who is called so, unless two of them have different e-mail addresses or
// establishments; an address those who have it, and those of the same name who have none, when nobody else has the
// name; a resource itself and those with its address. NOT_FOUND / PERSON_NOT_FOUND, FAILED_PRECONDITION /
// AMBIGUOUS_PERSON.
absl::StatusOr<Person> FindPerson(const std::vector<PersonRecord>& people, absl::string_view wanted);

// The person that these resources are, of those of `people` that exist; nobody else.
Person PersonOf(const std::vector<PersonRecord>& people, const std::vector<std::string>& resources);

// Personne 7A3C: what a person is called after erasure, from the first of the resources. `longer`: with four more
// characters, when somebody else has that pseudonym already.
std::string Pseudonym(const std::string& first_resource, bool longer);

}  // namespace tutorat::domain
