#include "server/handlers/sessions/record_attendance.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "proto/status_macros.h"

namespace tutorat::api {
namespace {

using domain::Violation;
using Attendances = google::protobuf::RepeatedPtrField<v1::Attendance>;

struct Part {
  const v1::People& people;
  const char* field;
  v1::Attendance::Status status;
  int32_t (v1::HeadCount::*get)() const;
  void (v1::HeadCount::*set)(int32_t);
};

std::array<Part, 4> PartsOf(const v1::SessionRecord& record) {
  using v1::Attendance;
  using v1::HeadCount;
  return {{{record.present(), "present", Attendance::STATUS_PRESENT, &HeadCount::present, &HeadCount::set_present},
           {record.late(), "late", Attendance::STATUS_LATE, &HeadCount::late, &HeadCount::set_late},
           {record.excused(), "excused", Attendance::STATUS_EXCUSED, &HeadCount::excused, &HeadCount::set_excused},
           {record.absent(), "absent", Attendance::STATUS_ABSENT, &HeadCount::absent, &HeadCount::set_absent}}};
}

// Those whom the record names; in `out` only what is wrong with the names.
absl::StatusOr<Attendances> NamedIn(const v1::SessionRecord& record, ReferenceResolver& directory, RecordResult* out) {
  Attendances named;
  for (const Part& part : PartsOf(record)) {
    if (part.people.has_count() && part.people.names_size() > 0) {
      out->violations.push_back(
          {part.field,
           "CONFLICTING_FIELDS",
           {"names and a number together: give one of them", "noms et nombre à la fois : n'en donner qu'un"}});
    }
    for (const std::string& name : part.people.names()) {
      ASSIGN_OR_RETURN(const auto members,
                       directory.FindMembers(out->session.group(), name, part.field, &out->violations));
      for (const v1::Member* member : members) {
        v1::Attendance* attendance = named.Add();
        attendance->set_member(member->name());
        attendance->set_status(part.status);
      }
    }
  }
  return named;
}

void SetCounts(const v1::SessionRecord& record, v1::Session* session) {
  for (const Part& part : PartsOf(record)) {
    if (part.people.has_count()) (session->mutable_head_count()->*part.set)(part.people.count());
  }
  if (record.has_expected()) session->mutable_head_count()->set_expected(record.expected());
}

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
bool IsNotedAlready(const v1::Session& stored, const Attendances& named) {
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
  ASSIGN_OR_RETURN(const auto members, directory.MembersOn(session->group(), record.date()));
  std::set<std::string> noted;
  for (const v1::Attendance& attendance : session->attendances()) noted.insert(attendance.member());
  int added = 0;
  for (const v1::Member* member : members) {
    if (noted.count(member->name()) > 0) continue;
    v1::Attendance* attendance = session->add_attendances();
    attendance->set_member(member->name());
    attendance->set_status(v1::Attendance::STATUS_PRESENT);
    ++added;
  }
  return added;
}

domain::Warning OthersPresumedPresent(int others) {
  const bool one = others == 1;
  return {"OTHERS_PRESUMED_PRESENT",
          "record.unlisted_members",
          {absl::StrCat(one ? "the other member" : absl::StrCat("the ", others, " other members"), " of the group ",
                        one ? "is" : "are",
                        " noted as present; if that is not so, name or count who was present, or say that the others "
                        "are not-recorded"),
           absl::StrCat(one ? "l'autre auditeur" : absl::StrCat("les ", others, " autres auditeurs"), " du groupe ",
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
  ASSIGN_OR_RETURN(const auto added, AddOthersAsPresent(record, directory, &out->session));
  if (!asked && added > 0) out->warnings.push_back(OthersPresumedPresent(added));
  return absl::OkStatus();
}

// A number is of those whose names nobody noted: names and a number of the same people count them twice.
void CheckCountedOnce(const v1::SessionRecord& record, RecordResult* out) {
  const v1::Session& session = out->session;
  for (const Part& part : PartsOf(record)) {
    if (!part.people.has_count() && part.people.names().empty()) continue;
    const bool named = std::any_of(session.attendances().begin(), session.attendances().end(),
                                   [&](const v1::Attendance& one) { return one.status() == part.status; });
    if (!named || (!part.people.has_count() && (session.head_count().*part.get)() == 0)) continue;
    out->violations.push_back(
        {part.field,
         "CONFLICTING_FIELDS",
         {"would count people twice, by name and in number: empty the session's attendance first, then note it anew",
          "compterait des personnes deux fois, par leur nom et en nombre : effacer d'abord les présences de la séance, "
          "puis les noter de nouveau"}});
  }
}

// To people who are noted already.
absl::Status AddAttendances(const v1::SessionRecord& record, ReferenceResolver& directory, RecordResult* out) {
  if (record.unlisted_members() == v1::SessionRecord::UNLISTED_PRESENT) {
    out->violations.push_back(
        {"unlisted_members",
         "CONFLICTING_FIELDS",
         {"goes only with a session where nobody is noted yet: empty its attendance first, then note it anew",
          "ne va qu'avec une séance où personne n'est encore noté : effacer d'abord ses présences, puis les noter de "
          "nouveau"}});
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto named, NamedIn(record, directory, out));
  std::set<std::string> moved;
  for (const v1::Attendance& attendance : named) moved.insert(attendance.member());
  Attendances* all = out->session.mutable_attendances();
  all->erase(std::remove_if(all->begin(), all->end(),
                            [&](const v1::Attendance& one) { return moved.count(one.member()) > 0; }),
             all->end());
  all->MergeFrom(named);
  SetCounts(record, &out->session);
  CheckCountedOnce(record, out);
  return absl::OkStatus();
}

absl::Status ReplaceAttendances(const v1::SessionRecord& record, ReferenceResolver& directory, RecordResult* out) {
  const v1::Session stored = out->session;
  out->session.clear_head_count();
  ASSIGN_OR_RETURN(*out->session.mutable_attendances(), NamedIn(record, directory, out));
  SetCounts(record, &out->session);
  return SetUnlisted(record, directory, stored, out);
}

}  // namespace

absl::Status SetAttendance(const v1::SessionRecord& record, Given given, ReferenceResolver& directory,
                           RecordResult* out) {
  if (!record.has_present() && !record.has_late() && !record.has_excused() && !record.has_absent() &&
      !record.has_expected() && record.unlisted_members() != v1::SessionRecord::UNLISTED_PRESENT) {
    return absl::OkStatus();
  }
  v1::Session& session = out->session;
  const bool noted = session.attendances_size() > 0 || session.has_head_count();
  absl::Status status = given == Given::kAdds && noted ? AddAttendances(record, directory, out)
                                                       : ReplaceAttendances(record, directory, out);
  // Members in the order of their names: the same people noted in another order are the same attendance.
  std::sort(session.mutable_attendances()->begin(), session.mutable_attendances()->end(),
            [](const auto& a, const auto& b) { return a.member() < b.member(); });
  return status;
}

}  // namespace tutorat::api
