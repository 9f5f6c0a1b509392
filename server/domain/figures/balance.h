// The balance: what each group covered in a period, and the observations under it. Pure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/session.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::domain {

// Local days [from, to): the last one is not part of it.
struct Period {
  absl::CivilDay from;
  absl::CivilDay to;
};

// Of a request whose fields are each valid. INVALID_FIELDS when it has both `months` and `to_date`, neither of them, or
// an end before its beginning. The same day twice is an empty period.
absl::StatusOr<Period> PeriodOf(const v1::GetBalanceRequest& request);
// The same of any message with these three fields; `prefix` is the path to it, with its dot.
absl::StatusOr<Period> PeriodOf(const std::string& from_date, int months, const std::string& to_date,
                                absl::string_view prefix);

// What is asked for.
struct BalanceFrame {
  Period period;
  std::string wave;  // waves/{code}, or empty: every wave
  absl::Time snapshot_time;
  std::vector<v1::Group> groups;  // those to report on
};

// A balance of sessions that are told one at a time, of which a line is kept.
class BalanceComputation {
 public:
  explicit BalanceComputation(const BalanceFrame& frame);
  ~BalanceComputation();
  BalanceComputation(const BalanceComputation&) = delete;
  BalanceComputation& operator=(const BalanceComputation&) = delete;

  // Before the sessions. What is looked at: name, join_date, leave_date; name, display_name.
  void AddMember(const v1::Member& member);
  void AddTutor(const v1::Tutor& tutor);
  // Of any state and group, in any order; those outside the period are left out. What is looked at: `name` and
  // SessionFields().
  void AddSession(const v1::Session& session);

  // Once, at the end.
  v1::Balance Finish();

  // `attendances.member`: of each of its attendances the member.
  static const std::vector<std::string>& SessionFields();

 private:
  class Lines;
  const std::unique_ptr<Lines> lines_;
};

struct BalanceInput : BalanceFrame {
  std::vector<v1::Session> sessions;  // of any state and group; those outside the period are left out
  std::vector<v1::Member> members;
  std::vector<v1::Tutor> tutors;
};

v1::Balance ComputeBalance(const BalanceInput& input);

// Presences over expected presences of one session (DOMAIN rule 2; see AttendanceRatio for what is counted).
v1::AttendanceRatio AttendanceOf(const v1::Session& session, const std::vector<v1::Member>& members);

// Who leads a group on a day: of the assignments that cover it, the one that began last. Empty when none does.
std::string TutorOn(const v1::Group& group, const std::string& date);

}  // namespace tutorat::domain
