// Life-cycle hooks of resources: checks beyond the fields' own rules (references exist, fields agree), derived fields,
// and what follows from a write.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "server/domain/base/error.h"
#include "server/handlers/resources/list_filter.h"
#include "server/storage/store.h"

namespace tutorat::api {

// Makes a valid *resource ready to be stored: names as people write them become canonical, derived fields are set.
// Returns what is odd about it. INVALID_FIELDS, <RESOURCE>_NOT_FOUND for what it names, MEMBER_ALREADY_EXISTS for a
// second member of one name in a group, EMAIL_ALREADY_USED for a second tutor, or member of a group, of one address.
// `around`: what of a session's group was loaded already; null: nothing.
absl::StatusOr<std::vector<domain::Warning>> BeforeWrite(storage::WriteTransaction& transaction,
                                                         google::protobuf::Message* resource, absl::Time now,
                                                         const SessionsAround* around = nullptr);

// What follows in the same transaction from the resource having been created, changed, deleted or restored: a theme
// makes a new revision of the thesaurus.
absl::Status AfterWrite(storage::WriteTransaction& transaction, const google::protobuf::Message& resource,
                        absl::Time now);
// Before a resource is looked at for what still names it: what would only stand in the way goes with it.
absl::Status BeforeDelete(storage::WriteTransaction& transaction, const google::protobuf::Message& resource,
                          absl::Time now);

}  // namespace tutorat::api
