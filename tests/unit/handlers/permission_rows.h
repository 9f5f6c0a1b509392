// Every method of the contract: a request that is right in itself, and what each role is answered.
#pragma once

#include <string>
#include <vector>

namespace tutorat::tests {

enum class Outcome {
  kOk,
  // An answer, in which nothing is of another group.
  kNarrowed,
  // An answer that says in the row's place NOT_YOUR_GROUP.
  kRowRefused,
  // PERMISSION_DENIED / ROLE_REQUIRED, NOT_YOUR_GROUP.
  kRole,
  kGroup,
};

struct PermissionRow {
  const char* method;   // GroupService.GetWave
  const char* request;  // text form, with the placeholders of PermissionWorld; writes only check (validate_only)
  Outcome tutor_own;
  Outcome tutor_other;
  Outcome coordinator;
  Outcome reader;
  Outcome administrator;
};

const std::vector<PermissionRow>& PermissionRows();

}  // namespace tutorat::tests
