// Erases people (domain/privacy/erasure.h) from everything that a store holds: resources, answers, the audit.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/domain/privacy/erasure.h"
#include "server/domain/privacy/person.h"
#include "server/storage/store.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::api {

// Every member, tutor and account, deleted ones too.
absl::StatusOr<std::vector<domain::PersonRecord>> LoadPeople(storage::ReadTransaction& transaction);

// Adds to each person the names and addresses that its resources had before, as far as the audit holds them.
absl::Status AddEarlierNames(storage::ReadTransaction& transaction, domain::Person* person);

struct ErasureResult {
  std::vector<v1::Erasure> erasures;  // one a person, in their order
  std::vector<v1::Remark> remarks;
  int audit_entry_count = 0;  // that lost personal values
};

// `people`: none is two of them. An erasure that is stored already, of the same name, is kept as it is. Their accounts
// are disabled, and the tokens revoked.
absl::StatusOr<ErasureResult> Erase(storage::WriteTransaction& transaction, std::vector<domain::ErasedPerson> people,
                                    const std::vector<v1::Erasure>& erasures, absl::Time now);

// The erasures that are stored, by the resources that they are of.
class ErasedResources {
 public:
  static absl::StatusOr<ErasedResources> Load(storage::ReadTransaction& transaction);

  // Of this resource; null when there is none.
  const v1::Erasure* Of(const std::string& resource) const;
  // Whether nothing is left of what this record was.
  bool IsErased(const domain::PersonRecord& record) const;
  // A new one of these resources, with a pseudonym that is nobody else's.
  v1::Erasure Make(const std::vector<std::string>& resources, const std::string& account, absl::Time now);

 private:
  std::vector<v1::Erasure> erasures_;
};

}  // namespace tutorat::api
