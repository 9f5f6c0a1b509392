#include "server/handlers/sessions/record_steps.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/status_macros.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/field_update.h"
#include "server/domain/contract/validate.h"
#include "server/handlers/resources/resource_hooks.h"

namespace tutorat::api {
namespace {

using domain::Violation;

absl::Status SetIssues(const v1::SessionRecord& record, Given given, ReferenceResolver& directory, v1::Session* session,
                       std::vector<Violation>* violations) {
  if (record.issues().empty()) return absl::OkStatus();
  auto* issues = session->mutable_participation_issues();
  const auto is_told = [&](const v1::ParticipationIssue& known) {
    return std::any_of(record.issues().begin(), record.issues().end(),
                       [&](const v1::RecordedIssue& one) { return one.kind() == known.kind(); });
  };
  const bool all = given == Given::kReplaces;
  issues->erase(std::remove_if(issues->begin(), issues->end(),
                               [&](const v1::ParticipationIssue& known) { return all || is_told(known); }),
                issues->end());
  for (const v1::RecordedIssue& recorded : record.issues()) {
    v1::ParticipationIssue* issue = session->add_participation_issues();
    issue->set_kind(recorded.kind());
    issue->set_impact(recorded.impact());
    issue->set_note(recorded.note());
    if (recorded.affected().has_count()) issue->set_affected_count(recorded.affected().count());
    for (const std::string& name : recorded.affected().names()) {
      ASSIGN_OR_RETURN(const auto members, directory.FindMembers(session->group(), name, "affected", violations));
      for (const v1::Member* member : members) issue->add_members(member->name());
    }
  }
  return absl::OkStatus();
}

// Those whom the session does not have yet.
void AddGuests(const v1::SessionRecord& record, v1::Session* session) {
  for (const std::string& name : record.guests()) {
    const bool known = std::any_of(session->guests().begin(), session->guests().end(), [&](const v1::Guest& guest) {
      return domain::FoldName(guest.display_name()) == domain::FoldName(name);
    });
    if (!known) session->add_guests()->set_display_name(name);
  }
}

// The last word on a theme counts.
void AddAgenda(const v1::SessionRecord& record, v1::Session* session) {
  for (const v1::AgendaItem& item : record.agenda()) {
    auto* agenda = session->mutable_agenda();
    const auto known = std::find_if(agenda->begin(), agenda->end(),
                                    [&](const v1::AgendaItem& one) { return one.theme() == item.theme(); });
    (known == agenda->end() ? *agenda->Add() : *known) = item;
  }
}

// The record's field from which a field of the session came, so that people are told of what they wrote.
std::string RecordField(absl::string_view session_field) {
  static constexpr struct {
    absl::string_view session;
    absl::string_view record;
  } kFields[] = {{"session.attendances", "present"},         {"session.head_count.expected", "expected"},
                 {"session.participation_issues", "issues"}, {"session.start_time", "date"},
                 {"session.duration", "duration_minutes"},   {"session.head_count", "present"}};
  for (const auto& field : kFields) {
    if (absl::StartsWith(session_field, field.session)) return std::string(field.record);
  }
  absl::ConsumePrefix(&session_field, "session.");
  return std::string(session_field);
}

}  // namespace

Start StartOf(const std::string& date, const std::string& clock, const std::string& zone) {
  const absl::TimeZone time_zone = *domain::FindTimeZone(zone);
  const domain::Instant instant = domain::ResolveLocal(*domain::ParseClock(*domain::ParseDate(date), clock), time_zone);
  Start start{instant.time, zone, absl::ToCivilDay(instant.time, time_zone),
              absl::FormatTime("%H:%M", instant.time, time_zone), std::nullopt};
  if (instant.in_gap) {
    start.gap =
        domain::Warning{"START_IN_DST_GAP",
                        "record.start",
                        {absl::StrCat(clock, " does not exist on ", date, " in ", zone, ": taken as ", start.clock),
                         absl::StrCat(domain::FrenchHour(clock), " n'existe pas le ", domain::FrenchDay(date), " dans ",
                                      zone, " : pris pour ", domain::FrenchHour(start.clock))}};
  }
  return start;
}

void SetStart(const Start& start, v1::Session* session) {
  *session->mutable_start_time() = domain::ToTimestamp(start.time);
  session->set_time_zone(start.zone);
}

absl::Status ApplyRecord(const v1::SessionRecord& record, Given given, ReferenceResolver& directory,
                         RecordResult* out) {
  v1::Session* session = &out->session;
  if (session->state() != v1::SESSION_STATE_CANCELLED) session->clear_cancel_reason();
  if (!record.cancel_reason().empty()) session->set_cancel_reason(record.cancel_reason());
  if (!record.tutor().empty()) {
    ASSIGN_OR_RETURN(const auto tutor, directory.FindTutor(record.tutor(), &out->violations));
    if (tutor != nullptr) session->set_tutor(tutor->name());
  }
  // Those that it has already stay as they were written.
  if (!record.themes().empty() && !domain::IsSameText(session->themes(), record.themes())) {
    session->set_themes(record.themes());
  }
  if (record.has_duration_minutes()) session->mutable_duration()->set_seconds(int64_t{60} * record.duration_minutes());
  RETURN_IF_ERROR(SetAttendance(record, given, directory, out));
  RETURN_IF_ERROR(SetIssues(record, given, directory, session, &out->violations));
  if (given == Given::kReplaces) {
    if (!record.guests().empty()) session->clear_guests();
    if (!record.agenda().empty()) session->clear_agenda();
    for (const std::string& guest : record.guests()) session->add_guests()->set_display_name(guest);
    session->mutable_agenda()->MergeFrom(record.agenda());
  } else {
    AddGuests(record, session);
    AddAgenda(record, session);
  }
  if (record.appreciation() != v1::APPRECIATION_UNSPECIFIED) session->set_appreciation(record.appreciation());
  if (!record.notes().empty()) session->set_notes(record.notes());
  if (!record.external_link().empty()) session->set_external_link(record.external_link());
  if (!record.requested_themes().empty()) session->set_requested_themes(record.requested_themes());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Session>> SessionsOn(storage::WriteTransaction& transaction, const std::string& group,
                                                    absl::CivilDay day) {
  storage::Filter filter;
  filter.Is("group", group).AtLeast("local_date", domain::FormatDate(day));
  filter.Below("local_date", domain::FormatDate(day + 1));
  filter.items.emplace();
  return transaction.List<v1::Session>(filter);
}

absl::Status AlreadyRecorded(const v1::Session& session) {
  return domain::MakeError(
      absl::StatusCode::kAlreadyExists, "SESSION_ALREADY_RECORDED",
      {absl::StrCat(session.name(), ", of ", session.local_date(), " ", session.local_clock(),
                    ", has the same group and themes: correct that one, or say that this is another session"),
       absl::StrCat(session.name(), ", du ", domain::FrenchDay(session.local_date()), " à ",
                    domain::FrenchHour(session.local_clock()),
                    ", a le même groupe et les mêmes thèmes : corriger celle-là, ou dire que c'est une autre séance")});
}

absl::Status StoreSession(storage::WriteTransaction& transaction, const std::optional<v1::Session>& before,
                          absl::Time now, const SessionsAround* around, RecordResult* out) {
  v1::Session& session = out->session;
  const auto wrong = domain::Validate(session, "session");
  auto warnings = wrong.empty() ? BeforeWrite(transaction, &session, now, around) : domain::InvalidFields(wrong);
  if (!warnings.ok()) {
    out->violations = domain::ViolationsOf(warnings.status());
    if (out->violations.empty()) return warnings.status();
    for (Violation& violation : out->violations) violation.field = RecordField(violation.field);
    return absl::OkStatus();
  }
  out->warnings.insert(out->warnings.end(), warnings->begin(), warnings->end());
  if (before) {
    out->changed_fields = domain::ChangedFields(*before, session);
    out->action = out->changed_fields.empty() ? v1::ImportResult::ACTION_SAME : v1::ImportResult::ACTION_UPDATE;
    if (out->changed_fields.empty()) return absl::OkStatus();
    *session.mutable_update_time() = domain::ToTimestamp(now);
    RETURN_IF_ERROR(transaction.Update(session));
  } else {
    out->action = v1::ImportResult::ACTION_CREATE;
    session.set_name(domain::MakeName(session, now));
    *session.mutable_create_time() = domain::ToTimestamp(now);
    *session.mutable_update_time() = domain::ToTimestamp(now);
    RETURN_IF_ERROR(transaction.Insert(session));
  }
  return absl::OkStatus();
}

}  // namespace tutorat::api
