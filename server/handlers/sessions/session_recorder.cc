#include "server/handlers/sessions/session_recorder.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/base/local_time.h"
#include "server/domain/base/resource_names.h"
#include "server/domain/base/text.h"
#include "server/domain/contract/field_update.h"
#include "server/domain/figures/balance.h"
#include "server/handlers/resources/list_filter.h"
#include "server/handlers/resources/resource_hooks.h"

namespace tutorat::api {
namespace {

using domain::Violation;

// What a record that says nothing means.
constexpr char kDefaultStart[] = "14:00";
constexpr int kDefaultMinutes = 60;

// Names and numbers of one kind of attendance go to the session; `set_count` sets the head-count.
class AttendanceBuilder {
 public:
  AttendanceBuilder(ReferenceResolver& directory, v1::Session* session, std::vector<Violation>* violations)
      : directory_(directory), session_(session), violations_(violations) {}

  absl::Status Add(const v1::People& people, const char* field, v1::Attendance::Status status,
                   void (v1::HeadCount::*set_count)(int32_t)) {
    if (people.has_count() && people.names_size() > 0) {
      violations_->push_back(
          {field,
           "CONFLICTING_FIELDS",
           {"names and a number together: give one of them", "noms et nombre à la fois : n'en donner qu'un"}});
    }
    if (people.has_count()) (session_->mutable_head_count()->*set_count)(people.count());
    for (const std::string& name : people.names()) {
      const auto member = directory_.FindMember(session_->group(), name, field, violations_);
      if (!member.ok()) return member.status();
      if (*member == nullptr) continue;
      v1::Attendance* attendance = session_->add_attendances();
      attendance->set_member((*member)->name());
      attendance->set_status(status);
    }
    return absl::OkStatus();
  }

 private:
  ReferenceResolver& directory_;
  v1::Session* session_;
  std::vector<Violation>* violations_;
};

bool IsCounted(const v1::SessionRecord& record) {
  return record.has_expected() || record.present().has_count() || record.late().has_count() ||
         record.excused().has_count() || record.absent().has_count();
}

// A tutor names the one who was not there: that alone says that the group's other members were.
bool PresumesOthersPresent(const v1::SessionRecord& record, const v1::Session& session) {
  return record.unlisted_members() == v1::SessionRecord::UNLISTED_UNSPECIFIED &&
         session.state() == v1::SESSION_STATE_HELD && !record.has_present() && !IsCounted(record) &&
         record.late().names_size() + record.excused().names_size() + record.absent().names_size() > 0;
}

// Whether what `stored` has of these people is what `named` says, and all others are noted as present, or nobody else
// is.
bool IsNotedAlready(const v1::Session& stored, const google::protobuf::RepeatedPtrField<v1::Attendance>& named) {
  if (stored.has_head_count()) return false;
  std::map<std::string, v1::Attendance::Status> told;
  for (const v1::Attendance& attendance : named) told[attendance.member()] = attendance.status();
  size_t found = 0;
  for (const v1::Attendance& attendance : stored.attendances()) {
    const auto one = told.find(attendance.member());
    if (attendance.status() != (one == told.end() ? v1::Attendance::STATUS_PRESENT : one->second)) return false;
    found += one == told.end() ? 0 : 1;
  }
  return found == told.size();
}

// Notes whoever is not noted yet; answers how many.
absl::StatusOr<int> AddOthersAsPresent(const v1::SessionRecord& record, ReferenceResolver& directory,
                                       v1::Session* session) {
  const auto members = directory.MembersOn(session->group(), record.date());
  if (!members.ok()) return members.status();
  std::set<std::string> noted;
  for (const v1::Attendance& attendance : session->attendances()) noted.insert(attendance.member());
  int added = 0;
  for (const v1::Member* member : *members) {
    if (noted.count(member->name()) > 0) continue;
    v1::Attendance* attendance = session->add_attendances();
    attendance->set_member(member->name());
    attendance->set_status(v1::Attendance::STATUS_PRESENT);
    ++added;
  }
  return added;
}

domain::Notice OthersPresumedPresent(int others) {
  const bool one = others == 1;
  return {"OTHERS_PRESUMED_PRESENT",
          "record.unlisted_members",
          {absl::StrCat(one ? "the other member" : absl::StrCat("the ", others, " other members"), " of the group ",
                        one ? "is" : "are",
                        " noted as present; if that is not so, name or count who was present, or say that the others "
                        "are not-recorded"),
           absl::StrCat(one ? "l'autre membre" : absl::StrCat("les ", others, " autres membres"), " du groupe ",
                        one ? "est noté présent" : "sont notés présents",
                        " ; si ce n'est pas le cas, nommer ou compter les présents, ou dire que les autres sont "
                        "non-notés")}};
}

absl::Status SetUnlisted(const v1::SessionRecord& record, ReferenceResolver& directory, const v1::Session& stored,
                         RecordResult* out) {
  const bool asked = record.unlisted_members() == v1::SessionRecord::UNLISTED_PRESENT;
  if (asked && IsCounted(record)) {
    out->violations.push_back(
        {"unlisted_members",
         "CONFLICTING_FIELDS",
         {"who else was present follows from names only: give no number of people, or leave this out",
          "qui d'autre était présent ne se déduit que de noms : ne pas donner de nombre, ou ne pas le demander"}});
    return absl::OkStatus();
  }
  if (!asked && !PresumesOthersPresent(record, out->session)) return absl::OkStatus();
  // What was presumed once stays so, whoever joins the group later.
  if (!asked && IsNotedAlready(stored, out->session.attendances())) {
    *out->session.mutable_attendances() = stored.attendances();
    return absl::OkStatus();
  }
  const auto added = AddOthersAsPresent(record, directory, &out->session);
  if (!added.ok()) return added.status();
  if (!asked && *added > 0) out->notices.push_back(OthersPresumedPresent(*added));
  return absl::OkStatus();
}

absl::Status SetAttendance(const v1::SessionRecord& record, ReferenceResolver& directory, RecordResult* out) {
  if (!record.has_present() && !record.has_late() && !record.has_excused() && !record.has_absent() &&
      !record.has_expected() && record.unlisted_members() != v1::SessionRecord::UNLISTED_PRESENT) {
    return absl::OkStatus();
  }
  v1::Session* session = &out->session;
  const v1::Session stored = *session;
  session->clear_attendances();
  session->clear_head_count();
  AttendanceBuilder builder(directory, session, &out->violations);
  using v1::Attendance;
  using v1::HeadCount;
  const struct {
    const v1::People& people;
    const char* field;
    Attendance::Status status;
    void (HeadCount::*set)(int32_t);
  } kinds[] = {{record.present(), "present", Attendance::STATUS_PRESENT, &HeadCount::set_present},
               {record.late(), "late", Attendance::STATUS_LATE, &HeadCount::set_late},
               {record.excused(), "excused", Attendance::STATUS_EXCUSED, &HeadCount::set_excused},
               {record.absent(), "absent", Attendance::STATUS_ABSENT, &HeadCount::set_absent}};
  for (const auto& kind : kinds) {
    if (absl::Status status = builder.Add(kind.people, kind.field, kind.status, kind.set); !status.ok()) return status;
  }
  if (record.has_expected()) session->mutable_head_count()->set_expected(record.expected());
  if (absl::Status status = SetUnlisted(record, directory, stored, out); !status.ok()) return status;
  // Members in the order of their names: the same people noted in another order are the same attendance.
  std::sort(session->mutable_attendances()->begin(), session->mutable_attendances()->end(),
            [](const auto& a, const auto& b) { return a.member() < b.member(); });
  return absl::OkStatus();
}

absl::Status SetIssues(const v1::SessionRecord& record, ReferenceResolver& directory, v1::Session* session,
                       std::vector<Violation>* violations) {
  if (record.issues().empty()) return absl::OkStatus();
  session->clear_participation_issues();
  for (const v1::RecordedIssue& recorded : record.issues()) {
    v1::ParticipationIssue* issue = session->add_participation_issues();
    issue->set_kind(recorded.kind());
    issue->set_impact(recorded.impact());
    issue->set_note(recorded.note());
    if (recorded.affected().has_count()) issue->set_affected_count(recorded.affected().count());
    for (const std::string& name : recorded.affected().names()) {
      const auto member = directory.FindMember(session->group(), name, "affected", violations);
      if (!member.ok()) return member.status();
      if (*member != nullptr) issue->add_members((*member)->name());
    }
  }
  return absl::OkStatus();
}

// A record without a state is of a session that was held, unless it is known to have been cancelled.
v1::SessionState StateOf(const v1::SessionRecord& record, const v1::Session& session) {
  if (record.state() != v1::SESSION_STATE_UNSPECIFIED) return record.state();
  return session.state() == v1::SESSION_STATE_CANCELLED ? v1::SESSION_STATE_CANCELLED : v1::SESSION_STATE_HELD;
}

// Sets in out->session what the record says; what it leaves out stays as it is.
absl::Status Apply(const v1::SessionRecord& record, ReferenceResolver& directory, RecordResult* out) {
  v1::Session* session = &out->session;
  std::vector<Violation>* violations = &out->violations;
  session->set_state(StateOf(record, *session));
  if (session->state() != v1::SESSION_STATE_CANCELLED) session->clear_cancel_reason();
  if (!record.cancel_reason().empty()) session->set_cancel_reason(record.cancel_reason());
  if (!record.tutor().empty()) {
    const auto tutor = directory.FindTutor(record.tutor(), violations);
    if (!tutor.ok()) return tutor.status();
    if (*tutor != nullptr) session->set_tutor((*tutor)->name());
  }
  // Those that it has already stay as they were written.
  if (!domain::IsSameText(session->themes(), record.themes())) session->set_themes(record.themes());
  if (record.has_duration_minutes()) session->mutable_duration()->set_seconds(int64_t{60} * record.duration_minutes());
  if (absl::Status status = SetAttendance(record, directory, out); !status.ok()) return status;
  if (absl::Status status = SetIssues(record, directory, session, violations); !status.ok()) return status;
  if (!record.guests().empty()) {
    session->clear_guests();
    for (const std::string& guest : record.guests()) session->add_guests()->set_display_name(guest);
  }
  if (record.appreciation() != v1::APPRECIATION_UNSPECIFIED) session->set_appreciation(record.appreciation());
  if (!record.notes().empty()) session->set_notes(record.notes());
  if (!record.external_link().empty()) session->set_external_link(record.external_link());
  if (!record.requested_themes().empty()) session->set_requested_themes(record.requested_themes());
  if (!record.agenda().empty()) *session->mutable_agenda() = record.agenda();
  return absl::OkStatus();
}

// How far a session of the right day, start and themes is the one that the record speaks of; 0: it is another one. A
// group may have met twice at one hour on the same things, or planned anew what was cancelled: each row of an import
// takes its own, and a row that is there twice the same one twice.
int MatchScore(const v1::Session& session, const v1::SessionRecord& record, const MatchedSessions& spoken) {
  const bool free = spoken.count(session.name()) == 0;
  const bool same_state = session.state() == StateOf(record, session);
  if (free) return same_state ? 3 : 1;
  return same_state ? 2 : 0;
}

// The session that the record speaks of, if it is stored already: same group, date, start (any, where the record has
// none) and themes.
absl::StatusOr<std::optional<v1::Session>> FindExisting(storage::WriteTransaction& transaction,
                                                        const v1::SessionRecord& record, const std::string& group,
                                                        absl::CivilDay day, const std::string& clock,
                                                        const MatchedSessions& spoken) {
  storage::Filter filter;
  filter.Is("group", group).AtLeast("local_date", domain::FormatDate(day));
  filter.Below("local_date", domain::FormatDate(day + 1)).without_items = true;
  const auto same_day = transaction.List<v1::Session>(filter);
  if (!same_day.ok()) return same_day.status();
  const v1::Session* best = nullptr;
  int best_fit = 0;
  for (const v1::Session& session : *same_day) {
    if (!domain::IsSameText(session.themes(), record.themes())) continue;
    if (!record.start().empty() && session.local_clock() != clock) continue;
    if (const int fit = MatchScore(session, record, spoken); fit > best_fit) {
      best = &session;
      best_fit = fit;
    }
  }
  if (best == nullptr) return std::nullopt;
  auto whole = transaction.Get<v1::Session>(best->name());
  if (!whole.ok()) return whole.status();
  return *std::move(whole);
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

absl::StatusOr<RecordResult> Record(storage::WriteTransaction& transaction, ReferenceResolver& directory,
                                    const v1::SessionRecord& record, MatchedSessions* spoken, absl::Time now) {
  RecordResult out;
  const auto group = directory.FindGroup(record.group(), record.wave(), record.tutor(), &out.violations);
  if (!group.ok()) return group.status();
  if (*group == nullptr) return out;

  const absl::CivilDay day = *domain::ParseDate(record.date());
  const std::string zone_name = record.time_zone().empty() ? domain::kDefaultTimeZone : record.time_zone();
  const absl::TimeZone zone = *domain::FindTimeZone(zone_name);
  const std::string asked = record.start().empty() ? kDefaultStart : record.start();
  const domain::Instant start = domain::ResolveLocal(*domain::ParseClock(day, asked), zone);
  const std::string clock = absl::FormatTime("%H:%M", start.time, zone);

  std::optional<v1::Session> before;
  if (spoken != nullptr) {
    // Of a whole day that a zone skipped, the next.
    const absl::CivilDay local_day = absl::ToCivilDay(start.time, zone);
    auto found = FindExisting(transaction, record, (*group)->name(), local_day, clock, *spoken);
    if (!found.ok()) return found.status();
    before = *std::move(found);
  }
  v1::Session& session = out.session;
  if (before) {
    session = *before;
  } else {
    session.set_group((*group)->name());
    session.set_tutor(domain::TutorOn(**group, record.date()));
    *session.mutable_start_time() = domain::ToTimestamp(start.time);
    session.set_time_zone(zone_name);
    session.mutable_duration()->set_seconds(int64_t{60} * kDefaultMinutes);
  }
  if (absl::Status status = Apply(record, directory, &out); !status.ok()) return status;
  if (!out.violations.empty()) return out;

  auto notices = BeforeWrite(transaction, &session, now);
  if (!notices.ok()) {
    out.violations = domain::ViolationsOf(notices.status());
    if (out.violations.empty()) return notices.status();
    for (Violation& violation : out.violations) violation.field = RecordField(violation.field);
    return out;
  }
  out.notices.insert(out.notices.end(), notices->begin(), notices->end());
  if (start.in_gap) {
    out.notices.push_back(
        {"START_IN_DST_GAP",
         "record.start",
         {absl::StrCat(asked, " does not exist on ", record.date(), " in ", zone_name, ": taken as ", clock),
          absl::StrCat(asked, " n'existe pas le ", record.date(), " dans ", zone_name, " : pris pour ", clock)}});
  }
  if (before) {
    out.changed_fields = domain::ChangedFields(*before, session);
    out.action = out.changed_fields.empty() ? v1::ImportResult::ACTION_SAME : v1::ImportResult::ACTION_UPDATE;
    spoken->insert(session.name());
    if (out.changed_fields.empty()) return out;
    *session.mutable_update_time() = domain::ToTimestamp(now);
    if (absl::Status status = transaction.Update(session); !status.ok()) return status;
  } else {
    out.action = v1::ImportResult::ACTION_CREATE;
    session.set_name(domain::MakeName(session, now));
    *session.mutable_create_time() = domain::ToTimestamp(now);
    *session.mutable_update_time() = domain::ToTimestamp(now);
    if (absl::Status status = transaction.Insert(session); !status.ok()) return status;
    if (spoken != nullptr) spoken->insert(session.name());
  }
  session.set_etag(domain::Etag(session));
  return out;
}

}  // namespace tutorat::api
