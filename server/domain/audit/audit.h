// Builds audit entries: the differences between two versions of a resource, and the hashes by which an entry that was
// altered is found. Pure but for the salts, which are random.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "server/domain/base/error.h"
#include "tutorat/v1/audit.pb.h"

namespace tutorat::domain {

// What becomes of personal values that differ.
enum class PersonalValues {
  kKeep,       // beside a commitment
  kKeepAfter,  // the same, with "…" for what was before: of somebody who was erased since it was written, perhaps
  kForget      // only that their fields differ is said: they are being erased
};

// The fields in which `after` differs from `before` (null: from nothing), by path: attendances[2].status. Where one
// side has no value at all, such as an item that was added, its value is given whole, and the personal values in it
// apart: of fields marked `pii`, and of free texts (domain/contract/fields.h), which may name people. Left out: what is
// secret, the times and the etag that follow from every write, and of a new resource what the server derived. A value
// of more than 16,000 bytes that is not marked is given by its length and SHA-256.
google::protobuf::RepeatedPtrField<v1::AuditChange> Diff(const google::protobuf::Message* before,
                                                         const google::protobuf::Message& after,
                                                         PersonalValues personal);

// CREATE, UPDATE, DELETE or UNDELETE.
v1::AuditEntry::Action ActionOf(const google::protobuf::Message* before, const google::protobuf::Message& after);

// Whether the field of a resource of this type at a change's path is marked `pii`, or in one that is; also where there
// is no such field (any more).
bool IsMarkedPersonal(const google::protobuf::Descriptor& type, absl::string_view path);

// auditEntries/000000000042 of 42, and back: 0 for what is no such name.
std::string AuditEntryName(int64_t number);
int64_t AuditEntryNumber(absl::string_view name);

// SHA-256 of salt, personal_before and personal_after.
std::string CommitmentOf(const v1::AuditChange& change);
// SHA-256 of everything in the entry but its hash, its personal values and their salts.
std::string HashOf(const v1::AuditEntry& entry);

// Whether it still holds personal values.
bool HasPersonalValues(const v1::AuditChange& change);
// Takes them out, and their salts: the entry's hash stays what it is.
void ForgetPersonalValues(v1::AuditChange* change);

// What of the entry is no longer as it was stored: its hash, and the commitment of each change that has its values
// still. Never a value.
std::vector<Violation> CheckAuditEntry(const v1::AuditEntry& entry);

}  // namespace tutorat::domain
