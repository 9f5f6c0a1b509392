// What a test writes, in a wave of its own, so that tests share a server without seeing each other.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/api.h"
#include "tutorat/v1/establishment.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/programme.pb.h"
#include "tutorat/v1/school_calendar.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/theme.pb.h"
#include "tutorat/v1/tutor.pb.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::tests {

// Letters and digits that nobody used before; the same length each time.
std::string RandomId();

// The letter that 7 digits of a UAI need.
char LetterFor(const std::string& digits);
// Of no school that the tests have named before.
std::string RandomUai();

// Of a group that no world of this process has yet.
int NextGroupNumber();

google::protobuf::Timestamp Instant(const std::string& rfc3339);

// Each function writes one resource and gives it back as it is stored; a refusal fails the test.
class World {
 public:
  explicit World(const Api& api);

  const std::string& code() const { return code_; }
  // waves/{code}.
  const std::string& wave() const { return wave_; }
  // waves/{code}/groups/{number}.
  std::string GroupAlias(int number) const;

  v1::Group AddGroup(int number);
  v1::Tutor AddTutor();
  v1::Tutor AddTutor(const std::string& display_name, const std::string& email);
  v1::Establishment AddEstablishment();
  // A domain without aliases, a programme without themes, a calendar without holidays.
  v1::Theme AddTheme();
  v1::Programme AddProgramme();
  v1::SchoolCalendar AddSchoolCalendar();
  v1::Member AddMember(const std::string& group, const std::string& display_name);
  v1::Session AddSession(const v1::Session& session);

  // A held session of one hour in Paris that is not stored yet. Each is a day after the one before, from 03/01/2022 on.
  v1::Session NewSession(const std::string& group);
  // The same as a tutor knows it, for the group with this number.
  v1::SessionRecord NewRecord(int number);

  // All that is stored, as text, deleted ones too: sessions, groups and members of this wave; everything else
  // of the whole server, where nobody else may write meanwhile.
  std::string Everything() const;

  // Every session of a list request, page by page.
  std::vector<v1::Session> ListAll(v1::ListSessionsRequest request) const;

 private:
  const Api& api_;
  const std::string code_;
  const std::string wave_;
  int next_day_ = 0;
};

}  // namespace tutorat::tests
