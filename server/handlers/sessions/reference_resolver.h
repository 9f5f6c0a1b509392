// Finds what people name: groups by number, tutors and members by name or e-mail.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/domain/base/error.h"
#include "server/storage/store.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::api {

// People by name, found by what people call them. Pointers stay valid as long as it is.
template <class Person>
class PeopleIndex {
 public:
  const Person* Add(Person person);
  // Whose display name or e-mail it is, or whose resource name; else whose name has the same words in another order;
  // else whose name has this word.
  std::vector<const Person*> Find(const std::string& wanted);
  const std::map<std::string, Person>& all() const { return by_name_; }

 private:
  std::map<std::string, Person> by_name_;
  std::multimap<std::string, const Person*> by_words_;  // by display name and by e-mail, folded
  // What was found before: the same people are named the same way again and again.
  std::map<std::string, std::vector<const Person*>> found_;
};

// Finds what a record names, in one transaction, or in several between which nobody else has written: what it found is
// remembered, and what it created. One thread.
class ReferenceResolver {
 public:
  struct Created {
    const char* collection;
    std::string label;
  };

  // `create_missing`: unknown waves, groups, tutors and members are created, but for a member whose name is a slip of
  // the pen away from one that the group had before. Otherwise they are violations.
  ReferenceResolver(storage::WriteTransaction& transaction, absl::Time now, bool create_missing)
      : transaction_(&transaction), now_(now), create_missing_(create_missing) {}

  // In another transaction, which finds what the one before has left.
  void GoOn(storage::WriteTransaction& transaction) { transaction_ = &transaction; }

  // Each returns null, with a violation added, when there is no such thing; a status only when the store fails.
  // Pointers stay valid as long as the directory.
  //
  // Of `group` in `wave` (see SessionRecord); `tutor` is assigned to a group that is created.
  absl::StatusOr<const v1::Group*> FindGroup(const std::string& group, const std::string& wave,
                                             const std::string& tutor, std::vector<domain::Violation>* violations);
  absl::StatusOr<const v1::Tutor*> FindTutor(const std::string& tutor, std::vector<domain::Violation>* violations);
  // Those whom the text names: one, or all of a list of members. Empty with a violation when it names nobody, or one of
  // the list is no member.
  absl::StatusOr<std::vector<const v1::Member*>> FindMembers(const std::string& group, const std::string& text,
                                                             const std::string& field,
                                                             std::vector<domain::Violation>* violations);

  // The day on which the group's wave begins; empty: not known.
  absl::StatusOr<std::string> WaveStart(const v1::Group& group);

  // The group's members on that day, in the order of their names.
  absl::StatusOr<std::vector<const v1::Member*>> MembersOn(const std::string& group, const std::string& date);

  const std::vector<Created>& created() const { return created_; }

 private:
  struct Members {
    PeopleIndex<v1::Member> all;
    std::vector<const v1::Member*> stored;  // that the group had before
  };

  absl::StatusOr<std::optional<std::string>> FindWave(const std::string& wave,
                                                      std::vector<domain::Violation>* violations);
  // Where nothing is to be created, the wave of a group's number may go without saying.
  absl::StatusOr<std::optional<std::string>> WaveOfNumber(int number, std::vector<domain::Violation>* violations);
  absl::Status LoadWaves();
  absl::Status LoadGroups(const storage::Filter& filter);
  const v1::Group* AddGroup(v1::Group group);
  absl::StatusOr<const v1::Group*> MakeGroup(const std::string& wave, int number, const std::string& tutor,
                                             std::vector<domain::Violation>* violations);
  absl::StatusOr<Members*> MembersOf(const std::string& group);
  absl::StatusOr<const v1::Member*> MakeMember(const std::string& group, const std::string& name,
                                               const std::string& field, std::vector<domain::Violation>* violations);
  // False, with a violation of `field`, when what people wrote breaks a rule of the resource that would be made of it,
  // or when the caller may not make it.
  template <class Resource>
  absl::StatusOr<bool> Insert(const std::string& field, Resource* resource, std::vector<domain::Violation>* violations);

  storage::WriteTransaction* transaction_;
  const absl::Time now_;
  const bool create_missing_;
  std::optional<std::map<std::string, v1::Wave>> waves_;     // by name
  std::map<std::pair<std::string, int>, v1::Group> groups_;  // by wave and number
  std::set<int> numbers_;                                    // whose groups are all in groups_
  std::map<std::string, const v1::Group*> groups_by_name_;
  std::optional<PeopleIndex<v1::Tutor>> tutors_;
  std::map<std::string, v1::Tutor> tutors_by_name_;
  std::map<std::string, Members> members_;  // by group
  std::map<std::string, Members>::iterator last_members_ = members_.end();
  std::vector<Created> created_;
};

}  // namespace tutorat::api
