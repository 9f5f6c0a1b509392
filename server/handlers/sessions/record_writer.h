// Turns a stored Session into the SessionRecord by which a tutor knows it: the inverse of session_recorder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/storage/store.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::api {

// Writes sessions with the names by which ReferenceResolver finds people again, in one transaction: what it loaded is
// remembered. One thread.
class RecordWriter {
 public:
  explicit RecordWriter(storage::ReadTransaction& transaction) : transaction_(transaction) {}

  // Everything but names of resources, times of writing, etag and recognised themes. A person whose name others have
  // too is given by e-mail, a tutor without one by resource name; who and what the caller may not see, by resource
  // name. A status only when the store fails.
  absl::StatusOr<v1::SessionRecord> Write(const v1::Session& session);
  absl::StatusOr<v1::Turnout> CountTurnout(const v1::Session& session);

 private:
  using Names = std::map<std::string, std::string>;  // by resource name
  struct Members {
    std::vector<v1::Member> all;
    Names names;
  };

  absl::Status SetGroup(const std::string& group, v1::SessionRecord* record);
  absl::StatusOr<std::string> NameOfTutor(const std::string& tutor);
  absl::StatusOr<const Members*> MembersOf(const std::string& group);

  storage::ReadTransaction& transaction_;
  std::map<std::string, v1::Group> groups_;
  std::optional<Names> tutors_;
  std::map<std::string, Members> members_;  // by group
};

}  // namespace tutorat::api
