#ifndef TUTORAT_CLIENT_FORMAT_DIRECTORY_H_
#define TUTORAT_CLIENT_FORMAT_DIRECTORY_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "google/protobuf/repeated_field.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/session_record.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::format {

// Display names of the groups, tutors and members that sessions refer to by resource name. An unknown name is returned
// unchanged.
class DisplayNames {
 public:
  DisplayNames(const google::protobuf::RepeatedPtrField<v1::Group>& groups,
               const google::protobuf::RepeatedPtrField<v1::Tutor>& tutors,
               const google::protobuf::RepeatedPtrField<v1::Member>& members);

  // The session as a tutor knows it, which an import takes: everything but names, times of writing and etag. A tutor
  // who has a namesake is given by e-mail, without one by resource name.
  v1::SessionRecord ToRecord(const v1::Session& session) const;

  // By start, then wave and group number, then themes: in the same order whichever server they come from.
  void Sort(std::vector<v1::Session>& sessions) const;

 private:
  struct GroupLabel {
    std::string wave;
    int number = 0;
  };

  void AddAttendance(const v1::Session& session, v1::SessionRecord& record) const;
  v1::RecordedIssue ToRecord(const v1::ParticipationIssue& issue) const;
  std::string Member(const std::string& name) const;

  absl::flat_hash_map<std::string, GroupLabel> groups_;
  absl::flat_hash_map<std::string, std::string> tutors_;
  absl::flat_hash_map<std::string, std::string> members_;
};

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_DIRECTORY_H_
