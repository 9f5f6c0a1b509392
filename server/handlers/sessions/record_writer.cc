#include "server/handlers/sessions/record_writer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/status_macros.h"
#include "server/domain/base/text.h"
#include "server/domain/figures/balance.h"

namespace tutorat::api {
namespace {

constexpr int kSecondsPerMinute = 60;

// `nameless`: whether people without an e-mail, one of several of that name, are given by resource name.
template <class Person>
std::map<std::string, std::string> NamesApart(const std::vector<Person>& people, bool nameless) {
  std::map<std::string, int> namesakes;
  for (const Person& person : people) {
    if (!person.has_delete_time()) ++namesakes[domain::FoldName(person.display_name())];
  }
  std::map<std::string, std::string> names;
  for (const Person& person : people) {
    const bool unique = !person.has_delete_time() && namesakes[domain::FoldName(person.display_name())] == 1;
    const std::string& otherwise = nameless ? person.name() : person.display_name();
    names[person.name()] = unique ? person.display_name() : person.email().empty() ? otherwise : person.email();
  }
  return names;
}

const std::string& NameIn(const std::map<std::string, std::string>& names, const std::string& name) {
  const auto found = names.find(name);
  return found == names.end() ? name : found->second;
}

// By name: two exports of the same are the same, whatever the order of the members' ids.
void SortNames(v1::People* people) {
  std::sort(people->mutable_names()->begin(), people->mutable_names()->end(),
            [](const std::string& a, const std::string& b) {
              return std::pair(domain::FoldName(a), a) < std::pair(domain::FoldName(b), b);
            });
}

void AddAttendance(const v1::Session& session, const std::map<std::string, std::string>& members,
                   v1::SessionRecord* record) {
  const v1::HeadCount& count = session.head_count();
  const struct {
    v1::Attendance::Status status;
    v1::People* (v1::SessionRecord::*people)();
    bool counted;
    int number;
  } kinds[] = {
      {v1::Attendance::STATUS_PRESENT, &v1::SessionRecord::mutable_present, count.has_present(), count.present()},
      {v1::Attendance::STATUS_LATE, &v1::SessionRecord::mutable_late, count.has_late(), count.late()},
      {v1::Attendance::STATUS_EXCUSED, &v1::SessionRecord::mutable_excused, count.has_excused(), count.excused()},
      {v1::Attendance::STATUS_ABSENT, &v1::SessionRecord::mutable_absent, count.has_absent(), count.absent()}};
  for (const auto& kind : kinds) {
    v1::People people;
    for (const v1::Attendance& attendance : session.attendances()) {
      if (attendance.status() == kind.status) people.add_names(NameIn(members, attendance.member()));
    }
    SortNames(&people);
    if (kind.counted) people.set_count(kind.number);
    if (kind.counted || people.names_size() > 0) *(record->*kind.people)() = people;
  }
  if (count.has_expected()) record->set_expected(count.expected());
  // All that is known is said: there is nothing to presume.
  if (!record->has_present() && session.attendances_size() > 0) {
    record->set_unlisted_members(v1::SessionRecord::UNLISTED_NOT_RECORDED);
  }
}

}  // namespace

absl::Status RecordWriter::SetGroup(const std::string& group, v1::SessionRecord* record) {
  auto known = groups_.find(group);
  if (known == groups_.end()) {
    auto found = transaction_.Get<v1::Group>(group);
    if (!found.ok() && !absl::IsPermissionDenied(found.status())) return found.status();
    known = groups_.emplace(group, found.ok() ? *std::move(found) : v1::Group()).first;
  }
  if (known->second.name().empty()) {
    record->set_group(group);
    return absl::OkStatus();
  }
  record->set_wave(std::string(absl::StripPrefix(known->second.wave(), "waves/")));
  record->set_group(absl::StrCat(known->second.number()));
  return absl::OkStatus();
}

absl::StatusOr<std::string> RecordWriter::NameOfTutor(const std::string& tutor) {
  if (tutor.empty()) return tutor;
  if (!tutors_) {
    storage::Filter filter;
    filter.deleted = true;
    ASSIGN_OR_RETURN(const auto all, transaction_.List<v1::Tutor>(filter));
    tutors_ = NamesApart(all, /*nameless=*/true);
  }
  return NameIn(*tutors_, tutor);
}

absl::StatusOr<const RecordWriter::Members*> RecordWriter::MembersOf(const std::string& group) {
  const auto [known, is_new] = members_.try_emplace(group);
  if (!is_new) return &known->second;
  storage::Filter filter;
  filter.Is("group", group).deleted = true;
  auto all = transaction_.List<v1::Member>(filter);
  if (!all.ok() && !absl::IsPermissionDenied(all.status())) return all.status();
  if (!all.ok()) return &known->second;
  known->second.names = NamesApart(*all, /*nameless=*/false);
  known->second.all = *std::move(all);
  return &known->second;
}

absl::StatusOr<v1::SessionRecord> RecordWriter::Write(const v1::Session& session) {
  v1::SessionRecord record;
  RETURN_IF_ERROR(SetGroup(session.group(), &record));
  ASSIGN_OR_RETURN(const auto tutor, NameOfTutor(session.tutor()));
  ASSIGN_OR_RETURN(const auto group, MembersOf(session.group()));
  const Names& members = group->names;
  record.set_tutor(tutor);
  record.set_date(session.local_date());
  record.set_start(session.local_clock());
  record.set_time_zone(session.time_zone());
  record.set_duration_minutes(static_cast<int>(session.duration().seconds() / kSecondsPerMinute));
  record.set_state(session.state());
  record.set_cancel_reason(session.cancel_reason());
  record.set_themes(session.themes());
  AddAttendance(session, members, &record);
  for (const v1::Guest& guest : session.guests()) record.add_guests(guest.display_name());
  for (const v1::ParticipationIssue& issue : session.participation_issues()) {
    v1::RecordedIssue* recorded = record.add_issues();
    recorded->set_kind(issue.kind());
    for (const std::string& member : issue.members()) recorded->mutable_affected()->add_names(NameIn(members, member));
    if (issue.has_affected_count()) recorded->mutable_affected()->set_count(issue.affected_count());
    recorded->set_impact(issue.impact());
    recorded->set_note(issue.note());
  }
  record.set_appreciation(session.appreciation());
  record.set_notes(session.notes());
  record.set_external_link(session.external_link());
  record.set_requested_themes(session.requested_themes());
  *record.mutable_agenda() = session.agenda();
  return record;
}

absl::StatusOr<v1::Turnout> RecordWriter::CountTurnout(const v1::Session& session) {
  ASSIGN_OR_RETURN(const auto group, MembersOf(session.group()));
  const v1::AttendanceRatio ratio = domain::AttendanceOf(session, group->all);
  v1::Turnout turnout;
  turnout.set_came(ratio.numerator());
  turnout.set_expected(ratio.denominator());
  return turnout;
}

}  // namespace tutorat::api
