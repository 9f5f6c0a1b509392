// Finds what people name: groups by number, tutors and members by name or e-mail.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/domain/error.h"
#include "server/storage/store.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {

// Finds what a record names, in one transaction: what it found is remembered, and what it created. One thread.
class Directory {
 public:
  struct Created {
    const char* collection;
    std::string label;
  };

  // `create_missing`: unknown waves, groups, tutors and members are created. Otherwise they are violations.
  Directory(storage::WriteTransaction& transaction, absl::Time now, bool create_missing)
      : transaction_(transaction), now_(now), create_missing_(create_missing) {}

  // Each returns null, with a violation added, when there is no such thing; a status only when the store fails.
  // Pointers stay valid as long as the directory.
  //
  // Of `group` in `wave` (see SessionRecord); `tutor` is assigned to a group that is created.
  absl::StatusOr<const v1::Group*> FindGroup(const std::string& group, const std::string& wave,
                                             const std::string& tutor, std::vector<domain::Violation>* violations);
  absl::StatusOr<const v1::Tutor*> FindTutor(const std::string& tutor, std::vector<domain::Violation>* violations);
  absl::StatusOr<const v1::Member*> FindMember(const std::string& group, const std::string& member,
                                               const std::string& field, std::vector<domain::Violation>* violations);

  const std::vector<Created>& created() const { return created_; }

 private:
  absl::StatusOr<std::optional<std::string>> FindWave(const std::string& wave,
                                                      std::vector<domain::Violation>* violations);
  absl::Status LoadGroups();
  // False, with a violation of `field`, when what people wrote breaks a rule of the resource that would be made of it,
  // or when the caller may not make it.
  template <class Resource>
  absl::StatusOr<bool> Insert(const std::string& field, Resource* resource, std::vector<domain::Violation>* violations);

  storage::WriteTransaction& transaction_;
  const absl::Time now_;
  const bool create_missing_;
  std::optional<std::map<std::string, v1::Wave>> waves_;                    // by name
  std::optional<std::map<std::pair<std::string, int>, v1::Group>> groups_;  // by wave and number
  std::optional<std::map<std::string, v1::Tutor>> tutors_;                  // by name
  std::map<std::string, std::map<std::string, v1::Member>> members_;        // by group, by name
  std::vector<Created> created_;
};

}  // namespace tutorat::api
