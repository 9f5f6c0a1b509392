#include "client/cli/session/session_people.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/shell/parse.h"

namespace tutorat::cli {
namespace {

struct Part {
  const char* flag;
  v1::Attendance::Status status;
  const v1::People& people;
  int32_t (v1::HeadCount::*get)() const;
  void (v1::HeadCount::*set)(int32_t);
};

std::vector<Part> Parts(const v1::SessionRecord& record) {
  return {
      {"--present", v1::Attendance::STATUS_PRESENT, record.present(), &v1::HeadCount::present,
       &v1::HeadCount::set_present},
      {"--late", v1::Attendance::STATUS_LATE, record.late(), &v1::HeadCount::late, &v1::HeadCount::set_late},
      {"--excused", v1::Attendance::STATUS_EXCUSED, record.excused(), &v1::HeadCount::excused,
       &v1::HeadCount::set_excused},
      {"--absent", v1::Attendance::STATUS_ABSENT, record.absent(), &v1::HeadCount::absent, &v1::HeadCount::set_absent}};
}

void SetStatus(const v1::Attendance& told, v1::Session& session) {
  auto& all = *session.mutable_attendances();
  const auto known = std::find_if(all.begin(), all.end(),
                                  [&told](const v1::Attendance& one) { return one.member() == told.member(); });
  (known == all.end() ? *all.Add() : *known) = told;
}

bool NotesPeople(const v1::Session& session) { return session.attendances_size() > 0 || session.has_head_count(); }

// A number is of those whose names nobody noted, so that names and a number of the same people count them twice.
absl::Status CheckNamedOnce(const Context& context, const Part& part, const v1::Session& session) {
  const bool named =
      std::any_of(session.attendances().begin(), session.attendances().end(),
                  [&part](const v1::Attendance& attendance) { return attendance.status() == part.status; });
  const bool counted = part.people.has_count() || (session.head_count().*part.get)() > 0;
  if (!named || !counted) return absl::OkStatus();
  const std::string typed =
      part.people.has_count() ? absl::StrCat(part.people.count()) : absl::StrJoin(part.people.names(), "|");
  return WrongValue(
      context, part.flag, typed,
      context.Text("compterait des personnes deux fois, par leur nom et en nombre ; « tutorat session edit "
                   "SÉANCE --clear presences », puis noter de nouveau",
                   "would count people twice, by name and in number; \"tutorat session edit SESSION "
                   "--clear attendance\", then note anew"));
}

}  // namespace

absl::StatusOr<v1::Session> Understand(Context& context, const v1::Session& session, const v1::SessionRecord& record) {
  v1::RecordSessionRequest request;
  request.set_validate_only(true);
  v1::SessionRecord& asked = *request.mutable_record();
  asked.set_group(session.group());
  asked.set_date(record.date().empty() ? session.local_date() : record.date());
  if (record.has_present()) *asked.mutable_present() = record.present();
  if (record.has_late()) *asked.mutable_late() = record.late();
  if (record.has_excused()) *asked.mutable_excused() = record.excused();
  if (record.has_absent()) *asked.mutable_absent() = record.absent();
  if (record.has_expected() && !NotesPeople(session)) asked.set_expected(record.expected());
  *asked.mutable_issues() = record.issues();
  // Of a session that is held, whatever its themes: those are not what is asked.
  asked.set_themes(session.themes().empty() ? "-" : session.themes());
  asked.set_state(session.state());
  asked.set_cancel_reason(session.cancel_reason());
  asked.set_unlisted_members(NotesPeople(session) ? v1::SessionRecord::UNLISTED_NOT_RECORDED
                                                  : record.unlisted_members());
  const absl::StatusOr<v1::RecordSessionResponse> response = context.Server().Call<v1::RecordSessionResponse>(request);
  if (!response.ok()) return response.status();
  for (const v1::Warning& warning : response->warnings()) {
    if (warning.reason() == "OTHERS_PRESUMED_PRESENT") context.Warn(warning.message());
  }
  return response->session();
}

absl::Status SetAttendance(const Context& context, const v1::SessionRecord& record, const v1::Session& understood,
                           v1::Session& session) {
  const std::vector<Part> parts = Parts(record);
  for (const Part& part : parts) {
    if (part.people.has_count()) (session.mutable_head_count()->*part.set)(part.people.count());
  }
  for (const v1::Attendance& attendance : understood.attendances()) SetStatus(attendance, session);
  for (const Part& part : parts) {
    if (!part.people.has_count() && part.people.names().empty()) continue;
    if (absl::Status status = CheckNamedOnce(context, part, session); !status.ok()) return status;
  }
  if (record.has_expected()) session.mutable_head_count()->set_expected(record.expected());
  return absl::OkStatus();
}

void SetIssues(const v1::Session& understood, v1::Session& session) {
  auto& issues = *session.mutable_participation_issues();
  const auto& told = understood.participation_issues();
  issues.erase(std::remove_if(issues.begin(), issues.end(),
                              [&told](const v1::ParticipationIssue& known) {
                                return std::any_of(
                                    told.begin(), told.end(),
                                    [&known](const v1::ParticipationIssue& one) { return one.kind() == known.kind(); });
                              }),
               issues.end());
  issues.MergeFrom(told);
}

}  // namespace tutorat::cli
