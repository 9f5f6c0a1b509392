#include "client/text/display_names.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/text/figures.h"
#include "client/text/fold.h"

namespace tutorat::format {
namespace {

constexpr int kSecondsPerMinute = 60;

// Who came is a set, which the server keeps in an order of its own: by name, two exports of the same are the same.
void SortNames(v1::People& people) {
  std::sort(people.mutable_names()->begin(), people.mutable_names()->end(),
            [](const std::string& a, const std::string& b) { return std::pair(Fold(a), a) < std::pair(Fold(b), b); });
}

}  // namespace

DisplayNames::DisplayNames(const google::protobuf::RepeatedPtrField<v1::Group>& groups,
                           const google::protobuf::RepeatedPtrField<v1::Tutor>& tutors,
                           const google::protobuf::RepeatedPtrField<v1::Member>& members) {
  for (const v1::Group& group : groups) groups_[group.name()] = {std::string(WaveCode(group.wave())), group.number()};
  absl::flat_hash_map<std::string, int> namesakes;
  for (const v1::Tutor& tutor : tutors) ++namesakes[Fold(tutor.display_name())];
  for (const v1::Tutor& tutor : tutors) {
    const bool unique = namesakes[Fold(tutor.display_name())] == 1;
    const std::string& apart = tutor.email().empty() ? tutor.name() : tutor.email();
    tutors_[tutor.name()] = unique ? tutor.display_name() : apart;
  }
  for (const v1::Member& member : members) members_[member.name()] = member.display_name();
}

v1::SessionRecord DisplayNames::ToRecord(const v1::Session& session) const {
  v1::SessionRecord record;
  if (const auto group = groups_.find(session.group()); group != groups_.end()) {
    record.set_wave(group->second.wave);
    record.set_group(absl::StrCat(group->second.number));
  } else {
    record.set_group(session.group());
  }
  const auto tutor = tutors_.find(session.tutor());
  record.set_tutor(tutor != tutors_.end() ? tutor->second : session.tutor());
  record.set_date(session.local_date());
  record.set_start(session.local_clock());
  record.set_time_zone(session.time_zone());
  record.set_duration_minutes(static_cast<int>(session.duration().seconds() / kSecondsPerMinute));
  record.set_state(session.state());
  record.set_cancel_reason(session.cancel_reason());
  record.set_themes(session.themes());
  AddAttendance(session, record);
  for (const v1::Guest& guest : session.guests()) record.add_guests(guest.display_name());
  for (const v1::ParticipationIssue& issue : session.participation_issues()) *record.add_issues() = ToRecord(issue);
  record.set_appreciation(session.appreciation());
  record.set_notes(session.notes());
  record.set_external_link(session.external_link());
  record.set_requested_themes(session.requested_themes());
  *record.mutable_agenda() = session.agenda();
  return record;
}

void DisplayNames::AddAttendance(const v1::Session& session, v1::SessionRecord& record) const {
  for (const v1::Attendance& attendance : session.attendances()) {
    const std::string member = Member(attendance.member());
    switch (attendance.status()) {
      case v1::Attendance::STATUS_PRESENT:
        record.mutable_present()->add_names(member);
        break;
      case v1::Attendance::STATUS_LATE:
        record.mutable_late()->add_names(member);
        break;
      case v1::Attendance::STATUS_EXCUSED:
        record.mutable_excused()->add_names(member);
        break;
      case v1::Attendance::STATUS_ABSENT:
        record.mutable_absent()->add_names(member);
        break;
      default:
        break;
    }
  }
  if (record.has_present()) SortNames(*record.mutable_present());
  if (record.has_late()) SortNames(*record.mutable_late());
  if (record.has_excused()) SortNames(*record.mutable_excused());
  if (record.has_absent()) SortNames(*record.mutable_absent());
  const v1::HeadCount& count = session.head_count();
  if (count.has_present()) record.mutable_present()->set_count(count.present());
  if (count.has_late()) record.mutable_late()->set_count(count.late());
  if (count.has_excused()) record.mutable_excused()->set_count(count.excused());
  if (count.has_absent()) record.mutable_absent()->set_count(count.absent());
  if (count.has_expected()) record.set_expected(count.expected());
  // An export says all that is known: an import has nothing to presume.
  if (!record.has_present() && session.attendances_size() > 0) {
    record.set_unlisted_members(v1::SessionRecord::UNLISTED_NOT_RECORDED);
  }
}

v1::RecordedIssue DisplayNames::ToRecord(const v1::ParticipationIssue& issue) const {
  v1::RecordedIssue recorded;
  recorded.set_kind(issue.kind());
  for (const std::string& member : issue.members()) recorded.mutable_affected()->add_names(Member(member));
  if (issue.has_affected_count()) recorded.mutable_affected()->set_count(issue.affected_count());
  recorded.set_impact(issue.impact());
  recorded.set_note(issue.note());
  return recorded;
}

void DisplayNames::Sort(std::vector<v1::Session>& sessions) const {
  const auto key = [this](const v1::Session& session) {
    const auto group = groups_.find(session.group());
    const GroupLabel label = group != groups_.end() ? group->second : GroupLabel{};
    return std::tuple(session.start_time().seconds(), session.start_time().nanos(), label.wave, label.number,
                      session.themes(), session.name());
  };
  std::sort(sessions.begin(), sessions.end(),
            [&key](const v1::Session& a, const v1::Session& b) { return key(a) < key(b); });
}

std::string DisplayNames::Member(const std::string& name) const {
  const auto member = members_.find(name);
  return member != members_.end() ? member->second : name;
}

}  // namespace tutorat::format
